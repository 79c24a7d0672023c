"""PAM50 by nearest centroid on a table of centroids that the site supplies: none is shipped.

Spearman correlation with each of five centroids; the highest is the call.  How the cohort was scaled decides many calls, and
a single sample cannot be scaled: the functions take a cohort, and every call carries its margin.

Source: Parker 2009, J Clin Oncol 27:1160, doi:10.1200/JCO.2008.18.1370; scalings and "probability" as genefu defines them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.centroids import Call, called, correlations
from tumorboard.interpret.expression.method import Method

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

METHOD = Method(name="pam50", version="1", doi=("10.1200/JCO.2008.18.1370",), standing="published", cohort=True)
SCALINGS = ("none", "scale", "robust")
QUANTILE = 0.05
LEAST_MARGIN = 0.1  # below it a call is kept and flagged by its margin; our design
LEAST_COHORT = 20


def pam50(
    values: Array, names: Sequence[str], centroids: Mapping[str, Mapping[str, float]], *, scaling: str = "robust"
) -> tuple[Call, ...]:
    """Calls of the samples of a cohort of log values ``(samples, genes)``; no call is unclassified: the margin is told.

    Raises
    ------
    ValueError
        If the scaling is not known, or the cohort is too small to be scaled.
    """
    if len(values) < LEAST_COHORT:
        raise ValueError(
            f"PAM50 of {len(values)} samples would depend on who they are; at least {LEAST_COHORT} are needed"
        )
    at = {gene: i for i, gene in enumerate(names)}
    classes = tuple(centroids)
    genes = [g for g in next(iter(centroids.values())) if g in at]
    table = np.array([[centroids[c][g] for g in genes] for c in classes])
    scaled_ = scaled(values[:, [at[g] for g in genes]], scaling)
    varies = np.isfinite(scaled_).all(axis=0)
    found = correlations(scaled_[:, varies], table[:, varies], how="spearman")
    return called(found, classes, genes=int(varies.sum()), least_margin=0.0)


def scaled(values: Array, scaling: str) -> Array:
    """Each gene over the cohort: none, z-scores (scale), or between two quantiles to -1 and 1 (robust); NaN where it does not vary.

    Raises
    ------
    ValueError
        If the scaling is not known.
    """
    if scaling == "none":
        return values
    if scaling == "scale":
        spread = values.std(axis=0, ddof=1)
        return np.asarray((values - values.mean(axis=0)) / np.where(spread > 0, spread, np.nan))
    if scaling == "robust":
        low, high = np.quantile(values, (QUANTILE / 2, 1 - QUANTILE / 2), axis=0)
        return np.asarray(2 * ((values - low) / np.where(high > low, high - low, np.nan) - 0.5))
    raise ValueError(f"scaling is one of {', '.join(SCALINGS)}")


def shares(call: Call) -> tuple[float, ...]:
    """Correlations with those below zero set to zero, divided by their sum: called a probability, and none."""
    above = [max(c, 0.0) for c in call.correlations]
    whole = sum(above)
    return tuple(a / whole for a in above) if whole else tuple(0.0 for _ in above)
