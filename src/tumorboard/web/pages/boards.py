"""Boards: their days, the agenda of a day, and the session for a projector, one case after another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from starlette.requests import Request
from starlette.responses import Response

from tumorboard.app.dossier import agenda, dossier, visible
from tumorboard.errors import NotFound
from tumorboard.model.access import Person
from tumorboard.store import restrictions
from tumorboard.store.heads import Head
from tumorboard.store.worklist import meetings
from tumorboard.web.asking import AtGate, may
from tumorboard.web.casework import values
from tumorboard.web.pages.worklist import day_of
from tumorboard.web.rendering import language, page
from tumorboard.web.sheets import disease_name
from tumorboard.web.told import regimen
from tumorboard.wording import words

router = APIRouter()
Lister = Annotated[Person, Depends(may("cases.list"))]
BACK = timedelta(days=365)
SHOWN = ("cannot-say", "findings", "options", "resistance", "germline", "missing", "treatment")


@router.get("/board")
def boards(request: Request, gate: AtGate, person: Lister) -> Response:
    """The days of boards: those to come, then those of the last year."""
    today = gate.registry.now().date()
    found = meetings(gate.registry, today - BACK, *visible(gate.closed(person)))
    ahead, past = [m for m in found if m[0] >= today], [m for m in reversed(found) if m[0] < today]
    return page(request, "boards.html", ahead=ahead, past=past, today=today)


@router.get("/board/{day}")
def board(request: Request, gate: AtGate, person: Lister, day: Annotated[str, Path(max_length=10)]) -> Response:
    """The agenda of a day."""
    on, heads = _agenda(gate, person, day)
    names = restrictions.public_ids(gate.registry, [h.case for h in heads])
    spoken = words(language(request))
    rules = gate.registry.rules()
    told = []
    for h in heads:
        found = dossier(gate.registry, h.case, rules)
        told.append((h, names[h.case], found.submission.question if found.submission else "", found.decision))
    gate.seat(person).looked("", "listed", f"board {on.isoformat()}")
    shown: dict[str, Any] = {
        "disease_name": lambda code: disease_name(code, spoken),
        "regimen": lambda codes: regimen(codes, spoken),
    }
    return page(request, "board.html", day=on, told=told, **shown)


@router.get("/board/{day}/{place}")
def session(
    request: Request, gate: AtGate, person: Lister, day: Annotated[str, Path(max_length=10)],
    place: Annotated[int, Path(ge=1, le=1000)],
) -> Response:  # fmt: skip
    """One case of the agenda in big letters, with the way to the next."""
    on, heads = _agenda(gate, person, day)
    if place > len(heads):
        raise NotFound("there is no such case on this agenda", code="WEB023")
    head = heads[place - 1]
    public = restrictions.public_ids(gate.registry, [head.case])[head.case]
    at = gate.case(person, "case.read", public)
    spoken = words(language(request))
    shown: dict[str, Any] = {
        **values(request, at), "day": on, "place": place, "count": len(heads), "sections": SHOWN,
        "regimen": lambda codes: regimen(codes, spoken),
    }  # fmt: skip
    return page(request, "session.html", **shown)


def _agenda(gate: AtGate, person: Person, day: str) -> tuple[date, tuple[Head, ...]]:
    on = day_of(day)
    if on is None:
        raise NotFound("there is no such day", code="WEB024")
    return on, agenda(gate.registry, on, *visible(gate.closed(person)))
