"""A driving fusion of a gene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import rearrangements
from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.judgment import decide
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class FusionIn:
    """MET when one of `genes` is the functional partner of an in-frame fusion.

    Parameters
    ----------
    genes
        Approved symbols of the functional partner: ALK, RET, NTRK1, FGFR2 ...
    partners
        The other partner must be one of these; empty for any.

    Notes
    -----
    The gene must stand on its functional side (3' for most kinases, 5' for FGFR2 and FGFR3); where only the other
    product is reported, the gene is rearranged and the question open.  Out of frame does not count; an unknown frame,
    order or partner counts and asks for review.  A positive break-apart FISH of ALK, RET or ROS1, and the stain of ALK
    in non-small cell lung cancer or anaplastic large cell lymphoma, are a rearrangement without a named partner; a
    positive stain of ROS1 or pan-TRK leaves the question open until RNA or FISH confirms it.  NOT_MET needs RNA, FISH or
    a DNA panel that lists the introns of the gene."""

    name: ClassVar[str] = "FusionIn"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"assay", "functional_class", "fusion_order", "fusion_partner", "specimen.kind"}
    )

    genes: tuple[str, ...]
    partners: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.genes:
            raise ValueError("genes is empty")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the rearrangements and the coverage of all genes."""
        found = [s for g in self.genes for s in rearrangements.sightings(case, context, g, self.partners)]
        return decide(self, case, context, found, [coverage(case, context, Question(g, "fusion")) for g in self.genes])
