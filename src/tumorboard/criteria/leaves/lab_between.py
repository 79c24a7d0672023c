"""A laboratory value, or another measured number, within limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import labs
from tumorboard.criteria.answers import settled, unknown
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tumorboard.criteria.measured import Span
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class LabBetween:
    """MET when the newest value of `analyte` in the window lies from `min` to `max`, both included.

    Parameters
    ----------
    analyte
        Code of the analytes table: neutrophils, ALT, creatinine, INR, LVEF, QTcF, weight ...
    min, max
        Limits in `unit`; None for no bound.
    unit
        Empty for the table's unit of the analyte; xULN or xLLN for multiples of the laboratory's own reference limits; or
        a unit that converts.
    within_days
        Days back from the assessment date, both ends included; None for the site's window (90 days unless its policy says
        otherwise).

    Notes
    -----
    ``<0.5`` is every number below 0.5: settled only if all of them agree.  Two values of one day that answer
    differently, a value without a date, a unit that does not convert, a reference limit that is not given and a
    newest value that no living person has (below zero, 133 mg/dL of creatinine) are UNKNOWN.  NOT_MET may change with the next sample; a value within 5 % of a limit asks for review.  A value that
    is itself recorded in xULN or xLLN answers a question in the same multiples, and no other.  "Normal" is
    ``min=1`` in xLLN and ``max=1`` in xULN."""

    name: ClassVar[str] = "LabBetween"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"lab.value", "lab.date", "lab.unit", "lab.upper_limit", "lab.lower_limit"}
    )

    analyte: str
    min: float | None = None
    max: float | None = None
    unit: str = ""
    within_days: int | None = None

    def __post_init__(self) -> None:
        if self.min is None and self.max is None:
            raise ValueError("neither min nor max is given")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")
        if self.within_days is not None and self.within_days < 0:
            raise ValueError("within_days is negative")

    @property
    def viewed(self) -> Hashable:
        """What is looked at, whatever the limits."""
        return (self.name, self.analyte, self.unit, self.within_days)

    def view(self, case: Case, context: Context) -> Hashable:
        """What `check` looks at: the number, or that there is none."""
        return labs.spans(case, context, self.analyte, self.unit, self.within_days)

    @property
    def span_limits(self) -> tuple[float | None, float | None]:
        """What `judges` asks of one number: `Span.within` these."""
        return self.min, self.max

    def judges(self, view: tuple[Span, ...]) -> Verdict:
        """The verdict for what was looked at: settled where every number that may be the newest agrees."""
        if len(view) == 1:
            return view[0].within(self.min, self.max)
        verdicts = {s.within(self.min, self.max) for s in view}
        return verdicts.pop() if len(verdicts) == 1 else Verdict.UNKNOWN

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict of the newest value."""
        read = labs.reading(case, context, self.analyte, self.unit, self.within_days)
        days = labs.window(context, self.within_days)
        if read.missing:
            return unknown(self, Reason.of(read.why, analyte=self.analyte, days=days), read.missing, read.used)
        verdict = self.judges(read.spans)
        value = labs.shown(read.spans)
        if verdict is not Verdict.UNKNOWN:
            met = verdict is Verdict.MET
            reason = Reason.of(
                "lab.is",
                analyte=self.analyte,
                value=value,
                unit=self.unit or labs.unit_of(context, self.analyte),
                limits=labs.limits(self.min, self.max),
            )
            close = labs.near(read.spans, (self.min, self.max), context)
            return settled(
                self, met, reason, read.used, may_change=not met, assumed=read.assumed, needs_review=close,
                changes_on=read.lapses,
            )  # fmt: skip
        reason = Reason.of("lab.does_not_decide", analyte=self.analyte, value=value)
        return unknown(self, reason, {f"lab.value:{self.analyte}"}, read.used)
