"""Sensitivity and resistance to one therapy, reconciled by strength and tumor; the conflict is always shown.

A resistance statement bears on a regimen when it names exactly that regimen, one of its agents, or a class of one of its
agents.  What it does there (AMP level as strength):

    Q1  in this tumor, at least as strong as the regimen's own evidence      REJECT
    Q2  in this tumor, weaker                                                DEMOTE
        of a component, or its class, of a combination                       REVIEW
    Q3  in another tumor: beside evidence of this tumor                      NOTE
        beside evidence that is of another tumor too; or tumor not known     DEMOTE
    Q4  not settled whether it applies (unknown significance)                REVIEW
    Q5  it names a component or its class, and the combination's own         NOTE
        evidence, in this tumor, was made in carriers of that very alteration
    Q6  disputed resistance                                                  NOTE

Q5 is why osimertinib with savolitinib stays where MET amplification makes osimertinib alone fail, and why a combination
is never condemned, or saved, by what is known of one of its parts alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from tumorboard.evidence.concern import Action, Concern
from tumorboard.evidence.grade import place
from tumorboard.evidence.match import Matched, State
from tumorboard.evidence.schemes.rules import SAME
from tumorboard.model.context import Context
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason


def concerns(supported: Matched, resistance: Sequence[Matched], context: Context) -> tuple[Concern, ...]:
    """What the resistance statements of the case do to one supporting statement."""
    found = []
    for against in resistance:
        if against.state is State.ALIVE and bears_on(against, supported.statement.therapy, context):
            found.append(_weighed(supported, against))
    return tuple(found)


def untested(regimen: tuple[str, ...], resistance: Sequence[Matched], context: Context) -> tuple[Reason, ...]:
    """What a test that was not done could show against the regimen."""
    return tuple(
        Reason.of(
            "change.resistance_if_found",
            statement=m.statement.id,
        )
        for m in resistance
        if m.state is State.AWAITING and m.match.relation in SAME and bears_on(m, regimen, context)
    )


def bears_on(against: Matched, regimen: tuple[str, ...], context: Context) -> bool:
    """Whether a resistance statement speaks of the regimen, of one of its agents, or of the class of one."""
    named = against.statement.therapy
    if named:
        return named == regimen or (len(named) == 1 and named[0] in regimen)
    classes = {k for agent in regimen for k in context.vocab.therapies.classes(agent)}
    return bool(against.statement.therapy_class) and against.statement.therapy_class in classes


def _weighed(supported: Matched, against: Matched) -> Concern:
    amp = next((g.value for g in against.match.grades if g.scheme == "amp_2017"), "")
    about = {"statement": against.statement.id, "amp": amp or "–"}
    if against.statement.direction == "disputes":
        return Concern(Action.NOTE, Reason.of("resistance.disputed", **about), conflict=True)
    if len(supported.statement.therapy) > 1 and against.statement.therapy != supported.statement.therapy:
        carriers = against.ground.facts and against.ground.facts <= supported.ground.facts
        if carriers and supported.match.relation in SAME:
            return Concern(Action.NOTE, Reason.of("resistance.of_component", **about), conflict=True)
    if against.match.verdict is not Verdict.MET:
        if against.match.relation == "unknown_tumor" and against.match.biomarker.verdict is Verdict.MET:
            return Concern(Action.DEMOTE, Reason.of("resistance.other_tumor", **about), conflict=True)
        return Concern(Action.REVIEW, Reason.of("resistance.not_settled", **about), conflict=True)
    if against.match.relation not in SAME:
        action = Action.NOTE if supported.match.relation in SAME else Action.DEMOTE
        return Concern(action, Reason.of("resistance.other_tumor", **about), conflict=True)
    if amp and _strength(against) <= _strength(supported):
        return Concern(Action.REJECT, Reason.of("resistance.as_strong", **about), conflict=True)
    if len(supported.statement.therapy) > 1 and against.statement.therapy != supported.statement.therapy:
        return Concern(Action.REVIEW, Reason.of("resistance.component_weaker", **about), conflict=True)
    return Concern(Action.DEMOTE, Reason.of("resistance.weaker", **about), conflict=True)


def _strength(matched: Matched) -> int:
    return place(matched.match.grades, "amp_2017")
