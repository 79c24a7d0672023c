"""The corrected QT interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import labs
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.electrocardiogram import qtcf
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
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
    formula answers nothing.  Where the limits differ and the sex is not recorded both must agree.

    Source
    ------
    Fridericia 1920, doi:10.1046/j.1542-474X.2003.08413.x."""

    name: ClassVar[str] = "QtcfAtMost"
    reads: ClassVar[frozenset[str]] = frozenset({"lab.value", "lab.date", "lab.unit", "patient.sex"})

    max: float
    max_female: float | None = None
    within_days: int | None = None

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict of the newest electrocardiogram."""
        days = labs.window(context, self.within_days)
        read = labs.read(qtcf(case, context), context, "QTcF", days=days)
        if read.missing:
            return unknown(self, Reason.of(read.why, analyte="QTcF", days=days), read.missing, read.used)
        limits = {"male": {self.max}, "female": {self._female()}}.get(case.patient.sex, {self.max, self._female()})
        verdicts = {s.within(None, limit) for s in read.spans for limit in limits}
        value, shown = labs.shown(read.spans), labs.limits(None, min(limits))
        if verdicts in ({Verdict.MET}, {Verdict.NOT_MET}):
            met = verdicts == {Verdict.MET}
            return settled(
                self, met, Reason.of("lab.is", analyte="QTcF", value=value, unit="ms", limits=shown), read.used,
                may_change=not met, needs_review=labs.near(read.spans, limits, context), changes_on=read.lapses,
            )  # fmt: skip
        by_limit = [{s.within(None, limit) for s in read.spans} for limit in limits]
        settled_each = len(limits) > 1 and all(v in ({Verdict.MET}, {Verdict.NOT_MET}) for v in by_limit)
        missing = "patient.sex" if settled_each else "lab.value:QTcF"
        return unknown(self, Reason.of("lab.does_not_decide", analyte="QTcF", value=value), {missing}, read.used)

    def _female(self) -> float:
        return self.max if self.max_female is None else self.max_female
