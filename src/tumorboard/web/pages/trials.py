"""The trials that a site works with, and one of them with its criteria as trees."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from tumorboard import vocab
from tumorboard.errors import NotFound
from tumorboard.formats.html.trial_preview import sections
from tumorboard.formats.spoken import in_language
from tumorboard.model.access import Person
from tumorboard.model.context import Context
from tumorboard.model.trial import Trial
from tumorboard.report.trial_preview import preview
from tumorboard.web import shelf
from tumorboard.web.asking import AtGate, may
from tumorboard.web.rendering import language, page
from tumorboard.wording import words

router = APIRouter()
Reader = Annotated[Person, Depends(may("knowledge.read"))]
SIZE = 50


@router.get("/trials")
def trials(
    request: Request, person: Reader, q: Annotated[str, Query(max_length=200)] = "",
    trials: Annotated[str, Query(max_length=20)] = "", at: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:  # fmt: skip
    """The trials of a set, searched by id, name and title."""
    sets = [s for s in shelf.there() if s != "none"]
    which = trials if trials in sets else sets[0]
    spoken = language(request)
    wanted = q.strip().casefold()
    found = [(t, in_language(t.titles, spoken)) for t in shelf.trials(which)]
    found = [(t, title) for t, title in found if not wanted or wanted in _all(t, title).casefold()]
    pages = max(1, -(-len(found) // SIZE))
    at = min(at, pages)
    return page(
        request, "trials.html", found=found[(at - 1) * SIZE : at * SIZE], count=len(found), at=at, pages=pages, q=q, sets=sets,
        which=which,
    )  # fmt: skip


def _all(trial: Trial, title: str) -> str:
    return " ".join((trial.acronym, title, *(i.value for i in trial.ids)))


@router.get("/trials/{which}/{identifier}")
def trial(request: Request, gate: AtGate, person: Reader, which: str, identifier: str) -> Response:
    """One trial: its parts, its criteria as trees, the facts that they ask for."""
    known = shelf.trials(which) if which in shelf.there() else ()
    found = next((t for t in known if any(i.value == identifier for i in t.ids)), None)
    if found is None:
        raise NotFound("there is no such trial", code="WEB026")
    spoken = words(language(request))
    policy, _ = shelf.site_policy()
    seen = preview(found, Context(gate.registry.now().date(), vocab.load(), policy))
    body = Markup(sections(seen, spoken, spoken.language))
    title = in_language(found.titles, spoken.language)
    return page(request, "trial.html", trial=found, title=title, body=body)
