"""Differences between two versions in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tumorboard.app import differences
from tumorboard.board.changes import OptionChange, named
from tumorboard.model.assessment import Assessment, TherapyOption
from tumorboard.model.case import Case
from tumorboard.model.registry import Decision
from tumorboard.report import here
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


def assessments(
    found: Sequence[OptionChange], before: Assessment, after: Assessment, language: str
) -> tuple[Compared, ...]:
    """Options that came, went, rose or fell between these two; each side says how it stands as its report does."""
    said = words(language)
    old, new = _kept(before), _kept(after)
    return tuple(
        Compared(
            _named(c, said),
            said.term(f"page.happened.{c.happened}"),
            _graded(c.before, old.get(_key(c)), said),
            _graded(c.after, new.get(_key(c)), said),
        )
        for c in found
    )


def _kept(assessment: Assessment) -> dict[tuple[bool, tuple[str, ...]], TherapyOption]:
    """The kept options and expected resistances by what a change calls them."""
    both = ((False, assessment.options), (True, assessment.resistance))
    return {(resists, named(o)): o for resists, options in both for o in options if o.kept}


def _key(change: OptionChange) -> tuple[bool, tuple[str, ...]]:
    return change.happened.startswith("resistance_"), change.regimen


def _named(change: OptionChange, said: Words) -> str:
    if change.happened.startswith("marker_"):
        return change.regimen[0]
    return regimen(change.regimen, said)


def _graded(told: str, option: TherapyOption | None, said: Words) -> str:
    """``bucket verdict scheme value scheme value`` in words, the verdict in those of the report; of a marker ``predicate direction``."""
    if not told:
        return ""
    bucket, _, rest = told.partition(" ")
    verdict, _, grades = rest.partition(" ")
    if option is None:
        return said.joint(", ").join((said.term(f"predicate.{bucket}"), said.term(verdict)))
    shown = " ".join(said.terms.get(f"scheme.{w}", w) for w in grades.split())
    parts = (said.terms.get(f"bucket.{bucket}", bucket), said.term(here.verdict(option).code), shown)
    return said.joint(", ").join(part for part in parts if part)


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
