"""Any alteration of a gene, by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import acquired, gene_level
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
class GeneAltered:
    """MET when an alteration of one of `kinds` is there in one of `genes`.

    Parameters
    ----------
    genes
        Approved symbols.
    kinds
        variant, truncating, missense, amplification, gain, homozygous_deletion, loss, fusion, splice (splice-site
        variants and observed skipping); empty for variant, amplification, homozygous_deletion and fusion.
    min_oncogenicity
        likely_oncogenic or oncogenic; empty for any that is not silent, benign or a polymorphism.
    origin
        any, somatic, germline: asked of variants; an unknown origin is UNKNOWN when one is asked for.
    specimen
        any, tissue, plasma.

    Notes
    -----
    NOT_MET needs an adequate assay for every gene and every kind asked."""

    name: ClassVar[str] = "GeneAltered"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "assay", "annotation", "functional_class", "fusion_order", "origin", "specimen.kind", "copies_lost",
            "copy_number_call", "exact_change", "treatment.history", "treatment.agents", "treatment.class",
        }
    )  # fmt: skip

    genes: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    min_oncogenicity: str = ""
    origin: str = "any"
    specimen: str = "any"

    def __post_init__(self) -> None:
        sort_sets(self)
        gene_level.validate(self.genes, self.kinds, self.min_oncogenicity, self.origin, self.specimen)

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the alterations and the coverage of all genes and kinds."""
        asked = self._asked()
        sightings = [s for g in self.genes for s in gene_level.sightings(case, context, g, asked)]
        covered = [c for g in self.genes for c in gene_level.coverages(case, context, g, asked)]
        return decide(self, case, context, sightings, covered)

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
        return gene_level.GeneQuestion(self.kinds, self.min_oncogenicity, self.origin, self.specimen)
