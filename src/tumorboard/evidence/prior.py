"""What the treatment so far says about a regimen: failed, failed in part, failed in its class, not tolerated.

Over all courses:

    P0  courses that progressed held, together, every agent of the regimen         REJECT

Rules, first that fits a course:

    P1  the course progressed and held every agent of the regimen                  REJECT
    P2  the course progressed and held some of its agents                          DEMOTE
    P3  the course progressed on an agent of the same class                        DEMOTE
    P4  an agent of the regimen was stopped for toxicity                           REVIEW

P2 and P3 do not apply to the agents and classes that the statement asks to have gone before: osimertinib after gefitinib is
what its label says; palbociclib after palbociclib is not, though the label asks for endocrine therapy before.  Classes that say nothing about shared resistance (chemotherapy, antibody-drug conjugate)
do not count.
"""

from __future__ import annotations

from collections.abc import Iterable

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
    asked = _prior_asked(wanted)
    found = [c for course in treatment.courses(case, context) for c in _of_course(course, regimen, asked, context)]
    return tuple(dict.fromkeys([*_together(regimen, case, context), *found]))


def _together(regimen: tuple[str, ...], case: Case, context: Context) -> Iterable[Concern]:
    """Every agent failed, though not in one course."""
    failed = [c for c in treatment.courses(case, context) if treatment.progressed(c).verdict is Verdict.MET]
    every = set(regimen) <= {a for c in failed for a in c.agents}
    if len(regimen) > 1 and every and not any(set(regimen) <= set(c.agents) for c in failed):
        yield Concern(Action.REJECT, Reason.of("prior.every_component", agents=regimen))


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
    wanted = asked | {k for a in asked for k in context.vocab.therapies.classes(a)}
    shared = tuple(a for a in shared if not wanted & {a, *context.vocab.therapies.classes(a)})
    if shared:
        yield Concern(Action.DEMOTE, Reason.of("prior.component", agents=shared, course=fact))
        return
    classes = _shared_classes(regimen, course, context) - wanted
    if classes:
        yield Concern(Action.DEMOTE, Reason.of("prior.same_class", classes=tuple(sorted(classes)), course=fact))


def _shared_classes(regimen: tuple[str, ...], course: TreatmentCourse, context: Context) -> frozenset[str]:
    """Classes of an agent of the regimen that a failed agent has too."""
    therapies = context.vocab.therapies
    ours = {k for a in regimen for k in therapies.classes(a)} - BROAD_CLASSES
    return frozenset(k for a in course.agents for k in therapies.classes(a) if k in ours)


def _prior_asked(wanted: Criterion) -> frozenset[str]:
    """Agents and classes that the context asks to have been given, or failed."""
    found: set[str] = set()
    for leaf in demands(wanted):
        if isinstance(leaf, (HadTherapy, ProgressedOn)):
            found.update(leaf.agents, leaf.classes)
    return frozenset(found)


def demands_prior(wanted: Criterion) -> bool:
    """Whether the context is a later line: it asks for treatment that was given or failed."""
    for leaf in demands(wanted):
        if isinstance(leaf, (HadTherapy, ProgressedOn)):
            return True
        if isinstance(leaf, SystemicLinesBetween) and (leaf.min or 0) > 0:
            return True
    return False
