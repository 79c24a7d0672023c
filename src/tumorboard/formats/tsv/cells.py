"""Cells and columns of the tables: how a value becomes text that no spreadsheet takes for a formula.

A text that begins with ``= + - @``, a quote or an apostrophe gets one apostrophe in front; who reads the table by program
takes one leading apostrophe away.  Numbers are never touched.  Tabs and line ends inside a text become blanks.

Source: OWASP, CSV Injection; IANA media type text/tab-separated-values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

from tumorboard.model.dates import PartialDate

Value = str | int | float | bool | date | PartialDate | None
R = TypeVar("R")
BETWEEN = "; "
# Full-width forms count in East Asian spreadsheets.
_FORMULA = re.compile(r"""\s*[=+\-@"'\uFF1D\uFF0B\uFF0D\uFF20\u2212]""")
_BREAKS = re.compile(r"[\t\r\n\u2028\u2029]+")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column: its name, what it means, and how a record fills it."""

    name: str
    meaning: str
    of: Callable[[R], Value]


@dataclass(frozen=True, slots=True)
class Sheet(Generic[R]):
    """One table: its file, what a row is, and its columns in order."""

    file: str
    row: str
    columns: tuple[Column[R], ...]

    def text(self, records: Iterable[R]) -> str:
        """The table with its header, a line for each record."""
        lines = ["\t".join(c.name for c in self.columns)]
        fill = [c.of for c in self.columns]
        # Most cells of a row are empty: a variant has no copies, a segment no transcript.
        lines += ["\t".join(["" if (v := of(record)) is None else cell(v) for of in fill]) for record in records]
        return "\n".join(lines) + "\n"


def cell(value: Value) -> str:
    """A value as the text of a cell; None is empty, truth is yes or no, numbers are exact.

    Examples
    --------
    >>> cell("=1+1"), cell(-0.5), cell(True), cell(None)
    ("'=1+1", '-0.5', 'yes', '')
    """
    if not value and (value is None or value == ""):
        return ""
    if isinstance(value, str):
        return value if value.isalnum() else _harmless(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return repr(value)
    return str(value)


@lru_cache(maxsize=8192)
def _harmless(value: str) -> str:
    """A text without what a spreadsheet would act on; most texts of a table come again and again."""
    text = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", _BREAKS.sub(" ", value))
    return f"'{text}" if _FORMULA.match(text) else text


def many(values: Iterable[str]) -> str:
    """Several texts in one cell."""
    return BETWEEN.join(v.replace(BETWEEN, ", ") for v in values if v)


def columns(*rows: tuple[str, str, Callable[[R], Value]]) -> tuple[Column[R], ...]:
    """Columns out of (name, meaning, how)."""
    return tuple(Column(name, meaning, of) for name, meaning, of in rows)
