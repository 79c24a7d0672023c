"""What a person sets for oneself, and the style that pages share with reports."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tumorboard.formats.html.page import style
from tumorboard.web.asking import AtGate, Signed
from tumorboard.web.filled import Form
from tumorboard.web.pages.signing_in import local
from tumorboard.web.rendering import languages

router = APIRouter()


@router.post("/account/language")
def set_language(request: Request, gate: AtGate, person: Signed, form: Form) -> Response:
    """The pages are in this language from now on."""
    chosen = form.one_of("language", languages())
    if chosen and chosen != person.language:
        gate.accounts.change(person.id, by=person.id, language=chosen)
    return RedirectResponse(local(form.text("back") or "/"), status_code=303)


@router.get("/static/report.css", include_in_schema=False)
def report_style() -> Response:
    """The style of reports, which the parts of a report on pages have too."""
    return Response(style(), media_type="text/css", headers={"cache-control": "max-age=3600"})
