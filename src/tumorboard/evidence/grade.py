"""Grades of one statement on this case, side by side in every scheme the policy asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from tumorboard.evidence.schemes import amp_2017, civic, escat_2018, nct, oncokb, source_level
from tumorboard.evidence.schemes.rules import Graded, Scheme
from tumorboard.evidence.standing import Standing
from tumorboard.model.assessment import Grade
from tumorboard.model.statement import Statement, Study

_TABLES = (amp_2017, escat_2018, source_level, oncokb, civic, nct)
SCHEMES: Mapping[str, Scheme] = MappingProxyType({t.SCHEME.name: t.SCHEME for t in _TABLES})
# Always given: the ranking reads the first, and a reader expects the others.  Further schemes on the policy's asking.
CORE = ("amp_2017", "escat_2018", "source")


def grades(
    statement: Statement,
    relation: str,
    standing: Standing,
    *,
    asked: Collection[str] = (),
    both_solid: bool = False,
) -> tuple[Grade, ...]:
    """One grade for each core scheme and each that is asked for, in the order of `SCHEMES`; an empty value with its rule
    where the scheme gives none."""
    if standing.study_later:
        statement = replace(statement, study=Study(), strength=_strength(statement))
    graded = Graded(statement, relation, standing, both_solid)
    return tuple(s.grade(graded) for s in SCHEMES.values() if s.name in CORE or s.name in asked)


def _strength(statement: Statement) -> tuple[str, str]:
    """A level that a source gave for a study does not hold before the study; a label's own word does."""
    return ("", "") if statement.strength[0] == "civic_level" else statement.strength


def place(given: tuple[Grade, ...], scheme: str) -> int:
    """How good the grade in a scheme is, 0 best; past the last value when there is none."""
    value = next((g.value for g in given if g.scheme == scheme), "")
    return SCHEMES[scheme].place(value)


def best(sets: tuple[tuple[Grade, ...], ...], scheme: str) -> Grade | None:
    """The best grade in one scheme over several statements, the first of equals; None when none was given."""
    found = [g for given in sets for g in given if g.scheme == scheme]
    return min(found, key=lambda g: SCHEMES[scheme].place(g.value)) if found else None
