"""Similarity network fusion: patients grouped by several layers of data at once, and spectral clusters of the fused network.

A layer becomes a network of patients, near ones with large weights on a scale that follows how densely patients lie around both.
Each network is then spread, step by step, through the nearest neighbors of the other layers, until they agree on what is common:
a similarity that one layer has by chance fades, a weak one that all have stays.  The fused network is cut by its eigenvectors.

The numbers of the clusters mean nothing, and no published classifier says which is which: see docs/methods/fuscc.md, which also
says why this is no library.  It is checked against snfpy, whose normalization is `older`.

Source: Wang 2014, Nat Methods 11:333, doi:10.1038/nmeth.2810 (networks, fusion); Yu and Shi 2003, Proc. ICCV, p. 313
(discretization of eigenvectors); parameters of the FUSCC group: FUSCCShaolab/CBCGA, its figure 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sqrt
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.method import Method

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

METHOD = Method(
    name="snf", version="1", doi=("10.1038/nmeth.2810", "10.1038/s41588-023-01507-7"), standing="reading", cohort=True
)
NEIGHBORS, ALPHA, STEPS, CLUSTERS = 5, 0.8, 5, 4  # as the FUSCC group sets them
LEAST_SAMPLES = 20
ROUNDS = 20  # of the discretization
TINY = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Fused:
    """`labels` of the samples, numbered by the first sample of each cluster; `network` is symmetric, ``(samples, samples)``."""

    labels: tuple[int, ...]
    network: Array


def fused(
    layers: Sequence[Array],
    *,
    clusters: int = CLUSTERS,
    neighbors: int = NEIGHBORS,
    alpha: float = ALPHA,
    steps: int = STEPS,
) -> Fused:
    """Clusters of samples by several layers.

    Parameters
    ----------
    layers
        Each ``(samples, features)`` with the same samples in the same order and no gap; the most variable features, chosen
        before (`most_variable`).

    Raises
    ------
    ValueError
        If there are fewer than two layers or twenty samples, the layers have different samples, a value is no number, or no
        feature of a layer varies.
    """
    if len(layers) < 2:
        raise ValueError("fusion needs two layers or more")
    counts = {len(layer) for layer in layers}
    if len(counts) > 1:
        raise ValueError("the layers have different numbers of samples")
    if (found := counts.pop()) < LEAST_SAMPLES:
        raise ValueError(f"{found} samples; at least {LEAST_SAMPLES} are needed")
    networks = [affinity(distances(standardized(layer)), neighbors, alpha) for layer in layers]
    network = fusion(networks, neighbors, steps)
    return Fused(spectral(network, clusters), network)


def most_variable(values: Array, most: int = 2000) -> Array:
    """Columns of the features with the largest standard deviation, in the order of the table; equal ones by that order."""
    order = np.argsort(-values.std(axis=0, ddof=1), kind="stable")
    return np.asarray(np.sort(order[:most]))


def standardized(layer: Array) -> Array:
    """Each feature with mean 0 and standard deviation 1 (n - 1); one that does not vary becomes 0.

    Raises
    ------
    ValueError
        If a value is no number, or no feature varies.
    """
    if not np.isfinite(layer).all():
        raise ValueError("a layer has a gap: leave the feature or the sample out")
    spread = layer.std(axis=0, ddof=1)
    if not (spread > 0).any():
        raise ValueError("no feature of a layer varies")
    return np.asarray((layer - layer.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


def distances(layer: Array) -> Array:
    """Squared Euclidean distances of samples, without the root: the FUSCC group's scripts take none."""
    square = np.einsum("ij,ij->i", layer, layer)
    found = square[:, None] + square[None, :] - 2.0 * (layer @ layer.T)
    np.fill_diagonal(found, 0.0)
    return np.asarray(np.maximum((found + found.T) / 2.0, 0.0))


def affinity(apart: Array, neighbors: int = NEIGHBORS, alpha: float = ALPHA) -> Array:
    """A normal density of the distance of two samples, its width the mean of that distance and of both to their neighbors.

    Raises
    ------
    ValueError
        If there are not more samples than neighbors.
    """
    if len(apart) <= neighbors:
        raise ValueError(f"{len(apart)} samples have no {neighbors} neighbors each")
    near = np.sort(apart, axis=1)[:, 1 : neighbors + 1].mean(axis=1) + TINY
    width = alpha * np.maximum((near[:, None] + near[None, :] + apart) / 3.0 + TINY, TINY)
    weight = np.exp(-0.5 * (apart / width) ** 2) / (width * sqrt(2.0 * pi))
    return np.asarray((weight + weight.T) / 2.0)


def fusion(networks: Sequence[Array], neighbors: int = NEIGHBORS, steps: int = STEPS, *, older: bool = False) -> Array:
    """One network of all.

    Parameters
    ----------
    older
        The normalization of the first programs, by whole rows with one added to the diagonal after each step; the paper's keeps half
        of a row on the diagonal.
    """
    normal = _rows if older else _half
    each = [_even(normal(w)) for w in networks]
    paths = [_nearest(w, neighbors) for w in each]
    for _ in range(steps):
        total = np.sum(each, axis=0)
        spread = [p @ ((total - w) / (len(each) - 1)) @ p.T for p, w in zip(paths, each, strict=True)]
        each = [_even(w + np.eye(len(w))) if older else _even(_half(w)) for w in spread]
    mean = np.mean(each, axis=0)
    return _even(_rows(mean)) + np.eye(len(mean)) / 2.0 if older else _even(_half(mean))


def spectral(network: Array, clusters: int = CLUSTERS) -> tuple[int, ...]:
    """Labels from 0 by the eigenvectors of the normalized Laplacian, rounded to clusters; numbered by their first samples."""
    degree = network.sum(axis=1)
    root = 1.0 / np.sqrt(np.where(degree > 0, degree, TINY))
    laplacian = np.eye(len(network)) - root[:, None] * network * root[None, :]
    _, vectors = np.linalg.eigh((laplacian + laplacian.T) / 2.0)
    chosen = vectors[:, :clusters]
    chosen = chosen / np.maximum(np.linalg.norm(chosen, axis=1, keepdims=True), TINY)
    found = _rounded(chosen)
    names: dict[int, int] = {}
    return tuple(names.setdefault(int(label), len(names)) for label in found)


def _rounded(vectors: Array) -> Array:
    """The cluster of each row: the rotation that brings the rows nearest to the axes, started from rows far from each other."""
    count, size = vectors.shape
    rotation = np.zeros((size, size))
    rotation[:, 0] = vectors[round(count / 2)]
    used = np.zeros(count)
    for j in range(1, size):
        used += np.abs(vectors @ rotation[:, j - 1])
        rotation[:, j] = vectors[int(np.argmin(used))]
    labels = np.argmax(vectors @ rotation, axis=1)
    before = 0.0
    for _ in range(ROUNDS):
        labels = np.argmax(vectors @ rotation, axis=1)
        left, sizes, right = np.linalg.svd(np.eye(size)[labels].T @ vectors)
        cut = 2.0 * (count - float(sizes.sum()))
        if abs(cut - before) < TINY:
            break
        before, rotation = cut, right.T @ left.T
    return np.asarray(labels)


def _half(network: Array) -> Array:
    """Half of each row on the diagonal, half on the others."""
    others = network.sum(axis=1) - np.diag(network)
    made = network / (2.0 * np.where(others > 0, others, 1.0))[:, None]
    np.fill_diagonal(made, 0.5)
    return np.asarray(made)


def _rows(network: Array) -> Array:
    return np.asarray(network / network.sum(axis=1, keepdims=True))


def _even(network: Array) -> Array:
    return np.asarray((network + network.T) / 2.0)


def _nearest(network: Array, neighbors: int) -> Array:
    """The largest weights of each row, itself among them, adding up to one; of equal ones the later, as a stable sort leaves them."""
    order = np.argsort(network, axis=1, kind="stable")[:, :-neighbors]
    kept = network.copy()
    np.put_along_axis(kept, order, 0.0, axis=1)
    return _rows(kept)
