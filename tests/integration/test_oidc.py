"""Sign-on with a real OpenID provider on loopback: it works, and nothing that is forged, old, changed or another's gets in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.testclient import TestClient
from tests.oidc_provider import Client, OpenIdProvider, running
from tests.web_support import Clock, Served, served

from tumorboard.web.settings import Provider

BACK = "http://127.0.0.1:8000/login/oidc/back"


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    clock = Clock()
    with running(OpenIdProvider(Client("tumorboard", "s3cret", BACK), lambda: clock.at)) as made:
        made.watch = clock  # type: ignore[attr-defined]
        yield made


@pytest.fixture
def site(provider: OpenIdProvider, tmp_path: Path) -> Iterator[Served]:
    known = Provider(
        name="Clinic", issuer=provider.issuer, client_id="tumorboard", client_secret="s3cret",
        roles=(("mtb", "clinician"), ("mtb-admins", "admin")),
    )  # fmt: skip
    made = served(tmp_path, provider=known)
    provider.clock = lambda: made.clock.at
    yield made
    made.gate.registry.close()


def to_provider(browser: TestClient, where: str = "/") -> str:
    """The address that the browser is sent to."""
    answer = browser.get("/login/oidc", params={"next": where})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def from_provider(address: str) -> str:
    """The address that the provider sends the browser back to."""
    answer = httpx.get(address, follow_redirects=False)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"])


def sign_on(browser: TestClient, where: str = "/") -> Any:
    return browser.get(from_provider(to_provider(browser, where)))


def test_a_person_signs_on_and_gets_an_account_with_the_roles_of_the_claim(
    site: Served, provider: OpenIdProvider
) -> None:
    browser = site.client()
    assert "Clinic" in browser.get("/login").text
    asked = parse_qs(urlsplit(to_provider(browser)).query)
    assert (
        asked["code_challenge_method"] == ["S256"]
        and asked["nonce"]
        and asked["state"]
        and "code_verifier" not in asked
    )
    answer = sign_on(browser, "/emergency")
    assert (answer.status_code, answer.headers["location"]) == (303, "/emergency"), answer.text
    assert browser.get("/emergency").status_code == 200
    account = next(a for a in site.gate.accounts.all() if not a.local)
    assert (account.id, account.name, account.roles) == ("wu.lan@clinic", "Wu Lan", ("clinician",))
    again = sign_on(site.client())
    assert again.status_code == 303 and len([a for a in site.gate.accounts.all() if not a.local]) == 1


def test_roles_follow_the_provider_and_who_has_none_is_not_let_in(site: Served, provider: OpenIdProvider) -> None:
    browser = site.client()
    sign_on(browser)
    provider.user["groups"] = ["mtb-admins"]
    sign_on(site.client())
    assert site.gate.accounts.proof("wu.lan@clinic").account.roles == ("admin",)
    assert browser.get("/emergency").status_code == 303  # signed out: the roles are others now
    for groups in ([], ["other"], "mtbx", None, {"mtb": 1}):
        provider.user["groups"] = groups
        assert sign_on(site.client()).status_code == 403


def test_who_was_disabled_here_is_not_let_in(site: Served) -> None:
    sign_on(site.client())
    site.gate.accounts.change("wu.lan@clinic", active=False, by="admin")
    answer = sign_on(site.client())
    assert answer.status_code == 403 and "session" not in str(answer.headers.get("set-cookie"))


def test_nobody_becomes_a_local_account_by_its_name(site: Served, provider: OpenIdProvider) -> None:
    provider.user |= {"sub": "u-2", "preferred_username": "admin"}
    sign_on(site.client())
    assert site.gate.accounts.proof("admin").account.local
    assert site.gate.accounts.proof("admin@clinic").account.roles == ("clinician",)
    provider.user |= {"sub": "u-3"}  # another person of the same name
    assert sign_on(site.client()).status_code == 303
    assert len([a for a in site.gate.accounts.all() if not a.local]) == 2


WRONG = [
    "issuer", "audience", "audiences", "expired", "future", "not-yet", "nonce", "subject", "unsigned", "hmac-with-public-key",
    "another-key", "changed", "garbage", "no-nonce", "no-exp", "no-aud", "no-iss", "no-sub", "no-iat",
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_an_id_token_that_is_not_what_it_must_be_is_refused(site: Served, provider: OpenIdProvider, wrong: str) -> None:
    provider.wrong = wrong
    browser = site.client()
    answer = sign_on(browser)
    assert (answer.status_code, "OID011" in answer.text) == (403, True), answer.text
    assert browser.get("/emergency").status_code == 303
    assert all(a.local for a in site.gate.accounts.all())


@pytest.mark.parametrize("wrong", ["discovery", "down"])
def test_a_provider_that_does_not_answer_as_it_should_is_said_to(
    site: Served, provider: OpenIdProvider, wrong: str
) -> None:
    browser = site.client()
    if wrong == "down":
        back = from_provider(to_provider(browser))
        provider.wrong = wrong
        answer = browser.get(back)
    else:
        provider.wrong = wrong
        answer = browser.get("/login/oidc")
    assert answer.status_code == 502 and "OID001" in answer.text


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(site: Served) -> None:
    theirs = from_provider(to_provider(site.client()))
    victim = site.client()
    assert victim.get(theirs).status_code == 403  # without a cookie: somebody else's sign-on
    to_provider(victim)
    assert victim.get(theirs).status_code == 403  # with a cookie of its own
    assert victim.get("/emergency").status_code == 303


@pytest.mark.parametrize(
    "change",
    [{"state": "x"}, {"state": ""}, {"iss": "https://elsewhere.example"}, {"error": "access_denied"}, {"code": ""}],
)
def test_an_answer_that_was_changed_is_refused(site: Served, change: dict[str, str]) -> None:
    browser = site.client()
    given = {k: v[0] for k, v in parse_qs(urlsplit(from_provider(to_provider(browser))).query).items()}
    assert browser.get("/login/oidc/back", params={**given, **change}).status_code == 403


def test_a_code_is_good_once_and_only_with_the_verifier_of_its_browser(site: Served, provider: OpenIdProvider) -> None:
    browser = site.client()
    back = from_provider(to_provider(browser))
    cookie = browser.cookies["tumorboard-sign-on"]
    assert browser.get(back).status_code == 303
    assert "tumorboard-sign-on" not in browser.cookies
    browser.cookies.set("tumorboard-sign-on", cookie)
    assert browser.get(back).status_code == 403
    # a stolen code, put into the answer to a sign-on of the thief's own
    stolen = parse_qs(urlsplit(from_provider(to_provider(site.client()))).query)["code"][0]
    thief = site.client()
    own = {k: v[0] for k, v in parse_qs(urlsplit(from_provider(to_provider(thief))).query).items()}
    assert thief.get("/login/oidc/back", params={**own, "code": stolen}).status_code == 403


def test_a_sign_on_that_took_too_long_is_refused(site: Served) -> None:
    browser = site.client()
    back = from_provider(to_provider(browser))
    site.clock.forward(minutes=11)
    assert browser.get(back).status_code == 403


def test_keys_that_the_provider_changed_are_asked_for_again(site: Served, provider: OpenIdProvider) -> None:
    assert sign_on(site.client()).status_code == 303
    assert sign_on(site.client()).status_code == 303
    assert provider.asked.count("/keys") == 1
    provider.rotate()
    site.clock.forward(seconds=30)
    assert sign_on(site.client()).status_code == 303
    assert provider.asked.count("/keys") == 2


def test_the_browser_is_led_nowhere_else(site: Served) -> None:
    for where in ("https://evil.example", "//evil.example", "/\\evil.example"):
        assert sign_on(site.client(), where).headers["location"] == "/"


@pytest.mark.parametrize(
    "cookie", ["", "x", "x.y.z", "a" * 43 + ".1." + "!", "a" * 43 + "..", "a" * 43 + ".99999999999999999999.Lw=="]
)
def test_a_cookie_that_is_none_of_ours_is_refused(site: Served, cookie: str) -> None:
    browser = site.client()
    back = from_provider(to_provider(browser))
    browser.cookies.clear()
    assert browser.get(back, headers={"cookie": f"tumorboard-sign-on={cookie}"}).status_code == 403


def test_without_a_provider_there_is_no_such_page(tmp_path: Path) -> None:
    site = served(tmp_path)
    assert site.client().get("/login/oidc").status_code == 404
    assert site.client().get("/login/oidc/back?state=x&code=y").status_code == 404
    site.gate.registry.close()
