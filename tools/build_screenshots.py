"""Pictures of the first steps for docs/web.md: a real Chromium walks through the demonstration.

Run: python tools/build_screenshots.py [folder of a demonstration].  Needs Debian's package chromium and the package playwright.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Page, sync_playwright

from tumorboard.app.demo import registry as demo
from tumorboard.store.registry import Registry
from tumorboard.web.application import create_app
from tumorboard.web.settings import WebSettings

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "web"
ON = date(2026, 11, 27)
PORT = 8071
WIDTH, HEIGHT = 1280, 860
MOST = 150_000  # bytes of a picture


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The demonstration behind a real server on loopback, at noon of its day."""
    url = f"http://127.0.0.1:{PORT}"
    begun = time.monotonic()

    def clock() -> datetime:
        seconds = int(time.monotonic() - begun)
        return datetime(ON.year, ON.month, ON.day, 12, seconds // 60 % 60, seconds % 60, tzinfo=UTC)

    app = create_app(WebSettings(registry=demo.address(folder), clock=clock, url=url))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=PORT, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield url
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def shot(page: Page, name: str, *, whole: bool = False) -> None:
    """A picture of the page as it stands, with few colors so that it is small."""
    path = OUT / f"{name}.png"
    page.screenshot(path=str(path), full_page=whole, animations="disabled")
    small(path)


def small(path: Path) -> None:
    """The picture with a palette of its own."""
    from PIL import Image

    with Image.open(path) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > MOST:
        raise SystemExit(f"{path.name} has {path.stat().st_size} bytes")


def sign_in(page: Page, url: str, account: str) -> None:
    """The account is signed in."""
    page.goto(f"{url}/login")
    page.fill("input[name=account]", account)
    page.fill("input[name=password]", demo.PASSWORD)


def speak(page: Page, language: str) -> None:
    """The page is in the language."""
    page.click(f".languages button[value='{language}']")


def walk(page: Page, url: str) -> None:
    """The way of docs/web.md."""
    sign_in(page, url, "clinician")
    shot(page, "1-sign-in")
    page.click("main button")
    page.goto(f"{url}/?state=for_review")
    shot(page, "2-worklist")
    case = best_case(page, url)
    page.goto(case)
    shot(page, "3-case")
    page.goto(f"{case}/options")
    shot(page, "4-options")
    page.goto(f"{case}/decide")
    accept(page)
    page.evaluate("document.getElementById('options-title').scrollIntoView()")
    shot(page, "5-decide")
    page.click("main form button.first")
    page.wait_for_load_state()
    page.goto(f"{case}/sign")
    shot(page, "6-sign")
    page.click("main form button.first")
    page.wait_for_load_state()
    page.goto(case)
    shot(page, "7-signed")
    speak(page, "zh-Hans")
    page.goto(case)
    shot(page, "8-case-zh")
    page.goto(f"{case}/documents")
    shot(page, "9-documents-zh")
    report_pictures(page, case)
    speak(page, "en")
    page.goto(f"{url}/dashboard?gene=EGFR")
    shot(page, "11-dashboard")
    for name, part in (("12-oncoprint", "oncoprint-title"), ("13-gene", "gene-title")):
        page.locator(f"#{part}").scroll_into_view_if_needed()
        page.evaluate(f"document.getElementById('{part}').scrollIntoView()")
        shot(page, name)
    page.goto(f"{url}/dashboard/query")
    page.fill("#criterion", 'DiagnosisIn(["LUAD"]) and ProteinChangeIn("EGFR", ["L858R"])')
    page.click("button[value=count]")
    shot(page, "14-query")
    speak(page, "zh-Hans")
    page.goto(f"{url}/dashboard?gene=EGFR")
    shot(page, "15-dashboard-zh")
    page.evaluate("document.getElementById('oncoprint-title').scrollIntoView()")
    shot(page, "16-oncoprint-zh")


def best_case(page: Page, url: str) -> str:
    """A case for review that has several options."""
    links = page.locator("table.cases tbody th a").evaluate_all("all => all.map(a => [a.innerText, a.href])")
    for _, case in sorted(links):
        page.goto(f"{case}/decide")
        if page.locator("table.decide tbody tr").count() >= 4:
            return str(case)
    raise SystemExit("no case has options")


def accept(page: Page) -> None:
    """The first option is accepted, the second deferred with a reason, by two people of the board."""
    rows = page.locator("table.decide tbody tr")
    rows.nth(0).locator("input[value=accepted]").check()
    rows.nth(1).locator("input[value=deferred]").check()
    rows.nth(1).locator("textarea").fill("not reimbursed here")
    page.fill("#role-0", "oncologist")
    page.fill("#name-1", "Ben Example")
    page.fill("#role-1", "molecular pathologist")
    page.fill("#summary", "Begin the first option; imaging after two cycles.")


def report_pictures(page: Page, case: str) -> None:
    """The first page of the Chinese PDF, by pdftoppm of Debian's package poppler-utils."""
    link = page.locator("main a[href$='/pdf/zh-Hans']").first
    with page.expect_download() as waiting:
        link.click()
    program = shutil.which("pdftoppm")
    if program is None:
        raise SystemExit("install Debian's package poppler-utils")
    words = [program, "-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile", str(waiting.value.path())]
    subprocess.run([*words, str(OUT / "10-report-zh")], check=True)
    small(OUT / "10-report-zh.png")


def main(arguments: list[str]) -> None:
    """Write every picture."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "demo"
        if arguments:
            shutil.copytree(arguments[0], folder)
            Registry.made(demo.address(folder), lambda: datetime(ON.year, ON.month, ON.day, tzinfo=UTC)).close()
        else:
            folder.mkdir()
            demo.build(folder, on=ON)
        with served(folder) as url, sync_playwright() as playwright:
            program = shutil.which("chromium")
            browser: Any = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            walk(browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-US"), url)
            browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
