"""Small numbers for what agrees, on whole columns: as few as there are combinations, without sorting where few can be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
SMALL = 4  # so many times as many numbers as rows are counted through rather than sorted


def labeled(columns: Sequence[NDArray[np.integer]], n: int) -> tuple[NDArray[np.int64], Rows]:
    """A label for each combination of codes that occurs, and where it occurs first."""
    labels = np.zeros(n, np.int64)
    first = np.zeros(min(n, 1), np.int64)
    for codes in columns:
        most = int(codes.max(initial=0)) + 1
        mixed = labels * most + codes
        if len(first) * most <= SMALL * n:
            labels, first = _counted(mixed, len(first) * most)
        else:
            _, first, labels = np.unique(mixed, return_index=True, return_inverse=True)
    return labels, first


def firsts(numbers: NDArray[np.int64], below: int) -> tuple[NDArray[np.int64], Rows]:
    """The numbers that occur, all of them from 0 and less than `below`, and where each occurs first; without sorting."""
    at = np.full(below, -1, np.int64)
    at[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)  # the last that is written is the first there is
    there = np.flatnonzero(at >= 0)
    return there, at[there]


def _counted(mixed: NDArray[np.int64], below: int) -> tuple[NDArray[np.int64], Rows]:
    """The same of few numbers that can be."""
    there, first = firsts(mixed, below)
    label = np.empty(below, np.int64)
    label[there] = np.arange(len(there))
    return label[mixed], first
