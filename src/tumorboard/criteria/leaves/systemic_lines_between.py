"""Number of systemic lines within a setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import treatment
from tumorboard.criteria.answers import settled, unknown
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class SystemicLinesBetween:
    """MET when the number of systemic lines begun in the setting lies from `min` to `max`.

    Parameters
    ----------
    min, max
        Lines, both included; None for no bound.
    setting
        Lines are counted within a setting: neoadjuvant, adjuvant, maintenance, metastatic; or any.

    Notes
    -----
    Where lines are not numbered, the lowest and highest number that the courses allow decide; an upper bound needs a
    complete history."""

    name: ClassVar[str] = "SystemicLinesBetween"
    reads: ClassVar[frozenset[str]] = frozenset({"treatment.history", "treatment.lines"})

    min: int | None = None
    max: int | None = None
    setting: str = "metastatic"

    def __post_init__(self) -> None:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the lowest and highest number of lines."""
        known = treatment.lines(case, context, self.setting)
        least = self.min or 0
        below = known.most is not None and known.most < least
        above = self.max is not None and known.least > self.max
        if below or above:
            reason = Reason.of("lines.outside", least=known.least, most=known.most, setting=self.setting)
            return settled(self, False, reason, known.courses, assumed=known.assumed and below)
        capped = self.max is None or (known.most is not None and known.most <= self.max)
        if known.least >= least and capped:
            reason = Reason.of("lines.within", least=known.least, most=known.most, setting=self.setting)
            return settled(self, True, reason, known.courses, assumed=known.assumed and self.max is not None)
        if known.most is None:
            return unknown(self, Reason.of("therapy.history_not_complete"), {"treatment.history"}, known.courses)
        reason = Reason.of("lines.ambiguous", least=known.least, most=known.most, setting=self.setting)
        return unknown(self, reason, {"treatment.lines"}, known.courses)
