"""How far three estimators of the PFS ratio go wrong under censoring, by simulation.

Both times are exponential with rate 1, so that P(ratio > d) is 1 / (1 + d); a shared log-normal frailty may tie them.  The
censoring of the second time is exponential and depends on nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tumorboard.outcomes.pfs_ratio import weibull_beyond


@dataclass(frozen=True, slots=True)
class Bias:
    """Mean estimates over the replicates, and the truth (None with frailty: it is not 1 / (1 + d))."""

    censoring: float
    kaplan_meier: float
    lower_bound: float
    evaluable: float
    truth: float
    replicates: int


def simulate(
    censoring: float,
    *,
    seed: int,
    n: int = 50,
    replicates: int = 4000,
    threshold: float = 1.3,
    frailty: float = 0.0,
) -> Bias:
    """Mean of each estimator when the censoring rate is `censoring`."""
    rng = np.random.default_rng(seed)
    shape = (replicates, n)
    level = np.exp(frailty * rng.standard_normal(shape)) if frailty else np.ones(shape)
    t1, t2 = rng.exponential(1 / level), rng.exponential(1 / level)
    c = rng.exponential(1 / censoring, shape)
    seen, event = np.minimum(t2, c), t2 <= c
    found = seen / t1
    order = np.argsort(found, axis=1)
    found, event = np.take_along_axis(found, order, 1), np.take_along_axis(event, order, 1)
    risk = n - np.arange(n)
    curve = np.where((found <= threshold) & event, 1 - 1 / risk, 1.0).prod(axis=1)
    over = found > threshold
    known = over | event
    return Bias(
        censoring, float(curve.mean()), float(over.mean()), float((over.sum(axis=1) / known.sum(axis=1)).mean()),
        weibull_beyond(threshold, 1.0), replicates,
    )  # fmt: skip
