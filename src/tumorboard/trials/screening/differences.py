"""Who may enter what since the last screening, and who no longer: two sets of sets compared, pair by pair.

A pair that is MET or UNKNOWN is open to the patient if the part is not closed; one that is NOT_MET, of which nobody knew, or of
a closed part, is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from tumorboard.trials.screening.compiled import Entry
from tumorboard.trials.screening.sets import Words, packed, unpacked, words_of

WORDS = ("not_met", "unknown", "met")
NONE = "none"  # neither the patient nor the part was there
ENTERS, LEAVES, SETTLED, DOUBTFUL = "may_enter", "no_longer", "settled", "doubtful"
RECRUITS = "recruitment"  # open before and now, of a part that recruits otherwise
SHUT = "while_closed"  # the verdict is another, of a part that was and is closed
UNREAD = "not_read"  # the pair was open, and nobody knows now: the case of the patient cannot be read
UNREAD_PART = "part_gone_or_unread"  # a document of trials cannot be read, and nobody can tell whose
CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier screening said of these patients.

    Parameters
    ----------
    parts
        Key of a part -> its place in `sets`.
    digests
        Of the trees of the parts, by place.
    statuses
        How the parts recruited, by place; None where nobody kept it.
    sets
        (parts, 2, words), over the patients of the partition as they stand now.
    known
        Who was there.
    same
        Who was there with the same facts.
    """

    parts: Mapping[tuple[str, str], int]
    digests: Sequence[str]
    statuses: Sequence[str | None]
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
    status_was: str = ""


@dataclass(frozen=True, slots=True)
class PartChange:
    """What became of one part: `change` is new_part, part_gone, part_gone_or_unread, changed_part (its criteria) or recruitment."""

    trial: str
    part: str
    change: str
    status_was: str
    status: str


def changes(entries: Sequence[Entry], sets: Words, before: Before) -> list[Change]:
    """Every change that a person should read, part by part.

    Parameters
    ----------
    entries, sets
        The parts now, and their sets over the same patients.
    """
    n = len(before.known)
    known = packed(before.known, words_of(n))
    found = []
    for part, entry in enumerate(entries):
        old = before.parts.get(entry.key)
        status = entry.status if old is None else before.statuses[old] or entry.status
        was = before.sets[old] & known if old is not None else np.zeros_like(sets[part])
        there = known if old is not None else np.zeros_like(known)
        now = sets[part]
        if status == entry.status and np.array_equal(was, now):
            continue
        told = np.where(unpacked(there, n), _verdicts(was, n), 3)
        said = _verdicts(now, n)
        for before_, after, kind in _kinds(status, entry.status):
            rows = np.flatnonzero((told == before_) & (said == after))
            if len(rows):
                found.append(
                    Change(
                        part,
                        kind,
                        NONE if before_ == 3 else WORDS[before_],
                        WORDS[after],
                        rows,
                        status if old is not None else "",
                    )
                )
    return found


@cache
def _kinds(was: str, now: str) -> tuple[tuple[int, int, str], ...]:
    """What each pair of verdicts is called where a part recruited in one way and recruits in another; 3: nobody knew."""
    found = []
    for before, after in product((0, 1, 2, 3), (0, 1, 2)):
        open_ = before in (1, 2) and was != CLOSED, after in (1, 2) and now != CLOSED
        if open_ == (False, True):
            kind = ENTERS
        elif open_ == (True, False):
            kind = LEAVES
        elif open_ == (True, True):
            kind = SETTLED if after > before else DOUBTFUL if after < before else RECRUITS if was != now else ""
        else:
            # of a part that opened or closed since, the patients who may not enter it are no news
            kind = SHUT if was == now == CLOSED and before != 3 and before != after else ""
        if kind:
            found.append((before, after, kind))
    return tuple(found)


def parts_changed(entries: Sequence[Entry], past: Mapping[tuple[str, str], tuple[str, str | None]]) -> list[PartChange]:
    """Parts that are new, gone, ask something else, or recruit otherwise; in the order of the parts, those gone last.

    Parameters
    ----------
    past
        Key of a part -> the digest of its tree, and how it recruited (None where nobody kept it).
    """
    found = []
    for entry in entries:
        if entry.key not in past:
            found.append(PartChange(*entry.key, "new_part", "", entry.status))
            continue
        digest, status = past[entry.key]
        status = status or entry.status
        if digest != entry.digest:
            found.append(PartChange(*entry.key, "changed_part", status, entry.status))
        if status != entry.status:
            found.append(PartChange(*entry.key, "recruitment", status, entry.status))
    there = {e.key for e in entries}
    return found + [PartChange(*key, "part_gone", past[key][1] or "", "") for key in past if key not in there]


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
