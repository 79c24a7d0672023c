"""How many columns of a terminal a text takes: two for a Chinese character or full-width mark."""

from __future__ import annotations

from unicodedata import east_asian_width


def cells(text: str) -> int:
    """Columns of a terminal that a text takes.

    Examples
    --------
    >>> cells("EGFR 突变"), cells("（a）")
    (9, 5)

    Source
    ------
    Unicode Standard Annex 11, East Asian Width.
    """
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, width: int) -> str:
    """The text with blanks behind it up to `width` columns.

    Examples
    --------
    >>> padded("组别", 6) + "|", padded("x", 6) + "|"
    ('组别  |', 'x     |')
    """
    return text + " " * (width - cells(text))
