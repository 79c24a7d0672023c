"""Sign-on with the site's OpenID provider; its people get accounts of their own, with the roles that the provider's claim gives."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tumorboard.errors import NotFound
from tumorboard.web.asking import AtGate
from tumorboard.web.pages.signing_in import local, with_session
from tumorboard.web.security import cookies
from tumorboard.web.security.oidc import PENDING_SECONDS, Oidc, Pending

router = APIRouter()


@router.get("/login/oidc", name="sign_on")
def begin(request: Request, next: str = "/") -> Response:
    """The browser is sent to the provider, with a cookie that only its answer fits."""
    address, pending = _oidc(request).begin(local(next))
    answer = RedirectResponse(address, status_code=303)
    settings = request.app.state.settings
    answer.headers.append("set-cookie", cookies.written(settings, "sign-on", pending.cookie(), PENDING_SECONDS))
    return answer


@router.get("/login/oidc/back")
def back(request: Request, gate: AtGate) -> Response:
    """Signed on, with a new session; the cookie of the sign-on is used up."""
    settings = request.app.state.settings
    pending = Pending.parse(cookies.read(settings, request.cookies, "sign-on"))
    who = _oidc(request).finish(dict(request.query_params), pending)
    secret = gate.sign_on(who.subject, who.account, who.name, who.roles)
    answer = with_session(request, secret, local(pending.next if pending is not None else "/"))
    answer.headers.append("set-cookie", cookies.written(settings, "sign-on", "", None))
    return answer


def _oidc(request: Request) -> Oidc:
    found: Oidc | None = request.app.state.oidc
    if found is None:
        raise NotFound("people do not sign on with a provider here", code="OID002")
    return found
