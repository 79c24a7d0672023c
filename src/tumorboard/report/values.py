"""What a report is made of, before a language and a file format are chosen.

Text is a tuple of inline parts: plain data (a gene, a number), or codes that `wording` turns into words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tumorboard.issues import Issue
from tumorboard.reasons import Reason


@dataclass(frozen=True, slots=True)
class Term:
    """A coded word of the catalogs: a heading, a state, a grade's name."""

    code: str


@dataclass(frozen=True, slots=True)
class Absent:
    """A missing fact by name."""

    fact: str


@dataclass(frozen=True, slots=True)
class Drug:
    """An agent by code, shown by its generic name in the reader's language."""

    code: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A short marked word; `tone` is good, warn, bad, info or mute, and never the only carrier of the meaning."""

    text: Inline
    tone: str = "info"


Inline = str | Reason | Term | Absent | Drug | Issue
Text = tuple["Inline | Badge", ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of a table cell; `sort` orders rows in exports when the text should not."""

    lines: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `tone` marks the whole row, `anchor` makes it a link target."""

    cells: tuple[Cell, ...]
    tone: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns' headings; `empty` is shown when there is no row."""

    columns: tuple[Term, ...]
    rows: tuple[Row, ...]
    empty: Term = Term("report.none")
    wide: int = 0  # index of the column that takes the free space


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a heading and a text."""

    pairs: tuple[tuple[Term, Text], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A paragraph that must be seen, with a tone."""

    text: Text
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of texts under an optional heading."""

    items: tuple[Text, ...]
    heading: Term | None = None


@dataclass(frozen=True, slots=True)
class OptionCard:
    """One therapy option as the board reads it."""

    rank: int | None
    regimen: Text
    badges: Text
    agencies: tuple[tuple[str, str], ...]  # agency -> approved, unknown, withdrawn, ...
    because: tuple[Text, ...] = ()
    against: tuple[Text, ...] = ()
    missing: tuple[Text, ...] = ()
    tone: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of a picture: `x` a date or number, `y` a number, `tone` and `shape` carry the same meaning."""

    x: date | float
    y: float
    label: str
    tone: str = "info"
    shape: str = "circle"


@dataclass(frozen=True, slots=True)
class Lane:
    """One horizontal lane of a timeline: a bar from `start` to `end`, open ends None."""

    label: Text
    start: date
    end: date | None
    note: Text = ()
    tone: str = "info"
    point: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Treatment courses and specimens against time; `until` is the decision date."""

    lanes: tuple[Lane, ...]
    until: date


@dataclass(frozen=True, slots=True)
class Matrix:
    """A grid of states: rows by columns, each cell a state with a tone and a mark."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, tuple[tuple[str, str], ...]], ...]  # label, (mark, tone) per column
    legend: tuple[tuple[str, str, Term], ...] = ()


@dataclass(frozen=True, slots=True)
class Dots:
    """Allele fractions of the alterations that matter, one row each; fractions 0-1."""

    rows: tuple[tuple[Text, tuple[Dot, ...]], ...]
    axis: Term


Block = Table | Facts | Notice | Bullets | OptionCard | Timeline | Matrix | Dots


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; `front` sections stand on the first page."""

    id: str
    title: Term
    blocks: tuple[Block, ...]
    front: bool = False
    lead: Text = field(default=())


@dataclass(frozen=True, slots=True)
class Report:
    """Sections in order, with what every page shows."""

    title: Text
    case_id: str
    on: date
    content_hash: str
    version: str
    sections: tuple[Section, ...]
