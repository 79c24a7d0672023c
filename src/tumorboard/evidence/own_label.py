"""What a therapy's own label says of this patient outranks what broader words would allow.

An item of a database often says no more than *breast cancer* where the label asks for positive receptors, or nothing of the
line.  And what is refused for this tumor by age or setting does not come back because another tumor was promised it.

    L1  every label of the regimen for this tumor fails on receptors, HER2 or diagnosis: an item of broader words   REJECT
    L2  every statement of a label or guideline on it for this tumor and finding fails on line, setting or age:
        an item of this tumor                                                                                      DEMOTE
        a claim of another tumor                                                                                   REJECT
    L3  a claim of another tumor whose age limits do not hold                                                      REJECT
    L4  a claim of another tumor for another setting, beside treatment for cure                                    REJECT

Labels that hold, or wait for a fact, let the others be.
"""

from __future__ import annotations

from collections.abc import Sequence

from tumorboard.criteria.leaves.age_between import AgeBetween
from tumorboard.criteria.leaves.extent_in import ExtentIn
from tumorboard.criteria.leaves.setting_in import SettingIn
from tumorboard.evidence.concern import Action, Concern
from tumorboard.evidence.ground import bound_to_tumor, demanded
from tumorboard.evidence.match import Matched, State
from tumorboard.evidence.schemes.rules import SAME
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

FIRM = frozenset({"label", "guideline"})
CURATIVE = frozenset({"neoadjuvant", "adjuvant", "localized"})


def firm(m: Matched) -> bool:
    """Whether a statement is a label or a guideline on this very tumor, by itself or beside a study."""
    said = m.statement.kind in FIRM or m.standing.guideline or bool(m.statement.approvals)
    return said and m.match.relation in SAME and m.statement.direction == "supports"


def governs(m: Matched) -> bool:
    """Whether what a rejected match says can take something away from another statement on its regimen."""
    return firm(m) and m.state is State.REJECTED


def concerns(m: Matched, regimen: Sequence[Matched]) -> tuple[Concern, ...]:
    """What the labels of the regimen, and the patient's age and setting, do to one supporting statement.

    Parameters
    ----------
    regimen
        Every supporting statement on the regimen.
    """
    if m.state is not State.ALIVE or firm(m):
        return ()
    own = [one for one in regimen if firm(one)]
    found = [*_other_tumor(m)]
    if own and all(one.state is State.REJECTED for one in own):
        found += _by_labels(m, own)
    return tuple(found)


def _by_labels(m: Matched, own: Sequence[Matched]) -> list[Concern]:
    if m.match.relation in SAME and all(_without_ground(one) for one in own):
        return [Concern(Action.REJECT, Reason.of("evidence.own_label_not_met", statement=own[0].statement.id))]
    turned = [one for one in own if _context_fails(one)]
    if not turned:
        return []
    action = Action.DEMOTE if m.match.relation in SAME else Action.REJECT
    may_change = all(one.match.context.may_change for one in turned)
    return [
        Concern(
            action, Reason.of("evidence.own_context_not_met", statement=turned[0].statement.id), may_change=may_change
        )
    ]


def _without_ground(m: Matched) -> bool:
    """Whether receptors, HER2 or a diagnosis that the label demands are not there."""
    if m.match.biomarker.verdict is not Verdict.NOT_MET:
        return False
    parts = demanded(m.statement.biomarker, m.match.biomarker)
    return any(bound_to_tumor(leaf) and answer.verdict is Verdict.NOT_MET for leaf, answer in parts)


def _context_fails(m: Matched) -> bool:
    return m.match.biomarker.verdict is Verdict.MET and m.match.context.verdict is Verdict.NOT_MET


def _treated_for_cure(answer: Evaluation) -> bool:
    """Whether it fails because the patient is treated before or after surgery, or the disease is localized."""
    return any(answer.reason.param(name) in CURATIVE for name in ("setting", "extent"))


def _other_tumor(m: Matched) -> list[Concern]:
    if m.match.relation != "other_tumor":
        return []
    found = []
    for leaf, answer in demanded(m.statement.context, m.match.context):
        if answer.verdict is not Verdict.NOT_MET:
            continue
        if isinstance(leaf, AgeBetween):
            found.append(Concern(Action.REJECT, Reason.of("evidence.age_of_other_tumor"), may_change=answer.may_change))
        elif isinstance(leaf, (SettingIn, ExtentIn)) and _treated_for_cure(answer):
            found.append(Concern(Action.REJECT, Reason.of("evidence.for_advanced_disease")))
    return list(dict.fromkeys(found))
