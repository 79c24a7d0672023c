"""Which courses of treatment a selector means, three-valued, and what the history can say about lines.

An unnamed or blinded agent may be anything; an agent whose class is not in the vocabulary never counts as *not in the
class*.  A universal claim ("never had") needs a complete history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from tumorboard.criteria.answers import assumption
from tumorboard.criteria.judgment import COUNTS, Judgment, both, either, no, open_
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.model.verdict import Verdict

SYSTEMIC = frozenset({"systemic", "cell_therapy", "transplant"})

# The words that a record may use; a question with another word would fit no course of any patient.
WORDS: Mapping[str, frozenset[str]] = {
    "intents": frozenset({"curative", "palliative"}),
    "modality": SYSTEMIC | {"", "radiotherapy", "surgery", "locoregional"},
    "responses": frozenset({"CR", "PR", "SD", "PD", "MR", "NE", "pCR"}),
    "settings": frozenset({"neoadjuvant", "adjuvant", "maintenance", "metastatic"}),
    "stop_reasons": frozenset({"progression", "toxicity", "completed", "other"}),
}


def check_words(leaf: object) -> None:
    """Refuses a question whose words no record uses.

    Raises
    ------
    ValueError
        Naming the parameter and its words.
    """
    for name, known in WORDS.items():
        given = getattr(leaf, name, ())
        for word in (given,) if isinstance(given, str) else given:
            if word not in known:
                raise ValueError(f"{name} knows {', '.join(sorted(known - {''}))}")


@dataclass(frozen=True, slots=True)
class Selector:
    """All given fields must hold for one course; within a field one value is enough."""

    agents: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    modality: str = ""
    within_months: int | None = None
    targets: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    responses: tuple[str, ...] = ()
    stop_reasons: tuple[str, ...] = ()


def courses(case: Case, context: Context) -> tuple[TreatmentCourse, ...]:
    """Courses that began by the decision date."""
    return tuple(c for c in case.courses if c.start is None or c.start.earliest <= context.on)


def complete(case: Case, context: Context) -> tuple[bool, bool]:
    """Whether the history is complete, and whether only the site's policy says so."""
    if case.complete("treatment"):
        return True, False
    assumed = assumption(context, "treatment.history") == "complete"
    return assumed, assumed


def fact(course: TreatmentCourse) -> str:
    """The fact id."""
    return f"course/{course.id}"


def matches(course: TreatmentCourse, selector: Selector, context: Context) -> Judgment:
    """Whether a course is one the selector means."""
    aspects = [COUNTS]
    for aspect in _aspects(course, selector, context):
        if aspect.verdict is Verdict.NOT_MET:
            return aspect  # whatever else is recorded of it
        aspects.append(aspect)
    return both(*aspects)


def _aspects(course: TreatmentCourse, selector: Selector, context: Context) -> Iterator[Judgment]:
    """What each given field of the selector says, one after the other."""
    if selector.agents:
        yield _agent(course, selector.agents, context)
    if selector.classes:
        yield _class(course, selector.classes, context)
    if selector.settings:
        yield in_setting(course, selector.settings)
    if selector.modality:
        yield COUNTS if course.modality == selector.modality else no("why.other_modality")
    if selector.targets:
        yield _target(course, selector.targets, context)
    if selector.intents:
        yield _one_of(course.intent, selector.intents, "intent", f"treatment.intent:{course.id}")
    if selector.lines:
        yield _one_of(course.line, selector.lines, "line", "treatment.lines")
    if selector.responses:
        yield _one_of(course.best_response, selector.responses, "response", f"treatment.outcome:{course.id}")
    if selector.stop_reasons:
        yield _ended(course, selector.stop_reasons)
    if selector.within_months is not None:
        yield _recent(course, selector.within_months, context.on)


def _unnamed(course: TreatmentCourse) -> bool:
    return bool(course.unnamed) or (not course.agents and course.modality in SYSTEMIC)


def _agent(course: TreatmentCourse, agents: tuple[str, ...], context: Context) -> Judgment:
    if set(agents) & set(course.agents):
        return COUNTS
    aspects = _not_in_table(course, [a for a in agents if a not in context.vocab.therapies.entries])
    if _unnamed(course):
        aspects.append(open_("why.unnamed_agent", f"treatment.agents:{course.id}"))
    return either(*aspects) if aspects else no("why.other_agent")


def _not_in_table(course: TreatmentCourse, asked: list[str]) -> list[Judgment]:
    """A name that the table does not have is a slip of the pen, or a drug beyond it: any drug that was given may be meant."""
    given = course.agents or course.unnamed
    return [open_("why.name_not_in_table", f"treatment.class:{name}") for name in asked] if given else []


def _class(course: TreatmentCourse, classes: tuple[str, ...], context: Context) -> Judgment:
    known = [(agent, context.vocab.therapies.classes(agent)) for agent in course.agents]
    if any(set(classes) & set(of) for _, of in known):
        return COUNTS
    aspects = [open_("why.class_unknown", f"treatment.class:{agent}") for agent, of in known if not of]
    aspects += _not_in_table(course, [k for k in classes if k not in context.vocab.therapies.members])
    if _unnamed(course):
        aspects.append(open_("why.unnamed_agent", f"treatment.agents:{course.id}"))
    return either(*aspects) if aspects else no("why.other_class")


def agents_meant(course: TreatmentCourse, selector: Selector, context: Context) -> tuple[str, ...]:
    """The agents of a course that a selector means or may mean; all of them when it names none."""

    def meant(agent: str) -> bool:
        alone = replace(course, agents=(agent,), unnamed=())
        asked = replace(Selector(), agents=selector.agents, classes=selector.classes, targets=selector.targets)
        return matches(alone, asked, context).verdict is not Verdict.NOT_MET

    return tuple(agent for agent in course.agents if meant(agent))


def _target(course: TreatmentCourse, targets: tuple[str, ...], context: Context) -> Judgment:
    entries = [(agent, context.vocab.therapies.entries.get(agent)) for agent in course.agents]
    if any(entry and set(targets) & set(entry.targets) for _, entry in entries):
        return COUNTS
    # A cytotoxic agent without a listed target has none; of any other the table may not know it.
    silent = [a for a, e in entries if e is None or not (e.targets or "chemotherapy" in e.classes)]
    aspects = [open_("why.target_unknown", f"treatment.target:{agent}") for agent in silent]
    if not aspects and not any(set(targets) & set(e.targets) for e in context.vocab.therapies.entries.values()):
        # A gene that no agent of the table acts on: a slip of the pen, or beyond the table.
        aspects = [open_("why.target_unknown", f"treatment.target:{target}") for target in targets]
    if _unnamed(course):
        aspects.append(open_("why.unnamed_agent", f"treatment.agents:{course.id}"))
    return either(*aspects) if aspects else no("why.other_target")


def _one_of(recorded: object, asked: tuple[object, ...], what: str, missing: str) -> Judgment:
    if not recorded:
        return open_(f"why.{what}_unknown", missing)
    return COUNTS if recorded in asked else no(f"why.other_{what}")


def _ended(course: TreatmentCourse, reasons: tuple[str, ...]) -> Judgment:
    if course.ongoing and not course.stop_reason:
        return no("why.ongoing")
    return _one_of(course.stop_reason, reasons, "stop", f"treatment.outcome:{course.id}")


def in_setting(course: TreatmentCourse, settings: Iterable[str]) -> Judgment:
    """Whether a course was given in one of the settings."""
    if not course.setting:
        return open_("why.setting_unknown", f"treatment.setting:{course.id}")
    return COUNTS if course.setting in settings else no("why.other_setting")


def progressed(course: TreatmentCourse) -> Judgment:
    """Whether the course ended with, or had, progression."""
    if course.stop_reason == "progression" or course.best_response == "PD":
        return COUNTS
    if course.ongoing:
        return no("why.ongoing")
    if course.stop_reason:
        return no("why.other_stop")
    return open_("why.outcome_unknown", f"treatment.outcome:{course.id}")


def _recent(course: TreatmentCourse, months: int, on: date) -> Judgment:
    if course.ongoing:
        return COUNTS
    if course.stop is None:
        return open_("why.dates_unknown", f"treatment.dates:{course.id}")
    first = months_before(on, months)
    if course.stop.earliest >= first:
        return COUNTS
    if course.stop.latest < first:
        return no("why.too_long_ago")
    return open_("why.dates_unknown", f"treatment.dates:{course.id}")


def months_before(on: date, months: int) -> date:
    """The same day of the month, calendar months earlier; the last day of a shorter month."""
    index = on.year * 12 + on.month - 1 - months
    year, month = divmod(index, 12)
    for day in range(on.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(on.day, 28))


@dataclass(frozen=True, slots=True)
class Lines:
    """The lowest and highest number of lines that the history allows; `most` None when nothing bounds it."""

    least: int
    most: int | None
    courses: tuple[str, ...]
    assumed: bool = False
    missing: frozenset[str] = frozenset()


def lines_of(case: Case, context: Context, selector: Selector) -> Lines:
    """How many lines held a therapy that the selector means; courses of one recorded line count once."""
    distinct = {replace(c, id=""): c for c in reversed(courses(case, context))}
    judged = [(c, matches(c, selector, context)) for c in sorted(distinct.values(), key=lambda c: c.id)]
    sure = [c for c, j in judged if j.verdict is Verdict.MET]
    maybe = [(c, j) for c, j in judged if j.verdict is Verdict.UNKNOWN]
    numbered = {(c.setting, c.line) for c in sure if c.line is not None}
    least = max(len(numbered), int(bool(sure)))
    used = tuple(fact(c) for c in (*sure, *(c for c, _ in maybe)))
    missing = frozenset[str]().union(*(j.missing for _, j in maybe))
    whole, assumed = complete(case, context)
    if not whole:
        return Lines(least, None, used, missing=missing | {"treatment.history"})
    open_lines = {(c.setting, c.line) for c, _ in maybe if c.line is not None} - numbered
    unnumbered = sum(c.line is None for c in (*sure, *(c for c, _ in maybe)))
    most = len(numbered) + len(open_lines) + unnumbered
    return Lines(least, most, used, assumed, missing)


def lines(case: Case, context: Context, setting: str) -> Lines:
    """How many systemic lines were begun in a setting (or any).

    The least is the highest recorded line number, or the number of courses each begun after progression on the one
    before.  The most counts every course that may belong to the setting, and exists only for a complete history.
    """
    # The same course recorded twice is one course.
    distinct = {replace(c, id=""): c for c in reversed(courses(case, context)) if c.modality in SYSTEMIC}
    given = sorted(distinct.values(), key=lambda c: c.id)
    inside = [c for c in given if setting == "any" or c.setting == setting]
    open_setting = [c for c in given if setting != "any" and not c.setting]
    numbers = {(c.setting, c.line) for c in inside if c.line is not None}
    by_setting: dict[str, int] = {}
    for where, number in numbers:
        by_setting[where] = max(by_setting.get(where, 0), number)
    least = max(sum(by_setting.values()), _after_progression(inside))
    whole, assumed = complete(case, context)
    used = tuple(fact(c) for c in inside)
    if not whole:
        return Lines(least, None, used)
    unnumbered = sum(c.line is None for c in inside)
    return Lines(least, max(least, sum(by_setting.values()) + unnumbered + len(open_setting)), used, assumed)


def _after_progression(inside: list[TreatmentCourse]) -> int:
    """Courses that certainly differ as lines: each begun after documented progression on the one before."""
    dated = sorted(
        (c for c in inside if c.start is not None), key=lambda c: (c.start.earliest if c.start else date.min, c.id)
    )
    if not inside:
        return 0
    count = 1
    for before, after in pairwise(dated):
        progressed = before.stop_reason == "progression" or before.best_response == "PD"
        if progressed and before.stop and after.start and after.start.earliest >= before.stop.latest:
            count += 1
    return count
