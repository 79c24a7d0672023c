"""Whether a table's genes are written as a mouse's are: ``Egfr``, ``Kras``; taken for human genes they would be another animal's."""

from __future__ import annotations

from collections.abc import Iterable

LEAST = 3  # genes so written below which it is a habit of typing


def mouse(written: Iterable[str]) -> bool:
    """Whether most of the names have one capital, before small letters.

    Examples
    --------
    >>> mouse(["Egfr", "Kras", "Trp53", "Cd274"]), mouse(["EGFR", "KRAS", "C1orf112", "egfr"])
    (True, False)
    """
    names = [n.strip() for n in written]
    like = sum(n[:1].isalpha() and n == n.capitalize() and any(c.islower() for c in n) for n in names)
    return like >= LEAST and 2 * like > len(names)
