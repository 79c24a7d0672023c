"""The start: the list of cases, filtered, searched, sorted, page by page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tumorboard.app.dossier import visible
from tumorboard.model.registry import STATES
from tumorboard.store import restrictions
from tumorboard.store.schema import HEADS
from tumorboard.store.worklist import SORTS, Wanted, counted_by, listed, meetings
from tumorboard.web.asking import AtGate, Signed
from tumorboard.web.menu import MENU
from tumorboard.web.rendering import language, page
from tumorboard.web.sheets import disease_name
from tumorboard.wording import collated, words

router = APIRouter()
DUE = ("overdue", "soon", "any")
Short = Annotated[str, Query(max_length=200)]


@router.get("/")
def worklist(
    request: Request, gate: AtGate, person: Signed, q: Short = "", state: Short = "", disease: Short = "",
    meeting: Short = "", due: Short = "", alert: Short = "", restricted: Short = "", sort: Short = "updated",
    turned: Short = "", at: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:  # fmt: skip
    """The list; who may list no cases is sent to the first page that they may open."""
    if not gate.can(person, "cases.list"):
        first = next((m.address for m in MENU if m.address != "/" and gate.can(person, m.action)), "/account/password")
        return RedirectResponse(first, status_code=303)
    today = gate.registry.now().date()
    wanted = Wanted(
        states=(state,) if state in STATES else (), diseases=(disease,) if disease else (), meeting=day_of(meeting),
        due=due if due in DUE else "", alert=bool(alert), search=q, sort=sort if sort in SORTS else "updated",
        turned=bool(turned), page=at, today=today,
    )  # fmt: skip
    kept = gate.restrictions()
    may_see = visible(kept.closed(person.id, gate.registry.now()))
    more = (HEADS.c.patient.in_(kept.named),) if restricted else ()
    found = listed(gate.registry, wanted, *may_see, *more)
    names = restrictions.public_ids(gate.registry, [h.case for h in found.heads])
    spoken = words(language(request))
    asked = {
        "q": q, "state": state, "disease": disease, "meeting": meeting, "due": due, "alert": alert, "restricted": restricted,
    }  # fmt: skip
    kinds = [k for k in counted_by(gate.registry, "disease", *may_see) if k]
    named = [(k, disease_name(k, spoken)) for k in kinds]
    diseases = collated(named, spoken.language, lambda pair: pair[1])
    return page(
        request, "worklist.html", found=found, names=names, wanted=wanted, asked=asked, states=STATES,
        counts=counted_by(gate.registry, "state", *may_see), diseases=diseases, disease_name=lambda c: disease_name(c, spoken),
        meetings=meetings(gate.registry, today - timedelta(days=60), *may_see), dues=DUE, kept_to=kept.named,
        today=today.isoformat(), link=lambda **change: link(asked, wanted, **change), at=min(at, found.pages),
    )  # fmt: skip


def link(asked: dict[str, str], wanted: Wanted, **change: Any) -> str:
    """The address of this list with something else."""
    now = {**asked, "sort": wanted.sort, "turned": "1" if wanted.turned else ""}
    now |= {k: str(v) for k, v in change.items()}
    usual = {"sort": "updated", "page": "1"}
    return "/?" + urlencode({k: v for k, v in now.items() if v and usual.get(k) != v})


def day_of(text: str) -> date | None:
    """A day; None when it is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
