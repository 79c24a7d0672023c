"""Tumor mutational burden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.measured import threshold
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class TmbAtLeast:
    """MET when the tumor mutational burden is at least `value`.

    Parameters
    ----------
    value
        Mutations per megabase.

    Notes
    -----
    A value within one counting error of the limit asks for review.  A bare "high" or "low" decides limits up to,
    respectively from, the threshold in force."""

    name: ClassVar[str] = "TmbAtLeast"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker.TMB"})

    value: float

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("value is negative")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the derived burden."""
        found = case.findings.biomarkers.get("tmb") if case.findings else None
        if found is None or (found.value is None and found.state not in {"high", "low"}):
            return unknown(self, Reason.of("tmb.unknown"), self.reads)
        used = {"finding/tmb", *found.used}
        if found.value is not None:
            near = found.needs_review or abs(found.value - self.value) <= _counting_error(case, self.value)
            reason = Reason.of("tmb.is", tmb=found.value, limit=self.value)
            return settled(self, found.value >= self.value, reason, used, needs_review=near)
        limit = threshold(context, "tmb_high")
        decided = self.value <= limit if found.state == "high" else self.value >= limit
        if decided:
            reason = Reason.of("tmb.stated", state=found.state, limit=self.value)
            return settled(self, found.state == "high", reason, used, needs_review=found.needs_review)
        return unknown(self, Reason.of("tmb.stated_only", state=found.state), self.reads, used)


def _counting_error(case: Case, limit: float) -> float:
    """One Poisson standard error at the limit, in mutations per megabase; 0 when the panel's size is not known."""
    sizes = [b.panel_mb for b in case.index.biomarkers.get("TMB", ()) if b.panel_mb]
    return float((limit / min(sizes)) ** 0.5) if sizes and limit > 0 else 0.0
