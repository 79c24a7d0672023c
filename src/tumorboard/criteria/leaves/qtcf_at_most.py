"""The corrected QT interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import labs
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.electrocardiogram import PARTS, qtcf
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tumorboard.criteria.measured import Span
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class QtcfAtMost:
    """MET when the newest QTc by Fridericia's formula is at most `max`.

    Parameters
    ----------
    max
        Milliseconds.
    max_female
        Another limit for women; None for the same.
    within_days
        Days back in which an electrocardiogram counts; None for the site's window.

    Notes
    -----
    A recorded QTcF counts, and one computed from a QT with the RR interval or heart rate of the same day.  A QTc by another
    formula answers nothing, a number that no living person has is UNKNOWN.  Where the limits differ and the sex is not recorded both must agree.

    Source
    ------
    Fridericia 1920, doi:10.1046/j.1542-474X.2003.08413.x."""

    name: ClassVar[str] = "QtcfAtMost"
    reads: ClassVar[frozenset[str]] = frozenset({"lab.value", "lab.date", "lab.unit", "patient.sex"})

    max: float
    max_female: float | None = None
    within_days: int | None = None

    @property
    def joined(self) -> tuple[str, ...]:
        """Analytes of which values of one day are joined."""
        return PARTS

    @property
    def viewed(self) -> Hashable:
        """What is looked at, whatever the limits."""
        return (self.name, self.within_days)

    def view(self, case: Case, context: Context) -> Hashable:
        """What `check` looks at: the number, or that there is none, and the sex, which says which limit holds."""
        read = self._read(case, context)
        return () if read.missing else read.spans, case.patient.sex

    def judges(self, view: tuple[tuple[Span, ...], str]) -> Verdict:
        """The verdict for what was looked at: settled where every number that may be the newest agrees, under each limit that may hold."""
        spans, sex = view
        verdicts = {s.within(None, limit) for s in spans for limit in self._limits(sex)}
        return verdicts.pop() if len(verdicts) == 1 else Verdict.UNKNOWN

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict of the newest electrocardiogram."""
        read = self._read(case, context)
        if read.missing:
            days = labs.window(context, self.within_days)
            return unknown(self, Reason.of(read.why, analyte="QTcF", days=days), read.missing, read.used)
        limits = self._limits(case.patient.sex)
        verdict = self.judges((read.spans, case.patient.sex))
        value, shown = labs.shown(read.spans), labs.limits(None, min(limits))
        if verdict is not Verdict.UNKNOWN:
            met = verdict is Verdict.MET
            return settled(
                self, met, Reason.of("lab.is", analyte="QTcF", value=value, unit="ms", limits=shown), read.used,
                may_change=not met, needs_review=labs.near(read.spans, limits, context), changes_on=read.lapses,
            )  # fmt: skip
        by_limit = [{s.within(None, limit) for s in read.spans} for limit in limits]
        settled_each = len(limits) > 1 and all(v in ({Verdict.MET}, {Verdict.NOT_MET}) for v in by_limit)
        missing = "patient.sex" if settled_each else "lab.value:QTcF"
        return unknown(self, Reason.of("lab.does_not_decide", analyte="QTcF", value=value), {missing}, read.used)

    def _read(self, case: Case, context: Context) -> labs.Reading:
        return labs.read(qtcf(case, context), context, "QTcF", days=labs.window(context, self.within_days))

    def _limits(self, sex: str) -> set[float]:
        return {"male": {self.max}, "female": {self._female()}}.get(sex, {self.max, self._female()})

    def _female(self) -> float:
        return self.max if self.max_female is None else self.max_female
