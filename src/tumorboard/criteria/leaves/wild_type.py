"""No oncogenic alteration of the genes, on adequate coverage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import acquired, gene_level
from tumorboard.criteria.algebra import negated
from tumorboard.criteria.base import leaf_text
from tumorboard.criteria.judgment import decide
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tumorboard.criteria.treatment import Selector
    from tumorboard.model.alteration import Variant
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class WildType:
    """MET when every gene was adequately tested and none carries a (likely) oncogenic or named actionable alteration.

    Parameters
    ----------
    genes
        Approved symbols.
    kinds
        As in GeneAltered; empty for variants only ("RAS wild type" speaks of mutations).

    Notes
    -----
    An oncogenic alteration is NOT_MET; a variant of unknown significance is UNKNOWN; silent changes, benign variants
    and polymorphisms do not count; not tested is UNKNOWN, never MET."""

    name: ClassVar[str] = "WildType"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "assay", "annotation", "functional_class", "fusion_order", "origin", "specimen.kind", "copies_lost",
            "copy_number_call", "exact_change", "treatment.history", "treatment.agents", "treatment.class",
        }
    )  # fmt: skip

    genes: tuple[str, ...]
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sort_sets(self)
        gene_level.validate(self.genes, self.kinds, "", "any", "any")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The negated answer to: is one of them altered?"""
        asked = self._asked()
        sightings = [s for g in self.genes for s in gene_level.sightings(case, context, g, asked)]
        covered = [c for g in self.genes for c in gene_level.coverages(case, context, g, asked)]
        return negated(decide(self, case, context, sightings, covered), leaf_text(self))

    @property
    def seen_as(self) -> Hashable:
        """Questions of other genes that see a variant as this one does are equal in this."""
        return (self.name, self._asked())

    def selecting(self, context: Context) -> Selector | None:
        """The courses that `check` tells from others."""
        return acquired.selecting(context, self.genes)

    def sees(self, case: Case, context: Context, variant: Variant) -> Hashable:
        """What `check` looks at in a variant."""
        return gene_level.sees(case, context, variant, self._asked())

    def _asked(self) -> gene_level.GeneQuestion:
        return gene_level.GeneQuestion(self.kinds or ("variant",), "likely_oncogenic", "any", "any", no_vus=True)
