"""Which courses of treatment a selector means, three-valued.

An unnamed or blinded agent may be anything; an agent whose class is not in the vocabulary never counts as *not in the
class*.  Where no drug, class or target is asked for, courses of the treatment of the cancer are meant (`anticancer`).  A universal
claim ("never had") needs a complete history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from tumorboard.criteria.answers import assumption
from tumorboard.criteria.anticancer import anticancer, named
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
    """Courses that began by the assessment date."""
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
    if not (selector.agents or selector.classes or selector.targets):
        yield anticancer(course, context)
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


def unnamed(course: TreatmentCourse, context: Context) -> bool:
    """Whether the course holds, or may hold, a drug that is not known."""
    if not (course.agents or course.unnamed):
        return course.modality in SYSTEMIC
    return not all(named(word, context) for word in course.unnamed)


def _agent(course: TreatmentCourse, agents: tuple[str, ...], context: Context) -> Judgment:
    if set(agents) & set(course.agents):
        return COUNTS
    aspects = _not_in_table(course, [a for a in agents if a not in context.vocab.therapies.entries])
    if unnamed(course, context):
        aspects.append(open_("why.unnamed_agent", f"treatment.agents:{course.id}"))
    return either(*aspects) if aspects else no("why.other_agent")


def _not_in_table(course: TreatmentCourse, asked: list[str]) -> list[Judgment]:
    """A name that the table does not have is a slip of the pen, or a drug beyond it: any drug that was given may be meant."""
    given = course.agents or course.unnamed
    return [open_("why.name_not_in_table", f"treatment.class:{name}") for name in asked] if given else []


def _class(course: TreatmentCourse, classes: tuple[str, ...], context: Context) -> Judgment:
    known = [(agent, context.vocab.therapies.classes(agent)) for agent in course.agents]
    if not frozenset(classes).isdisjoint(chain.from_iterable(of for _, of in known)):
        return COUNTS
    aspects = [open_("why.class_unknown", f"treatment.class:{agent}") for agent, of in known if not of]
    aspects += _not_in_table(course, [k for k in classes if k not in context.vocab.therapies.members])
    if unnamed(course, context):
        aspects.append(open_("why.unnamed_agent", f"treatment.agents:{course.id}"))
    return either(*aspects) if aspects else no("why.other_class")


def agents_meant(course: TreatmentCourse, selector: Selector, context: Context) -> tuple[str, ...]:
    """The agents of a course that a selector means or may mean; all of them when it names none."""

    def meant(agent: str) -> bool:
        alone = replace(course, agents=(agent,), unnamed=(), line=None, best_response="")
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
    if unnamed(course, context):
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


def turns(selector: Selector, context: Context) -> frozenset[date]:
    """The days at which `matches` turns: an end until then is not recent, one after it is."""
    if selector.within_months is None:
        return frozenset()
    return frozenset({months_before(context.on, selector.within_months) - timedelta(days=1)})


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
