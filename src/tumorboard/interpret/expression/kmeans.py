"""k-means with many starts at once, on the table of inner products: one matrix product moves every start a step.

The distance of a sample to the mean of a cluster needs only inner products of samples, so that 2,000 genes are touched once.
Starts that have settled leave.  A start that loses a cluster is given up.

Source: Lloyd 1982, IEEE Trans Inf Theory 28:129; first centers as Arthur and Vassilvitskii 2007 (k-means++).  R's `kmeans` moves single samples (Hartigan and Wong 1979), which reaches the
same optimum when there are many starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

    Labels = np.ndarray[tuple[int, ...], np.dtype[np.intp]]
    Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
ITERATIONS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """`labels` from 0 in order of size, largest first; `within` is the sum of squares; `starts` ended in a partition."""

    labels: Labels
    within: float
    starts: int


def kmeans(values: Array, k: int, dice: np.random.Generator, *, starts: int = 100) -> Clusters:
    """The best partition of ``(samples, genes)`` into k clusters.

    Raises
    ------
    ValueError
        If there are not more samples than clusters, or no start kept all clusters.
    """
    n = values.shape[0]
    if not 1 < k < n:
        raise ValueError(f"{n} samples cannot be put into {k} clusters")
    centered = values - values.mean(axis=0)
    gram = centered @ centered.T
    everyone = np.ones((starts, n), dtype=bool)
    labels, within = partitions(gram, k, everyone, dice)
    if not np.isfinite(within).any():
        raise ValueError("no start kept all of its clusters")
    best = int(np.argmin(within))
    sizes = np.bincount(labels[best], minlength=k)
    first = [int(np.flatnonzero(labels[best] == c)[0]) for c in range(k)]
    turn = np.empty(k, dtype=np.intp)
    turn[sorted(range(k), key=lambda c: (-int(sizes[c]), first[c]))] = np.arange(k)
    return Clusters(turn[labels[best]], float(within[best]), int(np.isfinite(within).sum()))


def partitions(gram: Array, k: int, members: Mask, dice: np.random.Generator) -> tuple[Labels, Array]:
    """Labels ``(starts, samples)``, -1 for a sample that is no member, and the sum of squares of each start (infinite: given up)."""
    starts, n = members.shape
    labels = np.full((starts, n), -1, dtype=np.intp)
    within = np.full(starts, np.inf)
    square = np.diag(gram)
    chosen = _spread(gram, square, k, members, dice)
    centers = gram[chosen.ravel()].reshape(starts, k, n)
    away = square[chosen][:, :, None] - 2 * centers  # without each sample's own square, which decides nothing
    going = np.arange(starts)
    now = _nearest(away, members)
    for _ in range(ITERATIONS):
        hot = _one_hot(now, k)
        counts = hot.sum(axis=2)
        whole = (counts > 0).all(axis=1)
        going, now, hot, counts = going[whole], now[whole], hot[whole], counts[whole]
        if not len(going):
            break
        product = (hot.reshape(-1, n) @ gram).reshape(hot.shape)
        inner = np.einsum("skn,skn->sk", product, hot) / counts**2
        away = inner[:, :, None] - 2 * product / counts[:, :, None]
        moved = _nearest(away, members[going])
        settled = (moved == now).all(axis=1)
        if settled.any():
            done = going[settled]
            labels[done] = now[settled]
            total = (members[done] * square).sum(axis=1)
            within[done] = total - (inner[settled] * counts[settled]).sum(axis=1)
        going, now = going[~settled], moved[~settled]
        if not len(going):
            break
    return labels, within


def _spread(gram: Array, square: Array, k: int, members: Mask, dice: np.random.Generator) -> Labels:
    """k first centers of each start, each drawn by its squared distance to the nearest one before it (k-means++)."""
    starts, n = members.shape
    weight = members.astype(np.float64)
    chosen = np.empty((starts, k), dtype=np.intp)
    nearest = np.full((starts, n), np.inf)
    for i in range(k):
        steps = weight.cumsum(axis=1)
        draw = dice.random((starts, 1)) * steps[:, -1:]
        chosen[:, i] = np.minimum((steps <= draw).sum(axis=1), n - 1)
        one = chosen[:, i]
        away = np.maximum(square[None, :] + square[one][:, None] - 2 * gram[one], 0.0)
        nearest = np.minimum(nearest, away)
        weight = np.where(members, nearest, 0.0)
    return chosen


def _nearest(away: Array, members: Mask) -> Labels:
    return np.where(members, away.argmin(axis=1), -1)


def _one_hot(labels: Labels, k: int) -> Array:
    """``(starts, k, samples)`` of 0 and 1."""
    return np.asarray(labels[:, None, :] == np.arange(k)[None, :, None], dtype=np.float64)
