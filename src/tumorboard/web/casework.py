"""What every page of a case shows, and how a form of a case is kept: written, or shown again with what stands against it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tumorboard.app.dossier import Dossier, dossier
from tumorboard.app.gate import AtHand
from tumorboard.errors import Conflict, InputError, NotFound, Refused, TumorboardError
from tumorboard.model.registry import STATES, Entry
from tumorboard.web import sheets
from tumorboard.web.filled import Filled
from tumorboard.web.rendering import language, page
from tumorboard.web.sheets import Sheet
from tumorboard.web.told import told
from tumorboard.wording import words


def tabs(public: str, sheet: Sheet | None) -> list[tuple[str, str]]:
    """The pages of a case: address and word."""
    base = f"/cases/{public}"
    found = [(base, "overview"), (f"{base}/profile", "profile")]
    if sheet is not None and sheet.assessed:
        found.append((f"{base}/options", "options"))
        found.append((f"{base}/trials", "trials"))
    return [
        *found, (f"{base}/course", "course"), (f"{base}/work", "work"), (f"{base}/versions", "versions"),
        (f"{base}/documents", "documents"),
    ]  # fmt: skip


def values(request: Request, at: AtHand, found: Dossier | None = None) -> dict[str, Any]:
    """The values of a page of a case: its dossier, its sheet, its pages."""
    found = found or dossier(at.seat.registry, at.case, at.seat.rules)
    sheet = sheet_of(request, at, found)
    steps = STATES[STATES.index(found.now.state) :] if found.now.state else STATES
    return {
        "at": at, "case": found, "sheet": sheet, "base": f"/cases/{at.public}", "tabs": tabs(at.public, sheet),
        "kept_to": request.app.state.gate.restricted_to(at), "states": STATES, "ahead": steps[1:],
        "typed": {}, "wrong": {}, "conflict": (), "refused": "", "seen": found.now.revision,
    }  # fmt: skip


def sheet_of(request: Request, at: AtHand, found: Dossier) -> Sheet | None:
    """The assessment in force, else the facts in force; None where neither can be read (they were erased)."""
    registry, spoken = at.seat.registry, language(request)
    word = found.now.consent("germline")
    if found.head.hidden:
        return None
    try:
        if found.now.assessment:
            return sheets.of_assessment(registry, found.now.assessment, spoken, word)
        if found.now.facts:
            return sheets.of_facts(registry, found.now.facts, spoken, registry.now().date(), word)
    except NotFound:
        return None
    return None


def said_of(request: Request, error: Exception) -> str:
    """What is said of a fault: by its reason or its code in the language of the page, else in its own words."""
    spoken = words(language(request))
    if isinstance(error, Refused) and error.why is not None:
        return spoken.reason(error.why)
    code = error.code if isinstance(error, TumorboardError) else ""
    own = f"{error} ({error.remedy})" if isinstance(error, TumorboardError) and error.remedy else str(error)
    return spoken.terms.get(f"page.fault.{code}", own)


def keep(
    request: Request, at: AtHand, form: Filled, template: str, write: Callable[[], Entry | None], then: str, **more: Any
) -> Response:
    """The step is on record and the browser goes on to `then`; or the form again, with everything that was typed.

    Where somebody wrote meanwhile, what came stands above the form, and what is sent next goes on from it.
    """
    if not form.wrong:
        try:
            write()
        except Conflict:
            now = values(request, at)
            came = [told(e, b, words(language(request))) for e, b in now["case"].since(form.seen)]
            return page(request, template, status=409, **{**now, **more, "typed": form.typed, "conflict": came})
        except Refused as error:
            again = {**values(request, at), **more, "typed": form.typed, "refused": said_of(request, error)}
            return page(request, template, status=403, **again)
        except (InputError, ValueError) as error:
            # the model's own objections and ours: they name fields, never values
            again = {**values(request, at), **more, "typed": form.typed, "refused": said_of(request, error)}
            return page(request, template, status=422, **again)
        return RedirectResponse(then, status_code=303)
    again = {**values(request, at), **more, "typed": form.typed, "wrong": form.wrong}
    return page(request, template, status=422, **again)
