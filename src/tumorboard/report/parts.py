"""The parts of a text before a language is chosen: plain data, or codes that `wording` turns into words."""

from __future__ import annotations

from dataclasses import dataclass
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
class Tumor:
    """A tumor type by code, with its English name; shown by its name in the reader's language."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the body as it was recorded, by its name in the reader's language where it is a known one."""

    recorded: str


@dataclass(frozen=True, slots=True)
class Day:
    """A date in running text, as the reader's language writes it."""

    day: date


@dataclass(frozen=True, slots=True)
class Code:
    """Text for machines and for looking up: a hash, an id, a criterion."""

    text: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A short marked word."""

    text: Inline
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to an anchor of the same page."""

    anchor: str
    text: Text


@dataclass(frozen=True, slots=True)
class Worded:
    """What a source says in its own words: pairs of a language and the text; the reader's language where it has it."""

    texts: tuple[tuple[str, str], ...]


Inline = str | Reason | Term | Absent | Drug | Tumor | Site | Day | Issue | Code | Worded
Text = tuple["Inline | Badge | Link", ...]
