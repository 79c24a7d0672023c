"""The start: the list of cases, filtered, searched, sorted, page by page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tumorboard.app.dossier import visible
from tumorboard.app.gate import Gate
from tumorboard.model.access import Person
from tumorboard.model.registry import STATES
from tumorboard.store import restrictions
from tumorboard.store.schema import HEADS
from tumorboard.store.worklist import SORTS, Wanted, counted_by, listed, meetings
from tumorboard.web.asking import AtGate, Signed
from tumorboard.web.filled import Form
from tumorboard.web.menu import MENU
from tumorboard.web.rendering import language, page
from tumorboard.web.sheets import disease_name
from tumorboard.wording import collated, words

router = APIRouter()
DUE = ("overdue", "soon", "any")
MOST_FOUND = 200  # cases that a search shows
Short = Annotated[str, Query(max_length=200)]


@router.get("/")
def worklist(
    request: Request, gate: AtGate, person: Signed, state: Short = "", disease: Short = "",
    meeting: Short = "", due: Short = "", alert: Short = "", restricted: Short = "", sort: Short = "updated",
    turned: Short = "", at: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:  # fmt: skip
    """The list; who may list no cases is sent to the first page that they may open."""
    if not gate.can(person, "cases.list"):
        first = next((m.address for m in MENU if m.address != "/" and gate.can(person, m.action)), "/account/password")
        return RedirectResponse(first, status_code=303)
    asked = {
        "state": state,
        "disease": disease,
        "meeting": meeting,
        "due": due,
        "alert": alert,
        "restricted": restricted,
    }
    return _list(request, gate, person, asked, sort=sort, turned=bool(turned), at=at)


@router.post("/")
def found(request: Request, gate: AtGate, person: Signed, form: Form) -> Response:
    """The list, filtered; with a search the answer is the list itself, for names of cases and patients stand in no address."""
    gate.may(person, "cases.list")
    asked = {name: form.text(name)[:200] for name in ("state", "disease", "meeting", "due", "alert", "restricted")}
    search, sort = form.text("q")[:200], form.text("sort")
    if not search:
        return RedirectResponse(link(asked, Wanted(sort=sort if sort in SORTS else "updated")), status_code=303)
    return _list(request, gate, person, asked, search=search, sort=sort)


def _list(
    request: Request, gate: Gate, person: Person, asked: dict[str, str], *, search: str = "", sort: str = "", turned: bool = False,
    at: int = 1,
) -> Response:  # fmt: skip
    state, disease, due = asked["state"], asked["disease"], asked["due"]
    today = gate.registry.now().date()
    wanted = Wanted(
        states=(state,) if state in STATES else (), diseases=(disease,) if disease else (), meeting=day_of(asked["meeting"]),
        due=due if due in DUE else "", alert=bool(asked["alert"]), search=search, sort=sort if sort in SORTS else "updated",
        turned=turned, page=at, today=today, **({"size": MOST_FOUND} if search else {}),
    )  # fmt: skip
    kept = gate.restrictions()
    may_see = visible(kept.closed(person.id, gate.registry.now()))
    more = (HEADS.c.patient.in_(kept.named),) if asked["restricted"] else ()
    found = listed(gate.registry, wanted, *may_see, *more)
    names = restrictions.public_ids(gate.registry, [h.case for h in found.heads])
    spoken = words(language(request))
    kinds = [k for k in counted_by(gate.registry, "disease", *may_see) if k]
    named = [(k, disease_name(k, spoken)) for k in kinds]
    diseases = collated(named, spoken.language, lambda pair: pair[1])
    return page(
        request, "worklist.html", found=found, names=names, wanted=wanted, asked={**asked, "q": search}, states=STATES,
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
