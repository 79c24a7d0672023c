"""The dashboard and the counts in a browser: readable by everybody in both languages, and the way of a researcher."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect
from tests.web.accessibility import faults, focus_faults, scrolls_at_200_percent
from tests.web.browser_support import browser, needs_chromium, serving, signed_in
from tests.web_support import Served, a_case

from tumorboard.app import assessing, settings
from tumorboard.app.desk import Seat
from tumorboard.model.registry import Consent

ON = date(2026, 11, 27)
LINES = [
    *["LUAD; tested; EGFR L858R; TP53 R273H"] * 6,
    *["LUAD; tested; KRAS G12C; CDKN2A deep_loss"] * 3,
    *["LUAD"] * 6,
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    needs_chromium()
    with browser() as made:
        yield made


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    needs_chromium()
    with serving(tmp_path_factory.mktemp("numbers")) as (made, url):
        seat, bench = Seat.at(made.gate.registry, "li"), assessing.workbench()
        for n, line in enumerate(LINES):
            seat.add(a_case(f"D{n}", f"DP{n}", line))
            seat.write(f"D{n}", Consent(scope="research", given=True, on=ON))
            seat.interpret(f"D{n}", bench, settings.policy(), ON)
        yield made, url


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("account", ["clinician", "researcher"])
def test_the_numbers_can_be_read_by_everybody(
    chromium: Browser, site: tuple[Served, str], account: str, language: str
) -> None:
    made, url = site
    made.gate.accounts.change(account, by="test", language=language)
    page = signed_in(chromium, url, account)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    wrong = {}
    for path in ("/dashboard", "/dashboard?gene=KRAS", "/dashboard/query"):
        page.goto(path)
        if found := [*faults(page), *scrolls_at_200_percent(page), *focus_faults(page), *said]:
            wrong[path] = found
        said.clear()
    page.fill("#criterion", 'ProteinChangeIn("EGFR", ["L858R"])')
    with page.expect_navigation():  # the answer is a page of its own: a look before it stands finds no document
        page.click("button[value=count]")
    if found := [*faults(page), *scrolls_at_200_percent(page), *said]:
        wrong["answer"] = found
    page.context.close()
    assert wrong == {}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_researcher_builds_a_question_and_mends_its_fault(
    chromium: Browser, site: tuple[Served, str], scripts: bool
) -> None:
    made, url = site
    made.gate.accounts.change("researcher", by="test", language="en")
    page = signed_in(chromium, url, "researcher", scripts=scripts)
    page.goto("/dashboard")
    page.get_by_role("link", name="Count cases").click()
    page.select_option("#question", "disease")
    page.fill("#value", "LUAD")
    page.click("button[value=add]")
    page.select_option("#question", "change")
    page.fill("#value", "EGFR L858R")
    page.check("#denied")
    page.click("button[value=add]")
    assert page.input_value("#criterion") == 'DiagnosisIn(["LUAD"]) and not ProteinChangeIn("EGFR", ["L858R"])'
    rows = page.locator("#answer tbody tr")
    expect(rows.nth(0)).to_have_text(
        re.compile(r"Met\s*(fewer than 5|[5-7])\s*$")
    )  # three without the change, moved by up to 4
    page.fill("#criterion", "ProteinChange(")
    page.click("button[value=count]")
    expect(page.locator("#against")).to_contain_text("CRT002")
    assert page.input_value("#criterion") == "ProteinChange("
    assert page.locator("main a[href^='/cases/']").count() == 0
    page.context.close()
