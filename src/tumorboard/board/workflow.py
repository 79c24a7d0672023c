"""Where a case stands, out of its records alone, and what may follow.

Draft -> interpreted -> for review -> discussed -> signed -> follow-up.  New facts after a signature open an amendment: the
case goes the way again, and the signed versions stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tumorboard.model.registry import Consent, Entry, Rules, SignOff, TaskDone
from tumorboard.reasons import Reason

Body = object
Record = tuple[Entry, Body | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a case stands.

    Parameters
    ----------
    state
        One of `model.registry.STATES`; empty for a case without facts.
    revision
        Of its last record.
    assessment, decision
        Digest of the body of the last one that the facts in force have; empty when there is none yet.
    signers
        Who signed that decision.
    amends
        Revision of the facts that were signed before; 0 when none were.
    open_tasks, open_alerts
        Revisions of what nobody has done or looked at.
    consents
        Scope -> the patient's last word; a scope that is not there was not asked for.
    """

    state: str = ""
    revision: int = 0
    facts: str = ""
    assessment: str = ""
    decision: str = ""
    signers: tuple[str, ...] = ()
    amends: int = 0
    open_tasks: tuple[int, ...] = ()
    open_alerts: tuple[int, ...] = ()
    consents: tuple[tuple[str, bool], ...] = ()

    def consent(self, scope: str) -> bool | None:
        """The patient's last word on a use; None when not asked for."""
        return dict(self.consents).get(scope)


def standing(records: Iterable[Record], rules: Rules) -> Standing:
    """The standing after all records of one case, given in order."""
    now = Standing()
    for entry, body in records:
        now = _after(now, entry, body, rules)
    return now


def _after(now: Standing, entry: Entry, body: Body | None, rules: Rules) -> Standing:
    at = {"revision": entry.revision}
    match entry.action:
        case "facts":
            amends = now.revision if now.state in {"signed", "follow_up"} else now.amends
            change = {"state": "draft", "facts": entry.document, "assessment": "", "decision": "", "signers": ()}
            return _with(now, **at, **change, amends=amends)
        case "assessment":
            # An assessment of other knowledge made after the board has met waits beside the decision.
            later = now.state in {"discussed", "signed", "follow_up"}
            return _with(now, **at) if later else _with(now, **at, state="interpreted", assessment=entry.document)
        case "submission":
            return _with(now, **at, state="for_review")
        case "decision":
            return _with(now, **at, state="discussed", decision=entry.document, signers=())
        case "signature":
            signers = (*now.signers, entry.by)
            asked = (body.asked if isinstance(body, SignOff) else 0) or rules.signatures
            return _with(now, **at, signers=signers, state="signed" if len(signers) >= asked else now.state)
        case "follow_up":
            return _with(now, **at, state="follow_up")
        case "task":
            return _with(now, **at, open_tasks=(*now.open_tasks, entry.revision))
        case "task_done" if isinstance(body, TaskDone):
            return _with(now, **at, open_tasks=tuple(t for t in now.open_tasks if t != body.task))
        case "alert":
            return _with(now, **at, open_alerts=(*now.open_alerts, entry.revision))
        case "seen":
            seen = getattr(body, "alert", 0)
            return _with(now, **at, open_alerts=tuple(a for a in now.open_alerts if a != seen))
        case "consent" if isinstance(body, Consent):
            said = {**dict(now.consents), body.scope: body.given}
            return _with(now, **at, consents=tuple(sorted(said.items())))
    return _with(now, **at)


def _with(now: Standing, **changes: object) -> Standing:
    values = {name: getattr(now, name) for name in Standing.__slots__}
    return Standing(**{**values, **changes})


# What must have been reached before a record may be written.
_AFTER = {
    "assessment": ("draft", "interpreted", "for_review", "discussed", "signed", "follow_up"),
    "submission": ("interpreted", "for_review"),
    "decision": ("interpreted", "for_review", "discussed"),
    "signature": ("discussed",),
    "follow_up": ("signed", "follow_up"),
}
REASONED = {"retraction": "workflow.retraction_needs_reason"}


def refusal(now: Standing, action: str, body: Body | None, by: str, reason: str) -> Reason | None:
    """Why a record may not be written now; None when it may.

    A refusal is an answer: nothing was written.
    """
    if action != "facts" and action != "consent" and not now.state:
        return Reason.of("workflow.no_facts")
    if now.consent("care") is False and action not in {"consent", "seen"}:
        return Reason.of("workflow.consent_withdrawn")
    if action in _AFTER and now.state not in _AFTER[action]:
        return Reason.of("workflow.too_early", state=now.state, states=_AFTER[action])
    if action == "facts" and now.state in {"signed", "follow_up"} and not reason.strip():
        return Reason.of("workflow.amendment_needs_reason")
    if action in REASONED and not reason.strip():
        return Reason.of(REASONED[action])
    if action == "signature" and isinstance(body, SignOff):
        if body.signs != now.decision:
            return Reason.of("workflow.signs_another_decision")
        if by in now.signers:
            return Reason.of("workflow.signed_already")
    if action == "task_done" and getattr(body, "task", 0) not in now.open_tasks:
        return Reason.of("workflow.no_such_task")
    if action == "seen" and getattr(body, "alert", 0) not in now.open_alerts:
        return Reason.of("workflow.no_such_alert")
    return None
