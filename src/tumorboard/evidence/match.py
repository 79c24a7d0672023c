"""How each statement fares on a case: biomarker, tumor and context evaluated, related to the patient's tumor, and sorted.

A statement about the patient's own tumor must hold with its context (line, setting, age ...).  One about another tumor is
off-label: its context was written for other patients and is not applied.  Where the tumor is not known, nothing is more
than unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol

from tumorboard.criteria.algebra import all_of
from tumorboard.criteria.matching import keys_of
from tumorboard.evidence.doubts import Doubts, DoubtsOfCase
from tumorboard.evidence.grade import grades
from tumorboard.evidence.ground import Ground, deciding, excluded, ground, leans_on_another_tumor, only_possible_chip
from tumorboard.evidence.kinds import Kinship, bound_to_organ, kinship
from tumorboard.evidence.schemes.rules import SAME
from tumorboard.evidence.standing import Standing, standing
from tumorboard.model.assessment import Grade, StatementMatch
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.statement import Statement
from tumorboard.model.verdict import Criterion, Evaluation, Verdict
from tumorboard.reasons import Reason

THERAPEUTIC = frozenset({"sensitivity", "resistance"})
SUBTYPE = "diagnosis.subtype"


class State(Enum):
    """ALIVE: may support an option.  AWAITING: nothing found speaks for it, a test might.  REJECTED: see the reasons."""

    ALIVE = "alive"
    AWAITING = "awaiting"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Matched:
    """A statement with its match and what the ranking needs beside it; `why` says why it was rejected.

    `contraindicated` holds what speaks against and is met; `yields`: something puts another therapy first."""

    statement: Statement
    match: StatementMatch
    ground: Ground
    standing: Standing
    state: State
    why: tuple[Reason, ...] = ()
    touching: bool = True
    contraindicated: tuple[Evaluation, ...] = ()
    yields: bool = False

    @property
    def regimen(self) -> tuple[str, ...]:
        """What the options are grouped by: the agents, or the class in a way that no agent is called."""
        return self.statement.therapy or (f"class:{self.statement.therapy_class}",)


class Answers(Protocol):
    """What a case says of the parts of a statement."""

    @property
    def context(self) -> Context:
        """The date, vocabularies and policy."""
        ...

    @property
    def doubts(self) -> Doubts:
        """Those about the variants of the case."""
        ...

    def check(self, criterion: Criterion) -> Evaluation:
        """The evaluation of a criterion."""
        ...

    def kindred(self, disease: Criterion) -> Kinship:
        """How the tumor is related in kind to those that a disease criterion speaks of."""
        ...

    def standing(self, statement: Statement) -> Standing:
        """Where the label of a statement stands."""
        ...

    def grades(self, statement: Statement, relation: str, known: Standing, *, both_solid: bool) -> tuple[Grade, ...]:
        """The grades of a statement of this relation and standing."""
        ...


class Checker:
    """Evaluates criteria on one case, each shared criterion object once."""

    def __init__(self, case: Case, context: Context) -> None:
        self.case = case
        self.context = context
        self.doubts: Doubts = DoubtsOfCase(case)
        # Keyed by identity, which is safe and cheap while the statements are alive; the object rides along to stay so.
        self._known: dict[int, tuple[Criterion, Evaluation]] = {}

    def check(self, criterion: Criterion) -> Evaluation:
        """The evaluation of a criterion."""
        known = self._known.get(id(criterion))
        if known is None:
            known = self._known[id(criterion)] = (criterion, criterion.check(self.case, self.context))
        return known[1]

    def kindred(self, disease: Criterion) -> Kinship:
        """How the tumor is related in kind to those that a disease criterion speaks of."""
        return kinship(disease, self.case, self.context)

    def standing(self, statement: Statement) -> Standing:
        """Where the label of a statement stands."""
        return standing(statement, self.context)

    def grades(self, statement: Statement, relation: str, known: Standing, *, both_solid: bool) -> tuple[Grade, ...]:
        """The grades of a statement of this relation and standing."""
        return grades(statement, relation, known, asked=self.context.policy.schemes, both_solid=both_solid)


def match_all(case: Case, statements: Iterable[Statement], context: Context) -> tuple[Matched, ...]:
    """Every therapeutic statement that can matter here, by id: those that touch a gene or marker of the case, and those
    about the patient's own tumor whose biomarker is not known to be absent."""
    therapeutic = {s.id: s for s in statements if s.predicate in THERAPEUTIC}
    keys = keys_of(case, context)
    checker = Checker(case, context)
    found = (considered(s, checker, touching=not keys.isdisjoint(s.genes)) for _, s in sorted(therapeutic.items()))
    return tuple(m for m in found if m is not None)


def considered(statement: Statement, answers: Answers, *, touching: bool) -> Matched | None:
    """How a statement fares, if it can matter: it touches the case, or it is about the own tumor and is not ruled out."""
    if not touching and statement.genes:
        if answers.check(statement.disease).verdict is not Verdict.MET:
            return None
        if answers.check(statement.biomarker).verdict is Verdict.NOT_MET:
            return None
    matched = _matched(statement, answers, touching=touching)
    return matched if touching or _concerns(matched) else None


def _concerns(matched: Matched) -> bool:
    """Whether a statement that names no gene of the case has anything to say about it."""
    own = matched.match.relation in {"same_tumor", "tumor_agnostic"}
    return matched.state is not State.REJECTED or (own and matched.match.biomarker.verdict is Verdict.MET)


def _matched(statement: Statement, checker: Answers, *, touching: bool) -> Matched:
    biomarker = checker.check(statement.biomarker)
    disease = checker.check(statement.disease)
    context = checker.check(statement.context)
    relation = _relation(statement, disease)
    barred = relation == "other_tumor" and excluded(statement.disease, disease)
    known = checker.standing(statement)
    rests_on = ground(statement.biomarker, biomarker)
    kindred = checker.kindred(statement.disease)
    match = StatementMatch(
        statement=statement.id,
        kind=statement.kind,
        predicate=statement.predicate,
        direction=statement.direction,
        therapy=statement.therapy,
        therapy_class=statement.therapy_class,
        source=statement.source,
        release=statement.release,
        biomarker=biomarker,
        disease=disease,
        context=context,
        relation=relation,
        verdict=Verdict.NOT_MET if barred else _verdict(relation, biomarker, context),
        grades=checker.grades(statement, relation, known, both_solid=kindred.both_solid),
        approvals=known.approvals,
        preference=statement.guideline.preference if statement.guideline else "",
        citations=statement.citations,
        field_sources=statement.field_sources,
        reasons=_reasons(statement, relation, biomarker, disease, context, known),
    )
    met = tuple(e for e in map(checker.check, statement.contraindications) if e.verdict is Verdict.MET)
    yields = relation in SAME and _yields(statement, checker)
    matched = Matched(statement, match, rests_on, known, State.ALIVE, (), touching, met, yields)
    # A tumor coded at the parent of what is asked for is not another one: its subtype is missing.
    own = relation in {"same_tumor", "tumor_agnostic"} or disease.missing == {SUBTYPE}
    organ = relation == "other_tumor" and bound_to_organ(statement.therapy, checker.context)
    carries = own or (
        rests_on.portable and not organ and not leans_on_another_tumor(statement.biomarker, checker.check)
    )
    state, why = _state(matched, checker.doubts, barred=barred, kindred=kindred.same, carries=carries)
    return replace(matched, state=state, why=why)


def _yields(statement: Statement, checker: Answers) -> bool:
    """What puts another therapy first: met, or open only in the treatment so far while the finding it asks for is there."""
    if statement.yields_to is None:
        return False
    found = checker.check(statement.yields_to)
    there = bool(ground(statement.yields_to, found).facts)
    return found.verdict is Verdict.MET or (found.verdict is Verdict.UNKNOWN and there)


def _relation(statement: Statement, disease: Evaluation) -> str:
    if disease.verdict is Verdict.UNKNOWN:
        return "unknown_tumor"
    if disease.verdict is Verdict.NOT_MET:
        return "other_tumor"
    return "tumor_agnostic" if statement.tumor_agnostic else "same_tumor"


def _verdict(relation: str, biomarker: Evaluation, context: Evaluation) -> Verdict:
    """Kleene *and* of biomarker and context in the own tumor; of another tumor, the biomarker; never MET without a tumor."""
    if relation == "other_tumor":
        return biomarker.verdict
    if relation == "unknown_tumor":
        return min(biomarker.verdict, Verdict.UNKNOWN, key=lambda v: v.value)
    return min(biomarker.verdict, context.verdict, key=lambda v: v.value)


def applied(match: StatementMatch) -> Evaluation:
    """What the verdict of a match rests on, as one evaluation with its flags and missing facts."""
    if match.relation == "other_tumor":
        return match.biomarker
    return all_of([match.biomarker, match.disease, match.context])


def _state(
    matched: Matched, doubts: Doubts, *, barred: bool, kindred: bool, carries: bool
) -> tuple[State, tuple[Reason, ...]]:
    match, rests_on = matched.match, matched.ground
    if match.biomarker.verdict is Verdict.NOT_MET:
        return State.REJECTED, (Reason.of("evidence.biomarker_not_met"), *deciding(match.biomarker))
    if barred:
        return State.REJECTED, (Reason.of("evidence.tumor_excluded"), *deciding(match.disease))
    if match.relation == "other_tumor" and not kindred:
        return State.REJECTED, (Reason.of("evidence.other_kind_of_tumor"),)
    if only_possible_chip(rests_on, doubts):
        return State.REJECTED, (Reason.of("evidence.possible_chip"),)
    if match.verdict is Verdict.NOT_MET:
        return State.REJECTED, (Reason.of("evidence.context_not_met"), *deciding(match.context))
    if not rests_on.any and rests_on.unclear:
        return State.AWAITING, (Reason.of("evidence.unknown_significance"), *deciding(match.biomarker))
    if not rests_on.any and (not rests_on.absence_only or match.relation == "unknown_tumor"):
        return State.AWAITING, (Reason.of("evidence.not_tested"),)
    waits = match.biomarker.verdict is Verdict.UNKNOWN and not rests_on.doubtful
    if matched.statement.predicate == "resistance" and waits:
        # What makes the tumor resist was not looked for; the driver beside it is no resistance.
        return State.AWAITING, (Reason.of("evidence.not_tested"),)
    if not carries:
        return State.REJECTED, (Reason.of("evidence.does_not_carry_over"),)
    if matched.statement.predicate == "sensitivity" and matched.statement.direction == "supports":
        if matched.standing.history_only:
            return State.REJECTED, _withdrawn(matched.standing)
        if matched.standing.not_yet:
            dates = sorted(a.since for a in matched.standing.ahead if a.since is not None)
            return State.REJECTED, (Reason.of("evidence.approved_only_later", since=dates[0]),)
    return State.ALIVE, ()


def _reasons(
    statement: Statement,
    relation: str,
    biomarker: Evaluation,
    disease: Evaluation,
    context: Evaluation,
    known: Standing,
) -> tuple[Reason, ...]:
    told = [_RELATIONS[relation], *deciding(biomarker)]
    if relation == "other_tumor":
        told.append(Reason.of("evidence.context_not_applied"))
    else:
        told += [r for r in deciding(context) if r.code != "always.met"]
    if relation == "unknown_tumor":
        told += deciding(disease)
    told += _withdrawn(known)
    told += [Reason.of("evidence.withdrawn_later", agency=a.agency, until=a.until) for a in known.ended_later]
    if known.study_later:
        told.append(Reason.of("evidence.study_later"))
    if statement.note and not (statement.note in _OF_WITHDRAWAL and known.ended_later and not known.withdrawn):
        told.append(Reason(statement.note))
    return tuple(dict.fromkeys(told))


_OF_WITHDRAWAL = frozenset({"pack.withdrawn_indication"})
_RELATIONS = {
    "same_tumor": Reason.of("evidence.same_tumor"),
    "other_tumor": Reason.of("evidence.other_tumor"),
    "unknown_tumor": Reason.of("evidence.unknown_tumor"),
    "tumor_agnostic": Reason.of("evidence.tumor_agnostic"),
}


def _withdrawn(known: Standing) -> tuple[Reason, ...]:
    return tuple(Reason.of("evidence.withdrawn", agency=a.agency, until=a.until) for a in known.withdrawn)
