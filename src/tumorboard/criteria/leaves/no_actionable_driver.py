"""No driver of a list, on adequate coverage."""

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
    from tumorboard.criteria.treatment import Selector
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class NoActionableDriver:
    """MET when every gene was adequately tested for the kind of driver it is known for and none was found.

    Parameters
    ----------
    genes
        Approved symbols, as the protocol or label lists them (there is no default list).

    Notes
    -----
    ALK, ROS1, RET, NTRK1-3 and NRG1 are asked for fusions, MET for exon 14 skipping and variants, FGFR2 and FGFR3 for
    fusions and variants, every other gene for variants."""

    name: ClassVar[str] = "NoActionableDriver"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "assay", "annotation", "functional_class", "fusion_order", "origin", "specimen.kind", "exact_change",
            "treatment.history", "treatment.agents", "treatment.class",
        }
    )  # fmt: skip

    genes: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)
        gene_level.validate(self.genes, (), "", "any", "any")

    def selecting(self, context: Context) -> Selector | None:
        """The courses that `check` tells from others."""
        return acquired.selecting(context, self.genes)

    def check(self, case: Case, context: Context) -> Evaluation:
        """The negated answer to: is one of them a driver here?"""
        sightings = []
        covered = []
        for gene in self.genes:
            asked = gene_level.driver_question(gene)
            sightings += gene_level.sightings(case, context, gene, asked)
            covered += gene_level.coverages(case, context, gene, asked)
        return negated(decide(self, case, context, sightings, covered), leaf_text(self))
