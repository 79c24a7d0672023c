"""The guard: the outermost layer of every request.

It names the request, checks host and origin, finds out who asks, counts, limits the body while it comes in, sets the headers,
writes the log, and turns whatever fails into an answer that says nothing of what failed.
"""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tumorboard.app.gate import Gate
from tumorboard.errors import TumorboardError
from tumorboard.web import faults
from tumorboard.web.measures import Measures
from tumorboard.web.security import cookies, headers, logs
from tumorboard.web.security.forms import SAFE
from tumorboard.web.security.rates import Rate
from tumorboard.web.settings import WebSettings

STATIC = "/static/"
API = "/api/"
LOUD = frozenset({500, 502, 503})


class _TooLarge(Exception):
    """More came than may."""


@dataclass(slots=True)
class _Told:
    """What was answered so far."""

    status: int = 0
    started: bool = False
    over: bool = False


class Guard:
    """The layer around the application."""

    def __init__(self, app: ASGIApp, settings: WebSettings, gate: Gate, measures: Measures) -> None:
        self.app, self.settings, self.gate, self.measures = app, settings, gate, measures
        a_second = settings.requests_a_minute / 60
        self.rate = Rate(settings.requests_a_minute / 4, a_second, time.monotonic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id, begun, told = secrets.token_hex(8), time.monotonic(), _Told()
        state = scope.setdefault("state", {})
        state.update(request_id=request_id, person=None, session="", route="", new_browser="")
        static = scope["path"].startswith(STATIC)

        async def answer(message: Message) -> None:
            if told.over:
                return
            if message["type"] == "http.response.start":
                told.started, told.status = True, message["status"]
                found = MutableHeaders(scope=message)
                headers.protect(found, static=static, secure=self.settings.secure, request_id=request_id)
                if state["new_browser"]:
                    found.append("set-cookie", cookies.written(self.settings, "browser", state["new_browser"], None))
            await send(message)

        try:
            await self._guarded(scope, receive, answer, told)
        except Exception as error:  # the one place where whatever fails ends
            logs.tell("failed", logging.ERROR, request=request_id, **logs.fault(error))
            await self._refuse(scope, answer, told, 500)
        took = time.monotonic() - begun
        route = state["route"] or ("static" if static else _route(scope))
        person = state["person"].id if state["person"] is not None else ""
        level = logging.ERROR if told.status in LOUD else logging.INFO
        logs.tell(
            "request",
            level,
            request=request_id,
            method=_method(scope),
            route=route,
            status=told.status,
            ms=round(took * 1000),
            by=person,
        )
        self.measures.answered(_method(scope), route, told.status, took)

    async def _guarded(self, scope: Scope, receive: Receive, answer: Send, told: _Told) -> None:
        request = Request(scope)
        if _host(request) not in self.settings.names:
            await self._refuse(scope, answer, told, 400)
            return
        if scope["method"] not in SAFE and not self._same_site(request):
            await self._refuse(scope, answer, told, 403, "csrf")
            return
        if not scope["path"].startswith(STATIC):
            try:
                await self._who(request)
            except TumorboardError as error:
                await self._refuse(scope, answer, told, error.http_status)
                return
        if await self._limited(request, answer, told):
            return
        limit = self._limit(request)
        length = request.headers.get("content-length", "")
        if length and (not length.isdecimal() or int(length) > limit):
            await self._refuse(scope, answer, told, 413)
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > limit:
                if not told.started:
                    await self._refuse(scope, answer, told, 413)
                told.over = True
                raise _TooLarge
            return message

        try:
            await self.app(scope, counted, answer)
        except _TooLarge:
            return
        except Exception:
            if not told.over:
                raise

    async def _who(self, request: Request) -> None:
        state = request.scope["state"]
        if request.url.path.startswith(API):
            kind, _, given = request.headers.get("authorization", "").partition(" ")
            if kind.lower() == "bearer" and 0 < len(given) <= cookies.LONGEST:
                state["person"] = await to_thread.run_sync(self.gate.bearer, given.strip())
            return
        secret = cookies.read(self.settings, request.cookies, "session")
        if secret:
            state["person"] = await to_thread.run_sync(self.gate.person, secret)
            state["session"] = secret if state["person"] is not None else ""

    async def _limited(self, request: Request, answer: Send, told: _Told) -> bool:
        person = request.scope["state"]["person"]
        who = f"person {person.id}" if person is not None else f"address {address(request)}"
        wait = self.rate.wait(who)
        if wait:
            await self._refuse(request.scope, answer, told, 429, retry_after=wait)
        return bool(wait)

    def _limit(self, request: Request) -> int:
        if request.scope["state"]["person"] is None:
            return self.settings.anonymous_limit
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        files = kind in {"multipart/form-data", "application/octet-stream"}
        return self.settings.upload_limit if files else self.settings.form_limit

    def _same_site(self, request: Request) -> bool:
        """What the browser itself says of where an unsafe request comes from; tokens are checked besides."""
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site in {"same-origin", "none"}
        origin = request.headers.get("origin")
        return origin is None or urlsplit(origin).hostname in self.settings.names

    async def _refuse(
        self, scope: Scope, answer: Send, told: _Told, status: int, code: str = "", retry_after: float = 0.0
    ) -> None:
        if told.started:
            return
        response = faults.answer(Request(scope), status, code=code)
        if retry_after:
            response.headers["retry-after"] = str(max(1, round(retry_after + 0.5)))
        await response(scope, _nothing, answer)


def _host(request: Request) -> str:
    """The host that was asked for, without its port; empty when none or no host was named."""
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def address(request: Request) -> str:
    """Where the request comes from; behind a proxy that is trusted uvicorn has put it right."""
    return request.client.host if request.client is not None else ""


def _route(scope: Scope) -> str:
    """The template of the route, with the names of its parameters in place of their values."""
    return str(getattr(scope.get("route"), "path", "")) or "none"


def _method(scope: Scope) -> str:
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    return scope["method"] if scope["method"] in known else "other"
