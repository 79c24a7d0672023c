"""Differences between two versions in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tumorboard.app import differences
from tumorboard.board.changes import OptionChange
from tumorboard.model.case import Case
from tumorboard.model.registry import Decision
from tumorboard.web.sheets import plain
from tumorboard.web.told import regimen
from tumorboard.wording import Words, words


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the table of differences."""

    what: str
    happened: str
    before: str
    after: str


def assessments(found: Sequence[OptionChange], language: str) -> tuple[Compared, ...]:
    """Options that came, went, rose or fell."""
    said = words(language)
    return tuple(
        Compared(
            _named(c, said), said.term(f"page.happened.{c.happened}"), _graded(c.before, said), _graded(c.after, said)
        )
        for c in found
    )


def _named(change: OptionChange, said: Words) -> str:
    if change.happened.startswith("marker_"):
        return change.regimen[0]
    return regimen(change.regimen, said)


def _graded(told: str, said: Words) -> str:
    """``bucket verdict scheme value scheme value`` in words."""
    if not told:
        return ""
    bucket, _, rest = told.partition(" ")
    verdict, _, grades = rest.partition(" ")
    shown = " ".join(said.terms.get(f"scheme.{w}", w) for w in grades.split())
    known = said.terms.get(f"page.verdict.{verdict}", verdict)
    return said.joint(", ").join(part for part in (said.terms.get(f"bucket.{bucket}", bucket), known, shown) if part)


def facts(before: Case, after: Case, language: str) -> tuple[Compared, ...]:
    """Facts that came, went or changed."""
    return _said(differences.of_facts(before, after), language)


def decisions(before: Decision, after: Decision, language: str) -> tuple[Compared, ...]:
    """What another decision says otherwise."""
    return _said(differences.of_decisions(before, after), language)


def _said(found: Sequence[differences.Difference], language: str) -> tuple[Compared, ...]:
    said = words(language)
    return tuple(
        Compared(plain(d.what, language), said.term(d.happened), plain(d.before, language), plain(d.after, language))
        for d in found
    )
