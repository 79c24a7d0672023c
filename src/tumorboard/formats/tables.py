"""Records of a table with a header row: tolerant column names, typed cells, every line accounted for.

What is read
    Columns separated by tab, comma or semicolon, told by the header row; cells in quotation marks; comment lines that
    begin with ``#``; a header row that begins with ``#`` itself (Arriba, STAR-Fusion).
Column names
    A reader asks for columns by its own names and gives the spellings it knows.  A spelling matches as it is written,
    else without regard to case, spaces and punctuation: ``End_position`` is ``End_Position``.
Accounts
    `Table.records` counts the lines that are records, `Table.malformed` those of them that `rows` does not yield; each
    of these has an issue.  Blank lines, comments and a repeated header row are no records.
What is left to the readers
    Which columns mean what, and what an absent cell means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tumorboard.formats.cells import MISSING, fold, names_of, parse_number, split_cells
from tumorboard.formats.opening import DAMAGED, Line, Opened, delimiter
from tumorboard.formats.reports import Reports
from tumorboard.issues import Place

PROGRESS_EVERY = 50_000
LONGEST = max(map(len, MISSING))
NARROW = 100  # columns; most records of a wider table, of many samples, are asked for one cell only
BLANK = ' \t,;"'
_EXCEL_HINT = re.compile(r"sep=.", re.IGNORECASE)

Spellings = Mapping[str, tuple[str, ...]]
Required = Sequence[str | tuple[str, ...]]


class Row:
    """One record.  Cells are asked for by the reader's own column names, or by position for columns it has no name for."""

    __slots__ = ("_cells", "_table", "_text", "line", "record")

    def __init__(self, table: Table, record: int, line: int, text: str, cells: list[str] | None) -> None:
        self._table = table
        self._text = text
        self._cells = cells
        self.record = record
        self.line = line

    @property
    def cells(self) -> list[str]:
        """Every cell, without quotation marks."""
        if self._cells is None:
            self._cells = split_cells(self._text, self._table.delimiter) or []
        return self._cells

    def raw(self, name: str | int) -> str:
        """The cell as it is written, without outer space; empty when the table has no such column."""
        at = self._table.index.get(name, -1) if isinstance(name, str) else name
        if at < 0:
            return ""
        cells = self._cells
        if cells is None:
            if '"' not in self._text:
                return self._text.split(self._table.delimiter, at + 1)[at].strip()
            cells = self.cells
        return cells[at].strip()

    def text(self, name: str | int) -> str:
        """The cell, empty when it says that there is nothing (``NA``, ``.``, ``-`` ...)."""
        cell = self.raw(name)
        return "" if not cell or (len(cell) <= LONGEST and cell.lower() in MISSING) else cell

    def number(self, name: str | int) -> float | None:
        """The cell as a finite number; None when missing, and with an issue when it is something else."""
        cell = self.text(name)
        if not cell:
            return None
        value = parse_number(cell, decimal_comma=self._table.delimiter == ";")
        if value is None:
            self.report("TBL006", name)
        return value

    def whole(self, name: str | int) -> int | None:
        """The cell as a whole number (``12`` or ``12.0``); None when missing, and with an issue when it is something else."""
        cell = self.text(name)
        if not cell:
            return None
        if cell.isascii() and cell.isdecimal() and len(cell) < 16:
            return int(cell)
        value = parse_number(cell)
        if value is None or not value.is_integer():
            self.report("TBL006", name)
            return None
        return int(value)

    def place(self, name: str | int = "") -> Place:
        """Where this is: file, record, line and the column as the file calls it."""
        return Place(self._table.reports.file, self.record, self.line, self._table.column(name))

    def report(self, code: str, name: str | int = "", **params: str | int) -> None:
        """A WARNING about this record, or one cell of it."""
        table = self._table
        table.reports.warning(code, record=self.record, line=self.line, field=table.column(name), **params)

    def note(self, code: str, name: str | int = "", **params: str | int) -> None:
        """The same, for the record only (INFO)."""
        table = self._table
        table.reports.info(code, record=self.record, line=self.line, field=table.column(name), **params)


class Table:
    """A table being read; the counts are complete when `rows` is exhausted.

    `header` holds the column names as written, `index` the position of every column that was asked for and found,
    `comments` the lines above the header row that begin with ``#``.
    """

    def __init__(
        self, opened: Opened, lines: Iterator[Line], names: Sequence[str], separator: str, asked: Spellings
    ) -> None:
        self.reports = opened.reports
        self.header = tuple(names)
        self.delimiter = separator
        self.index: dict[str, int] = {}
        self.records = 0
        self.malformed = 0
        self.progress: Callable[[int], None] | None = None
        self.comments: tuple[str, ...] = ()
        self.by_hand = False
        self._asked = asked
        self._required: Required = ()
        self._opened = opened
        self._lines = lines

    @property
    def complete(self) -> bool:
        """False when data at the end of the file are missing: what is absent from it then says nothing."""
        return self._opened.complete

    def column(self, name: str | int) -> str:
        """A column as the file calls it, empty when it has none such; ``#5`` for one that was not asked for by name.

        A matrix has the names of samples in its header row, which no issue may tell.
        """
        if isinstance(name, int):
            return f"#{name + 1}"
        at = self.index.get(name, -1)
        return self.header[at] if at >= 0 else ""

    def others(self) -> tuple[tuple[int, str], ...]:
        """Position and name of every column that was not asked for: the samples of a matrix."""
        mine = set(self.index.values())
        return tuple((i, name) for i, name in enumerate(self.header) if i not in mine and name)

    def rows(self) -> Iterator[Row]:
        """Every record that can be read; the others are counted as `malformed`, each with an issue."""
        names = set(self.header)
        for number, text in self._lines:
            if text is None:  # its issue was given when it was opened
                self.records += 1
                self.malformed += 1
                continue
            if not text or (text[0] in BLANK and not text.strip(BLANK)):
                continue
            first = text.partition(self.delimiter)[0].strip(' "').lstrip("#")
            if first in names and self._is_header(text):
                if self._parted(text) == self.header:
                    self.reports.info("TBL008", line=number)
                    continue
                self.reports.error("TBL009", line=number)
                self._give_up()
                break
            if text.startswith("#"):
                self.reports.info("TBL010", line=number)
                continue
            self.records += 1
            row = self._row(text, number)
            if row is None:
                self.malformed += 1
            else:
                yield row
            if self.progress is not None and self.records % PROGRESS_EVERY == 0:
                self.progress(self.records)
        if not self.records:
            self.reports.info("TBL012")
        elif self.malformed == self.records:
            self.reports.error("TBL013")

    def _row(self, text: str, number: int) -> Row | None:
        """The record, or None with an issue."""
        width, cells = len(self.header), None
        if self.delimiter != "\t" or text.count("\t") + 1 != width:
            cells = split_cells(text, self.delimiter)
            if cells is not None and len(cells) > width and not any(c.strip() for c in cells[width:]):
                cells = cells[:width]  # empty cells behind the last column: a spreadsheet's
            if cells is None or len(cells) != width:
                found = 0 if cells is None else len(cells)
                self.reports.warning("TBL003", record=self.records, line=number, found=found, expected=width)
                return None
        elif width <= NARROW and '"' not in text:
            cells = text.split("\t")
        if number == self._opened.unterminated and not self.by_hand:
            cells = self._without_cut_number(text, number, cells)
        row = Row(self, self.records, number, text, cells)
        if DAMAGED in text:
            bad = next((name for name, at in self.index.items() if DAMAGED in row.cells[at]), None)
            if bad is not None:
                row.report("TBL007", bad)
                return None
        return row

    def _without_cut_number(self, text: str, number: int, cells: list[str] | None) -> list[str]:
        """The cells of a last record without line end: a number cut off reads as a smaller one, so it is not used."""
        cells = split_cells(text, self.delimiter) or [] if cells is None else cells
        self.reports.warning("TBL014", record=self.records, line=number)
        if parse_number(cells[-1].strip(), decimal_comma=self.delimiter == ";") is not None:
            return [*cells[:-1], ""]
        return cells

    def _parted(self, text: str) -> tuple[str, ...]:
        return names_of(text, self.delimiter)

    def _is_header(self, text: str) -> bool:
        names = self._parted(text)
        return len(names) > 1 and bool(self._required) and not _absent(_resolve(names, self._asked), self._required)

    def _give_up(self) -> None:
        """Count what comes after a second header without reading it: its columns are others."""
        for _, text in self._lines:
            if text is None or text.strip():
                self.records += 1
                self.malformed += 1


def open_table(
    path: Path,
    reports: Reports,
    columns: Spellings,
    *,
    required: Required = (),
    progress: Callable[[int], None] | None = None,
    by_hand: bool = False,
) -> Table | None:
    """The table with its columns found; None, with an ERROR, when it has no header row or lacks a required column.

    Parameters
    ----------
    columns
        The reader's name of each column it can use -> the spellings in use, preferred ones first.
    required
        Names without which the table is useless; a tuple stands for *one of these*.
    progress
        Called with the number of records now and then.
    by_hand
        Typed by a person, whose editor often leaves out the last line end: nothing is doubted for the lack of it.

    Examples
    --------
    >>> SPELLINGS = {"gene": ("Hugo_Symbol", "Gene Symbol"), "log2": ("log2",)}
    >>> open_table(Path("absent.tsv"), Reports("absent.tsv"), SPELLINGS, required=("gene",)) is None
    True
    """
    opened = Opened(path, reports)
    lines = opened.lines()
    comments: list[str] = []
    found = _find_header(lines, columns, required, comments)
    if found is None:
        if not reports.failed():
            reports.error("TBL001")
        return None
    names, separator, rest = found
    table = Table(opened, rest, names, separator, columns)
    if separator != "\t":
        reports.info("TBL011", delimiter="comma" if separator == "," else "semicolon")
    table.index = _resolve(names, columns)
    table._required = required
    table.progress = progress
    table.by_hand = by_hand
    table.comments = tuple(comments)
    absent = _absent(table.index, required)
    if absent:
        shown = tuple("/".join(columns[n][0] for n in ([a] if isinstance(a, str) else a)) for a in absent)
        reports.error("TBL002", columns=shown)
        return None
    return table if _unambiguous(table, columns) else None


def _find_header(
    lines: Iterator[Line], columns: Spellings, required: Required, comments: list[str]
) -> tuple[tuple[str, ...], str, Iterator[Line]] | None:
    """Names, separator and the lines after the header row: the first line that is no comment, or the comment above it."""
    above: str = ""
    for line in lines:
        if line.text is None:
            return None  # the header may have been in it
        if not line.text.strip() or _EXCEL_HINT.fullmatch(line.text.strip()):
            continue
        if line.text.startswith("#"):
            above = line.text
            comments.append(above)
            continue
        names = names_of(line.text, delimiter(line.text))
        if above and _absent(_resolve(names, columns), required):
            marked = names_of(above, delimiter(above))
            if len(marked) > 1 and not _absent(_resolve(marked, columns), required):
                comments.pop()
                return marked, delimiter(above), _chain(line, lines)
        return names, delimiter(line.text), lines
    marked = names_of(above, delimiter(above))
    return (marked, delimiter(above), lines) if len(marked) > 1 else None


def _chain(first: Line, rest: Iterator[Line]) -> Iterator[Line]:
    yield first
    yield from rest


def _resolve(names: Sequence[str], columns: Spellings) -> dict[str, int]:
    """Position of every column that is there: the first spelling as written, else the first one up to punctuation."""
    exact: dict[str, int] = {}
    loose: dict[str, int] = {}
    for i, name in enumerate(names):
        exact.setdefault(name, i)
        if folded := fold(name):  # nothing is left of a name in another script, which is matched as it is written
            loose.setdefault(folded, i)
    index = {}
    for asked, spellings in columns.items():
        at = next((exact[s] for s in spellings if s in exact), None)
        if at is None:
            at = next((loose[fold(s)] for s in spellings if fold(s) in loose), None)
        if at is not None:
            index[asked] = at
    return index


def _absent(index: Mapping[str, int], required: Required) -> list[str | tuple[str, ...]]:
    return [r for r in required if not any(n in index for n in ([r] if isinstance(r, str) else r))]


def _unambiguous(table: Table, columns: Spellings) -> bool:
    """Whether no column that is used stands there twice; others that do are only mentioned."""
    counts: dict[str, int] = {}
    for name in table.header:
        counts[name] = counts.get(name, 0) + 1
    used = {table.header[at] for at in table.index.values()}
    for name, count in counts.items():
        if count > 1 and name in used:
            table.reports.error("TBL004", field=name)
        elif count > 1 and name:
            table.reports.info("TBL005", repeated=count)
    return not any(counts[name] > 1 for name in used)
