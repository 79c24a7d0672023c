"""Forms that came from our own pages: every unsafe request carries a token that only a page shown to this browser has.

The token is an HMAC under the secret of the session's cookie (before the sign-in: of a cookie of the browser), so that nothing
need be kept and nobody who cannot read the cookie can make it.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from starlette.requests import Request

from tumorboard.web.security import cookies

FIELD = "csrf"
HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class NotOurForm(Exception):
    """The request did not come from a form of ours."""


def token(request: Request) -> str:
    """The token for a form on the page that answers this request."""
    return _made(_secret(request, make=True))


async def checked(request: Request) -> None:
    """Nothing, for a safe request or one with the right token.

    Raises
    ------
    NotOurForm
        Else.
    """
    if request.method in SAFE:
        return
    given = request.headers.get(HEADER, "")
    if not given and _is_form(request):
        value = (await request.form()).get(FIELD, "")
        given = value if isinstance(value, str) else ""
    secret = _secret(request, make=False)
    if not secret or not hmac.compare_digest(given.encode(), _made(secret).encode()):
        raise NotOurForm


def _is_form(request: Request) -> bool:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    return kind in {"application/x-www-form-urlencoded", "multipart/form-data"}


def _made(secret: str) -> str:
    return hmac.new(secret.encode(), b"form", sha256).hexdigest()


def _secret(request: Request, *, make: bool) -> str:
    if getattr(request.state, "person", None) is not None:
        return str(request.state.session)
    found = cookies.read(request.app.state.settings, request.cookies, "browser")
    if not found and make:
        found = getattr(request.state, "new_browser", "") or secrets.token_urlsafe(32)
        request.state.new_browser = found  # the guard sets the cookie with the answer
    return found
