"""Who may enter what since the last screening, and who no longer: two sets of sets compared, pair by pair.

A pair that is MET or UNKNOWN is open to the patient, one that is NOT_MET, or of which nobody knew, is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumorboard.trials.screening.sets import Words, packed, unpacked, words_of

WORDS = ("not_met", "unknown", "met")
NONE = "none"  # neither the patient nor the part was there
ENTERS, LEAVES, SETTLED, DOUBTFUL = "may_enter", "no_longer", "settled", "doubtful"


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier screening said of these patients.

    Parameters
    ----------
    parts
        Key of a part -> its place in `sets`.
    digests
        Of the trees of the parts, by place.
    sets
        (parts, 2, words), over the patients of the partition as they stand now.
    known
        Who was there.
    same
        Who was there with the same facts.
    """

    parts: Mapping[tuple[str, str], int]
    digests: Sequence[str]
    sets: Words
    known: NDArray[np.bool_]
    same: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change of one part, with the rows of its patients."""

    part: int
    kind: str
    was: str
    now: str
    rows: NDArray[np.int64]


def changes(keys: Sequence[tuple[str, str]], sets: Words, before: Before) -> list[Change]:
    """Every change that a person should read, part by part.

    Parameters
    ----------
    keys, sets
        The parts now, and their sets over the same patients.
    """
    n = len(before.known)
    known = packed(before.known, words_of(n))
    found = []
    for part, key in enumerate(keys):
        old = before.parts.get(key)
        was = before.sets[old] & known if old is not None else np.zeros_like(sets[part])
        there = known if old is not None else np.zeros_like(known)
        now = sets[part]
        if np.array_equal(was, now):
            continue
        told = np.where(unpacked(there, n), _verdicts(was, n), 3)
        said = _verdicts(now, n)
        for before_, after in ((0, 1), (0, 2), (3, 1), (3, 2), (1, 0), (2, 0), (1, 2), (2, 1)):
            rows = np.flatnonzero((told == before_) & (said == after))
            if len(rows):
                kind = ENTERS if before_ in (0, 3) else LEAVES if after == 0 else SETTLED if after == 2 else DOUBTFUL
                found.append(Change(part, kind, NONE if before_ == 3 else WORDS[before_], WORDS[after], rows))
    return found


def _verdicts(pair: Words, n: int) -> NDArray[np.int8]:
    return unpacked(pair[0], n).astype(np.int8) + unpacked(pair[1], n)


def carried(sets: Words, rows: NDArray[np.int64], n: int) -> Words:
    """Sets over other rows: patient `rows[k]` of the sets becomes patient k; -1 is in none.

    Parameters
    ----------
    n
        How many patients the sets had.
    """
    if len(rows) == n and np.array_equal(rows, np.arange(n)):
        return sets
    words = words_of(len(rows))
    found = np.zeros((*sets.shape[:2], words), np.uint64)
    there = rows >= 0
    for part in range(sets.shape[0]):
        for half in range(2):
            if sets[part, half].any():
                flags = unpacked(sets[part, half], n)
                found[part, half] = packed(np.where(there, flags[np.maximum(rows, 0)], False), words)
    return found
