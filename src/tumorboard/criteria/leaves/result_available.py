"""Whether a result exists at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.availability import FAMILIES, available
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class ResultAvailable:
    """MET when an adequate result for `item` exists, whatever it says.

    Parameters
    ----------
    item
        A gene (variants), fusion:GENE, splice:GENE, copy_number:GENE, promoter:GENE, a marker (MSI, MMR, TMB, HRD, PDL1,
        ER ...), ihc:MARKER or any_ngs.

    Notes
    -----
    A result of another kind is none: a panel of DNA that sequenced the exons of ROS1 has not looked for its fusions.
    What was found is a result, whether or not its assay is declared.

    Asks for knowledge itself: the only leaf whose NOT_MET may turn by a new test, so it may change.  UNKNOWN unless
    the list of assays is complete."""

    name: ClassVar[str] = "ResultAvailable"
    reads: ClassVar[frozenset[str]] = frozenset({"assays"})

    item: str

    def __post_init__(self) -> None:
        if not self.item:
            raise ValueError("item is empty")
        family, colon, rest = self.item.rpartition(":")
        if colon and (family not in FAMILIES or not rest):
            raise ValueError(f"item is a gene, a marker, or {', '.join(f'{f}:NAME' for f in FAMILIES)}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the assays and measurements."""
        used = available(case, context, self.item)
        if used:
            # A further test cannot take a result away, but what "if available" guards may then be asked.
            return settled(self, True, Reason.of("result.available", item=self.item), used)
        if case.complete("assays"):
            return settled(self, False, Reason.of("result.none", item=self.item), {"assays"}, may_change=True)
        return unknown(self, Reason.of("result.list_not_complete", item=self.item), self.reads)
