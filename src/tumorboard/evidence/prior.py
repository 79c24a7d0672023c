"""What the treatment so far says about a regimen: failed, failed in part, failed in its class, not tolerated.

Over all courses:

    P0  courses that progressed held, together, every agent of the regimen         REJECT
    P5  nothing is new: each agent failed, or one that shares its resistance did   SET_BACK

Rules, first that fits a course:

    P1  the course progressed and held every agent of the regimen                  REJECT
    P2  the course progressed and held some of its agents                          DEMOTE
    P3  the course progressed on an agent of the same class                        DEMOTE
    P4  an agent of the regimen was stopped for toxicity                           DEMOTE

P2, P3 and P5 do not apply to the agents and classes that the statement asks to have gone before: osimertinib after
gefitinib is what its label says; palbociclib after palbociclib is not, though the label asks for endocrine therapy before.
P3 does not apply to an agent of a later generation than all that failed: gilteritinib after midostaurin, lorlatinib after
crizotinib.  P5 holds only for classes whose members are held to fail together (`TOGETHER`): acalabrutinib brings nothing new
after ibrutinib, pirtobrutinib does.  Classes that say nothing about shared resistance (chemotherapy, antibody-drug
conjugate) do not count, nor do corticosteroids and folinate as parts of a regimen.
"""

from __future__ import annotations

import re
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

# Parts of a regimen that are not aimed at the tumor.
SUPPORT = frozenset({"corticosteroid", "folinate"})
# Members fail together: one target bound in one way, or one active metabolite.  Left out on purpose: classes of which
# another member has worked after one failed (ALK TKI of the second generation, CDK4/6, VEGFR and MET TKI, proteasome).
TOGETHER = frozenset(
    {
        "anti_egfr_antibody",
        "anti_pd1",
        "anti_pdl1",
        "braf_inhibitor",
        "btk_covalent_inhibitor",
        "egfr_tki_1g",
        "egfr_tki_2g",
        "egfr_tki_3g",
        "flt3_inhibitor_1g",
        "fluoropyrimidine",
        "kras_g12c_inhibitor",
        "parp_inhibitor",
        "platinum",
        "ros1_tki_1g",
        "trk_inhibitor_1g",
    }
)
_GENERATION = re.compile(r"(?P<family>\w+)_(?P<number>\d)g")


def concerns(regimen: tuple[str, ...], wanted: Criterion, case: Case, context: Context) -> tuple[Concern, ...]:
    """Concerns of the treatment courses begun by the assessment date, in their order; `wanted` is the statement's context."""
    courses = treatment.courses(case, context) if case.courses else ()
    if not courses:
        return ()
    asked = _prior_asked(wanted, context)
    found = [c for course in courses for c in _of_course(course, regimen, asked, context)]
    failed = [c for c in courses if treatment.progressed(c).verdict is Verdict.MET]
    return tuple(dict.fromkeys([*_together(regimen, failed, asked, context), *found]))


def _together(
    regimen: tuple[str, ...], failed: Sequence[TreatmentCourse], asked: frozenset[str], context: Context
) -> Iterable[Concern]:
    """Every agent failed, though not in one course; or every agent failed itself or by what fails together with it."""
    agents = frozenset(a for c in failed for a in c.agents)
    aimed = _aimed(regimen, context)
    if agents >= set(aimed):
        if len(aimed) > 1 and not any(set(aimed) <= set(c.agents) for c in failed):
            yield Concern(Action.REJECT, Reason.of("prior.every_component", agents=aimed))
        return
    members = context.vocab.therapies.members
    spent = {a: {k for k in _classes((a,), context) & TOGETHER if agents & members[k]} for a in set(aimed) - agents}
    if all(spent.values()) and not any(asked & {a, *_classes((a,), context)} for a in aimed):
        classes = tuple(sorted({k for found in spent.values() for k in found}))
        yield Concern(Action.SET_BACK, Reason.of("prior.nothing_new", classes=classes))


def _aimed(regimen: Iterable[str], context: Context) -> tuple[str, ...]:
    """The agents that are more than support; all of them where nothing else is given."""
    found = tuple(a for a in regimen if not SUPPORT & _classes((a,), context))
    return found or tuple(regimen)


def _classes(agents: Iterable[str], context: Context) -> frozenset[str]:
    return frozenset(k for a in agents for k in context.vocab.therapies.classes(a))


def _of_course(
    course: TreatmentCourse, regimen: tuple[str, ...], asked: frozenset[str], context: Context
) -> Iterable[Concern]:
    aimed = _aimed(regimen, context)
    shared = tuple(a for a in aimed if a in course.agents)
    fact = treatment.fact(course)
    if shared and course.stop_reason == "toxicity":
        yield Concern(Action.DEMOTE, Reason.of("prior.toxicity", agents=shared, course=fact))
    if treatment.progressed(course).verdict is not Verdict.MET:
        return
    if shared and len(shared) == len(aimed):
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
    """Classes of an agent of the regimen that a failed agent has too; not where the agent is of a later generation."""
    failed = _classes(course.agents, context)
    found: set[str] = set()
    for agent in regimen:
        own = _classes((agent,), context)
        later = {family for family, number in _generations(own).items() if number > _generations(failed).get(family, 9)}
        found |= (own & failed) - BROAD_CLASSES - later
    return frozenset(found)


def _generations(classes: Iterable[str]) -> dict[str, int]:
    """Family of a class with generations -> the latest one among the classes."""
    matched = [m for k in classes if (m := _GENERATION.fullmatch(k))]
    return {f: max(int(m["number"]) for m in matched if m["family"] == f) for f in {m["family"] for m in matched}}


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
