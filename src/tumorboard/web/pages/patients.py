"""Patients that are one person, merged and split with a reason."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tumorboard.errors import InputError, NotFound, Refused
from tumorboard.model.access import Person
from tumorboard.store import restrictions
from tumorboard.store.people import merges
from tumorboard.web.asking import AtGate, Signed
from tumorboard.web.casework import said_of
from tumorboard.web.filled import Form
from tumorboard.web.rendering import page

router = APIRouter()


def merger(gate: AtGate, person: Signed) -> Person:
    """Who may merge patients at all; of which ones is asked with the names."""
    if not gate.can(person, "patients.merge"):
        raise Refused("this needs another role", code="access.role")
    return person


Merger = Annotated[Person, Depends(merger)]


def _shown(request: Request, gate: Any, person: Person, *, status: int = 200, **more: Any) -> Response:
    closed = gate.closed(person)
    told = [m for m in merges(gate.registry) if m[0].patient not in closed and m[1].merged not in closed]
    usual: dict[str, Any] = {"typed": {}, "wrong": {}, "refused": "", "merges": told, "spread": ()}
    return page(request, "patients.html", status=status, **{**usual, **more})


@router.get("/patients")
def patients(request: Request, gate: AtGate, person: Merger) -> Response:
    """The form, and every merge and split so far."""
    return _shown(request, gate, person)


@router.post("/patients")
def merge(request: Request, gate: AtGate, person: Merger, form: Form) -> Response:
    """Two patients are one person, or two again."""
    patient, merged = form.text("patient", needed=True, longest=200), form.text("merged", needed=True, longest=200)
    reason, undo = form.text("reason", needed=True, longest=2_000), bool(form.text("undo"))
    if form.wrong:
        return _shown(request, gate, person, status=422, typed=form.typed, wrong=form.wrong)
    try:
        if gate.closed(person) & {patient, merged}:
            raise InputError("there is no such patient", code="REG021")  # the same answer as for one that is not there
        gate.seat(person).merge(patient, merged, reason=reason, undo=undo, refusals_too=bool(form.text("refusals_too")))
    except InputError as error:
        spread = gate.seat(person).spread(patient, merged) if error.code == "REG023" else ()
        more = {"typed": form.typed, "refused": said_of(request, error), "spread": spread}
        return _shown(request, gate, person, status=422, **more)
    return RedirectResponse("/patients", status_code=303)


@router.post("/patients/consent")
def consent_again(request: Request, gate: AtGate, person: Merger, form: Form) -> Response:
    """The way to the consent of a case that is hidden since its patient took it back: by the name that the board gave it."""
    name = form.text("case", needed=True, longest=200)
    public = restrictions.public_ids(gate.registry, [name]).get(name, "")
    try:
        at = gate.case(person, "case.consent", public)
    except NotFound as error:
        return _shown(request, gate, person, status=404, typed=form.typed, refused=said_of(request, error))
    return RedirectResponse(f"/cases/{at.public}/consent", status_code=303)
