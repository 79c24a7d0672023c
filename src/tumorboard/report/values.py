"""What a report is made of, before a language and a file format are chosen.

Text is a tuple of inline parts: plain data (a gene, a number), or codes that `wording` turns into words.  A tone (good, warn, bad, info,
mute) is never the only carrier of a meaning: words or marks stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from tumorboard.report import parts

if TYPE_CHECKING:
    from tumorboard.report import cards, heat_values

# The parts of a text are named here too, where everything that a report is made of is found.
Absent = parts.Absent
Badge = parts.Badge
Code = parts.Code
Day = parts.Day
Drug = parts.Drug
Inline = parts.Inline
Link = parts.Link
Site = parts.Site
Term = parts.Term
Text = parts.Text
Tumor = parts.Tumor
Worded = parts.Worded


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of a table cell; `names` are put in the order in which readers of the language look them up."""

    lines: tuple[Text, ...] = ()
    names: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `anchor` makes it a link target; a row with a `heading` spans the table and starts a group."""

    cells: tuple[Cell, ...] = ()
    anchor: str = ""
    heading: Text = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption and its columns' headings; the first cell names the row.

    `empty` is shown when there is no row; `wide` is the index of the column that takes the free space; `fold` is what
    a reader clicks to see a long table, which prints open.
    """

    caption: Term
    columns: tuple[Term, ...]
    rows: tuple[Row, ...]
    empty: Term = Term("report.none")
    wide: int = 0
    fold: Text = ()


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
    """A list of texts under an optional heading; `columns` lets short items stand side by side."""

    items: tuple[Text, ...]
    heading: Term | None = None
    columns: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: what, what it decides, and which regimens those are."""

    what: Text
    decides: Text
    names: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """What to do next, most decisive first."""

    heading: Term
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Blanks:
    """Lines for a pen on the printed page."""

    labels: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class GradeCell:
    """One scheme's grade: `level` 4 (strongest) to 1, 0 without a grade; `rule` is the row that fired, `why` its words."""

    scheme: Term
    value: Text
    level: int
    rule: str
    why: Text


@dataclass(frozen=True, slots=True)
class Agency:
    """Regulatory status at one agency on the assessment date; the dates are None where no source supports one."""

    name: str
    state: str  # approved, accelerated, conditional, withdrawn, not_approved, not_yet, unknown
    on: date | None = None
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One therapy option as the board reads it; `folds` are the headed lists that open under it."""

    rank: int | None
    regimen: Text
    rests_on: tuple[Text, ...]
    verdict: Badge
    waits_for: tuple[Text, ...]
    grades: tuple[GradeCell, ...]
    agencies: tuple[Agency, ...]
    flags: tuple[Badge, ...] = ()
    folds: tuple[tuple[Term, tuple[Text, ...]], ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Options of one kind of support; a `folded` one opens on a click, and prints open."""

    heading: Text
    rows: tuple[OptionRow, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class OptionTable:
    """Options in rank order under the headings of their kind of support."""

    groups: tuple[OptionGroup, ...]


GridCell = tuple[Text, str, Text]


@dataclass(frozen=True, slots=True)
class Grid:
    """A picture of states: rows by columns.

    A cell is (mark, tone, what it says in words).  Columns are broken into pieces of `chunk`, so that the picture
    stays readable on any width.  `notes` are lines beside each row, under their headings, for a grid of one piece.
    """

    caption: Term
    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, tuple[GridCell, ...]], ...]
    legend: tuple[tuple[str, str, Term], ...] = ()
    chunk: int = 12
    upright: bool = False  # short headings stand upright; long ones are turned
    heads: tuple[Term, ...] = ()
    notes: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A point at `at` (0-1 of the axis) with what it says; `shape` is circle, square or diamond."""

    at: float
    label: Text
    shape: str = "circle"
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Span:
    """A bar from `start` to `end` (0-1 of the axis); `open` when it goes on."""

    start: float
    end: float
    label: Text = ()
    tone: str = "info"
    open: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """One row of a picture: what it is, what is drawn, and the note beside it."""

    label: Text
    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()
    note: Text = ()


@dataclass(frozen=True, slots=True)
class Tracks:
    """A picture of rows along one axis: allele fractions, copy numbers, treatment over time.

    `ticks` and `lines` are positions 0-1 with their text; a line is a reference that all rows share.
    """

    caption: Term
    tracks: tuple[Track, ...]
    ticks: tuple[tuple[float, str], ...]
    lines: tuple[tuple[float, Text], ...] = ()
    legend: tuple[tuple[str, str, Term], ...] = ()  # shape, tone, word


@dataclass(frozen=True, slots=True)
class Dense:
    """Very many short items under names: all are there, folded, for looking up; `count` items in all."""

    fold: Text
    groups: tuple[tuple[str, tuple[Text, ...]], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points (0-1 of both axes); `kind` picks color and dashes; `step` makes it a staircase.

    `ticks` are points of the line that get a small stroke (censored patients); `end` is written where the line ends.
    """

    points: tuple[tuple[float, float], ...]
    kind: int = 0
    step: bool = False
    ticks: tuple[tuple[float, float], ...] = ()
    end: Text = ()
    thin: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A pale band between two staircases or lines: x, low, high."""

    points: tuple[tuple[float, float, float], ...]
    kind: int = 0
    step: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from (x1, y1) to (x2, y2); `kind` picks color and hatching; `says` is its short word, `open` ends in an arrow."""

    x1: float
    x2: float
    y1: float
    y2: float
    kind: int = 0
    says: Text = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A mark at a place: circle, square, diamond, triangle or cross."""

    x: float
    y: float
    shape: str = "circle"
    kind: int = 0


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend: a stroke, bar or mark of a kind, and its words."""

    drawn: str  # line, bar, or the shape of a mark
    kind: int
    words: Text


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with two axes; all places are shares of the axes, 0 left and below.

    `rules` are reference lines: (axis, place, words); `counts` rows of numbers under the picture, each at its place on the axis
    below (numbers at risk); `rows` names beside it, each at its place (patients).  `says` is what it shows, for who cannot see it.
    """

    caption: Term
    says: Text
    x_label: Text
    y_label: Text
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    strokes: tuple[Stroke, ...] = ()
    areas: tuple[Area, ...] = ()
    bars: tuple[Bar, ...] = ()
    points: tuple[Point, ...] = ()
    rules: tuple[tuple[str, float, Text], ...] = ()
    legend: tuple[Key, ...] = ()
    counts_head: Text = ()
    counts: tuple[tuple[Text, int, tuple[tuple[float, str], ...]], ...] = ()
    rows: tuple[tuple[float, Text], ...] = ()
    height: int = 300  # of the drawing between the axes, in units of which 700 are the whole width
    name: str = ""  # of the file, when the picture stands alone
    about: Text = ()  # said after the caption, as after the title of a section


Plain: TypeAlias = Table | Facts | Notice | Bullets | Steps | Blanks | OptionTable | Grid | Tracks | Dense | Chart
Block: TypeAlias = "Plain | cards.Cards | heat_values.HeatMap"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; `front` sections stand before the appendix, `paper` ones on the printed page only."""

    id: str
    title: Term
    blocks: tuple[Block, ...]
    front: bool = False
    lead: Text = field(default=())
    paper: bool = False
    about: Text = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Sections in order, with what every page shows.

    `labels` maps fact ids (``course/c1``) to what a reader calls them, for the reasons that name facts.
    """

    title: Text
    case_id: str
    subject: Text
    on: date
    content_hash: str
    version: str
    sections: tuple[Section, ...]
    labels: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))
