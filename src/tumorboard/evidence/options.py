"""Therapies out of statements: regimens as units, kept with a rank or rejected with reasons.

A regimen is exactly its agents: what is claimed of a combination is not inherited by a part, nor the other way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tumorboard.evidence import cautions, own_label, own_tumor, pharmacogenetic, prior, resistance
from tumorboard.evidence.concern import Action, Concern, strongest
from tumorboard.evidence.doubts import Doubts
from tumorboard.evidence.grade import SCHEMES, best
from tumorboard.evidence.ground import ALTERATIONS, of_the_tumor
from tumorboard.evidence.match import Matched, State, applied
from tumorboard.evidence.pooled import agencies, by_agency, pooled
from tumorboard.evidence.rank import Weighed, as_text, shown_first, weigh
from tumorboard.evidence.veto import frequency_unknown
from tumorboard.model.assessment import Grade, StatementMatch, TherapyOption
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.statement import Approval
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason


def option(
    regimen: Sequence[Matched],
    against: Sequence[Matched],
    denied: Sequence[Matched],
    case: Case,
    context: Context,
    *,
    doubts: Doubts,
) -> tuple[TherapyOption, Weighed] | None:
    """The option of one regimen with the statement that carries it, unranked; None when a test alone could raise it.

    Parameters
    ----------
    regimen
        Every sensitivity statement on this regimen, supporting and disputing.
    against
        Every resistance statement of the case.
    denied
        What this tumor denies (evidence.own_tumor).
    doubts
        Those about the variants of the case.
    """
    supports = pooled([m for m in regimen if m.statement.direction == "supports"], context)
    disputes = [m for m in regimen if m.statement.direction != "supports"]
    shared = _shared_concerns(regimen, disputes, case)
    shown = [
        (
            *_own_concerns(m, against, case, context, doubts),
            *own_tumor.concerns(m, denied, context),
            *own_tumor.failed(m, disputes),
            *own_label.concerns(m, supports),
        )
        for m in supports
    ]
    weighed = [weigh(m, (*shared, *own)) for m, own in zip(supports, shown, strict=True)]
    alive = sorted((w for w in weighed if w.alive), key=shown_first)
    if alive:
        waiting = resistance.untested(regimen[0].statement.therapy, against, context)
        kept = _kept(alive, weighed, disputes, context)
        return replace(kept, changes=(*kept.changes, *waiting)), min(alive, key=lambda w: w.key)
    if not any(m.touching or m.state is not State.AWAITING for m in regimen):
        return None
    return _rejected(weighed, disputes, context)


def _shared_concerns(regimen: Sequence[Matched], disputes: Sequence[Matched], case: Case) -> tuple[Concern, ...]:
    """Concerns about the drugs themselves, whichever statement speaks for them."""
    agents = regimen[0].statement.therapy
    found = list(pharmacogenetic.concerns(agents, case))
    for m in regimen:
        for evaluation in m.contraindicated:
            if m.match.relation == "other_tumor" and of_the_tumor(evaluation):
                continue  # what resists in that tumor; the patient's own conditions hold in every one
            doubtful = evaluation.assumed or evaluation.needs_review
            action = Action.DEMOTE if doubtful else Action.REJECT
            found.append(Concern(action, cautions.reason(m.statement.id, evaluation), may_change=evaluation.may_change))
    # A study that failed in another tumor says nothing against a claim made for this one.
    own = any(m.state is State.ALIVE and m.match.relation != "other_tumor" for m in regimen if m not in disputes)
    for m in disputes:
        if own and m.match.relation == "other_tumor":
            continue
        if m.state is State.ALIVE and m.match.verdict is Verdict.MET:
            reason = Reason.of("evidence.disputed", statement=m.statement.id)
            found.append(Concern(Action.REVIEW, reason, conflict=True))
    return tuple(dict.fromkeys(found))


def _own_concerns(
    m: Matched, against: Sequence[Matched], case: Case, context: Context, doubts: Doubts
) -> tuple[Concern, ...]:
    """Concerns that depend on the statement: its context, its ground, its strength."""
    found = [
        *prior.concerns(m.statement.therapy, m.statement.context, case, context),
        *resistance.concerns(m, against, context),
    ]
    if m.state is State.ALIVE:
        found += frequency_unknown(m.ground, doubts)
        if m.standing.withdrawn and not m.standing.in_force and m.standing.guideline:
            found.append(Concern(Action.REVIEW, Reason.of("evidence.guideline_only_after_withdrawal")))
        if m.statement.study.benefit == "absent" and not m.standing.in_force:
            found.append(Concern(Action.DEMOTE, Reason.of("evidence.no_benefit_shown"), conflict=True))
    if m.yields:
        found.append(Concern(Action.DEMOTE, Reason.of("evidence.yields", statement=m.statement.id)))
    if m.ground.doubtful and not m.ground.facts:
        of_alteration = any(f.split("/")[0] in ALTERATIONS for f in m.ground.doubtful)
        code = "evidence.meaning_not_settled" if of_alteration else "evidence.result_not_settled"
        found.append(Concern(Action.REVIEW, Reason.of(code)))
    return tuple(found)


def _kept(
    alive: Sequence[Weighed], weighed: Sequence[Weighed], disputes: Sequence[Matched], context: Context
) -> TherapyOption:
    first = alive[0]
    match = first.matched.match
    carried = applied(match)
    ordered = [*alive, *sorted((w for w in weighed if not w.alive), key=shown_first)]
    against, conflicts = _told(first.concerns)
    approvals = _approvals(alive, context.on)
    grades = tuple(agencies(g, approvals, context.on) for g in _grades(alive, first, context))
    if any(g.value == "V" for w in alive for g in w.matched.match.grades) and not any(g.value == "V" for g in grades):
        conflicts = (*conflicts, Reason.of("evidence.negative_study_beside"))
    return TherapyOption(
        therapies=first.matched.statement.therapy,
        predicate="sensitivity",
        kept=True,
        rank=None,
        verdict=match.verdict,
        bucket=first.bucket,
        grades=grades,
        matches=(*(w.matched.match for w in ordered), *(m.match for m in disputes)),
        because=match.reasons,
        against=against,
        conflicts=conflicts,
        missing=missing(match),
        changes=_changes(first, weighed),
        approvals=approvals,
        may_change=carried.may_change,
        assumed=carried.assumed,
        needs_review=_review(first, carried.needs_review),
        sort_key=as_text(min(w.key for w in alive)),
    )


def _approvals(alive: Sequence[Weighed], on: date) -> tuple[Approval, ...]:
    """Status by agency: over the statements of the same relation that hold at least as firmly as the first."""
    first = alive[0].matched.match
    matches = [w.matched.match for w in alive]
    alike = [m for m in matches if m.relation == first.relation and m.verdict.value >= first.verdict.value]
    return by_agency((a for m in alike for a in m.approvals), on)


def _review(first: Weighed, flagged: bool) -> bool:
    return (
        flagged
        or first.matched.statement.needs_review
        or Action.REVIEW.value <= strongest(first.concerns).value < Action.REJECT.value
    )


def missing(match: StatementMatch) -> tuple[str, ...]:
    """Absent facts that would settle a match; empty when it is settled.

    Only what keeps the verdict open is named: the tumor where it is not known, the biomarker, and in the own tumor the
    context."""
    if match.verdict is not Verdict.UNKNOWN:
        return ()
    parts = [match.biomarker]
    if match.relation != "other_tumor":
        parts += [match.disease, match.context]
    return tuple(sorted(frozenset().union(*(p.missing for p in parts))))


def _rejected(
    weighed: Sequence[Weighed], disputes: Sequence[Matched], context: Context
) -> tuple[TherapyOption, Weighed]:
    ordered = sorted(weighed, key=lambda w: (_nearness(w), shown_first(w)))
    if not ordered:
        ordered = [weigh(disputes[0], ())]
        why: tuple[Reason, ...] = (Reason.of("evidence.only_disputed"),)
        disputes = disputes[1:]
    else:
        why = ordered[0].matched.why
    first = ordered[0]
    match = first.matched.match
    against, conflicts = _told(first.concerns)
    may_change = match.context.may_change and match.relation != "other_tumor"
    turned = [c for c in first.concerns if c.action is Action.REJECT]
    rejected = TherapyOption(
        therapies=first.matched.statement.therapy,
        predicate="sensitivity",
        kept=False,
        rank=None,
        verdict=match.verdict,
        bucket=first.bucket,
        grades=_grades([first], first, context),
        matches=(*(w.matched.match for w in ordered), *(m.match for m in disputes)),
        because=match.reasons,
        against=tuple(dict.fromkeys((*why, *(c.reason for c in turned), *against))),
        conflicts=conflicts,
        missing=missing(match),
        changes=_changes(first, weighed),
        approvals=match.approvals,
        may_change=all(c.may_change for c in turned) if turned else may_change,
        needs_review=first.matched.statement.needs_review,
        sort_key=as_text(first.key),
    )
    return rejected, first


def _nearness(weighed: Weighed) -> int:
    """Which statement of a rejected regimen speaks first: the one that came nearest to carrying it."""
    matched = weighed.matched
    if matched.state is State.ALIVE:
        return 0
    if matched.match.biomarker.verdict is Verdict.MET:
        return 1
    if matched.state is State.AWAITING:
        return 2
    return {Verdict.UNKNOWN: 3, Verdict.NOT_MET: 4}[matched.match.biomarker.verdict]


def _grades(alike: Sequence[Weighed], first: Weighed, context: Context) -> tuple[Grade, ...]:
    """In each scheme the best grade of the statements that carry the option; the source's own of the one shown first.

    Over all of them: a label without a recorded study does not take away the tier that a trial earned."""
    sets = tuple(w.matched.match.grades for w in alike)
    found = []
    for scheme in context.policy.schemes:
        if scheme not in SCHEMES:
            continue
        own = tuple(g for g in first.matched.match.grades if g.scheme == scheme)
        given = own[0] if scheme == "source" else best(sets, scheme)
        if given is not None:
            found.append(given)
    return tuple(found)


def _told(concerns: Sequence[Concern]) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Reasons against, and conflicts, strongest first."""
    ordered = sorted(concerns, key=lambda c: -c.action.value)
    return (
        tuple(dict.fromkeys(c.reason for c in ordered if not c.conflict)),
        tuple(dict.fromkeys(c.reason for c in ordered if c.conflict)),
    )


def _changes(first: Weighed, weighed: Sequence[Weighed]) -> tuple[Reason, ...]:
    """What would change the option."""
    match = first.matched.match
    found = []
    open_facts = missing(match)
    if open_facts:
        found.append(Reason.of("change.facts_decide", count=len(open_facts)))
    carried = applied(match)
    if carried.changes_on is not None:
        found.append(Reason.of("change.on_date", date=carried.changes_on))
    if carried.may_change:
        found.append(Reason.of("change.condition_may_turn"))
    for w in weighed:
        other = w.matched
        if w is not first and w.position[0] < first.position[0] and other.match.context.may_change:
            found.append(Reason.of("change.stronger_if_context_turns", statement=other.statement.id))
    if any(c.reason.code == "resistance.not_settled" for c in first.concerns):
        found.append(Reason.of("change.resistance_if_settled"))
    if first.bucket == "approved_elsewhere":
        found.append(Reason.of("change.approval_where_asked", asked=first.matched.standing.asked))
    return tuple(dict.fromkeys(found))


def ranked(kept: Sequence[tuple[TherapyOption, Weighed]]) -> tuple[TherapyOption, ...]:
    """Options with their ranks from 1, by the position of their best statement."""
    ordered = sorted(kept, key=lambda pair: (pair[1].key, pair[0].therapies))
    return tuple(replace(o, rank=n) for n, (o, _) in enumerate(ordered, start=1))
