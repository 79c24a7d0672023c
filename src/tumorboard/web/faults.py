"""What is answered when something cannot be done: one page, and for the API one JSON object (RFC 9457), of one shape.

Neither says what the values were: a sentence of our own for the status, the code, and the number of the request.
"""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tumorboard.api import problems
from tumorboard.errors import InputError, TumorboardError
from tumorboard.web.security.forms import NotOurForm

API = "/api/"
KNOWN = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 502, 503)


class NeedsSignIn(Exception):
    """The page is for somebody who is signed in."""


def answer(request: Request, status: int, *, code: str = "", detail: str = "", remedy: str = "") -> Response:
    """The answer for a fault.

    Parameters
    ----------
    detail
        One of our own sentences; these name files, records and fields, never a patient's values.
    """
    number = request.scope.get("state", {}).get("request_id", "")
    if request.url.path.startswith(API):  # before any word: within the API `request.app` is the API's own
        return problems.problem(status, detail=detail, code=code, remedy=remedy, number=number)
    from tumorboard.web.rendering import page, speaker

    said = speaker(request)
    words = said(f"web.error_{code}" if code == "csrf" else f"web.error_{status if status in KNOWN else 500}")
    values = {"sentence": words, "detail": detail, "remedy": remedy, "code": code, "number": number}
    return page(request, "error.html", status=status, **values)


def install(application: FastAPI) -> None:
    """Every fault of the application ends in `answer`."""

    async def planned(request: Request, error: Exception) -> Response:
        if not isinstance(error, TumorboardError):
            raise error
        first = f" ({error.issues[0].code})" if isinstance(error, InputError) and error.issues else ""
        detail = f"{error}{first}"
        return answer(request, error.http_status, code=error.code, detail=detail, remedy=error.remedy)

    async def by_status(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        response = answer(request, status)
        for name, value in (getattr(error, "headers", None) or {}).items():
            response.headers[name] = value
        return response

    async def invalid(request: Request, error: Exception) -> Response:
        known = problems.fields_of(error)
        return answer(
            request, 422, code="WEB010", detail=f"these fields cannot be used: {', '.join(known)}" if known else ""
        )

    async def not_ours(request: Request, error: Exception) -> Response:
        return answer(request, 403, code="csrf")

    async def sign_in(request: Request, error: Exception) -> Response:
        if request.url.path.startswith(API):
            return answer(request, 401)
        where = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(request.url_for("sign_in").include_query_params(next=where), status_code=303)

    application.add_exception_handler(TumorboardError, planned)
    application.add_exception_handler(HTTPException, by_status)
    application.add_exception_handler(RequestValidationError, invalid)
    application.add_exception_handler(NotOurForm, not_ours)
    application.add_exception_handler(NeedsSignIn, sign_in)
