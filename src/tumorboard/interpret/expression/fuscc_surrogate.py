"""A guess at the FUSCC subtype of one triple-negative sample from expression: a surrogate, and always called one.

No official single-sample classifier and no centroids are published where they could be read.  Two ways are offered:

`by_markers`
    z of the few marker genes against the site's cohort, correlated with the pattern each class is described by.
`by_centroids`
    z of many genes against a cohort whose patients carry labels (of clustering as published), nearest centroid.

A margin below 0.05 between the two best correlations is *unclassified*.  Two gene lists are known to give the same patient
different classes, so that the result decides nothing: it is shown beside the stainings, with its margin.

Source: Jiang 2019, Cancer Cell 35:428, doi:10.1016/j.ccell.2019.02.001 (the classes); everything else is our design.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.centroids import Call, called, correlations
from tumorboard.interpret.expression.method import Method
from tumorboard.interpret.expression.zscore import standard, standardized

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

METHOD = Method(
    name="fuscc_rna_surrogate", version="1", doi=("10.1016/j.ccell.2019.02.001",), standing="own", cohort=True
)
CLASSES = ("lar", "im", "blis", "mes")
LEAST_MARGIN = 0.05
LEAST_COHORT = 20

# Class to gene to +1 (high) or -1 (low).
Pattern = Mapping[str, Mapping[str, int]]


def by_markers(values: Array, cohort: Array, names: Sequence[str], pattern: Pattern) -> tuple[Call, ...]:
    """The call of each sample of log values ``(samples, genes)``, on the scale of a cohort of triple-negative tumors.

    Raises
    ------
    ValueError
        If the cohort is too small, or a class has no marker that varies in it.
    """
    _large_enough(cohort)
    at = {gene: i for i, gene in enumerate(names)}
    known = standard(cohort)
    genes = [g for g in dict.fromkeys(g for c in CLASSES for g in pattern[c]) if g in at and known.deviation[at[g]] > 0]
    template = np.array([[float(pattern[c].get(g, 0)) for g in genes] for c in CLASSES])
    if not (template > 0).any(axis=1).all():
        raise ValueError("a class has no marker gene that varies in the cohort")
    places = [at[g] for g in genes]
    z = standardized(values, known)[:, places]
    return called(correlations(z, template), CLASSES, genes=len(genes), least_margin=LEAST_MARGIN)


def by_centroids(values: Array, cohort: Array, labels: Sequence[str], *, how: str = "spearman") -> tuple[Call, ...]:
    """The call of each sample by the centroids of a labeled cohort ``(samples, genes)`` of the same genes.

    Raises
    ------
    ValueError
        If the cohort is too small, a class has fewer than two patients, or no gene varies.
    """
    _large_enough(cohort)
    known = standard(cohort)
    varies = known.deviation > 0
    z = standardized(cohort, known)[:, varies]
    told = np.array(labels)
    counts = {c: int((told == c).sum()) for c in CLASSES}
    if min(counts.values()) < 2:
        raise ValueError("a class has fewer than two patients in the cohort")
    centroids = np.stack([z[told == c].mean(axis=0) for c in CLASSES])
    mine = standardized(values, known)[:, varies]
    found = correlations(mine, centroids, how=how)
    return called(found, CLASSES, genes=int(varies.sum()), least_margin=LEAST_MARGIN)


def _large_enough(cohort: Array) -> None:
    if cohort.shape[0] < LEAST_COHORT:
        raise ValueError(f"a cohort of {cohort.shape[0]} is too small; at least {LEAST_COHORT} are needed")
