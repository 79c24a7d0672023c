"""Sets of patients as words of bits: bit n of word m is the patient of row 64 m + n."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]


def words_of(n: int) -> int:
    """Words that hold a set of `n` patients."""
    return -(-n // 64)


def packed(flags: NDArray[Any], words: int) -> Words:
    """Truth values of rows as a set of so many words."""
    found = np.zeros(words * 8, np.uint8)
    told = np.packbits(flags, bitorder="little")
    found[: len(told)] = told
    return found.view(np.uint64)


def unpacked(given: Words, n: int) -> NDArray[np.bool_]:
    """Truth values of the first `n` rows."""
    found = np.unpackbits(np.ascontiguousarray(given).view(np.uint8), count=n, bitorder="little")
    return found.view(np.bool_)


def rows_of(given: Words) -> NDArray[np.int64]:
    """The rows of a set, in order."""
    return np.flatnonzero(np.unpackbits(np.ascontiguousarray(given).view(np.uint8), bitorder="little"))


def everyone(n: int) -> Words:
    """The set of all."""
    return packed(np.ones(n, np.bool_), words_of(n))


def counted(sets: Words) -> NDArray[np.int64]:
    """How many are in each set; the last axis is that of the words."""
    found: NDArray[np.int64] = np.bitwise_count(sets).sum(axis=-1, dtype=np.int64)
    return found
