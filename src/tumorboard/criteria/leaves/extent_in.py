"""How far the disease reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import assumption, settled, unknown
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context

KNOWN = frozenset({"localized", "locally_advanced", "unresectable", "metastatic"})


@dataclass(frozen=True, slots=True)
class ExtentIn:
    """MET when the recorded extent is one of `extents`.

    Parameters
    ----------
    extents
        localized, locally_advanced, unresectable, metastatic.

    Notes
    -----
    Exact: no extent implies another.  "Advanced" is written as the list of extents that the source means.  A stage
    does not settle the extent."""

    name: ClassVar[str] = "ExtentIn"
    reads: ClassVar[frozenset[str]] = frozenset({"diagnosis.extent"})

    extents: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.extents or set(self.extents) - KNOWN:
            raise ValueError(f"extents are of {', '.join(sorted(KNOWN))}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for what is recorded."""
        recorded = case.diagnosis.extent
        assumed = "" if recorded else assumption(context, "diagnosis.extent")
        value = recorded or assumed
        if not value:
            return unknown(self, Reason.of("extent.not_recorded"), self.reads)
        reason = Reason.of("extent.is", extent=value)
        return settled(self, value in self.extents, reason, self.reads, assumed=bool(assumed))
