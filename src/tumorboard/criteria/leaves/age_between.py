"""Age in completed years within bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.ages import age, birthday
from tumorboard.criteria.answers import settled, unknown
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class AgeBetween:
    """MET when the age on the assessment date lies from `min` to `max`, both included.

    Parameters
    ----------
    min, max
        Completed years; None for no bound.

    Notes
    -----
    A birth date known only by month or year gives a range of ages; the answer is settled only if all of them agree.
    Too young may change, on the birthday; too old does not."""

    name: ClassVar[str] = "AgeBetween"
    reads: ClassVar[frozenset[str]] = frozenset({"patient.age"})

    min: int | None = None
    max: int | None = None

    def __post_init__(self) -> None:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")

    @property
    def viewed(self) -> Hashable:
        """What is looked at, whatever the limits."""
        return self.name

    def view(self, case: Case, context: Context) -> Hashable:
        """What `check` looks at: the lowest and highest age, or that none is known."""
        known = age(case, context)
        return known[:2] if known is not None else None

    def judges(self, view: tuple[int, int] | None) -> Verdict:
        """The verdict for what was looked at."""
        if view is None:
            return Verdict.UNKNOWN
        least, most = view
        low, high = self._limits
        if least >= low and most <= high:
            return Verdict.MET
        return Verdict.NOT_MET if most < low or least > high else Verdict.UNKNOWN

    @property
    def _limits(self) -> tuple[int, int]:
        return self.min or 0, 200 if self.max is None else self.max

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the age on the assessment date."""
        known = age(case, context)
        if known is None:
            return unknown(self, Reason.of("age.not_recorded"), self.reads)
        least, most, assumed = known
        low, high = self._limits
        verdict = self.judges((least, most))
        if verdict is Verdict.MET:
            on = birthday(case, high + 1) if self.max is not None else None
            reason = Reason.of("age.within", age=least)
            return settled(self, True, reason, {"patient.age"}, assumed=assumed, changes_on=on)
        if verdict is Verdict.UNKNOWN:
            return unknown(self, Reason.of("age.straddles", least=least, most=most), self.reads, {"patient.age"})
        if most < low:
            on = birthday(case, low)
            reason = Reason.of("age.below", age=most, limit=low)
            return settled(self, False, reason, {"patient.age"}, assumed=assumed, may_change=True, changes_on=on)
        return settled(self, False, Reason.of("age.above", age=least, limit=high), {"patient.age"}, assumed=assumed)
