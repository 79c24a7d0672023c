"""Ranks of the genes of gene sets within each sample: the one sort that every rank-based score shares.

Only the genes of the sets are ranked: each sample is sorted once, and a gene's rank is its place among the sorted values.
That is exact, ties included, and what remains of every score is a product with the table of who is in which set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

    Places = np.ndarray[tuple[int, ...], np.dtype[np.intp]]


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """Ranks from 1 (lowest) of the genes of the sets, shape (samples, chosen); `genes` is how many were ranked.

    `least` gives genes of equal value the lowest rank of them, `middle` the mean of their ranks; `center` is the median of
    the least ranks of every gene of a sample.
    """

    least: Array
    middle: Array
    center: Array
    genes: int
    sets: Membership


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """Which gene is in which set: `columns` are the table's columns that any set names, `member` is (columns, sets) of 0 and 1."""

    names: tuple[str, ...]
    columns: Places
    member: Array

    @property
    def counts(self) -> Array:
        """Genes of each set that the table holds; NaN for none, as nothing can be said of such a set."""
        found = self.member.sum(axis=0)
        return np.where(found > 0, found, np.nan)

    def of(self, name: str) -> Places:
        """Positions of the genes of a set among `columns`."""
        return np.flatnonzero(self.member[:, self.names.index(name)])


def membership(names: Sequence[str], sets: Mapping[str, Sequence[str]]) -> Membership:
    """The sets over the genes of a table."""
    at = {gene: i for i, gene in enumerate(names)}
    found = [sorted({at[g] for g in genes if g in at}) for genes in sets.values()]
    columns = np.array(sorted({c for places in found for c in places}), dtype=np.intp)
    member = np.zeros((len(columns), len(found)))
    for s, places in enumerate(found):
        member[np.searchsorted(columns, places), s] = 1.0
    return Membership(tuple(sets), columns, member)


def ranked(values: Array, names: Sequence[str], sets: Mapping[str, Sequence[str]]) -> Ranks:
    """Ranks of every gene that a set names and the table ``(samples, genes)`` holds.

    Raises
    ------
    ValueError
        If a value is no number: a gap has no rank.
    """
    if not np.isfinite(values).all():
        raise ValueError("a gap or an infinite value has no rank")
    known = membership(names, sets)
    samples, genes = values.shape
    least = np.empty((samples, len(known.columns)))
    middle = np.empty_like(least)
    center = np.empty(samples)
    halves = [(genes - 1) // 2, genes // 2]
    ordered = np.empty(genes)
    for i in range(samples):
        ordered[:] = values[i]
        ordered.sort()
        _rank(ordered, values[i][known.columns], least[i], middle[i])
        center[i] = np.mean(np.searchsorted(ordered, ordered[halves]) + 1)
    return Ranks(least, middle, center, genes, known)


def _rank(ordered: Array, wanted: Array, least: Array, middle: Array) -> None:
    """Fill in the ranks of one sample."""
    turn = np.argsort(wanted)  # neighbors are looked up one after another
    sought = wanted[turn]
    below = np.searchsorted(ordered, sought)
    upto = below + 1
    tied = np.flatnonzero(ordered[np.minimum(upto, len(ordered) - 1)] == sought)
    if len(tied):
        upto[tied] = np.searchsorted(ordered, sought[tied], side="right")
    least[turn] = below + 1
    middle[turn] = (below + 1 + upto) / 2
