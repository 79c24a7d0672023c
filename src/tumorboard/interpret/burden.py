"""Tumor mutational burden against the dated threshold, with the counting error of a small panel."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import exp, lgamma, log, sqrt

from tumorboard.criteria.measured import span, threshold
from tumorboard.interpret.measurements import Reading, combined
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Finding
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason

CONFIDENCE = 0.95


def tmb(case: Case, context: Context) -> Finding | None:
    """high or low by `tmb_high`; None when it was not measured.  It is never counted from the variants here."""
    return combined("tmb", case, context, ["TMB"], lambda b: _tmb(context, b))


def _tmb(context: Context, measured: Biomarker) -> Reading:
    number = span(measured)
    if number is None:
        if measured.state in {"high", "low"}:
            return Reading(measured.state, Reason.of("tmb.stated_state", state=measured.state), method="statement")
        return Reading("", Reason.of("tmb.no_number", state=measured.state), ("biomarker.TMB",))
    if measured.unit != "mut_per_mb":
        return Reading("", Reason.of("tmb.no_unit"), ("biomarker.TMB:unit",))
    limit = threshold(context, "tmb_high")
    verdict = number.within(limit, None)
    if verdict is Verdict.UNKNOWN:
        return Reading("", Reason.of("tmb.straddles", limit=limit), ("biomarker.TMB",))
    state = "high" if verdict is Verdict.MET else "low"
    value = measured.value if measured.comparator in {"", "="} else None
    panel = measured.panel_mb
    if value is None or not panel:
        return Reading(
            state, Reason.of("tmb.against", limit=limit), value=value, unit="mut_per_mb", method=measured.method
        )
    low, high = (round(n / panel, 1) for n in poisson_interval(value * panel))
    reason = Reason.of("tmb.interval", tmb=value, limit=limit, low=low, high=high, panel_mb=panel)
    small = panel < threshold(context, "tmb_panel_min_mb") and low < limit <= high
    return Reading(state, reason, value=value, unit="mut_per_mb", method=measured.method, needs_review=small)


def poisson_interval(count: float, *, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Exact two-sided interval of a Poisson mean when about `count` events were seen (rounded to whole events).

    Source
    ------
    Garwood 1936, Biometrika 28:437.

    Examples
    --------
    >>> low, high = poisson_interval(10)   # R: poisson.test(10)$conf.int
    >>> f"{low:.4f} {high:.4f}"
    '4.7954 18.3904'
    """
    return _garwood(max(round(count), 0), confidence)


@lru_cache(maxsize=1024)
def _garwood(seen: int, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    top = seen + 10 * sqrt(seen + 1) + 10
    low = 0.0 if seen == 0 else _root(lambda mean: 1 - _at_most(seen - 1, mean) - tail, 0.0, top)
    return low, _root(lambda mean: tail - _at_most(seen, mean), 0.0, top)


def _at_most(count: int, mean: float) -> float:
    """The chance of at most `count` events."""
    if mean == 0:
        return 1.0
    # Start at the mode so that a large mean does not underflow.
    mode = min(count, int(mean))
    weight = exp(mode * log(mean) - mean - lgamma(mode + 1))
    total = term = weight
    for k in range(mode, 0, -1):
        term *= k / mean
        total += term
    term = weight
    for k in range(mode + 1, count + 1):
        term *= mean / k
        total += term
    return min(total, 1.0)


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that rises through zero does so."""
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
