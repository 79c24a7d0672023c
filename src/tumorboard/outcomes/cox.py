"""Cox regression: Efron, Breslow and exact ties, late entry, robust and clustered variance.

The fit goes through sums by event time (`sums`): over those at risk of weight, weighted covariates and their products.
Sums of several centers add up, so that the fit over centers is the pooled fit (Breslow ties).

Source: Cox 1972, J R Stat Soc B 34:187; Efron 1977, J Am Stat Assoc 72:557; Breslow 1974, Biometrics 30:89; Lin and Wei
1989, J Am Stat Assoc 84:1074 (robust variance); Lu et al. 2015, WebDISCO, PMC5009917 (sums over centers).  Tested against
R ``survival::coxph`` and lifelines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
import numpy.typing as npt

from tumorboard.outcomes.distributions import chi_square_tail, normal_quantile, normal_two_sided
from tumorboard.outcomes.exact_ties import exact_step
from tumorboard.outcomes.survival import Floats, observed

TIES = ("efron", "breslow", "exact")
STEPS = 50
FLAT = 1e-9
BLOCK = 512  # events compared with everybody at a time: memory stays small
LARGEST = 30.0  # of a standardized coefficient, and
VAGUE = 100.0  # of its standard error: beyond them the groups are separated and no maximum exists


class NoMaximum(ValueError):
    """The likelihood has no maximum: a covariate separates those with the event from the others, or does not vary."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One covariate: log hazard ratio, standard errors, limits of the hazard ratio and p (robust where asked for)."""

    name: str
    value: float
    error: float
    robust_error: float | None
    hazard_ratio: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class CoxFit:
    """A fitted model with its three tests, all on as many degrees of freedom as covariates.

    `concordance` is None with late entry: pairs who were never at risk together cannot be compared.
    """

    coefficients: tuple[Coefficient, ...]
    ties: str
    n: int
    events: int
    log_likelihood_null: float
    log_likelihood: float
    likelihood_ratio: float
    wald: float
    score: float
    df: int
    p_likelihood_ratio: float
    concordance: float | None
    clusters: int | None
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Sums:
    """At one beta, by event time: d, sum over at risk of w, w x and w x x', and the sum of x over the events.

    `tied` holds the same three sums over the tied events themselves, which Efron's correction needs.
    """

    times: Floats
    deaths: Floats
    s0: Floats
    s1: Floats
    s2: Floats
    x_events: Floats
    linear: float
    tied: tuple[Floats, Floats, Floats]

    def __add__(self, other: Sums) -> Sums:
        if not np.array_equal(self.times, other.times):
            raise ValueError("sums of different grids of times cannot be added")
        return Sums(
            self.times, self.deaths + other.deaths, self.s0 + other.s0, self.s1 + other.s1, self.s2 + other.s2,
            self.x_events + other.x_events, self.linear + other.linear,
            (self.tied[0] + other.tied[0], self.tied[1] + other.tied[1], self.tied[2] + other.tied[2]),
        )  # fmt: skip


def sums(
    times: Floats, events: npt.NDArray[np.bool_], x: Floats, beta: Floats, grid: Floats, entry: Floats | None = None
) -> Sums:
    """The sums of these patients at `beta` on a `grid` of event times; late entries are at risk after `entry` only."""
    w = np.exp(x @ beta)
    whole = np.concatenate(
        [w[:, None], w[:, None] * x, (w[:, None, None] * x[:, :, None] * x[:, None, :]).reshape(len(w), -1)], axis=1
    )
    at_risk = _from(times, whole, grid)
    if entry is not None:  # who enters at a time or later was counted above, and is not there yet
        at_risk = at_risk - _from(entry, whole, grid)
    place = np.minimum(np.searchsorted(grid, times), grid.size - 1)
    dead = events & (grid[place] == times)
    deaths, tied = np.zeros(grid.size), np.zeros((grid.size, whole.shape[1]))
    np.add.at(deaths, place[dead], 1.0)
    np.add.at(tied, place[dead], whole[dead])
    p = x.shape[1]

    def parts(found: Floats) -> tuple[Floats, Floats, Floats]:
        return found[:, 0], found[:, 1 : p + 1], found[:, p + 1 :].reshape(-1, p, p)

    return Sums(grid, deaths, *parts(at_risk), x[dead].sum(axis=0), float((x[dead] @ beta).sum()), parts(tied))


def _from(times: Floats, values: Floats, grid: Floats) -> Floats:
    """For each time of the grid the sum of the values of those whose own time is that or later."""
    order = np.argsort(times, kind="stable")
    behind = np.zeros((len(times) + 1, values.shape[1]))
    behind[:-1] = values[order][::-1].cumsum(axis=0)[::-1]
    return np.asarray(behind[np.searchsorted(times[order], grid, side="left")])


def step(found: Sums, *, ties: str = "breslow") -> tuple[float, Floats, Floats]:
    """Log partial likelihood, score and information of the sums."""
    _, level, mean, spread = each_event(found, ties=ties)
    likelihood = found.linear - float(np.log(level).sum())
    return likelihood, found.x_events - mean.sum(axis=0), spread.sum(axis=0)


def each_event(found: Sums, *, ties: str) -> tuple[npt.NDArray[np.intp], Floats, Floats, Floats]:
    """For each single event: its place on the grid, the sum of weights, and mean and covariance of x over those at risk.

    The k-th of d tied events takes k / d of their own sums away (Efron), or nothing (Breslow).
    """
    d = found.deaths.astype(int)
    place = np.repeat(np.arange(d.size), d)
    part = np.zeros(place.size)
    if ties == "efron":
        first = np.cumsum(d) - d
        part = (np.arange(place.size) - first[place]) / d[place]
    level = found.s0[place] - part * found.tied[0][place]
    mean = (found.s1[place] - part[:, None] * found.tied[1][place]) / level[:, None]
    second = (found.s2[place] - part[:, None, None] * found.tied[2][place]) / level[:, None, None]
    return place, level, mean, second - mean[:, :, None] * mean[:, None, :]


def cox(
    times: Sequence[float],
    events: Sequence[bool],
    covariates: Mapping[str, Sequence[float]],
    *,
    ties: str = "efron",
    entry: Sequence[float] | None = None,
    cluster: Sequence[str] | None = None,
    confidence: float = 0.95,
) -> CoxFit:
    """The fit by Newton's method.

    Parameters
    ----------
    entry
        When each record comes under observation (left truncation, or a covariate that changes: one record a stretch).
    cluster
        Records of one cluster depend on each other; the variance is then the sandwich over clusters.  With Efron or Breslow
        ties only.

    Raises
    ------
    NoMaximum
        If no finite estimate exists.
    ValueError
        If lengths differ, nothing happened, or ties are of no known kind.
    """
    t, e = observed(times, events)
    if ties not in TIES:
        raise ValueError(f"ties are of {', '.join(TIES)}")
    if not e.any():
        raise ValueError("without an event nothing can be compared")
    names = tuple(covariates)
    x = np.column_stack([np.asarray(covariates[n], dtype=float) for n in names])
    if x.shape[0] != t.size:
        raise ValueError("covariates must be as long as the times")
    scale = x.std(axis=0)
    if (scale == 0).any():
        raise NoMaximum("a covariate does not vary")
    late = np.asarray(entry, dtype=float) if entry is not None else None
    z = (x - x.mean(axis=0)) / scale
    beta, null, likelihood, information, score = _newton(t, e, z, ties, late)
    covariance: Floats = np.linalg.inv(information).astype(np.float64)
    robust = _sandwich(t, e, z, beta, late, cluster, covariance, ties) if cluster is not None else None
    plain, used = covariance / np.outer(scale, scale), (robust if robust is not None else covariance)
    used = used / np.outer(scale, scale)
    found = tuple(
        _coefficient(n, b, sqrt(plain[i, i]), sqrt(used[i, i]) if robust is not None else None, confidence)
        for i, (n, b) in enumerate(zip(names, beta / scale, strict=True))
    )
    ratio = 2 * (likelihood - null)
    return CoxFit(
        found, ties, int(t.size), int(e.sum()), null, likelihood, ratio, float(beta @ information @ beta), score,
        len(names), chi_square_tail(ratio, len(names)), concordance(t, e, z @ beta) if late is None else None,
        len(set(cluster)) if cluster is not None else None, confidence,
    )  # fmt: skip


def _newton(
    t: Floats, e: npt.NDArray[np.bool_], z: Floats, ties: str, entry: Floats | None
) -> tuple[Floats, float, float, Floats, float]:
    grid = np.unique(t[e])

    def at(beta: Floats) -> tuple[float, Floats, Floats]:
        if ties == "exact":
            return exact_step(t, e, z, beta, entry)
        return step(sums(t, e, z, beta, grid, entry), ties=ties)

    beta = np.zeros(z.shape[1])
    null, u, information = at(beta)
    try:
        score = float(u @ np.linalg.solve(information, u))
        likelihood = null
        for _ in range(STEPS):
            move = np.linalg.solve(information, u)
            for _ in range(20):  # halve a step that overshoots
                new = beta + move
                if np.abs(new).max() <= 2 * LARGEST:
                    ahead, u_new, i_new = at(new)
                    if ahead >= likelihood - FLAT * abs(likelihood):
                        break
                move = move / 2
            else:
                raise NoMaximum("the likelihood does not rise")
            done = np.abs(move).max() < FLAT
            beta, likelihood, u, information = new, ahead, u_new, i_new
            if np.abs(beta).max() > LARGEST:
                raise NoMaximum("the estimate grows without end")
            if done and np.diag(np.linalg.inv(information)).max() > VAGUE**2:
                raise NoMaximum("the estimate grows without end")
            if done:
                return beta, null, likelihood, information, score
    except np.linalg.LinAlgError as error:
        raise NoMaximum("covariates depend on each other") from error
    raise NoMaximum("no maximum was found")


def _coefficient(name: str, value: float, error: float, robust: float | None, confidence: float) -> Coefficient:
    used = robust if robust is not None else error
    half = normal_quantile(confidence) * used
    return Coefficient(name, float(value), error, robust, exp(value), exp(value - half), exp(value + half),
                       normal_two_sided(value / used))  # fmt: skip


def _sandwich(
    t: Floats,
    e: npt.NDArray[np.bool_],
    z: Floats,
    beta: Floats,
    entry: Floats | None,
    cluster: Sequence[str],
    covariance: Floats,
    ties: str,
) -> Floats:
    """Score residuals of each record, summed over clusters (Lin and Wei; Efron's correction as in R)."""
    if ties == "exact":
        raise ValueError("a clustered variance needs Efron or Breslow ties")
    w = np.exp(z @ beta)
    residual = np.zeros_like(z)
    for time in np.unique(t[e]):
        risk = t >= time
        if entry is not None:
            risk &= entry < time
        dead = (t == time) & e
        d = int(dead.sum())
        s0, s1 = w[risk].sum(), w[risk] @ z[risk]
        t0, t1 = w[dead].sum(), w[dead] @ z[dead]
        for k in range(d):
            part = k / d if ties == "efron" else 0.0
            a0, mean = s0 - part * t0, (s1 - part * t1) / (s0 - part * t0)
            residual[dead] += (z[dead] - mean) / d
            share = np.where(dead, 1 - part, 1.0) * w / a0
            residual[risk] -= share[risk, None] * (z[risk] - mean)
    _, place = np.unique(np.asarray(cluster), return_inverse=True)
    summed = np.zeros((place.max() + 1, z.shape[1]))
    np.add.at(summed, place, residual)
    return np.asarray(covariance @ (summed.T @ summed) @ covariance)


def concordance(t: Floats, e: npt.NDArray[np.bool_], risk: Floats) -> float | None:
    """Share of the comparable pairs in which the one with the event first had the higher risk; ties of risk count half.

    Source
    ------
    Harrell et al. 1982, JAMA 247:2543.
    """
    # A pair is comparable when the first of the two times is an event, and at a tie when only one of them is.
    better, count = 0.0, 0
    for start in range(0, int(e.sum()), BLOCK):
        mine = np.flatnonzero(e)[start : start + BLOCK]
        mine_t, mine_risk = t[mine, None], risk[mine, None]
        pairs = (mine_t < t) | ((mine_t == t) & ~e)
        better += float(((mine_risk > risk) & pairs).sum()) + float(((mine_risk == risk) & pairs).sum()) / 2
        count += int(pairs.sum())
    return better / count if count else None
