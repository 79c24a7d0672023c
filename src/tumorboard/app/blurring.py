"""Counts for who may not see the cases themselves: off by a little, so that two questions do not tell one patient.

Withholding small counts is not enough where everybody may ask anything: the count of *A or B* less the count of *A* is the count of one patient.
So a count is moved by a number that hangs on the very cases that are counted, on the question, and on a secret of the registry: the same question
gives the same number whoever asks and how often; one case more or less gives another.  Nobody (0) is told like few.

Source: Fraser and Wooton 2005, A proposed method for confidentialising tabular output to protect against differencing (cell keys);
Hundepool et al. 2012, Statistical Disclosure Control, chapter 5.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from hashlib import sha256

from tumorboard.app.population import Population
from tumorboard.store.registry import Registry
from tumorboard.store.restrictions import public_ids


def secret(registry: Registry, found: Population) -> bytes:
    """What moves the counts of a registry: made of its first entry and of the random name of its oldest case, which who may see no case does
    not know."""
    first = registry.first()
    oldest = [found.cases[0].head.case] if found.cases else []
    parts = [first.digest if first is not None else "", *public_ids(registry, oldest).values()]
    return sha256("\n".join(parts).encode()).digest()


def blurred(members: Iterable[str], key: bytes, least: int, question: str = "") -> int | None:
    """How many there are, by at most ``least - 1`` more or fewer; None where that is below `least`.

    Parameters
    ----------
    question
        What was asked.  Half of the move hangs on the cases alone, so that asking in other words does not average it away; half on the
        question too, so that two questions with the same number need not be of the same cases.

    Examples
    --------
    >>> names = [f"C{n}" for n in range(40)]
    >>> blurred(names, b"key", 5) == blurred(reversed(names), b"key", 5), abs(blurred(names, b"key", 5) - 40) <= 4
    (True, True)
    >>> blurred([], b"key", 5) is None
    True
    """
    counted: Sequence[str] = sorted(members)
    if not counted:
        return None
    half = (least - 1) // 2
    moved = len(counted)
    for about in ("\n".join(counted), "\n".join((*counted, question, "question"))):
        drawn = hmac.new(key, about.encode(), sha256).digest()
        moved += int.from_bytes(drawn[:8]) % (2 * half + 1) - half
    return moved if moved >= least else None
