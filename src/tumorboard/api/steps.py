"""The steps of a board on one case: each is one record, refused where the workflow, a rule or a later record stands against it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from tumorboard.api import bodies
from tumorboard.api.asking import AtGate, case_for
from tumorboard.api.shapes import Written, written
from tumorboard.app import assessing, settings
from tumorboard.app.desk import Written as Body
from tumorboard.app.gate import AtHand
from tumorboard.errors import Conflict

router = APIRouter(tags=["steps"])
Number = Annotated[int, Path(ge=1, le=1_000_000_000)]


@router.post("/cases/{public}/interpret", status_code=201)
def interpret(
    at: Annotated[AtHand, Depends(case_for("case.interpret"))], body: bodies.InterpretBody, gate: AtGate
) -> Written:
    """Assess the facts in force and keep the assessment."""
    now = at.seat.standing(at.case).revision
    if body.seen is not None and body.seen != now:
        raise Conflict(f"the case has record {now}, and {body.seen} was the last one seen", code="REG010")
    day = body.on or gate.registry.now().date()
    return written(at.public, at.seat.interpret(at.case, assessing.workbench(), settings.policy(None), day)[0])


@router.post("/cases/{public}/submission", status_code=201)
def submit(at: Annotated[AtHand, Depends(case_for("case.submit"))], body: bodies.SubmissionBody) -> Written:
    """The case is for review."""
    return _kept(at, body.made(), body)


@router.post("/cases/{public}/decision", status_code=201)
def decide(at: Annotated[AtHand, Depends(case_for("case.decide"))], body: bodies.DecisionBody, gate: AtGate) -> Written:
    """What the board decided."""
    return _kept(at, body.made(gate.registry.now().date()), body)


@router.post("/cases/{public}/signature", status_code=201)
def sign(at: Annotated[AtHand, Depends(case_for("case.sign"))], body: bodies.SignatureBody, gate: AtGate) -> Written:
    """Sign the decision in force; the signature is that of the account of the token, in a role that the account has."""
    return written(at.public, gate.sign(at, body.signs, body.role, seen=body.seen))


@router.post("/cases/{public}/follow-up", status_code=201)
def follow_up(at: Annotated[AtHand, Depends(case_for("case.follow_up"))], body: bodies.FollowUpBody) -> Written:
    """What happened after the decision."""
    return _kept(at, body.made(), body)


@router.post("/cases/{public}/follow-up/{revision}/retraction", status_code=201)
def retract(
    at: Annotated[AtHand, Depends(case_for("case.follow_up"))], revision: Number, body: bodies.RetractionBody
) -> Written:
    """The follow-up was written in error: it stays on record and counts no more."""
    made = at.seat.write(at.case, body.made(revision), reason=body.reason, seen=body.seen)
    return written(at.public, made)


@router.post("/cases/{public}/tasks", status_code=201)
def add_task(at: Annotated[AtHand, Depends(case_for("case.task"))], body: bodies.TaskBody) -> Written:
    """Something is to be done."""
    return _kept(at, body.made(), body)


@router.post("/cases/{public}/tasks/{revision}/done", status_code=201)
def task_done(
    at: Annotated[AtHand, Depends(case_for("case.task"))], revision: Number, body: bodies.DoneBody, gate: AtGate
) -> Written:
    """The task was done or dropped."""
    return _kept(at, body.made(revision, gate.registry.now().date()), body)


@router.post("/cases/{public}/alerts/{revision}/seen", status_code=201)
def alert_seen(
    at: Annotated[AtHand, Depends(case_for("case.alert"))], revision: Number, body: bodies.SeenBody
) -> Written:
    """Somebody looked at the alert."""
    return _kept(at, body.made(revision), body)


@router.post("/cases/{public}/consents", status_code=201)
def consent(
    at: Annotated[AtHand, Depends(case_for("case.consent"))], body: bodies.ConsentBody, gate: AtGate
) -> Written:
    """The patient gave or took back the consent to a use."""
    return _kept(at, body.made(gate.registry.now().date()), body)


def _kept(at: AtHand, made: Body, body: bodies.Step) -> Written:
    return written(at.public, at.seat.write(at.case, made, seen=body.seen))
