"""Whether hazards stay proportional over time: the score test of a slope in time for each covariate, and for all.

Source: Grambsch and Therneau 1994, Biometrika 81:515, in the form of R ``survival`` 3 (``cox.zph``, times as 1 - Kaplan-Meier).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tumorboard.outcomes.cox import CoxFit, sums
from tumorboard.outcomes.distributions import chi_square_tail
from tumorboard.outcomes.survival import kaplan_meier, observed


@dataclass(frozen=True, slots=True)
class Proportional:
    """One covariate, or all together under the name ``all``; a small p speaks against proportional hazards."""

    name: str
    chi_square: float
    df: int
    p: float


def proportional(
    times: Sequence[float], events: Sequence[bool], covariates: Mapping[str, Sequence[float]], fit: CoxFit
) -> tuple[Proportional, ...]:
    """The tests at the estimate of `fit` (Efron or Breslow ties, no late entry)."""
    t, e = observed(times, events)
    names = [c.name for c in fit.coefficients]
    x = np.column_stack([np.asarray(covariates[n], dtype=float) for n in names])
    x = x - x.mean(axis=0)
    beta = np.array([c.value for c in fit.coefficients])
    p = len(names)
    grid = np.unique(t[e])
    curve = kaplan_meier(times, events)
    before = np.searchsorted(np.asarray(curve.times), grid, side="left")
    g = 1 - np.concatenate(([1.0], curve.survival))[before]
    found = sums(t, e, x, beta, grid)
    d = found.deaths.astype(int)
    g = g - np.average(g, weights=d)
    slope = np.zeros(p)
    blocks = np.zeros((3, p, p))  # information of the estimate, of the slope, and between them
    for i, n in enumerate(d):
        seen = x[(t == grid[i]) & e].sum(axis=0)
        for k in range(n):
            part = k / n if fit.ties == "efron" else 0.0
            a0 = found.s0[i] - part * found.tied[0][i]
            mean = (found.s1[i] - part * found.tied[1][i]) / a0
            spread = (found.s2[i] - part * found.tied[2][i]) / a0 - np.outer(mean, mean)
            slope -= g[i] * mean
            blocks += np.array([1.0, g[i] ** 2, g[i]])[:, None, None] * spread
        slope += g[i] * seen
    made = []
    for name, chosen in [*((n, [i]) for i, n in enumerate(names)), ("all", list(range(p)))]:
        inner = blocks[1][np.ix_(chosen, chosen)]
        between = blocks[2][:, chosen]
        left = inner - between.T @ np.linalg.solve(blocks[0], between)
        chi = float(slope[chosen] @ np.linalg.solve(left, slope[chosen]))
        made.append(Proportional(name, chi, len(chosen), chi_square_tail(chi, len(chosen))))
    return tuple(made)
