"""A value that was put into every field comes out for who may see it, and nowhere else: not in logs, errors, addresses, aggregates,
exports without names, or the audit log; and a page never takes it for its own text."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web_support import Served, csrf, routes, served

from tumorboard.api.application import create_api, document
from tumorboard.app.desk import Seat
from tumorboard.issues import Parsed
from tumorboard.model.access import SCOPES
from tumorboard.model.case import Patient
from tumorboard.testing.short_case import short_case
from tumorboard.web.security.logs import JsonLines

CANARY = "CANARY7q"
MARKUP = f"<script>{CANARY}</script>\"'><img src=x onerror={CANARY}>"
LINE = "LUAD; tested; EGFR L858R; KRAS G12C; MET amplification; EML4::ALK fusion; TMB 12; PD-L1 TPS 60"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    made = served(tmp_path)
    seat = Seat.at(made.gate.registry, "li")
    case = replace(
        short_case("LUAD; tested; EGFR L858R"),
        id=f"{CANARY}-case",
        patient=Patient(id=f"{CANARY}-patient", country=CANARY),
    )
    seat.add(Parsed(case), reason=f"{CANARY} reason")
    made.public["canary"] = made.gate.public(case.id)
    yield made
    made.gate.registry.close()


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """The lines of the log as they are written, with the records' raw messages besides."""
    return "".join(JsonLines().format(r) + r.getMessage() + str(r.args) for r in caplog.records if r.name != "httpx")


def caller(site: Served) -> TestClient:
    made = TestClient(site.app, base_url=site.app.state.settings.url)
    made.headers["authorization"] = f"Bearer {site.token('li', *SCOPES)}"
    return made


def filled(schema: Any, defs: dict[str, Any]) -> Any:
    """A value for a schema with the canary in every text."""
    if "$ref" in schema:
        return filled(defs[schema["$ref"].rpartition("/")[2]], defs)
    if "enum" in schema:
        return schema["enum"][-1]
    if "anyOf" in schema:
        return filled(schema["anyOf"][0], defs)
    match schema.get("type"):
        case "object":
            return {name: filled(part, defs) for name, part in schema["properties"].items() if name != "seen"}
        case "array":
            return [filled(schema["items"], defs)]
        case "string" if schema.get("format") == "date":
            return "2026-11-27"
        case "string" if "pattern" in schema:
            return "2026-11" if "19" in schema["pattern"] else "0" * 64
        case "string":
            return CANARY
        case "integer":
            return 1
        case "boolean":
            return True
    return None


def test_what_is_sent_to_the_api_is_in_no_log_error_or_address(site: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="tumorboard")
    api = document(create_api(site.gate))
    client, asked = caller(site), 0
    for path, item in api["paths"].items():
        for method, operation in item.items():
            where = "/api/v1" + path.replace("{public}", site.public["canary"]).replace("{revision}", "1")
            schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            right = filled(schema, api["components"]["schemas"]) if schema else None
            wrong = (
                {**right, "what": CANARY, CANARY: CANARY, "on": CANARY, "therapies": {CANARY: CANARY}}
                if right
                else None
            )
            for body in (right, wrong, CANARY, [CANARY]):
                more = {"params": {"state": CANARY, CANARY: CANARY}} if method == "get" and body == CANARY else {}
                answer = client.request(method.upper(), where, json=body if method != "get" else None, **more)
                asked += 1
                if answer.status_code >= 400:
                    assert CANARY not in answer.text, (path, method, answer.text)
                assert CANARY not in str(answer.headers), path
            unknown = client.request(
                method.upper(), where.replace(site.public["canary"], CANARY), json=right if method != "get" else None
            )
            assert unknown.status_code < 400 or CANARY not in unknown.text
    assert asked > 80
    assert CANARY not in logged(caplog)
    assert len(caplog.records) > asked


def test_pages_log_and_repeat_nothing_of_what_was_sent(site: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="tumorboard")
    browser = site.client("li")
    token = csrf(browser, "/account/password")
    names = (
        "case",
        "reason",
        "account",
        "next",
        "now",
        "new",
        "again",
        "q",
        "name",
        "note",
        "about",
        "question",
        "summary",
        "role",
        "outcome",
    )
    for method, path in routes(site.app):
        if path.startswith("/api/") or path == "/logout":
            continue
        for public in (site.public["canary"], CANARY):
            where = path.replace("{public}", public)
            where = "/".join("1" if p.startswith("{") else p for p in where.split("/"))
            data = {**dict.fromkeys(names, MARKUP), "csrf": token}
            answer = browser.request(
                method, where, params={"next": f"/{CANARY}", "q": MARKUP, "state": MARKUP}, data=data if method == "POST" else None,
                headers={"user-agent": CANARY, "x-forwarded-for": CANARY, "accept-language": CANARY},
            )  # fmt: skip
            assert answer.status_code < 500, (method, path)
            assert f"<script>{CANARY}" not in answer.text and f"onerror={CANARY}>" not in answer.text, (method, path)
            if answer.status_code == 404:
                # a form that is shown again holds what was typed in it, for who typed it
                told = re.sub(r"<textarea[^>]*>.*?</textarea>|value=\"[^\"]*\"", "", answer.text, flags=re.DOTALL)
                assert CANARY not in told.replace(f"/{CANARY}", ""), path
    assert CANARY not in logged(caplog)


def test_a_failed_sign_in_repeats_and_logs_neither_name_nor_password(
    site: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="tumorboard")
    browser = site.client()
    form = {"account": f"{CANARY}-name", "password": f"{CANARY}-password", "csrf": csrf(browser)}
    answer = browser.post("/login", data=form)
    assert (answer.status_code, CANARY in answer.text) == (401, False)
    assert CANARY not in logged(caplog)
    kept = [e for e in site.gate.registry.entries() if e.action == "sign_in_failed"]
    assert kept == []  # a name that is none may be a password that slipped into the wrong field


def test_numbers_and_audit_log_hold_no_value(site: Served) -> None:
    client = caller(site)
    client.post(f"/api/v1/cases/{site.public['canary']}/tasks", json={"what": "other", "about": CANARY})
    site.gate.break_glass(
        site.gate.person(site.client("clinician").cookies["tumorboard-session"]), "C1", f"{CANARY} at night"
    )  # type: ignore[arg-type]
    client.headers["authorization"] = f"Bearer {site.token('admin', *SCOPES)}"
    audit = client.get("/api/v1/audit", params={"limit": 10_000}).text
    client.headers["authorization"] = f"Bearer {site.token('researcher', *SCOPES)}"
    assert site.public["canary"] in audit and "glass_broken" in audit
    assert CANARY not in audit + client.get("/api/v1/aggregates").text
