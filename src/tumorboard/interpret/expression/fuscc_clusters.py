"""The FUSCC subtypes of a cohort of triple-negative tumors, by the published procedure: k-means of the most variable genes.

``log2(FPKM + 1)`` of protein-coding genes; genes at zero in more than 30 % of the samples leave; the 2,000 with the largest
standard deviation stay, each centered on its median; four clusters, 100 starts.  Clusters are named by their markers, one to
one, and an assignment that is nearly as good another way round is refused: a cluster's number means nothing.

Source: Jiang 2019, Cancer Cell 35:428, doi:10.1016/j.ccell.2019.02.001, with the authors' published script.  The naming is our
design (they named by hand).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.fuscc_surrogate import CLASSES, Pattern
from tumorboard.interpret.expression.kmeans import kmeans
from tumorboard.interpret.expression.method import Method
from tumorboard.interpret.expression.zscore import standard, standardized

if TYPE_CHECKING:
    from tumorboard.interpret.expression.kmeans import Labels
    from tumorboard.model.expression import Array

METHOD = Method(
    name="fuscc_clusters", version="1", doi=("10.1016/j.ccell.2019.02.001",), standing="reading", cohort=True
)
TOP, ZERO, STARTS = 2000, 0.3, 100
LEAST_GAP = 0.2  # of the summed standard scores between the best naming and the next
LEAST_SAMPLES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtypes:
    """`labels` of the samples; `genes` clustered; `gap` by which the naming of the clusters is better than any other."""

    labels: tuple[str, ...]
    genes: tuple[str, ...]
    gap: float
    counts: Mapping[str, int]


def subtypes(
    values: Array, names: Sequence[str], pattern: Pattern, dice: np.random.Generator, *, genes: Sequence[str] = ()
) -> Subtypes:
    """The subtypes of log values ``(samples, genes)``.

    Parameters
    ----------
    genes
        Cluster these, as of a published list, and not the most variable ones; `Subtypes.genes` are those that were there.

    Raises
    ------
    ValueError
        If the cohort is too small, a class has no marker in the table, or the clusters cannot be named.
    """
    if len(values) < LEAST_SAMPLES:
        raise ValueError(f"a cohort of {len(values)} has no subtypes; at least {LEAST_SAMPLES} are needed")
    chosen = _listed(names, genes) if genes else _variable(values)
    part = values[:, chosen]
    found = kmeans(part - np.median(part, axis=0), len(CLASSES), dice, starts=STARTS)
    called, gap = named(values, names, found.labels, pattern)
    labels = tuple(called[int(c)] for c in found.labels)
    return Subtypes(
        labels=labels, genes=tuple(names[i] for i in chosen), gap=gap, counts=dict(sorted(Counter(labels).items()))
    )


def named(values: Array, names: Sequence[str], clusters: Labels, pattern: Pattern) -> tuple[dict[int, str], float]:
    """Which cluster is which class, and how much better that is than the next best naming.

    Raises
    ------
    ValueError
        If a class has no marker in the table, or the naming is ambiguous.
    """
    z = np.nan_to_num(standardized(values, standard(values)))
    at = {gene: i for i, gene in enumerate(names)}
    scores: list[Array] = []
    for name in CLASSES:
        known = [(at[g], sign) for g, sign in pattern[name].items() if g in at]
        if not any(sign > 0 for _, sign in known):
            raise ValueError(f"no marker of {name} is in the table")
        scores.append(np.mean([sign * z[:, i] for i, sign in known], axis=0))
    means = np.array([[s[clusters == c].mean() for s in scores] for c in range(len(CLASSES))])
    ways = sorted(permutations(range(len(CLASSES))), key=lambda w: -sum(means[c, i] for c, i in enumerate(w)))
    best, next_best = (float(sum(means[c, i] for c, i in enumerate(w))) for w in ways[:2])
    if best - next_best < LEAST_GAP:
        raise ValueError("the clusters cannot be named: two namings fit the markers nearly alike")
    return {c: CLASSES[i] for c, i in enumerate(ways[0])}, best - next_best


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Of labels with reference labels: `table` maps (theirs, ours) to a count; `recall` is of each of their classes."""

    table: Mapping[tuple[str, str], int]
    agreement: float
    recall: Mapping[str, float]


def agreement(ours: Sequence[str], theirs: Sequence[str]) -> Agreement:
    """How far two labelings of the same samples are the same; to be shown before any class is called reliable."""
    table = Counter(zip(theirs, ours, strict=True))
    sizes = Counter(theirs)
    same = sum(n for (a, b), n in table.items() if a == b)
    recall = {name: table[(name, name)] / size for name, size in sorted(sizes.items())}
    return Agreement(table=dict(sorted(table.items())), agreement=same / len(ours), recall=recall)


def _variable(values: Array) -> list[int]:
    kept = np.flatnonzero((values <= 0).mean(axis=0) <= ZERO)
    spread = values[:, kept].std(axis=0, ddof=1)
    order = np.lexsort((kept, -spread))[:TOP]
    return sorted(int(kept[i]) for i in order)


def _listed(names: Sequence[str], genes: Sequence[str]) -> list[int]:
    at = {gene: i for i, gene in enumerate(names)}
    return sorted(at[g] for g in set(genes) if g in at)
