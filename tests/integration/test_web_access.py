"""What stands before every page: sign-in, sessions, forms, limits, headers, hosts, logs, and faults that tell nothing."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from fastapi import APIRouter
from tests.web_support import CSRF, KEPT, PASSWORD, Served, csrf, routes, served, sign_in

from tumorboard.app import passwords
from tumorboard.web.application import SIGN_INS_AT_ONCE
from tumorboard.web.security.logs import JsonLines
from tumorboard.web.security.rates import Rate
from tumorboard.web.security.sign_ins import SignIns

OPEN_TO_ALL = {"/static/report.css", "/login", "/health/live", "/health/ready", "/login/oidc", "/login/oidc/back"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    made = served(tmp_path)
    yield made
    made.gate.registry.close()


def filled(site: Served, path: str) -> str:
    """An address of a route: the random name of a case that everybody may see, 1 for any other parameter."""
    return re.sub(r"\{[^}]*\}", "1", path.replace("{public}", site.public["C1"]))


def test_nobody_sees_a_page_without_signing_in(site: Served) -> None:
    client = site.client()
    pages = [p for m, p in routes(site.app) if m == "GET" and p not in OPEN_TO_ALL and not p.startswith("/api/")]
    assert "/emergency" in pages
    pages.remove("/metrics")  # not for people: who has not the monitor's token is told that there is no such page
    assert client.get("/metrics").status_code == 404
    for path in pages:
        answer = client.get(filled(site, path))
        assert answer.status_code == 303 and "/login" in answer.headers["location"], path


def test_signing_in_gives_a_session_and_signing_out_ends_it(site: Served) -> None:
    client = site.client()
    answer = sign_in(client, "clinician", next="/emergency")
    assert (answer.status_code, answer.headers["location"]) == (303, "/emergency")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie
    assert client.get("/emergency").status_code == 200
    before = client.cookies["tumorboard-session"]
    assert client.post("/logout", data={"csrf": csrf(client, "/emergency")}).status_code == 303
    client.cookies.set("tumorboard-session", before)
    assert client.get("/emergency").status_code == 303


def test_with_tls_the_cookie_is_bound_to_host_and_secure(tmp_path: Path) -> None:
    site = served(tmp_path, url="https://board.example.org")
    answer = sign_in(site.client(), "clinician")
    assert "__Host-tumorboard-session=" in answer.headers["set-cookie"] and "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"]
    site.gate.registry.close()


@pytest.mark.parametrize(
    "account, password", [("clinician", "wrong password 12"), ("nobody", PASSWORD), ("", ""), ("clinician", "x" * 4000)]
)
def test_every_failed_sign_in_is_answered_alike(site: Served, account: str, password: str) -> None:
    client = site.client()
    answer = sign_in(client, account, password)
    if account:
        assert answer.status_code == 401
        assert "do not fit" in answer.text
        assert "nobody" not in answer.text and password not in answer.text
    else:
        assert answer.status_code in {401, 422}


def test_an_account_waits_after_failures_longer_each_time_and_then_opens(site: Served) -> None:
    client = site.client()
    for _ in range(5):
        assert sign_in(client, "clinician", "wrong password 12").status_code == 401
    assert sign_in(client, "clinician").status_code == 401  # the right one, but it waits
    site.clock.forward(seconds=31)
    assert sign_in(client, "clinician", "wrong password 12").status_code == 401
    site.clock.forward(seconds=31)
    assert sign_in(client, "clinician").status_code == 401  # a minute now
    site.clock.forward(seconds=61)
    assert sign_in(client, "clinician").status_code == 303
    assert site.gate.accounts.proof("clinician").failures == 0


def limited(folder: Path, now: list[float], *, failing: int = 3, every: int = 1000) -> Served:
    """A site whose limits of sign-ins go by the clock given."""
    site = served(folder)
    clock = lambda: now[0]  # noqa: E731
    site.app.state.sign_ins = SignIns(Rate(failing, failing / 300, clock), Rate(every, every / 300, clock))
    return site


def test_an_address_may_try_only_so_often(tmp_path: Path) -> None:
    now = [0.0]
    site = limited(tmp_path, now)
    client = site.client()
    answers = [sign_in(client, f"user{n}") for n in range(5)]
    assert [a.status_code for a in answers] == [401, 401, 401, 429, 429]
    assert int(answers[-1].headers["retry-after"]) >= 100
    assert sign_in(client, "clinician").status_code == 429
    now[0] += 100
    assert sign_in(client, "clinician").status_code == 303
    site.gate.registry.close()


def test_a_ward_that_signs_in_behind_one_address_is_not_locked_out(tmp_path: Path) -> None:
    site = limited(tmp_path, [0.0])
    answers = [sign_in(site.client(), ("clinician", "li", "admin")[n % 3]).status_code for n in range(12)]
    assert answers == [303] * 12
    site.gate.registry.close()


def test_signing_in_between_guesses_buys_no_guess(tmp_path: Path) -> None:
    site = limited(tmp_path, [0.0])
    answers = []
    for n in range(6):
        sign_in(site.client(), "clinician")
        answers.append(sign_in(site.client(), f"user{n}", "wrong password 12").status_code)
    assert answers == [401, 401, 401, 429, 429, 429]
    site.gate.registry.close()


def test_an_account_is_guessed_at_only_so_often_from_everywhere(tmp_path: Path) -> None:
    site = limited(tmp_path, [0.0])
    answers = [
        sign_in(site.client(client=(f"10.0.0.{n}", 4711)), "nobody", "wrong password 12").status_code for n in range(5)
    ]
    assert answers == [401, 401, 401, 429, 429]
    site.gate.registry.close()


def test_sign_ins_that_succeed_are_limited_too_for_each_costs_a_hash(tmp_path: Path, monkeypatch: Any) -> None:
    site = limited(tmp_path, [0.0], every=4)
    hashes: list[str] = []
    holds = passwords.holds
    monkeypatch.setattr(passwords, "holds", lambda h, p: hashes.append(h) or holds(h, p))
    assert [sign_in(site.client(), "clinician").status_code for _ in range(6)] == [303] * 4 + [429] * 2
    assert len(hashes) == 4
    site.gate.registry.close()


def test_a_crowd_that_signs_in_holds_up_no_page(site: Served, monkeypatch: Any) -> None:
    """Hashes that take for ever hold their own threads and none of those that pages are made on."""
    let_go, inside = threading.Event(), []
    monkeypatch.setattr(passwords, "holds", lambda h, p: inside.append(1) or let_go.wait(60))
    seen: list[int] = []

    async def crowd() -> None:
        transport = httpx.ASGITransport(app=site.app)
        async with httpx.AsyncClient(transport=transport, base_url=site.app.state.settings.url) as client:
            found = CSRF.search((await client.get("/login")).text)
            assert found is not None
            form = {"account": "clinician", "password": PASSWORD, "csrf": found[1]}

            async def enter() -> None:
                seen.append((await client.post("/login", data=form)).status_code)

            try:
                async with anyio.create_task_group() as group:
                    for _ in range(60):  # more than there are threads for pages
                        group.start_soon(enter)
                    with anyio.fail_after(30):
                        while len(inside) < SIGN_INS_AT_ONCE:
                            await anyio.sleep(0.01)
                        assert (await client.get("/login")).status_code == 200
                    assert len(inside) == SIGN_INS_AT_ONCE and seen == []
                    let_go.set()
            finally:
                let_go.set()

    anyio.run(crowd)
    assert len(seen) == 60 and set(seen) <= {303, 401}


def test_a_session_ends_when_it_is_not_used_and_at_last_in_any_case(site: Served) -> None:
    client = site.client("clinician")
    for _ in range(3):
        site.clock.forward(minutes=29)
        assert client.get("/emergency").status_code == 200
    site.clock.forward(minutes=31)
    assert client.get("/emergency").status_code == 303
    client = site.client("clinician")
    for _ in range(25):
        site.clock.forward(minutes=29)
        if client.get("/emergency").status_code == 303:
            break
    else:
        pytest.fail("a session lived for more than twelve hours")


@pytest.mark.parametrize("forged", ["", "x", "a" * 43, "' OR 1=1 --", "../../etc", "x" * 5000, "%00", "é"])
def test_a_forged_session_is_nobody(site: Served, forged: str) -> None:
    client = site.client()
    header = f"tumorboard-session={forged}".encode("latin-1")
    assert client.get("/emergency", headers={b"cookie": header}).status_code == 303


def test_who_is_disabled_is_out_at_once(site: Served) -> None:
    client = site.client("clinician")
    site.gate.accounts.change("clinician", active=False, by="admin")
    assert client.get("/emergency").status_code == 303
    assert sign_in(site.client(), "clinician").status_code == 401


def test_another_password_ends_every_other_session(site: Served) -> None:
    here, there = site.client("clinician"), site.client("clinician")
    new = "walnut ferry 12 basalt"
    form = {"now": PASSWORD, "new": new, "again": new}
    assert (
        here.post("/account/password", data={**form, "now": "no", "csrf": csrf(here, "/account/password")}).status_code
        == 422
    )
    assert (
        here.post(
            "/account/password", data={**form, "again": "no", "csrf": csrf(here, "/account/password")}
        ).status_code
        == 422
    )
    assert here.post("/account/password", data={**form, "csrf": csrf(here, "/account/password")}).status_code == 303
    assert here.get("/emergency").status_code == 200
    assert there.get("/emergency").status_code == 303
    assert sign_in(site.client(), "clinician").status_code == 401
    assert sign_in(site.client(), "clinician", new).status_code == 303


def test_every_post_without_its_token_is_refused(site: Served) -> None:
    posts = [(m, p) for m, p in routes(site.app) if m != "GET" and not p.startswith("/api/")]
    assert len(posts) >= 4
    for who in ("", "clinician"):
        client = site.client(who)
        for method, path in posts:
            for data in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": csrf(site.client())}):
                answer = client.request(method, filled(site, path), data=data)
                assert (answer.status_code, "did not come from it" in answer.text) == (403, True), (method, path)
    # ... and refused for that reason even when the rest of the form is right
    client = site.client("clinician")
    assert client.post("/emergency", data={"case": KEPT, "reason": "the ward called at night"}).status_code == 403
    assert site.gate.restrictions().grants == ()


def test_the_token_of_another_session_is_none(site: Served) -> None:
    other = csrf(site.client("li"), "/emergency")
    client = site.client("clinician")
    form = {"case": KEPT, "reason": "the ward called at night", "csrf": other}
    assert client.post("/emergency", data=form).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused_even_with_a_token(site: Served, headers: dict[str, str]) -> None:
    client = site.client("clinician")
    form = {"case": "C1", "reason": "the ward called at night", "csrf": csrf(client, "/emergency")}
    assert client.post("/emergency", data=form, headers=headers).status_code == 403
    assert client.post("/emergency", data=form, headers={"sec-fetch-site": "same-origin"}).status_code == 200


def test_the_glass_opens_a_kept_patient_and_tells_nothing_of_others(site: Served) -> None:
    client = site.client("clinician")
    names = lambda: [h.case for _, h in site.gate.worklist(person(site, "clinician"))]  # noqa: E731
    assert names() == ["C2", "C1"]
    answers = []
    for case in (KEPT, "NO-SUCH-CASE"):
        form = {"case": case, "reason": "the ward called at night", "csrf": csrf(client, "/emergency")}
        answers.append(client.post("/emergency", data=form).text)
    assert answers[0] == answers[1]
    assert names() == [KEPT, "C2", "C1"]
    kept = [e for e in site.gate.registry.entries() if e.action == "glass_broken"]
    assert [(e.by, e.case, e.reason) for e in kept] == [
        ("clinician", KEPT, "the ward called at night"), ("clinician", "", "the ward called at night"),
    ]  # fmt: skip
    site.clock.forward(hours=9)
    assert names() == ["C2", "C1"]
    assert site.gate.registry.breaks() == ()


def person(site: Served, account: str):  # type: ignore[no-untyped-def]
    found = site.gate.accounts.proof(account).account
    from tumorboard.model.access import Person

    return Person(id=found.id, roles=found.roles)


@pytest.mark.parametrize("path", ["/login", "/", "/nothing-here", "/static/board.css", "/health/live"])
def test_every_answer_has_the_headers(site: Served, path: str) -> None:
    answer = site.client().get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-request-id"]
    assert ("no-store" in answer.headers.get("cache-control", "")) == (not path.startswith("/static"))


def test_pages_hold_nothing_inline(site: Served) -> None:
    client = site.client("clinician")
    for path in ("/login", "/emergency", "/account/password", "/nothing-here"):
        text = client.get(path).text
        assert "<script>" not in text and "style=" not in text and " onclick" not in text and "javascript:" not in text


def test_other_hosts_are_not_answered(site: Served) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", ""):
        assert site.client().get("/login", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "where", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y"]
)
def test_the_sign_in_leads_to_no_other_server(site: Served, where: str) -> None:
    answer = sign_in(site.client(), "clinician", next=where)
    assert answer.headers["location"] == "/"


def test_a_large_body_is_refused_before_it_is_read(site: Served) -> None:
    read = 0

    def gigabyte() -> Iterator[bytes]:
        nonlocal read
        for _ in range(1024):
            read += 1 << 20
            yield b"x" * (1 << 20)

    client = site.client()
    answer = client.post("/login", content=b"", headers={"content-length": str(1 << 30)})
    assert answer.status_code == 413
    assert client.post("/login", content=b"x" * (65 << 10)).status_code == 413
    assert client.post("/login", headers={"content-length": "-1"}, content=b"").status_code in {400, 413}


def test_requests_are_limited(tmp_path: Path) -> None:
    site = served(tmp_path, requests_a_minute=40)
    client = site.client()
    answers = [client.get("/login") for _ in range(12)]
    assert [a.status_code for a in answers] == [200] * 10 + [429] * 2
    assert int(answers[-1].headers["retry-after"]) >= 1
    site.gate.registry.close()


def test_a_fault_says_nothing_of_what_failed(site: Served, caplog: pytest.LogCaptureFixture) -> None:
    router = APIRouter()

    @router.get("/fails/{public}")
    def fails(public: str) -> None:
        raise RuntimeError(f"CANARY-{public}")

    site.app.include_router(router)
    caplog.set_level(logging.INFO)
    answer = site.client().get("/fails/CANARYPATH?q=CANARYQUERY", headers={"user-agent": "CANARYAGENT"})
    assert answer.status_code == 500
    lines = [JsonLines().format(r) for r in caplog.records if r.name == "tumorboard.web"]
    told = [json.loads(line) for line in lines]
    assert "CANARY" not in answer.text + "".join(lines)
    assert any(t.get("fault") == "RuntimeError" for t in told)
    assert any(t.get("route") == "/fails/{public}" and t.get("status") == 500 for t in told)
    assert answer.headers["x-request-id"] in answer.text


def test_everything_about_access_is_in_the_chain(site: Served) -> None:
    client = site.client("clinician")
    client.post("/logout", data={"csrf": csrf(client, "/emergency")})
    sign_in(client, "clinician", "wrong password 12")
    actions = [e.action for e in site.gate.registry.entries()]
    assert actions[-3:] == ["signed_in", "signed_out", "sign_in_failed"]
    assert actions.count("account_made") == 6 and "restricted" in actions
    assert site.gate.registry.breaks() == ()


def test_what_is_searched_for_stands_in_no_address(site: Served) -> None:
    client = site.client("li")
    asked = {"q": "kept-pat", "csrf": csrf(client, "/")}
    answer = client.post("/", data=asked)
    assert (answer.status_code, KEPT in answer.text, ">C1<" in answer.text) == (200, True, False)
    other = site.client("clinician")
    assert KEPT not in other.post("/", data={**asked, "csrf": csrf(other, "/")}).text
    plain = client.post("/", data={"q": "", "state": "draft", "alert": "1", "csrf": asked["csrf"]})
    assert (plain.status_code, plain.headers["location"]) == (303, "/?state=draft&alert=1")
    assert "kept-pat" not in "".join(re.findall(r'(?:href|action)="([^"]*)"', answer.text))
    assert all('name="q"' not in form for form in re.findall(r'<form method="get".*?</form>', answer.text, re.DOTALL))
