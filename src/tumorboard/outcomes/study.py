"""A table of times as one analysis: curves by group, medians, shares at given times, log-rank, Cox, proportional hazards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from tumorboard.outcomes.cox import CoxFit, NoMaximum, cox
from tumorboard.outcomes.proportional import Proportional, proportional
from tumorboard.outcomes.rates import Interval
from tumorboard.outcomes.survival import (
    Curve,
    LogRank,
    follow_up,
    kaplan_meier,
    log_rank,
    quantile,
    restricted_mean,
    survival_at,
)

FEW_EVENTS = 10  # by covariate: below it estimates are unstable (Peduzzi 1995)
SMALL = 5  # patients of a group


@dataclass(frozen=True, slots=True)
class Timed:
    """One patient: time from the common day 0, whether the event happened, group, stratum, and covariates by name."""

    patient: str
    time: float
    event: bool
    group: str = ""
    stratum: str = ""
    covariates: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Share:
    """The share without the event at a time, with limits (none before the first event) and the number at risk."""

    time: float
    estimate: float
    low: float | None
    high: float | None
    at_risk: int


@dataclass(frozen=True, slots=True)
class Group:
    """One curve with what is read off it; the median is None when it is not reached."""

    name: str
    curve: Curve
    median: float | None
    limits: Interval
    shares: tuple[Share, ...]
    restricted_mean: float
    restricted_error: float
    follow_up: float | None


@dataclass(frozen=True, slots=True)
class Study:
    """The whole analysis.

    Parameters
    ----------
    tau
        Horizon of the restricted means: the shortest of the groups' longest times unless it was asked for.
    left_out
        Patients without a value of a covariate, who are in the curves and not in the model.
    problem
        Code of why there is no model although covariates were given.
    """

    groups: tuple[Group, ...]
    tau: float
    test: LogRank | None
    stratified: bool
    fit: CoxFit | None
    proportional: tuple[Proportional, ...]
    left_out: int
    problem: str
    warnings: tuple[str, ...]


def analyze(
    patients: Sequence[Timed],
    *,
    at: Sequence[float] = (),
    tau: float | None = None,
    ties: str = "efron",
    limits: str = "log",
    confidence: float = 0.95,
) -> Study:
    """Curves for every group, and a model of the covariates where there are some.

    Raises
    ------
    ValueError
        If there is no patient.
    """
    names = sorted({p.group for p in patients})
    curves = {n: _curve(patients, n, limits, confidence) for n in names}
    horizon = tau if tau is not None else min(c.times[-1] for c in curves.values())
    groups = tuple(_group(n, curves[n], [p for p in patients if p.group == n], at, horizon) for n in names)
    strata = [p.stratum for p in patients]
    times, events = [p.time for p in patients], [p.event for p in patients]
    test = None
    if len(names) > 1 and any(events):
        test = log_rank(times, events, [p.group for p in patients], strata=strata if any(strata) else None)
    fit, tests, out, problem = _model(patients, ties, confidence)
    warnings = []
    if any(g.curve.n < SMALL for g in groups):
        warnings.append("small_group")
    if fit is not None and fit.events < FEW_EVENTS * fit.df:
        warnings.append("few_events")
    if any(t.p < 0.05 for t in tests):
        warnings.append("not_proportional")
    if len(names) > 1 and test is not None:
        warnings.append("not_randomized")
    return Study(groups, horizon, test, any(strata), fit, tests, out, problem, tuple(warnings))


def _curve(patients: Sequence[Timed], group: str, limits: str, confidence: float) -> Curve:
    mine = [p for p in patients if p.group == group]
    return kaplan_meier([p.time for p in mine], [p.event for p in mine], limits=limits, confidence=confidence)


def _group(name: str, curve: Curve, patients: Sequence[Timed], at: Sequence[float], tau: float) -> Group:
    middle, limits = quantile(curve)
    mean, error = restricted_mean(curve, tau)
    shares = []
    for t in at:
        estimate, low, high, risk = survival_at(curve, t)
        # Beyond the last time nothing is known, unless the curve has come down to 0.
        if t <= curve.times[-1] or estimate == 0:
            # Before the first event the formula gives 1 to 1, which would pass for certainty.
            sure = estimate < 1
            shares.append(Share(t, estimate, low if sure else None, high if sure else None, risk))
    seen = follow_up([p.time for p in patients], [p.event for p in patients])[0]
    return Group(name, curve, middle, limits, tuple(shares), mean, error, seen)


def _model(
    patients: Sequence[Timed], ties: str, confidence: float
) -> tuple[CoxFit | None, tuple[Proportional, ...], int, str]:
    names = list(dict.fromkeys(n for p in patients for n in p.covariates))
    if not names:
        return None, (), 0, ""
    whole = [p for p in patients if all(n in p.covariates for n in names)]
    out = len(patients) - len(whole)
    columns = {n: [p.covariates[n] for p in whole] for n in names}
    times, events = [p.time for p in whole], [p.event for p in whole]
    if not any(events):
        return None, (), out, "cox.no_events"
    try:
        fit = cox(times, events, columns, ties=ties, confidence=confidence)
    except NoMaximum:
        return None, (), out, "cox.no_maximum"
    tests = proportional(times, events, columns, fit) if ties != "exact" else ()
    return fit, tests, out, ""
