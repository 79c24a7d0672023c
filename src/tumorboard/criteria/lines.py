"""How many lines of treatment a history can hold: the lowest and the highest number.

Maintenance goes on with the line before it and is no line of its own, unless maintenance is what is asked for.

Source: ../reference/eligibility-catalogue.md, sections 5.9 (lines) and 6.3 (SystemicLinesBetween).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from tumorboard.criteria.anticancer import anticancer
from tumorboard.criteria.judgment import Judgment
from tumorboard.criteria.treatment import SYSTEMIC, Selector, complete, courses, fact, matches
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.model.verdict import Verdict

MAINTENANCE = "maintenance"
_SAID = attrgetter(*(f.name for f in fields(TreatmentCourse) if f.name != "id"))
Judged = Sequence[tuple[TreatmentCourse, Judgment]]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lowest and highest number of lines that the history allows; `most` None when nothing bounds it."""

    least: int
    most: int | None
    courses: tuple[str, ...]
    assumed: bool = False
    missing: frozenset[str] = frozenset()
    review: bool = False


def lines_of(case: Case, context: Context, selector: Selector) -> Lines:
    """How many lines held a therapy that the selector means; courses of one recorded line count once."""
    given = _distinct(courses(case, context))
    judged = [(c, matches(c, selector, context)) for c in given]
    sure = [c for c, j in judged if j.verdict is Verdict.MET]
    maybe = [c for c, j in judged if j.verdict is Verdict.UNKNOWN]
    numbered = {(c.setting, c.line) for c in sure if c.line is not None and c.setting != MAINTENANCE}
    # A maintenance and the line of its number are one line; two maintenances of different numbers are two.
    kept_up = {c.line for c in sure if c.line is not None and c.setting == MAINTENANCE}
    least = max(len(numbered), len(kept_up), int(bool(sure)))
    used = tuple(fact(c) for c in (*sure, *maybe))
    missing = _missing(judged)
    whole, assumed = complete(case, context)
    if not whole:
        return Lines(least, None, used, missing=missing | {"treatment.history"})
    of_number = {number for setting, number in numbered if setting in {"metastatic", ""}}
    further = {(c.setting, c.line) for c in (*sure, *maybe) if c.line is not None} - numbered
    further -= {(MAINTENANCE, number) for number in of_number}
    unnumbered = sum(c.line is None and not _goes_on(c, sure, given) for c in (*sure, *maybe))
    most = len(numbered) + len(further) + unnumbered
    return Lines(least, max(least, most), used, assumed, missing)


def lines(case: Case, context: Context, setting: str) -> Lines:
    """How many systemic lines of the treatment of the cancer were begun in a setting (or any).

    The least is the highest recorded line number, or the number of courses each begun after progression on the one
    before.  The most counts every course that may belong to the setting, and exists only for a complete history.
    """
    given = _distinct(c for c in courses(case, context) if c.modality in SYSTEMIC)
    treats = [(c, anticancer(c, context)) for c in given]
    judged = [(c, j) for c, j in treats if j.verdict is not Verdict.NOT_MET and _may_be_in(c, setting)]
    sure = [c for c, j in judged if j.verdict is Verdict.MET]
    inside = [c for c in sure if setting == "any" or c.setting == setting]
    counted = [c for c in inside if c.setting != MAINTENANCE or setting == MAINTENANCE]
    by_setting: dict[str, int] = {}
    for c in counted:
        if c.line is not None:
            by_setting[c.setting] = max(by_setting.get(c.setting, 0), c.line)
    kept_up = [c for c, j in treats if j.verdict is Verdict.MET and c.setting == MAINTENANCE and c not in counted]
    least = max(sum(by_setting.values()), _after_progression(counted, kept_up), int(bool(inside)))
    missing = _missing(judged)
    review = any(j.review for c, j in judged if c in counted)
    used = tuple(fact(c) for c in inside)
    whole, assumed = complete(case, context)
    if not whole:
        return Lines(least, None, used, missing=missing | {"treatment.history"}, review=review)
    maybe = [c for c, _ in judged if c not in inside and (c.setting != MAINTENANCE or setting == MAINTENANCE)]
    unnumbered = sum(c.line is None for c in counted)
    most = max(sum(by_setting.values()) + unnumbered + len(maybe), int(bool(judged)))
    return Lines(least, max(least, most), used, assumed, missing, review)


def _may_be_in(course: TreatmentCourse, setting: str) -> bool:
    return setting == "any" or course.setting in {setting, ""}


def _distinct(given: Iterable[TreatmentCourse]) -> list[TreatmentCourse]:
    """In the order of their ids; the same course recorded twice is one course."""
    return sorted({_SAID(c): c for c in reversed(tuple(given))}.values(), key=lambda c: c.id)


def _missing(judged: Judged) -> frozenset[str]:
    return frozenset[str]().union(*(j.missing for _, j in judged if j.verdict is Verdict.UNKNOWN))


def _goes_on(course: TreatmentCourse, sure: Sequence[TreatmentCourse], given: Sequence[TreatmentCourse]) -> bool:
    """Whether a maintenance certainly goes on with a line that is counted: the last that was begun before it."""
    if course.setting != MAINTENANCE or course.start is None:
        return False
    others = [c for c in given if c.setting != MAINTENANCE and c.modality in SYSTEMIC]
    dated = [(c.start, c) for c in others if c.start is not None]
    if len(dated) < len(others):
        return False
    before = [(start, c) for start, c in dated if start.earliest <= course.start.latest]
    if not before:
        return False
    last, parent = max(before, key=lambda pair: (pair[0].earliest, pair[1].id))
    clear = all(c is parent or start.latest < last.earliest for start, c in before)
    return clear and last.latest < course.start.earliest and parent in sure


def _after_progression(counted: Sequence[TreatmentCourse], kept_up: Sequence[TreatmentCourse]) -> int:
    """Courses that certainly differ as lines: each begun after documented progression on one since the line before.

    Progression on maintenance ends the line that it went on with.
    """
    every = [(c.start, c) for c in (*counted, *kept_up) if c.start is not None]
    dated = sorted(every, key=lambda pair: (pair[0].earliest, pair[1].id))
    count = 0
    ended = False
    before: TreatmentCourse | None = None
    for start, course in dated:
        if before is not None and before.stop is not None and start.earliest >= before.stop.latest:
            ended = ended or before.stop_reason == "progression" or before.best_response == "PD"
        if course in counted and (count == 0 or ended):
            count += 1
            ended = False
        before = course
    return count or int(bool(counted))
