"""What the treatment so far says about a regimen: failed, failed in part, failed in its class, not tolerated.

Over all courses:

    P0  courses that progressed held, together, every agent of the regimen         REJECT
    P5  nothing is new: each agent, or its narrowest class, failed                 SET_BACK

Rules, first that fits a course:

    P1  the course progressed and held every agent of the regimen                  REJECT
    P2  the course progressed and held some of its agents                          DEMOTE
    P3  the course progressed on an agent of the same class                        DEMOTE
    P4  an agent of the regimen was stopped for toxicity                           REVIEW

P2, P3 and P5 do not apply to the agents and classes that the statement asks to have gone before: osimertinib after
gefitinib is what its label says; palbociclib after palbociclib is not, though the label asks for endocrine therapy before.
Classes that say nothing about shared resistance (chemotherapy, antibody-drug conjugate) do not count.  The narrowest class
of P5 is that of a generation or a way of binding where the table has one: acalabrutinib brings nothing new after ibrutinib,
pirtobrutinib does, and lorlatinib does after crizotinib.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tumorboard.criteria import treatment
from tumorboard.criteria.leaves.had_therapy import HadTherapy
from tumorboard.criteria.leaves.progressed_on import ProgressedOn
from tumorboard.criteria.leaves.systemic_lines_between import SystemicLinesBetween
from tumorboard.evidence.concern import Action, Concern
from tumorboard.evidence.ground import demands
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.model.verdict import Criterion, Verdict
from tumorboard.reasons import Reason

# Named by how a drug is built or used, not by what it hits.
BROAD_CLASSES = frozenset(
    {
        "adc",
        "alkylating_agent",
        "antiangiogenic",
        "antimetabolite",
        "bispecific_t_cell_engager",
        "chemotherapy",
        "corticosteroid",
        "cytotoxic_antibiotic",
        "endocrine_therapy",
        "folinate",
        "immunomodulator",
        "radioligand",
    }
)


def concerns(regimen: tuple[str, ...], wanted: Criterion, case: Case, context: Context) -> tuple[Concern, ...]:
    """Concerns of the treatment courses begun by the decision date, in their order; `wanted` is the statement's context."""
    courses = treatment.courses(case, context)
    if not courses:
        return ()
    asked = _prior_asked(wanted, context)
    found = [c for course in courses for c in _of_course(course, regimen, asked, context)]
    failed = [c for c in courses if treatment.progressed(c).verdict is Verdict.MET]
    return tuple(dict.fromkeys([*_together(regimen, failed, asked, context), *found]))


def _together(
    regimen: tuple[str, ...], failed: Sequence[TreatmentCourse], asked: frozenset[str], context: Context
) -> Iterable[Concern]:
    """Every agent failed, though not in one course; or every agent failed itself or in its narrowest class."""
    agents = frozenset(a for c in failed for a in c.agents)
    if agents >= set(regimen):
        if len(regimen) > 1 and not any(set(regimen) <= set(c.agents) for c in failed):
            yield Concern(Action.REJECT, Reason.of("prior.every_component", agents=regimen))
        return
    if all(_spent(a, agents, asked, context) for a in regimen):
        classes = {k for a in set(regimen) - agents for k in _narrowest(a, context)}
        yield Concern(Action.SET_BACK, Reason.of("prior.nothing_new", classes=tuple(sorted(classes))))


def _spent(agent: str, failed: frozenset[str], asked: frozenset[str], context: Context) -> bool:
    """Whether an agent that the statement does not ask for before failed itself, or each of its narrowest classes did."""
    if asked & {agent, *context.vocab.therapies.classes(agent)}:
        return False
    own = _narrowest(agent, context)
    return agent in failed or (bool(own) and all(failed & context.vocab.therapies.members[k] for k in own))


def _narrowest(agent: str, context: Context) -> frozenset[str]:
    return context.vocab.therapies.narrowest(agent) - BROAD_CLASSES


def _of_course(
    course: TreatmentCourse, regimen: tuple[str, ...], asked: frozenset[str], context: Context
) -> Iterable[Concern]:
    shared = tuple(a for a in regimen if a in course.agents)
    fact = treatment.fact(course)
    if shared and course.stop_reason == "toxicity":
        yield Concern(Action.REVIEW, Reason.of("prior.toxicity", agents=shared, course=fact))
    if treatment.progressed(course).verdict is not Verdict.MET:
        return
    if shared and len(shared) == len(regimen):
        yield Concern(Action.REJECT, Reason.of("prior.same_drug", agents=shared, course=fact))
        return
    shared = tuple(a for a in shared if not asked & {a, *context.vocab.therapies.classes(a)})
    if shared:
        yield Concern(Action.DEMOTE, Reason.of("prior.component", agents=shared, course=fact))
        return
    classes = _shared_classes(regimen, course, context) - asked
    if classes:
        yield Concern(Action.DEMOTE, Reason.of("prior.same_class", classes=tuple(sorted(classes)), course=fact))


def _shared_classes(regimen: tuple[str, ...], course: TreatmentCourse, context: Context) -> frozenset[str]:
    """Classes of an agent of the regimen that a failed agent has too."""
    therapies = context.vocab.therapies
    ours = {k for a in regimen for k in therapies.classes(a)} - BROAD_CLASSES
    return frozenset(k for a in course.agents for k in therapies.classes(a) if k in ours)


def _prior_asked(wanted: Criterion, context: Context) -> frozenset[str]:
    """Agents and classes that the context asks to have been given, or failed, and the classes that hold them."""
    therapies = context.vocab.therapies
    found: set[str] = set()
    for leaf in demands(wanted):
        if isinstance(leaf, (HadTherapy, ProgressedOn)):
            found.update(leaf.agents, leaf.classes)
    groups = [therapies.members.get(asked, frozenset({asked})) for asked in found]
    return frozenset(found) | {k for k, agents in therapies.members.items() if any(g <= agents for g in groups)}


def demands_prior(wanted: Criterion) -> bool:
    """Whether the context is a later line: it asks for treatment that was given or failed."""
    for leaf in demands(wanted):
        if isinstance(leaf, (HadTherapy, ProgressedOn)):
            return True
        if isinstance(leaf, SystemicLinesBetween) and (leaf.min or 0) > 0:
            return True
    return False
