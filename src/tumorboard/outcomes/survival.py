"""Kaplan-Meier curves, medians, restricted means, and the log-rank test.

Times are non-negative numbers in one unit that the caller knows; an event is True when it happened, False when the
patient was last seen without it.  Events come before censorings at ties.

Source: Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452; Brookmeyer and Crowley 1982, Biometrics 38:29;
Mantel 1966, Cancer Chemother Rep 50:163.  Tested against R ``survival`` and lifelines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from tumorboard.outcomes.distributions import chi_square_tail, normal_quantile
from tumorboard.outcomes.rates import Interval

Floats = npt.NDArray[np.float64]
LIMITS = ("log", "log_log", "plain")
FLAT = 1e-9  # of two shares that are one


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan-Meier curve at its distinct times, events and censorings both.

    Parameters
    ----------
    at_risk, events, censored
        Counts at each time; `at_risk` is just before it.
    survival, low, high
        Estimate just after each time, with pointwise limits; None where a limit does not exist.
    variance
        Sum of Greenwood's terms; the variance of the estimate is survival squared times this.  0 once nobody is left.
    limits
        log, log_log or plain: how the pointwise limits were made.
    """

    times: tuple[float, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    censored: tuple[int, ...]
    survival: tuple[float, ...]
    variance: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    n: int
    limits: str = "log"
    confidence: float = 0.95


def observed(times: Sequence[float], events: Sequence[bool]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Times and events as arrays.

    Raises
    ------
    ValueError
        If they differ in length, nobody is there, or a time is negative or not finite.
    """
    t, e = np.asarray(times, dtype=float), np.asarray(events, dtype=bool)
    if t.shape != e.shape or t.ndim != 1 or not t.size:
        raise ValueError("times and events must be of one length, at least 1")
    if not np.isfinite(t).all() or (t < 0).any():
        raise ValueError("times must be finite and not negative")
    return t, e


def kaplan_meier(
    times: Sequence[float], events: Sequence[bool], *, limits: str = "log", confidence: float = 0.95
) -> Curve:
    """The curve of the share still without the event.

    Parameters
    ----------
    limits
        log is the default of R's ``survfit``.

    Examples
    --------
    >>> kaplan_meier([6, 6, 7, 10], [True, False, True, False]).survival
    (0.75, 0.375, 0.375)
    """
    t, e = observed(times, events)
    if limits not in LIMITS:
        raise ValueError(f"limits are of {', '.join(LIMITS)}")
    at, place = np.unique(t, return_inverse=True)
    d = np.bincount(place, weights=e, minlength=at.size)
    gone = np.bincount(place, minlength=at.size)
    risk = t.size - np.concatenate(([0], np.cumsum(gone)[:-1]))
    survival = np.cumprod(1 - d / risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(np.where(d > 0, d / (risk * (risk - d)), 0.0))
    low, high = _limits(survival, variance, limits, normal_quantile(confidence))
    return Curve(
        tuple(at.tolist()), tuple(int(x) for x in risk), tuple(int(x) for x in d), tuple(int(x) for x in gone - d),
        tuple(survival.tolist()), tuple(finite(variance)), tuple(known(low)), tuple(known(high)),
        int(t.size), limits, confidence,
    )  # fmt: skip


def _limits(survival: Floats, variance: Floats, kind: str, z: float) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        half = z * np.sqrt(variance)
        if kind == "plain":
            low, high = survival - half * survival, survival + half * survival
        elif kind == "log":
            low, high = survival * np.exp(-half), survival * np.exp(half)
        else:
            inner = half / np.log(survival)
            low, high = survival ** np.exp(-inner), survival ** np.exp(inner)
        low, high = np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)
    flat = variance == 0  # nothing has happened yet: R gives 1 and 1
    low, high = np.where(flat, 1.0, low), np.where(flat, 1.0, high)
    ended = survival == 0
    return np.where(ended, np.nan, low), np.where(ended, np.nan, high)


def survival_at(curve: Curve, time: float) -> tuple[float, float | None, float | None, int]:
    """Estimate, its limits, and the number at risk at `time` (those whose time is at least `time`)."""
    i = int(np.searchsorted(np.asarray(curve.times), time, side="right")) - 1
    j = int(np.searchsorted(np.asarray(curve.times), time, side="left"))
    risk = curve.at_risk[j] if j < len(curve.times) else 0
    if i < 0:
        return 1.0, 1.0, 1.0, risk
    return curve.survival[i], curve.low[i], curve.high[i], risk


def standard_error(curve: Curve, time: float) -> float:
    """Greenwood's standard error of the estimate at `time`."""
    i = int(np.searchsorted(np.asarray(curve.times), time, side="right")) - 1
    return curve.survival[i] * sqrt(curve.variance[i]) if i >= 0 else 0.0


def quantile(curve: Curve, share: float = 0.5) -> tuple[float | None, Interval]:
    """The time by which `share` had the event, with limits from inverting the pointwise interval.

    A time is the middle of the flat stretch when the curve stands exactly at the share, as R's ``survfit`` gives it;
    None when the curve does not come down so far.
    """
    level = 1 - share
    limits = Interval(_crossing(curve, curve.low, level), _crossing(curve, curve.high, level),
                      f"inverted_{curve.limits}", curve.confidence)  # fmt: skip
    return _crossing(curve, curve.survival, level), limits


def _crossing(curve: Curve, values: Sequence[float | None], level: float) -> float | None:
    """The first time at or below `level`; limits that do not exist cross nothing, as in R."""
    for i, v in enumerate(values):
        if v is None:
            continue
        if v < level - FLAT:
            return curve.times[i]
        if abs(v - level) <= FLAT:
            later = next(
                (t for t, s in zip(curve.times, values, strict=True) if s is not None and s < level - FLAT), None
            )
            return curve.times[i] if later is None else (curve.times[i] + later) / 2
    return None


def restricted_mean(curve: Curve, tau: float) -> tuple[float, float]:
    """Mean time without the event up to `tau`, and its standard error.

    Source
    ------
    Area under the curve; integrated Greenwood variance (Klein and Moeschberger 2003, section 4.5), as
    ``print(survfit, rmean = tau)`` of R gives it.
    """
    times = np.asarray(curve.times)
    inside = times < tau
    edges = np.concatenate(([0.0], times[inside], [tau]))
    heights = np.concatenate(([1.0], np.asarray(curve.survival)[inside]))
    areas = np.diff(edges) * heights
    after = areas[::-1].cumsum()[::-1]  # area from each edge on
    d, n = np.asarray(curve.events, dtype=float)[inside], np.asarray(curve.at_risk, dtype=float)[inside]
    with np.errstate(divide="ignore", invalid="ignore"):
        term = np.where((d > 0) & (n > d), after[1:] ** 2 * d / (n * (n - d)), 0.0)
    return float(areas.sum()), float(np.sqrt(term.sum()))


@dataclass(frozen=True, slots=True)
class LogRank:
    """Observed and expected events by group, the statistic, its degrees of freedom and p."""

    groups: tuple[str, ...]
    n: tuple[int, ...]
    observed: tuple[int, ...]
    expected: tuple[float, ...]
    chi_square: float
    df: int
    p: float


def log_rank(
    times: Sequence[float], events: Sequence[bool], groups: Sequence[str], *, strata: Sequence[str] | None = None
) -> LogRank:
    """Whether the groups' curves differ, with the hypergeometric variance; sums over `strata` when they are given.

    Raises
    ------
    ValueError
        If there are fewer than two groups.
    """
    t, e = observed(times, events)
    g = np.asarray(groups)
    names = sorted(set(groups))
    if len(names) < 2:
        raise ValueError("a comparison needs two groups")
    s = np.asarray(strata) if strata is not None else np.zeros(t.size, dtype=int)
    k = len(names)
    difference, variance, expected = np.zeros(k), np.zeros((k, k)), np.zeros(k)
    for stratum in np.unique(s):
        inside = s == stratum
        member = np.stack([(g[inside] == n) for n in names]).astype(float)
        found = _by_time(t[inside], e[inside], member)
        difference += found[0] - found[1]
        expected += found[1]
        variance += found[2]
    # One group is what the others leave: drop the last, and any that was never at risk together with another.
    kept = [i for i in range(k) if variance[i, i] > 1e-12][:-1]
    chi = float(difference[kept] @ np.linalg.solve(variance[np.ix_(kept, kept)], difference[kept])) if kept else 0.0
    seen = tuple(int(e[g == n].sum()) for n in names)
    return LogRank(
        tuple(names), tuple(int((g == n).sum()) for n in names), seen, tuple(expected.tolist()), chi, len(kept),
        chi_square_tail(chi, len(kept)),
    )  # fmt: skip


def _by_time(t: Floats, e: npt.NDArray[np.bool_], member: Floats) -> tuple[Floats, Floats, Floats]:
    """Observed, expected and the variance of one stratum."""
    k = member.shape[0]
    at = np.unique(t[e])
    # Counted by group from sorted times: a matrix of times by patients would not fit a large registry.
    d_group = np.stack(
        [np.bincount(np.searchsorted(at, t[e & (m > 0)]), minlength=at.size) for m in member], axis=1
    ).astype(float)
    gone = np.stack([np.searchsorted(np.sort(t[m > 0]), at, side="left") for m in member], axis=1)
    n_group = member.sum(axis=1) - gone
    d, n = d_group.sum(axis=1), n_group.sum(axis=1)
    share = n_group / n[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(n > 1, d * (n - d) / (n - 1), 0.0)
    spread = np.einsum("t,ti,ij->ij", weight, share, np.eye(k)) - np.einsum("t,ti,tj->ij", weight, share, share)
    return d_group.sum(axis=0), (d[:, None] * share).sum(axis=0), spread


def follow_up(times: Sequence[float], events: Sequence[bool]) -> tuple[float | None, Interval]:
    """Median follow-up by reverse Kaplan-Meier: the censoring is the event.

    Source
    ------
    Schemper and Smith 1996, Control Clin Trials 17:343.
    """
    return quantile(kaplan_meier(times, [not e for e in events]))


def known(values: Floats) -> list[float | None]:
    """nan as None."""
    return [None if v != v else float(v) for v in values]


def finite(values: Floats) -> list[float]:
    """Greenwood's sum without its last infinite term: when nobody is left the estimate is 0, and so is its variance."""
    return [float(v) if np.isfinite(v) else 0.0 for v in values]
