"""Sets of patients as bits of one whole number: bit n is the patient in row n.

Python's numbers of any length do and, or and not at the speed of the memory, and need no library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NONZERO = re.compile(rb"[^\0]")
_SET = tuple(tuple(k for k in range(8) if byte >> k & 1) for byte in range(256))


def every(n: int) -> int:
    """All of `n` patients."""
    return (1 << n) - 1


def of_rows(rows: Iterable[int], n: int) -> int:
    """The set of these rows, of `n`."""
    found = bytearray((n + 7) // 8)
    for row in rows:
        found[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(found, "little")


def rows_of(bits: int) -> list[int]:
    """The rows of a set, in order."""
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    found: list[int] = []
    for hit in _NONZERO.finditer(data):
        at = hit.start()
        first = at * 8
        found.extend([first + k for k in _SET[data[at]]])
    return found


def first_of(bits: int) -> int:
    """The lowest row of a set that is not empty."""
    return (bits & -bits).bit_length() - 1
