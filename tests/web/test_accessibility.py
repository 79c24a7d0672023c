"""Every page, as people find it: names, headings, landmarks, contrast, focus, twice the size, print, no word from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.web.accessibility import faults, focus_faults, scrolls_at_200_percent
from tests.web.browser_support import browser, filled, needs_chromium, serving, signed_in
from tests.web_support import Served

CASE = ("", "/profile", "/options", "/trials", "/course", "/work", "/versions", "/documents")
FORMS = ("/interpret", "/submit", "/decide", "/task", "/consent", "/restrict", "/facts")
PAGES = (
    "/", "/?state=signed&alert=1", "/board", "/board/2026-12-01", "/board/2026-12-01/2", "/upload", "/knowledge",
    "/knowledge?gene=BRAF", "/trials", "/patients", "/account/password", "/emergency",
    *(f"/cases/luad-egfr{p}" for p in (*CASE, *FORMS)), *(f"/cases/coad-braf{p}" for p in (*CASE, "/follow-up", "/amend")),
    "/cases/tnbc-brca1/sign", "/cases/C1", "/cases/C1/profile",
)  # fmt: skip
ADMIN = ("/admin", "/admin/audit", "/admin/accounts/li")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    needs_chromium()
    with serving(tmp_path_factory.mktemp("site")) as (made, url):
        filled(made)
        yield made, url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    needs_chromium()
    with browser() as made:
        yield made


def address(made: Served, path: str) -> str:
    for name, public in made.public.items():
        path = path.replace(f"/cases/{name}", f"/cases/{public}") if f"/cases/{name}" in path else path
    return path


def heard(page: Page, url: str) -> list[str]:
    """What the page complains of (a refused style or script), and every request to another place."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(url) else said.append(request.url))
    return said


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_page_can_be_read_by_everybody(chromium: Browser, site: tuple[Served, str], language: str) -> None:
    made, url = site
    for account in ("li", "admin"):
        made.gate.accounts.change(account, by="test", language=language)
    wrong: dict[str, list[str]] = {}
    for account, paths in (("li", PAGES), ("admin", ADMIN)):
        page = signed_in(chromium, url, account)
        said = heard(page, url)
        for path in paths:
            answer = page.goto(address(made, path))
            assert answer is not None and answer.status == 200, path
            found = [*faults(page), *scrolls_at_200_percent(page), *said]
            said.clear()
            if page.locator("html").get_attribute("lang") != language:
                found.append("another language")
            if found:
                wrong[path] = found
        page.context.close()
    assert wrong == {}


def test_focus_goes_through_a_page_as_it_is_read_and_can_be_seen(chromium: Browser, site: tuple[Served, str]) -> None:
    made, url = site
    page = signed_in(chromium, url, "li")
    wrong = {}
    for path in ("/", "/cases/luad-egfr/decide", "/cases/luad-egfr/options", "/upload", "/board/2026-12-01"):
        page.goto(address(made, path))
        if found := focus_faults(page):
            wrong[path] = found
    assert wrong == {}
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.context.close()


def test_the_sign_in_and_a_fault_are_pages_like_others(chromium: Browser, site: tuple[Served, str]) -> None:
    _, url = site
    page = chromium.new_context(base_url=url, locale="en-US", viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/login")
    assert [*faults(page), *scrolls_at_200_percent(page), *focus_faults(page, 6)] == []
    page.context.close()
    page = signed_in(chromium, url, "li")
    page.goto("/cases/there-is-none")
    assert [*faults(page), *scrolls_at_200_percent(page)] == []
    page.context.close()


def test_a_page_is_printed_without_what_is_only_for_clicking(
    chromium: Browser, site: tuple[Served, str], tmp_path: Path
) -> None:
    made, url = site
    page = signed_in(chromium, url, "li")
    page.goto(address(made, "/cases/coad-braf"))
    page.emulate_media(media="print")
    for hidden in (".bar", ".tabs", ".acts"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("main h1").is_visible()
    for more, size in (
        ("/cases/coad-braf/options", 695),
        ("/board/2026-12-01/1", 695),
    ):  # what is between the margins of A4
        page.set_viewport_size({"width": size, "height": 900})
        page.goto(address(made, more))
        wide = page.locator("table.options th.therapy").first.evaluate("e => e.getBoundingClientRect().width")
        assert wide > 90, more
    page.goto(address(made, "/cases/coad-braf"))
    printed = tmp_path / "page.pdf"
    page.pdf(path=printed, format="A4")
    assert printed.stat().st_size > 10_000
    page.context.close()
