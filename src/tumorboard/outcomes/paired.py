"""Two times of the same patients compared without their ratio: what to rely on instead of Kaplan-Meier on the ratio.

Three measures, each with a variance that keeps a patient's two times together:

- the hazard ratio of the second line by a marginal Cox model, clustered by patient;
- the difference and ratio of restricted means;
- the paired relative effect: the chance that a second time outlasts a first one, ties half, both cut at tau.

Restricted means and relative effect come from the two marginal curves; their standard errors from leaving out one patient
at a time (our own choice; the papers give closed forms).

Source: Edelmann et al. 2025, Biom J 67:e70028 (marginal models); Dobler and Moellenhoff 2023 (relative effect of paired
censored times); Efron and Stein 1981, Ann Stat 9:586 (jackknife).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, isfinite, log

import numpy as np

from tumorboard.model.outcome import LinePair
from tumorboard.outcomes.cox import CoxFit, NoMaximum, cox
from tumorboard.outcomes.distributions import normal_quantile, normal_two_sided
from tumorboard.outcomes.survival import Curve, kaplan_meier, restricted_mean

Times = tuple[str, float, bool, float, bool]  # patient, first time and event, second time and event
FEWEST = 5  # patients: below this no standard error is worth printing


@dataclass(frozen=True, slots=True)
class Measure:
    """An estimate with limits and a two-sided p against no difference; None where it is not estimable."""

    name: str
    estimate: float | None
    low: float | None
    high: float | None
    p: float | None


@dataclass(frozen=True, slots=True)
class PairedReport:
    """The measures at `tau`, and the model; `fit` is None when the likelihood has no maximum.

    `left_out` patients lack one of the two times, or their line before lasted 0 days.
    """

    n: int
    left_out: int
    tau: float
    first: Curve
    second: Curve
    fit: CoxFit | None
    difference: Measure
    ratio: Measure
    effect: Measure


def compare(pairs: Sequence[LinePair], *, tau: float | None = None, confidence: float = 0.95) -> PairedReport | None:
    """The second line against the first; None when fewer than two patients have both.

    Parameters
    ----------
    tau
        The horizon in days; by default the earlier of the two longest times, beyond which one curve is not known.
    """
    kept = [t for p in pairs if (t := _times(p)) is not None]
    if len(kept) < 2:
        return None
    first, second = _curves(kept)
    horizon = tau if tau is not None else min(first.times[-1], second.times[-1])
    if horizon <= 0:
        return None
    whole = _estimates(kept, horizon)
    left = np.array([_estimates([*kept[:i], *kept[i + 1 :]], horizon) for i in range(len(kept))])
    n = len(kept)
    with np.errstate(invalid="ignore"):  # of infinite ones
        errors = np.sqrt((n - 1) / n * ((left - left.mean(axis=0)) ** 2).sum(axis=0)) if n >= FEWEST else None
    z = normal_quantile(confidence)
    return PairedReport(
        n, len(pairs) - n, horizon, first, second, _fit(kept, confidence),
        _measure("rmst_difference", whole[0], errors[0] if errors is not None else None, z),
        _measure("rmst_ratio", whole[1], errors[1] if errors is not None else None, z, scale="log"),
        _measure("relative_effect", whole[2], errors[2] if errors is not None else None, z, scale="logit"),
    )  # fmt: skip


def _times(p: LinePair) -> Times | None:
    """Both times of a patient; None when one is not recorded, or the line before lasted 0 days."""
    if p.pfs1 is None or p.pfs2 is None or p.event1 is None or p.event2 is None or p.pfs1 <= 0:
        return None
    return p.patient, p.pfs1, p.event1, p.pfs2, p.event2


def _curves(pairs: Sequence[Times]) -> tuple[Curve, Curve]:
    return (
        kaplan_meier([p[1] for p in pairs], [p[2] for p in pairs]),
        kaplan_meier([p[3] for p in pairs], [p[4] for p in pairs]),
    )


def _estimates(pairs: Sequence[Times], tau: float) -> tuple[float, float, float]:
    """Difference of restricted means, log of their ratio, logit of the relative effect."""
    first, second = _curves(pairs)
    m1, m2 = restricted_mean(first, tau)[0], restricted_mean(second, tau)[0]
    share = relative_effect(first, second, tau)
    # At the edge of a scale there is no standard error on it: infinity, and `_measure` says so.
    edge = inf if share > 0.5 else -inf
    return m2 - m1, log(m2 / m1) if m1 > 0 and m2 > 0 else -inf, log(share / (1 - share)) if 0 < share < 1 else edge


def relative_effect(first: Curve, second: Curve, tau: float) -> float:
    """P(T2 > T1) + P(T2 = T1) / 2 of two times drawn from the curves, both cut at `tau`.

    Examples
    --------
    >>> one, two = kaplan_meier([1.0, 2.0], [True, True]), kaplan_meier([3.0, 4.0], [True, True])
    >>> relative_effect(one, two, 10.0)
    1.0
    """
    times, other = np.asarray(first.times), np.asarray(second.times)
    here, there = np.concatenate(([1.0], first.survival)), np.concatenate(([1.0], second.survival))
    inside = times <= tau
    mass = -np.diff(here)[inside]
    after = there[np.searchsorted(other, times[inside], side="right")]
    until = there[np.searchsorted(other, times[inside], side="left")]
    both = here[int(inside.sum())] * there[np.searchsorted(other, tau, side="right")]
    return float((mass * (after + until)).sum() / 2 + both / 2)


def _measure(name: str, value: float, error: float | None, z: float, *, scale: str = "") -> Measure:
    def back(x: float) -> float:
        return (
            exp(x)
            if scale == "log"
            else 1 / (1 + exp(-x))
            if scale == "logit" and abs(x) < inf
            else float(x > 0)
            if scale == "logit"
            else x
        )

    if error is None or error == 0 or not isfinite(error) or not isfinite(value):
        return Measure(name, back(value), None, None, None)
    error = float(error)
    return Measure(name, back(value), back(value - z * error), back(value + z * error), normal_two_sided(value / error))


def _fit(pairs: Sequence[Times], confidence: float) -> CoxFit | None:
    times = [*(p[1] for p in pairs), *(p[3] for p in pairs)]
    events = [*(p[2] for p in pairs), *(p[4] for p in pairs)]
    second = [*(0.0 for _ in pairs), *(1.0 for _ in pairs)]
    names = [p[0] for p in pairs]
    try:
        return cox(times, events, {"second_line": second}, cluster=[*names, *names], confidence=confidence)
    except (NoMaximum, ValueError):
        return None
