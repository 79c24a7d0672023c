"""Measured numbers against limits: thresholds in force, intervals, and the newest of several measurements."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.verdict import Verdict

MET, UNKNOWN, NOT_MET = Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET  # by name, as numbers are compared by the million


def threshold(context: Context, name: str) -> float:
    """A limit: the site's own, else the dated one in force on the assessment date.

    Raises
    ------
    KnowledgeError
        If no threshold has this name.
    """
    own = context.policy.thresholds.get(name)
    return own if own is not None else context.vocab.thresholds.at(name, on=context.on).value


@dataclass(frozen=True, slots=True)
class Span:
    """What is known of a number: it lies from `low` to `high`, an end included unless open."""

    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False

    def times(self, factor: float) -> Span:
        """The number multiplied with a positive factor."""
        if factor == 1:
            return self
        return Span(self.low * factor, self.high * factor, self.low_open, self.high_open)

    def within(self, least: float | None, most: float | None) -> Verdict:
        """Whether the number lies from `least` to `most`, both included: settled only if both ends agree."""
        low, high = self.low, self.high
        if (least is None or low >= least) and (most is None or high <= most):
            return MET
        below = least is not None and (high < least or (high == least and self.high_open))
        above = most is not None and (low > most or (low == most and self.low_open))
        return NOT_MET if below or above else UNKNOWN


def number(value: float, comparator: str = "") -> Span:
    """What a number written with a comparator says."""
    if comparator in {"<", "<="}:
        return Span(high=value, high_open=comparator == "<")
    if comparator in {">", ">="}:
        return Span(low=value, low_open=comparator == ">")
    return Span(value, value)


def span(measured: Biomarker) -> Span | None:
    """The number of a measurement with its comparator or range; None when there is none."""
    if measured.value is not None:
        return number(measured.value, measured.comparator)
    if measured.low is not None or measured.high is not None:
        low = -math.inf if measured.low is None else measured.low
        return Span(low, math.inf if measured.high is None else measured.high)
    return None


def newest_first(case: Case, context: Context, markers: Iterable[str]) -> tuple[Biomarker, ...]:
    """Measurements of these markers that succeeded by the assessment date, newest first, undated ones last."""
    found = [b for m in markers for b in case.index.biomarkers.get(m, ()) if not b.failed]
    dated = [(when(case, b), b) for b in found]
    usable = [(d, b) for d, b in dated if d is None or d.earliest <= context.on]
    usable.sort(key=lambda pair: (_day(pair[0]), pair[1].id), reverse=True)
    return tuple(b for _, b in usable)


@dataclass(frozen=True, slots=True)
class Newest:
    """The answer of the newest result that answers; `used` are it and, when they disagree, the others."""

    verdict: Verdict
    result: Biomarker
    used: frozenset[str]
    disagree: bool


def newest(case: Case, answers: Sequence[tuple[Biomarker, Verdict]]) -> Newest | None:
    """What the newest result says; None when none answers, or when they disagree and none is certainly the newest.

    `answers` are newest first.
    """
    decided = [(b, v) for b, v in answers if v is not Verdict.UNKNOWN]
    if not decided:
        return None
    result, verdict = decided[0]
    others = [b for b, v in decided[1:] if v is not verdict]
    if not others:
        return Newest(verdict, result, facts([result]), False)
    day = when(case, result)
    for other in others:
        then = when(case, other)
        if day is None or then is None or then.latest >= day.earliest:
            return None
    return Newest(verdict, result, facts([result, *others]), True)


def when(case: Case, measured: Biomarker) -> PartialDate | None:
    """The date of a measurement, else of its assay, else of its specimen."""
    if measured.date is not None:
        return measured.date
    assay = case.index.assays.get(measured.assay)
    if assay is not None and assay.date is not None:
        return assay.date
    specimen = case.index.specimens.get(measured.specimen or (assay.specimen if assay else ""))
    return specimen.collected if specimen else None


def _day(when_: PartialDate | None) -> date:
    return when_.latest if when_ else date.min


def facts(measured: Sequence[Biomarker]) -> frozenset[str]:
    """Fact ids of measurements."""
    return frozenset(f"biomarker/{b.id}" for b in measured)
