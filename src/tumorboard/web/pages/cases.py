"""The pages of a case that only show: overview, profile, options, trials, course, work, versions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from tumorboard.app import assessing
from tumorboard.app.dossier import Dossier
from tumorboard.app.gate import AtHand
from tumorboard.board.changes import changes
from tumorboard.errors import NotFound
from tumorboard.model.registry import Entry, Facts
from tumorboard.store import restrictions
from tumorboard.store.people import together
from tumorboard.store.trail import cases_of
from tumorboard.web import compared, sheets, shelf
from tumorboard.web.asking import case_for
from tumorboard.web.casework import values
from tumorboard.web.rendering import language, page
from tumorboard.web.told import change, regimen, told
from tumorboard.wire.decode import loads
from tumorboard.wording import words

router = APIRouter()
Reader = Annotated[AtHand, Depends(case_for("case.read"))]
VERSIONED = ("facts", "assessment", "decision")


@router.get("/cases/{public}")
def overview(request: Request, at: Reader) -> Response:
    """Where the case stands, what may be done, the decision, and the case at a glance."""
    spoken = words(language(request))
    shown: dict[str, Any] = {"sections": sheets.SUMMARY, "regimen": lambda codes: regimen(codes, spoken)}
    return page(request, "overview.html", **values(request, at), **shown)


@router.get("/cases/{public}/profile")
def profile(request: Request, at: Reader) -> Response:
    """The molecular profile, and what was tested."""
    shown: dict[str, Any] = {
        "tab": "profile",
        "sections": sheets.PROFILE,
        "sources": (),
        "empty": "page.no_profile",
        "extra": "",
    }
    return page(request, "sections.html", **values(request, at), **shown)


@router.get("/cases/{public}/options")
def options(request: Request, at: Reader) -> Response:
    """The options with their evidence, why and why not."""
    shown: dict[str, Any] = {
        "tab": "options",
        "sections": sheets.OPTIONS,
        "sources": sheets.SOURCES,
        "empty": "page.not_interpreted",
    }
    return page(request, "sections.html", **values(request, at), **shown)


@router.get("/cases/{public}/trials")
def trials(request: Request, at: Reader) -> Response:
    """The trials with the tree of each criterion, where the assessment was made with the trials of today; else as it was kept."""
    found = values(request, at)
    now, spoken = found["case"].now, language(request)
    drawn: tuple[Markup, ...] = ()
    if found["sheet"] is not None and found["sheet"].has_trials:
        policy, _ = shelf.site_policy()
        for which in shelf.there():
            trials = shelf.of(which)
            if trials is not None and not drawn:
                drawn = sheets.trees(
                    at.seat.registry, now.facts, now.assessment, spoken, assessing.workbench(), policy, trials
                )
    shown: dict[str, Any] = {"tab": "trials", "sections": sheets.TRIALS, "sources": (), "empty": "page.no_trials"}
    return page(request, "sections.html", **found, **shown, drawn=drawn)


@router.get("/cases/{public}/course")
def course(request: Request, at: Reader) -> Response:
    """Treatment and response over time."""
    found = values(request, at)
    return page(request, "course.html", **found, **course_values(request, found))


def course_values(request: Request, found: dict[str, Any]) -> dict[str, Any]:
    """What the page of the course shows beside the case."""
    spoken = words(language(request))
    happened = found["case"].follow_ups
    drawn = sheets.course(found["sheet"], happened, spoken.language) if found["sheet"] and happened else ""
    return {"drawn": drawn, "sections": sheets.COURSE, "regimen": lambda codes: regimen(codes, spoken)}


@router.get("/cases/{public}/work")
def work(request: Request, at: Reader) -> Response:
    """Tasks, alerts, consents, other cases of the patient."""
    return page(request, "work.html", **values(request, at), **work_values(request, at))


def work_values(request: Request, at: AtHand) -> dict[str, Any]:
    """What the page of the work shows beside the case."""
    gate = request.app.state.gate
    spoken = words(language(request))
    patients = frozenset(together(at.seat.registry, at.patient))
    closed = gate.closed(at.person)
    heads = [h for h in cases_of(at.seat.registry, patients - closed) if h.case != at.case]
    names = restrictions.public_ids(at.seat.registry, [h.case for h in heads])
    return {
        "others": [(names[h.case], h) for h in heads], "today": at.seat.registry.now().date().isoformat(),
        "change": lambda line: change(line, spoken),
    }  # fmt: skip


@router.get("/cases/{public}/versions")
def versions(
    request: Request, at: Reader, before: Annotated[int, Query(ge=0)] = 0, after: Annotated[int, Query(ge=0)] = 0
) -> Response:
    """Every record, and what differs between two versions of facts, assessments or decisions."""
    found = values(request, at)
    dossier: Dossier = found["case"]
    spoken = words(language(request))
    kept = tuple(e for e, _ in dossier.records if e.action in VERSIONED)
    pair = _pair(kept, before, after)
    difference = _difference(at, dossier, pair, spoken.language) if pair else None
    shown: dict[str, Any] = {
        "versions": kept, "before": pair[0].revision if pair else 0, "after": pair[1].revision if pair else 0,
        "mixed": bool(before and after and pair is None), "difference": difference, "told": [told(e, b, spoken) for e, b in reversed(dossier.records)],
    }  # fmt: skip
    return page(request, "versions.html", **found, **shown)


def _pair(kept: tuple[Entry, ...], before: int, after: int) -> tuple[Entry, Entry] | None:
    """The two versions that were asked for; else the last two of one kind."""
    by = {e.revision: e for e in kept}
    if before in by and after in by:
        return (by[before], by[after]) if by[before].action == by[after].action else None
    for last in reversed(kept):
        earlier = [e for e in kept if e.action == last.action and e.revision < last.revision]
        if earlier:
            return earlier[-1], last
    return None


def _difference(
    at: AtHand, dossier: Dossier, pair: tuple[Entry, Entry], spoken: str
) -> tuple[compared.Compared, ...] | None:
    registry = at.seat.registry
    try:
        if pair[0].action == "assessment":
            old, new = (sheets.assessment(registry, e.document) for e in pair)
            return compared.assessments(changes(old, new), old, new, spoken)
        if pair[0].action == "facts":
            one, other = (loads(Facts, registry.document(e.document)).case for e in pair)
            return compared.facts(one, other, spoken)
    except NotFound:
        return None
    first, second = (next(b for e, b in dossier.decisions if e.revision == x.revision) for x in pair)
    return compared.decisions(first, second, spoken)
