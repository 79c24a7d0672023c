"""A number that follows from several laboratory values, within limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import labs
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.indices import INDICES, computed
from tumorboard.criteria.measured import number
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class LabIndexBetween:
    """MET when the newest value of `index` in the window lies from `min` to `max`, both included.

    Parameters
    ----------
    index
        corrected_calcium (mg/dL, for albumin), ALBI (liver), NLR (neutrophils by lymphocytes), SII (neutrophils times
        platelets by lymphocytes, cells in 10^9/L).
    min, max
        Limits; None for no bound.
    within_days
        Days back from the assessment date; None for the site's window.

    Notes
    -----
    Computed from values of one day, each a plain number; a ``<`` or ``>`` result, or parts of different days, decide
    nothing.  Two results of the newest day that answer differently are UNKNOWN, and so is one of a value that
    no living person has.  NOT_MET may change with the next sample.

    Source
    ------
    Payne 1973, Br Med J 4:643; Johnson 2015, J Clin Oncol 33:550; Hu 2014, Clin Cancer Res 20:6212."""

    name: ClassVar[str] = "LabIndexBetween"
    reads: ClassVar[frozenset[str]] = frozenset({"lab.value"})

    index: str
    min: float | None = None
    max: float | None = None
    within_days: int | None = None

    def __post_init__(self) -> None:
        if self.index not in INDICES:
            raise ValueError(f"index is one of {', '.join(INDICES)}")
        if self.min is None and self.max is None:
            raise ValueError("neither min nor max is given")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")

    @property
    def joined(self) -> tuple[str, ...]:
        """Analytes of which values of one day are joined."""
        return INDICES[self.index].parts

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict of the newest day on which every part was measured."""
        days = labs.window(context, self.within_days)
        counting = labs.newest(list(computed(case, context, self.index)), context.on, days)
        parts = {f"lab.value:{part}" for part in INDICES[self.index].parts}
        if not counting:
            return unknown(self, Reason.of("lab.none_in_window", analyte=self.index, days=days), parts)
        spans = [number(v.value) for v in counting if v.value is not None]
        used = {f"lab/{v.id}" for v in counting}
        if any(labs.impossible(v, context.vocab) for v in counting):
            return unknown(self, Reason.of("lab.impossible", analyte=self.index), parts, used)
        verdicts = {s.within(self.min, self.max) for s in spans}
        shown = labs.shown(spans)
        if len(verdicts) > 1:
            return unknown(self, Reason.of("lab.does_not_decide", analyte=self.index, value=shown), parts, used)
        met = verdicts == {Verdict.MET}
        reason = Reason.of(
            "lab.is",
            analyte=self.index,
            value=shown,
            unit=INDICES[self.index].unit,
            limits=labs.limits(self.min, self.max),
        )
        close = labs.near(spans, (self.min, self.max), context)
        return settled(self, met, reason, used, may_change=not met, needs_review=close)
