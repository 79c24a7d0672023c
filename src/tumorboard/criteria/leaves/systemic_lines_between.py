"""Number of systemic lines within a setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import lines, treatment
from tumorboard.criteria.answers import settled, unknown
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Hashable

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
    Drugs given beside the treatment of the cancer are no line, nor is maintenance one beside the line that it goes on with.
    A drug that no table has, or that may be either, is one if it has a line number or a response, and else leaves the question open.
    Where lines are not numbered, the lowest and highest number that the courses allow decide; an upper bound needs a
    complete history."""

    name: ClassVar[str] = "SystemicLinesBetween"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"treatment.history", "treatment.lines", "treatment.role", "treatment.agents"}
    )

    min: int | None = None
    max: int | None = None
    setting: str = "metastatic"

    def __post_init__(self) -> None:
        if self.setting not in treatment.WORDS["settings"] | {"any"}:
            raise ValueError(f"setting is any, {', '.join(sorted(treatment.WORDS['settings']))}")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")

    @property
    def viewed(self) -> Hashable:
        """What is looked at, whatever the limits."""
        return (self.name, self.setting)

    def view(self, case: Case, context: Context) -> Hashable:
        """What `check` looks at: the lowest and highest number of lines."""
        known = lines.lines(case, context, self.setting)
        return known.least, known.most

    def judges(self, view: tuple[int, int | None]) -> Verdict:
        """The verdict for what was looked at."""
        fewest, most = view
        least = self.min or 0
        if (most is not None and most < least) or (self.max is not None and fewest > self.max):
            return Verdict.NOT_MET
        capped = self.max is None or (most is not None and most <= self.max)
        return Verdict.MET if fewest >= least and capped else Verdict.UNKNOWN

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the lowest and highest number of lines."""
        known = lines.lines(case, context, self.setting)
        verdict = self.judges((known.least, known.most))
        if verdict is Verdict.NOT_MET:
            below = known.most is not None and known.most < (self.min or 0)
            reason = Reason.of("lines.outside", least=known.least, most=known.most, setting=self.setting)
            assumed = known.assumed and below
            return settled(self, False, reason, known.courses, assumed=assumed, needs_review=known.review)
        if verdict is Verdict.MET:
            reason = Reason.of("lines.within", least=known.least, most=known.most, setting=self.setting)
            assumed = known.assumed and self.max is not None
            return settled(self, True, reason, known.courses, assumed=assumed, needs_review=known.review)
        if known.most is None:
            return unknown(self, Reason.of("therapy.history_not_complete"), known.missing, known.courses)
        reason = Reason.of("lines.ambiguous", least=known.least, most=known.most, setting=self.setting)
        return unknown(self, reason, known.missing | {"treatment.lines"}, known.courses)
