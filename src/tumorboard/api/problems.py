"""What the API answers when something cannot be done: application/problem+json (RFC 9457), always of one shape.

`code` is what a program goes by; `detail` is one of our own sentences and names files, records and fields, never a value.
"""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from tumorboard.errors import InputError, TumorboardError

MEDIA = "application/problem+json"


class Problem(BaseModel):
    """The one shape of errors."""

    type: str = Field(description="A URI reference that names the kind of problem; about:blank: `title` says all.")
    title: str
    status: int
    detail: str
    code: str = Field(description="A stable code; HTTP and the status where there is none of its own.")
    remedy: str = Field(default="", description="What to do about it.")
    fields: list[str] = Field(default=[], description="The fields that cannot be used.")
    issues: list[str] = Field(default=[], description="Codes of what was wrong with files, and where.")
    request: str = Field(description="Number of the request, for who looks into the log.")


def problem(
    status: int, *, detail: str = "", code: str = "", remedy: str = "", fields: tuple[str, ...] = (),
    issues: tuple[str, ...] = (), number: str = "",
) -> JSONResponse:  # fmt: skip
    """The answer for a fault."""
    title = HTTPStatus(status).phrase
    body = Problem(
        type="about:blank", title=title, status=status, detail=detail or title, code=code or f"HTTP{status}", remedy=remedy,
        fields=list(fields), issues=list(issues), request=number,
    )  # fmt: skip
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(body.model_dump(), status_code=status, media_type=MEDIA, headers=headers)


class NoBearer(Exception):
    """There is no API token, or none that holds."""


def number_of(request: Request) -> str:
    """The number of the request."""
    return str(request.scope.get("state", {}).get("request_id", ""))


def install(api: FastAPI) -> None:
    """Every fault of the API ends in `problem`."""

    async def planned(request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, TumorboardError):
            raise error
        issues = (
            tuple(f"{i.code} {i.place.field}".strip() for i in error.issues) if isinstance(error, InputError) else ()
        )
        return problem(
            error.http_status, detail=str(error), code=error.code, remedy=error.remedy, issues=issues[:100], number=number_of(request)
        )  # fmt: skip

    async def by_status(request: Request, error: Exception) -> JSONResponse:
        status = error.status_code if isinstance(error, HTTPException) else 500
        answer = problem(status, number=number_of(request))
        for name, value in (getattr(error, "headers", None) or {}).items():
            answer.headers[name] = value
        return answer

    async def invalid(request: Request, error: Exception) -> JSONResponse:
        detail = "fields of the request cannot be used, or are not known"
        return problem(422, detail=detail, code="API001", fields=fields_of(error), number=number_of(request))

    async def no_bearer(request: Request, error: Exception) -> JSONResponse:
        return problem(401, detail="an API token that holds is needed", number=number_of(request))

    async def fault(request: Request, error: Exception) -> JSONResponse:
        return problem(500, number=number_of(request))

    api.add_exception_handler(TumorboardError, planned)
    api.add_exception_handler(HTTPException, by_status)
    api.add_exception_handler(RequestValidationError, invalid)
    api.add_exception_handler(NoBearer, no_bearer)
    api.add_exception_handler(Exception, fault)


def fields_of(error: Exception) -> tuple[str, ...]:
    """The fields that a validation refused, by our names for them: a key that somebody sent could hold anything."""
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    paths = [f["loc"][:-1] if f["type"] == "extra_forbidden" else f["loc"] for f in found]
    names = {".".join(str(p) for p in path if p not in {"body", "query", "path"}) for path in paths}
    return tuple(
        sorted(n for n in names if n and len(n) <= 60 and n.isascii() and n.replace("_", "").replace(".", "").isalnum())
    )
