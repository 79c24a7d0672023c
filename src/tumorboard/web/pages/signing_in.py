"""Sign in and out, change one's password, break the glass."""

from __future__ import annotations

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tumorboard.app import passwords
from tumorboard.app.gate import Gate
from tumorboard.errors import InputError
from tumorboard.web import faults
from tumorboard.web.asking import AtGate, Signed
from tumorboard.web.rendering import page
from tumorboard.web.security import cookies, logs
from tumorboard.web.security.guard import address

router = APIRouter()
Text = Annotated[str, Form(max_length=400)]


@router.get("/login", name="sign_in")
def form(request: Request, next: str = "/") -> Response:
    """The form."""
    return page(request, "sign_in.html", next=local(next), failed=False)


@router.post("/login")
async def sign_in(
    request: Request, gate: AtGate, account: Text, password: Annotated[str, Form(max_length=4096)], next: Text = "/"
) -> Response:
    """Signed in, with a new session; or the form again, which does not say what was wrong."""
    # Hashes have few threads of their own: a crowd that signs in waits for them, and pages for nobody.
    threads = request.app.state.sign_in_threads
    return await to_thread.run_sync(_sign_in, request, gate, account.strip(), password, next, limiter=threads)


def _sign_in(request: Request, gate: Gate, account: str, password: str, next: str) -> Response:
    sign_ins, where = request.app.state.sign_ins, address(request)
    wait = sign_ins.begin(where, account)
    if wait:
        answer = faults.answer(request, 429)
        answer.headers["retry-after"] = str(max(1, round(wait + 0.5)))
        return answer
    secret = gate.sign_in(account, password)
    if secret is None:
        logs.tell("sign_in_failed", request=request.state.request_id, address=where)
        return page(request, "sign_in.html", status=401, next=local(next), failed=True)
    sign_ins.succeeded(where, account)
    return with_session(request, secret, local(next))


def with_session(request: Request, secret: str, where: str) -> Response:
    """A redirect that carries the cookie of a new session; one that was there before is ended."""
    before = request.state.person
    if before is not None:
        request.app.state.gate.accounts.close_session(request.state.session, before.id)
    settings = request.app.state.settings
    answer = RedirectResponse(where, status_code=303)
    seconds = int(settings.lifetime.absolute.total_seconds())
    answer.headers.append("set-cookie", cookies.written(settings, "session", secret, seconds))
    answer.headers.append("set-cookie", cookies.written(settings, "browser", "", None))
    return answer


@router.post("/logout", name="sign_out")
def sign_out(request: Request, gate: AtGate, person: Signed) -> Response:
    """Signed out: the session is no more."""
    gate.accounts.close_session(request.state.session, person.id)
    answer = RedirectResponse(request.url_for("sign_in"), status_code=303)
    answer.headers.append("set-cookie", cookies.written(request.app.state.settings, "session", "", None))
    return answer


@router.get("/account/password", name="password")
def password_form(request: Request, person: Signed) -> Response:
    """The form for another password."""
    return page(request, "password.html", wrong="")


@router.post("/account/password")
def change_password(
    request: Request, gate: AtGate, person: Signed, now: Annotated[str, Form(max_length=4096)],
    new: Annotated[str, Form(max_length=4096)], again: Annotated[str, Form(max_length=4096)],
) -> Response:  # fmt: skip
    """Another password; every session of the account is ended and this browser gets a new one."""
    if request.app.state.sign_ins.failing.wait(f"password {person.id}"):
        return faults.answer(request, 429)
    if not passwords.holds(gate.accounts.proof(person.id).password, now):
        return page(request, "password.html", status=422, wrong="web.password_wrong")
    if new != again:
        return page(request, "password.html", status=422, wrong="web.password_differs")
    if new == now:
        return page(request, "password.html", status=422, wrong="web.password_same")
    try:
        made = passwords.hashed(new, person.id)
    except InputError:
        return page(request, "password.html", status=422, wrong="web.password_rule")
    gate.accounts.change(person.id, by=person.id, password=made)
    secret = gate.accounts.open_session(person.id, gate.lifetime)
    request.state.person = None  # its old session is gone already
    return with_session(request, secret, "/")


@router.get("/emergency", name="emergency")
def emergency_form(request: Request, gate: AtGate, person: Signed) -> Response:
    """The form that breaks the glass."""
    gate.may(person, "case.break_glass")
    return page(request, "emergency.html", done=False)


@router.post("/emergency")
def emergency(
    request: Request, gate: AtGate, person: Signed, case: Annotated[str, Form(max_length=200)],
    reason: Annotated[str, Form(max_length=2000)],
) -> Response:  # fmt: skip
    """The glass is broken, and the answer is the same whether there is such a case or not."""
    gate.break_glass(person, case.strip(), reason)
    return page(request, "emergency.html", done=True)


def local(where: str) -> str:
    """An address on this server; the start for any other."""
    plain = where.startswith("/") and not where.startswith(("//", "/\\")) and where.isprintable() and "\\" not in where
    return where if plain and len(where) < 300 else "/"
