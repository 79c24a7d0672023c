"""Whether hazards stay proportional over time: the score test of a slope in time for each covariate, and for all.

Source: Grambsch and Therneau 1994, Biometrika 81:515, in the form of R ``survival`` 3 (``cox.zph``, times as 1 - Kaplan-Meier).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tumorboard.outcomes.cox import CoxFit, each_event, sums
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
    g = g - np.average(g, weights=found.deaths)
    place, _, mean, spread = each_event(found, ties=fit.ties)
    weight = g[place]
    dead = np.flatnonzero(e)
    slope = (g[np.searchsorted(grid, t[dead])][:, None] * x[dead]).sum(axis=0) - (weight[:, None] * mean).sum(axis=0)
    # Information of the estimate, of the slope in time, and between them.
    blocks = [np.einsum("t,tij->ij", w, spread) for w in (np.ones(place.size), weight**2, weight)]
    made = []
    for name, chosen in [*((n, [i]) for i, n in enumerate(names)), ("all", list(range(p)))]:
        inner = blocks[1][np.ix_(chosen, chosen)]
        between = blocks[2][:, chosen]
        left = inner - between.T @ np.linalg.solve(blocks[0], between)
        chi = float(slope[chosen] @ np.linalg.solve(left, slope[chosen]))
        made.append(Proportional(name, chi, len(chosen), chi_square_tail(chi, len(chosen))))
    return tuple(made)
