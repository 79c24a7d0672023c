"""Cells of a delimited line: parting, quotation marks, what stands for nothing, numbers, column names.

Source: RFC 4180 (quotation marks); R's ``write.table`` and spreadsheets, for what tables of this field look like.
"""

from __future__ import annotations

import csv
import math
import re

# What tables write for "nothing here", in lower case.
MISSING = frozenset(
    {"", "na", "n/a", "nan", "#n/a", ".", "-", "--", "null", "none", "[not available]", "not available"}
)
UNWRITTEN = re.compile(r"[^a-z0-9]+")
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def parse_number(text: str, *, decimal_comma: bool = False) -> float | None:
    """A finite number as tables write it; None for anything else.

    Examples
    --------
    >>> parse_number("-1.5e-3"), parse_number("0,35", decimal_comma=True), parse_number("1_000"), parse_number("inf")
    (-0.0015, 0.35, None, None)
    """
    if decimal_comma and text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if not text.isascii() or NUMBER.fullmatch(text) is None:
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def parse_whole(text: str) -> int | None:
    """A whole number of at most 15 plain digits, without sign; None for anything else.

    Examples
    --------
    >>> parse_whole("12"), parse_whole("1.0"), parse_whole("\u00b2"), parse_whole("9" * 5000)
    (12, None, None, None)
    """
    return int(text) if len(text) < 16 and text.isascii() and text.isdecimal() else None


def fold(name: str) -> str:
    """A column name without case, spaces and punctuation.

    Examples
    --------
    >>> fold("Gene Symbol") == fold("gene_symbol") == fold("GeneSymbol")
    True
    """
    return UNWRITTEN.sub("", name.lower())


def names_of(text: str, separator: str) -> tuple[str, ...]:
    """The names of a header row, without the mark of a comment and without empty names at the end."""
    names = [n.strip() for n in split_cells(text.lstrip("#"), separator) or []]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def split_cells(text: str, separator: str) -> list[str] | None:
    """The cells of a line; None when its quotation marks do not close or it cannot be a record."""
    if '"' not in text:
        return text.split(separator)
    if separator == "\t":  # a lone mark (inches) is text here
        return [_unquoted(cell) for cell in text.split("\t")]
    try:
        found = list(csv.reader([text], delimiter=separator, strict=True))
    except csv.Error:
        return None
    return found[0] if len(found) == 1 else None


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
