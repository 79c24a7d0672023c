"""A served registry with cases at every step of a board, and a real Chromium that visits it."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from tests.web_support import PASSWORD, Served, served

from tumorboard.app import assessing, settings
from tumorboard.app.cases import open_case
from tumorboard.app.desk import Seat
from tumorboard.app.gate import Gate
from tumorboard.model.dates import PartialDate
from tumorboard.model.registry import Alert, Attendant, Choice, Decision, FollowUp, SignOff, Submission, Task
from tumorboard.store.heads import keeper
from tumorboard.store.registry import Draft
from tumorboard.web import shelf

ROOT = Path(__file__).resolve().parents[2]
MEETING = date(2026, 12, 1)
ON = date(2026, 11, 27)
CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), "")


def needs_chromium() -> None:
    """Skips where no browser is installed; in CI that is a failure, for .ci/run installs one."""
    if not CHROMIUM and not os.environ.get("CI"):
        pytest.skip("no Chromium here: install Debian's package chromium")


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=[*flags, "--disable-gpu", "--lang=en"])
        yield made
        made.close()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def serving(folder: Path, **more: Any) -> Iterator[tuple[Served, str]]:
    """The registry of `web_support.served` behind a real server on loopback, and its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    made = served(folder, url=url, **more)
    server = uvicorn.Server(uvicorn.Config(made.app, host="127.0.0.1", port=port, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield made, url
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def filled(made: Served) -> None:
    """Real example cases at several steps: LUAD-EGFR and NSCLC-RNA for review, COAD-BRAF signed and followed up, TNBC-BRCA1 discussed."""
    bench, gate = assessing.workbench(), made.gate
    seat = Seat.at(gate.registry, "li")
    for folder in ("luad-egfr", "coad-braf", "tnbc-brca1", "nsclc-rna"):
        entry = seat.add(open_case(ROOT / "examples" / folder, bench.vocab, bench.registry))
        made.public[folder] = gate.public(entry.case)
        seat.interpret(entry.case, bench, settings.policy(), ON, trials=shelf.of("shipped"))
        seat.write(entry.case, Submission(meeting=MEETING, question="After progression: which line next?"))
        if folder in {"luad-egfr", "nsclc-rna"}:
            continue
        assessment = seat.assessment(entry.case)
        first, second = (o.therapies for o in assessment.options[:2])
        people = (
            Attendant(name="A. Wang", role="molecular pathologist"),
            Attendant(name="B. Roy", role="oncologist", conflict_of_interest="advisory board of a maker"),
        )
        choices = (
            Choice(therapies=first, verdict="accepted"),
            Choice(therapies=second, verdict="deferred", reason="access"),
        )
        body = Decision(
            on=ON,
            assessment=seat.standing(entry.case).assessment,
            took_part=people,
            choices=choices,
            summary="First option; re-biopsy at progression.",
        )
        on_record(gate, entry.case, "decision", body)
        seat.write(entry.case, Task(what="rebiopsy", about="liver", due=date(2026, 11, 20)))
        if folder == "coad-braf":
            seat.write(entry.case, SignOff(signs=seat.standing(entry.case).decision, role="clinician"))
            for event in (
                FollowUp(what="treatment_started", on=PartialDate(2026, 11), therapies=first),
                FollowUp(what="response", on=PartialDate(2026, 11, 25), response="PR"),
                FollowUp(what="progression", on=PartialDate(2026, 11, 26)),
            ):
                on_record(gate, entry.case, "follow_up", event)
            alert = Alert(
                what="knowledge", changes=("gained: encorafenib + cetuximab",), releases=("civic 2027-01-01",)
            )
            on_record(gate, entry.case, "alert", alert)


def on_record(gate: Gate, case: str, action: str, body: object) -> None:
    """A record of a day that the clock of the tests has not reached yet, which nobody could write at the desk."""
    gate.registry.append(Draft(action=action, by="li", case=case, body=body), beside=keeper(gate.registry.rules()))


def signed_in(found: Browser, url: str, account: str, *, scripts: bool = True, **more: Any) -> Page:
    """A page of a browser of its own, signed in as one of the people."""
    context = found.new_context(
        base_url=url,
        java_script_enabled=scripts,
        locale="en-US",
        **{"viewport": {"width": 1280, "height": 900}, **more},
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto("/login")
    page.fill("#account", account)
    page.fill("#password", PASSWORD)
    page.click("main button")
    return page
