"""Alternatives of a profile as few questions: what two releases write as one name or as two becomes one text."""

from __future__ import annotations

import re

_LISTED = re.compile(r'((?:ProteinChangeIn|CodonMutated|ExonMutated)\("[^"]+", \[)([^\]]+)(\].*)')


def merged(texts: set[str]) -> set[str]:
    """Alternatives that differ in one list alone as one question with the lists together: G12 or G13 is G12/G13."""
    lists: dict[tuple[str, str], set[str]] = {}
    found = set()
    for text in texts:
        part = _LISTED.fullmatch(text)
        if part is None:
            found.add(text)
        else:
            lists.setdefault((part[1], part[3]), set()).update(part[2].split(", "))
    for (opening, closing), said in lists.items():
        ordered = sorted(said, key=lambda word: (int(word) if word.isdecimal() else 0, word))
        found.add(f"{opening}{', '.join(ordered)}{closing}")
    return found
