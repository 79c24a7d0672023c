"""What the patient's own tumor demands outranks what another tumor was promised.

HER2 antibodies in colorectal cancer are claimed for RAS wild type only: where RAS is mutated, the claim of another tumor
for the same target does not bring them back.  Of a regimen of another tumor that aims at the same finding:

    T1  it shares an agent with a regimen that this tumor denies          REJECT
    T2  it shares a class with one                                        DEMOTE
    T3  a study of it in this tumor, for this finding, showed no benefit  REJECT

Claims that hold in every solid tumor are of this tumor too, and stand.

Source: MOUNTAINEER (Strickler 2023, Lancet Oncol 24:496) and HERACLES (Sartore-Bianchi 2016, Lancet Oncol 17:738) enrolled
RAS, or KRAS exon 2, wild type only; T3: GATSBY (Thuss-Patience 2017, Lancet Oncol 18:640): trastuzumab emtansine, approved in
HER2-positive breast cancer, was no better than a taxane in HER2-positive gastric cancer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tumorboard.evidence.concern import Action, Concern
from tumorboard.evidence.ground import broken_absence
from tumorboard.evidence.match import Matched, State
from tumorboard.evidence.prior import BROAD_CLASSES
from tumorboard.model.context import Context
from tumorboard.model.statement import Statement
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason


def denials(matched: Iterable[Matched]) -> tuple[Matched, ...]:
    """Statements on this very tumor whose target is there and whose demand for an absence is broken."""
    found = []
    for m in matched:
        if m.match.relation != "same_tumor" or m.statement.direction != "supports" or not m.ground.facts:
            continue
        if broken_absence(m.statement.biomarker, m.match.biomarker):
            found.append(m)
    return tuple(found)


def overlaps(own: Statement, regimen: tuple[str, ...], context: Context) -> bool:
    """Whether a statement shares an agent, or a class that counts, with a regimen."""
    if set(own.therapy) & set(regimen):
        return True
    return bool(_classes(own.therapy, context) & _classes(regimen, context))


def concerns(m: Matched, denied: Sequence[Matched], context: Context) -> tuple[Concern, ...]:
    """What the denials do to one supporting statement; nothing unless it is of another tumor."""
    if m.match.relation != "other_tumor":
        return ()
    found: dict[Action, Concern] = {}
    for own in denied:
        if not _same_finding(own, m):
            continue
        if set(own.statement.therapy) & set(m.statement.therapy):
            action = Action.REJECT
        elif overlaps(own.statement, m.statement.therapy, context):
            action = Action.DEMOTE
        else:
            continue
        reason = Reason.of("evidence.own_tumor_denies", statement=own.statement.id)
        found.setdefault(action, Concern(action, reason))
    return tuple(found[a] for a in (Action.REJECT, Action.DEMOTE) if a in found)


def _same_finding(own: Matched, m: Matched) -> bool:
    """Whether both aim at one finding; of what was not tested yet, whether both speak of one gene (HER2 not yet stained)."""
    if m.ground.facts:
        return bool(own.ground.facts & m.ground.facts)
    return bool(set(own.statement.genes) & set(m.statement.genes))


def failed(m: Matched, disputes: Sequence[Matched]) -> tuple[Concern, ...]:
    """What a negative study in this tumor does to a claim about another tumor; `disputes` are of the same regimen."""
    if m.match.relation != "other_tumor":
        return ()
    for d in disputes:
        shown = d.match.relation == "same_tumor" and d.match.biomarker.verdict is Verdict.MET
        if shown and d.state is State.ALIVE and d.statement.study.benefit == "absent":
            return (Concern(Action.REJECT, Reason.of("evidence.failed_here", statement=d.statement.id)),)
    return ()


def _classes(therapy: tuple[str, ...], context: Context) -> frozenset[str]:
    return frozenset(k for a in therapy for k in context.vocab.therapies.classes(a)) - BROAD_CLASSES
