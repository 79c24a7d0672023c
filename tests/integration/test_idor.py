"""No route of the pages or the API tells anything of a patient that is kept to others: it answers as for a case that never was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web_support import KEPT, Served, csrf, routes, served

from tumorboard.model.access import ROLES, SCOPES

NEVER = "aNameThatNeverWas"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = served(tmp_path_factory.mktemp("site"))
    yield made
    made.gate.registry.close()


def same(answer: Any, public: str) -> tuple[int, str]:
    """Status and body without what differs from request to request."""
    text = answer.text.replace(public, "ID")
    text = re.sub(r"[0-9a-f]{64}|[0-9a-f]{16}", "N", text)
    return answer.status_code, text


def asked(client: TestClient, method: str, path: str, public: str, token: str) -> Any:
    where = re.sub(r"\{[^}]*\}", "1", path.replace("{public}", public))
    if path.startswith("/api/"):
        return client.request(method, where, json={} if method != "GET" else None)
    return client.request(
        method, where, data={"csrf": token, "reason": "a reason in words"} if method != "GET" else None
    )


def clients(site: Served, account: str) -> tuple[TestClient, TestClient, str]:
    """A browser and a caller of the API, and the token for forms."""
    browser = site.client(account)
    caller = TestClient(site.app, base_url=site.app.state.settings.url)
    caller.headers["authorization"] = f"Bearer {site.token(account, *SCOPES)}"
    return browser, caller, csrf(browser, "/account/password")


@pytest.mark.parametrize("account", ROLES)
def test_a_kept_case_answers_as_one_that_never_was_on_every_route(site: Served, account: str) -> None:
    browser, caller, token = clients(site, account)
    of_cases = [(m, p) for m, p in routes(site.app) if "{public}" in p]
    assert len(of_cases) > 15
    for method, path in of_cases:
        client = caller if path.startswith("/api/") else browser
        kept = asked(client, method, path, site.public[KEPT], token)
        never = asked(client, method, path, NEVER, token)
        assert same(kept, site.public[KEPT]) == same(never, NEVER), (account, method, path)
        assert kept.status_code in {403, 404}, (account, method, path, kept.status_code)
    print(
        f"FIGURE {account}: {len(of_cases)} routes of cases, each asked for a kept case and for none: the same answer on all"
    )


@pytest.mark.parametrize("account", ROLES)
def test_no_list_tells_of_a_kept_patient(site: Served, account: str) -> None:
    browser, caller, token = clients(site, account)
    for method, path in routes(site.app):
        if method != "GET" or "{" in path:
            continue
        answer = asked(caller if path.startswith("/api/") else browser, method, path, NEVER, token)
        for told in (KEPT, "KEPT-PATIENT"):
            assert told not in answer.text, (account, path)
        if path not in {
            "/api/v1/audit",
            "/admin/audit",
        }:  # which name cases by their random names, to who looks after them
            assert site.public[KEPT] not in answer.text, (account, path)


def test_the_people_it_is_kept_to_work_with_it(site: Served) -> None:
    _, caller, _ = clients(site, "li")
    assert caller.get(f"/api/v1/cases/{site.public[KEPT]}").status_code == 200


def test_every_refusal_about_a_kept_case_is_in_the_audit_log(site: Served) -> None:
    _, caller, _ = clients(site, "clinician")
    caller.get(f"/api/v1/cases/{site.public[KEPT]}/facts")
    last = list(site.gate.registry.entries())[-1]
    assert (last.action, last.by, last.case, last.reason) == ("refused", "clinician", KEPT, "case.read")
