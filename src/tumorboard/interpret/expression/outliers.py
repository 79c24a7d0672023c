"""Genes that stand far out of a reference cohort: by the Tukey fences of the cohort, with the percentile of the patient.

Fences need no shape of the distribution, and a gene with little spread calls nothing: it has no fences.

Source: Tukey 1977, Exploratory Data Analysis (fences at 1.5 and 3 interquartile ranges); quantiles of type 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.method import Method

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

METHOD = Method(name="outliers", version="1", doi=(), standing="own", cohort=True)
FENCE = 3.0
LEAST = 20  # samples from which quartiles say something


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """One gene beyond a fence: `call` over or under, `percentile` 0-100 among the cohort, `median` of the cohort."""

    gene: str
    call: str
    value: float
    median: float
    percentile: float


def outliers(
    patient: Array, cohort: Array, names: Sequence[str], *, fence: float = FENCE, least: int = LEAST
) -> tuple[Outlier, ...]:
    """Outliers of a patient's values ``(genes,)`` on the log scale of the cohort ``(samples, genes)``, farthest first.

    Raises
    ------
    ValueError
        If the cohort has fewer than `least` samples.
    """
    if cohort.shape[0] < least:
        raise ValueError(f"a cohort of {cohort.shape[0]} samples has no tails; at least {least} are needed")
    lower, middle, upper = np.quantile(cohort, (0.25, 0.5, 0.75), axis=0)
    spread = upper - lower
    with np.errstate(divide="ignore", invalid="ignore"):
        away = np.maximum((patient - upper) / spread, (lower - patient) / spread)
    beyond = np.flatnonzero((spread > 0) & (away > fence))
    order = beyond[np.lexsort((beyond, -away[beyond]))]
    return tuple(
        Outlier(
            gene=names[i],
            call="over" if patient[i] > middle[i] else "under",
            value=float(patient[i]),
            median=float(middle[i]),
            percentile=percentile(float(patient[i]), cohort[:, i]),
        )
        for i in order
    )


def percentile(value: float, cohort: Array) -> float:
    """Share of the cohort below a value, ties by half, 0-100."""
    below = float(np.mean(cohort < value))
    return 100.0 * (below + float(np.mean(cohort == value)) / 2)
