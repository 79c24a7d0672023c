"""A served registry for tests: people of every role, cases, one of them kept to one person, and clients of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.registry_support import Ticking

from tumorboard.app import passwords
from tumorboard.app.desk import Seat
from tumorboard.app.gate import Gate
from tumorboard.issues import Parsed
from tumorboard.model.access import ROLES, Account
from tumorboard.model.case import Case, Patient
from tumorboard.store.registry import Registry
from tumorboard.store.restrictions import restrict
from tumorboard.testing.short_case import short_case
from tumorboard.web.application import create_app
from tumorboard.web.settings import WebSettings

PASSWORD = "plover lantern 71 oboe"
KEPT = "KEPT-CASE"
_HASH = ""
CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


def a_hash() -> str:
    """The hash of PASSWORD, made once."""
    global _HASH
    _HASH = _HASH or passwords.hashed(PASSWORD)
    return _HASH


def a_case(name: str, patient: str, line: str = "LUAD; tested; EGFR L858R") -> Parsed[Case]:
    return Parsed(replace(short_case(line), id=name, patient=Patient(id=patient)))


@dataclass
class Clock(Ticking):
    """A clock that can be put forward."""

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Served:
    """The application with its registry and clock."""

    app: FastAPI
    gate: Gate
    clock: Clock
    public: dict[str, str] = field(default_factory=dict)

    def client(self, account: str = "", **more: Any) -> TestClient:
        """A browser; signed in as one of the people when an account is given."""
        url = self.app.state.settings.url
        made = TestClient(self.app, base_url=url, follow_redirects=False, raise_server_exceptions=True, **more)
        if account:
            answer = sign_in(made, account)
            assert answer.status_code == 303, answer.text
        return made

    def token(self, account: str, *scopes: str, days: int = 1) -> str:
        """An API token of an account."""
        return self.gate.accounts.make_token(account, "test", scopes, self.clock() + timedelta(days=days), by="test")[0]


def served(folder: Path, **settings: Any) -> Served:
    """People named after their role (and ``li``, a second clinician); C1, C2, and KEPT-CASE that is kept to ``li``."""
    clock = Clock()
    url = f"sqlite:///{folder / 'registry.sqlite'}"
    registry = Registry.made(url, clock)
    gate = Gate(registry)
    for account, roles in [*((r, (r,)) for r in ROLES), ("li", ("clinician", "coordinator"))]:
        gate.accounts.add(Account(id=account, name=account.title(), roles=roles), a_hash(), by="test")
    seat = Seat.at(registry, "li")
    for name, patient in (("C1", "P1"), ("C2", "P2"), (KEPT, "KEPT-PATIENT")):
        seat.add(a_case(name, patient))
    restrict(registry, KEPT, ["li"], by="li", reason="a colleague of the ward")
    app = create_app(
        WebSettings(
            registry=url,
            clock=clock,
            **{"requests_a_minute": 1_000_000, "attempts": 10_000, "sign_ins": 10_000, **settings},
        )
    )
    made = Served(app, app.state.gate, clock)
    made.public = {c: gate.public(c) for c in ("C1", "C2", KEPT)}
    registry.close()
    return made


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """(method, path) of everything that is served, but for static files and OpenAPI's document."""
    return sorted(_routes(app, ""))


def _routes(holder: Any, prefix: str) -> Iterator[tuple[str, str]]:
    for route in getattr(getattr(holder, "original_router", holder), "routes", None) or ():
        if getattr(route, "methods", None) is None:
            yield from _routes(route, prefix + getattr(route, "path", ""))
        else:
            yield from ((m, prefix + route.path) for m in route.methods if m not in {"HEAD", "OPTIONS"})


def csrf(client: TestClient, path: str = "/login") -> str:
    """The token of the first form of a page."""
    found = CSRF.search(client.get(path).text)
    assert found is not None
    return found[1]


def sign_in(client: TestClient, account: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/login", data={"account": account, "password": password, "csrf": csrf(client), **more})


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
