"""The way of a case through a board, as each role goes it in a browser: without scripts and with them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web.browser_support import ROOT, browser, filled, needs_chromium, serving, signed_in
from tests.web_support import PASSWORD, Served

from tumorboard.app.desk import Seat
from tumorboard.model.registry import Rules, Task


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    needs_chromium()
    with browser() as made:
        yield made


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Served, str]]:
    needs_chromium()
    with serving(tmp_path) as (made, url):
        yield made, url


def zipped(folder: Path, name: str = "coad-braf") -> Path:
    """The folder of an example case as a zip file."""
    made = folder / f"{name}.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((ROOT / "examples" / name).iterdir()):
            if path.is_file():
                archive.write(path, f"{name}/{path.name}")
    return made


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def settled(page: Page) -> None:
    """Waits out a page of progress, which looks again by itself."""
    page.locator(".progress").wait_for(state="detached", timeout=60_000)


def uploaded(page: Page, archive: Path) -> None:
    page.goto("/upload")
    page.set_input_files("#files", archive)
    press(page, "Read and check")
    settled(page)


def interpreted(page: Page) -> None:
    page.locator("main").get_by_role("link", name="Interpret", exact=True).click()
    page.select_option("#trials", "shipped")
    press(page, "Interpret")
    settled(page)
    if "/jobs/" in page.url:
        page.locator("main").get_by_role("link").first.click()


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_a_case_goes_from_files_to_follow_up(
    chromium: Browser, site: tuple[Served, str], tmp_path: Path, scripts: bool
) -> None:
    """Coordinator: files, interpretation, review; clinician: decision; pathologist: second signature; then follow-up."""
    made, url = site
    Seat.at(made.gate.registry, "admin").rule(Rules(signatures=2))
    coordinator = signed_in(chromium, url, "coordinator", scripts=scripts)
    uploaded(coordinator, zipped(tmp_path))
    expect(coordinator.locator("main")).to_contain_text("COAD-BRAF")
    expect(coordinator.get_by_role("heading", name=re.compile("Issues of the input"))).to_be_visible()
    press(coordinator, "Add this case")
    expect(coordinator.locator("[aria-current=step]")).to_contain_text("Draft")
    case = coordinator.url
    assert "COAD" not in case
    interpreted(coordinator)
    expect(coordinator.locator("#options")).to_contain_text("Encorafenib")
    coordinator.get_by_role("link", name="Trials", exact=True).last.click()
    expect(coordinator.locator(".trial").first).to_be_visible()
    assert coordinator.locator(".trial .tree").count() > 0
    coordinator.goto(case)
    coordinator.get_by_role("link", name="Submit for review").click()
    coordinator.fill("#meeting", "2026-12-01")
    coordinator.fill("#question", "First or second line?")
    press(coordinator, "Submit for review")
    expect(coordinator.locator("[aria-current=step]")).to_contain_text("For review")
    assert coordinator.get_by_role("link", name="Record the decision").count() == 0

    clinician = signed_in(chromium, url, "clinician", scripts=scripts)
    clinician.goto("/board/2026-12-01")
    clinician.get_by_role("link", name="Start the session").click()
    expect(clinician.locator("main")).to_contain_text("First or second line?")
    clinician.get_by_role("link", name="Record the decision").click()
    first = clinician.locator("table.decide tbody tr").first
    first.get_by_label("accepted").check()
    second = clinician.locator("table.decide tbody tr").nth(1)
    second.get_by_label("rejected").check()
    clinician.fill("#summary", "Take the first one.")
    clinician.fill("#conflict_of_interest-0", "none")
    press(clinician, "Record the decision")
    # a rejected option needs its reason, and nothing that was typed is lost
    expect(clinician.get_by_role("alert")).to_contain_text("Nothing was kept yet")
    expect(clinician.locator("#summary")).to_have_value("Take the first one.")
    assert first.get_by_label("accepted").is_checked()
    second.locator("textarea").fill("less convenient")
    press(clinician, "Record the decision")
    expect(clinician.locator("[aria-current=step]")).to_contain_text("Discussed")
    clinician.get_by_role("link", name="Sign", exact=True).click()
    press(clinician, "Sign")
    expect(clinician.locator("[aria-current=step]")).to_contain_text("Discussed")

    clinician.get_by_role("link", name="Sign", exact=True).click()
    press(clinician, "Sign")
    expect(clinician.get_by_role("alert")).to_contain_text("signed the decision already")
    pathologist = signed_in(chromium, url, "molecular_pathologist", scripts=scripts)
    pathologist.goto(f"{case}/sign")
    expect(pathologist.locator("main")).to_contain_text("less convenient")
    press(pathologist, "Sign")
    expect(pathologist.locator("[aria-current=step]")).to_contain_text("Signed")

    clinician.goto(f"{case}/follow-up")
    clinician.fill("#on", "2026-11")
    clinician.fill("#therapies", "encorafenib, no such drug")
    press(clinician, "Keep")
    expect(clinician.get_by_role("alert")).to_contain_text("not known by this name")
    clinician.fill("#therapies", "Encorafenib, cetuximab")
    press(clinician, "Keep")
    clinician.goto(f"{case}/follow-up")
    clinician.get_by_label("Response", exact=True).check()
    clinician.fill("#on", "2026-11-26")
    clinician.select_option("#response", "PR")
    press(clinician, "Keep")
    expect(clinician.locator("figure.tracks").first).to_contain_text("Cetuximab + Encorafenib")
    clinician.goto(f"{case}/task")
    clinician.select_option("#what", "rebiopsy")
    clinician.fill("#due", "2027-06-01")
    press(clinician, "New task")
    press(clinician, "Mark as done")
    expect(clinician.locator("#tasks")).to_contain_text("Done on")

    # an amendment for a reason: the case goes the way again, and what changed of the signed decision is shown
    clinician.goto(f"{case}/amend")
    clinician.locator("#reason").fill("the report of the second biopsy")
    press(clinician, "Amend")
    expect(clinician.locator(".case-head")).to_contain_text("An amendment is open")
    interpreted(clinician)
    clinician.goto(f"{case}/decide")
    clinician.locator("table.decide tbody tr").first.get_by_label("deferred").check()
    clinician.locator("table.decide tbody tr").first.locator("textarea").fill("waits for access")
    press(clinician, "Record the decision")
    clinician.goto(f"{case}/sign")
    expect(clinician.locator("main")).to_contain_text("What this changes of the decision that was signed before")
    expect(clinician.locator("main")).to_contain_text("waits for access")
    expect(clinician.locator("main")).to_contain_text("the report of the second biopsy")
    clinician.goto(f"{case}/versions")
    expect(clinician.locator(".records > li")).to_have_count(13)
    clinician.goto(f"{case}/documents")
    with clinician.expect_download() as download:
        clinician.get_by_role("link", name=re.compile("Download HTML Chinese")).first.click()
    text = Path(download.value.path()).read_text("utf-8")
    assert 'lang="zh-Hans"' in text and "COAD" not in download.value.suggested_filename


def test_of_two_editors_the_second_sees_what_came_and_loses_nothing(
    chromium: Browser, site: tuple[Served, str]
) -> None:
    made, url = site
    filled(made)
    page = signed_in(chromium, url, "clinician", scripts=False)
    page.goto(f"/cases/{made.public['luad-egfr']}/decide")
    page.fill("#summary", "Words that took an hour.")
    page.locator("table.decide tbody tr").first.get_by_label("accepted").check()
    Seat.at(made.gate.registry, "li").write("LUAD-EGFR", Task(what="test", about="PD-L1 first"))
    press(page, "Record the decision")
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Somebody else wrote meanwhile")
    expect(told).to_contain_text("PD-L1 first")
    expect(page.locator("#summary")).to_have_value("Words that took an hour.")
    assert page.locator("table.decide tbody tr").first.get_by_label("accepted").is_checked()
    press(page, "Record the decision")
    expect(page.locator("[aria-current=step]")).to_contain_text("Discussed")


def test_files_that_cannot_be_used_say_what_to_do(chromium: Browser, site: tuple[Served, str], tmp_path: Path) -> None:
    _, url = site
    page = signed_in(chromium, url, "coordinator", scripts=False)
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("../outside.txt", "x")
    uploaded(page, bad)
    expect(page.get_by_role("alert")).to_contain_text("Send a plain zip file")
    vcf = tmp_path / "broken.vcf"
    vcf.write_text("##fileformat=VCFv4.2\n#CHROM\tPOS\n")
    page.goto("/upload")
    page.fill("#case", "NEW-1")
    page.set_input_files("#files", vcf)
    page.locator("summary").click()
    page.fill("#disease", "LUAD")
    press(page, "Read and check")
    settled(page)
    expect(page.locator("main")).to_contain_text("What to do")
    assert page.locator("tbody code").count() > 0
    page.goto("/upload")
    page.fill("#case", "NEW-2")
    page.locator("summary").click()
    page.fill("#disease", "LUAD")
    page.fill("#findings", "EGFR L858R\nMSI-H")
    press(page, "Read and check")
    settled(page)
    press(page, "Add this case")
    expect(page.locator("h1")).to_contain_text("NEW-2")


def test_a_coordinator_merges_and_a_patient_who_takes_the_consent_back_is_gone(
    chromium: Browser, site: tuple[Served, str]
) -> None:
    made, url = site
    page = signed_in(chromium, url, "coordinator")
    page.goto("/patients")
    page.fill("#patient", "P1")
    page.fill("#merged", "KEPT-PATIENT")
    page.fill("#reason", "one birth date")
    press(page, "Merge")
    # a patient who is kept to others is, for this person, not there
    expect(page.get_by_role("alert")).to_contain_text("There is no such patient")
    page.fill("#merged", "P2")
    press(page, "Merge")
    expect(page.locator("main")).to_contain_text("P1 = P2")
    page.goto(f"/cases/{made.public['C1']}/work")
    expect(page.locator("main")).to_contain_text("C2")
    page.goto("/patients")
    page.get_by_label("Reason").last.fill("two birth dates after all")
    press(page, "Split again")
    expect(page.locator("main")).to_contain_text("two birth dates after all")
    page.goto(f"/cases/{made.public['C1']}/consent")
    page.get_by_label("taken back").check()
    press(page, "Keep")
    expect(page.locator("main")).not_to_contain_text("C1")
    answer = page.goto(f"/cases/{made.public['C1']}")
    assert answer is not None and answer.status == 404
    page.goto("/patients")
    page.fill("#case", "KEPT-CASE")
    press(page, "Record consent")
    expect(page.get_by_role("alert")).to_contain_text("no such case")
    page.fill("#case", "C1")
    press(page, "Record consent")
    expect(page.locator(".case-head")).to_contain_text("nothing of this case is shown")
    page.get_by_label("given", exact=True).check()
    press(page, "Keep")
    answer = page.goto(f"/cases/{made.public['C1']}")
    assert answer is not None and answer.status == 200


def test_a_patient_is_kept_to_named_people(chromium: Browser, site: tuple[Served, str]) -> None:
    made, url = site
    page = signed_in(chromium, url, "clinician")
    assert "KEPT-CASE" not in page.locator("main").inner_text()
    page.goto(f"/cases/{made.public['C2']}/restrict")
    page.get_by_label(re.compile(r"\(li\)")).check()
    page.fill("#reason", "a colleague")
    press(page, "Keep")
    expect(page.get_by_role("alert")).to_contain_text("one of them")
    page.get_by_label(re.compile(r"\(clinician\)")).check()
    press(page, "Keep")
    expect(page.locator(".case-head")).to_contain_text("Restricted to clinician, li")
    other = signed_in(chromium, url, "molecular_pathologist")
    assert "C2" not in other.locator("main").inner_text()


def test_an_administrator_manages_people_and_verifies_the_chain_but_reads_no_case(
    chromium: Browser, site: tuple[Served, str]
) -> None:
    made, url = site
    page = signed_in(chromium, url, "admin")
    expect(page).to_have_url(re.compile("/admin|/knowledge"))
    assert page.get_by_role("link", name="Cases").count() == 0
    page.goto("/admin")
    page.fill("#account", "wang")
    page.fill("#password", "short")
    page.locator("#roles-molecular_pathologist").check()
    page.evaluate("document.querySelectorAll('form').forEach((f) => { f.noValidate = true; })")
    press(page, "New account")
    expect(page.get_by_role("alert")).to_contain_text("12 to 256 characters")
    page.fill("#password", PASSWORD)
    press(page, "New account")
    expect(page.locator("main")).to_contain_text("wang")
    page.goto("/admin/accounts/wang")
    page.locator("#active").uncheck()
    press(page, "Keep")
    expect(page.get_by_role("row", name=re.compile("wang"))).to_contain_text("disabled")
    page.goto("/admin/accounts/admin")
    page.locator("#active").uncheck()
    press(page, "Keep")
    expect(page.get_by_role("alert")).to_contain_text("your own administration")
    page.goto("/admin/audit")
    expect(page.locator("tbody tr").first).to_be_visible()
    press(page, "Verify the chain")
    settled(page)
    expect(page.locator("main")).to_contain_text("The chain holds")
    answer = page.goto(f"/cases/{made.public['C1']}")
    assert answer is not None and answer.status == 403


def test_a_researcher_reads_the_knowledge_and_no_case(chromium: Browser, site: tuple[Served, str]) -> None:
    made, url = site
    page = signed_in(chromium, url, "researcher")
    page.goto("/knowledge")
    page.fill("#gene", "BRAF")
    press(page, "Filter")
    page.locator("tbody th a").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.goto("/trials")
    page.locator("tbody th a").first.click()
    expect(page.locator(".preview section").first).to_be_visible()
    answer = page.goto(f"/cases/{made.public['C1']}")
    assert answer is not None and answer.status in {403, 404}


def test_the_language_is_each_person_s_own(chromium: Browser, site: tuple[Served, str]) -> None:
    _, url = site
    page = signed_in(chromium, url, "clinician", scripts=False)
    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_have_text("病例")
    again = signed_in(chromium, url, "clinician")
    expect(again.locator("h1")).to_have_text("病例")
    other = signed_in(chromium, url, "coordinator")
    expect(other.locator("h1")).to_have_text("Cases")


def test_what_is_searched_for_stands_in_no_address(chromium: Browser, site: tuple[Served, str]) -> None:
    _, url = site
    page = signed_in(chromium, url, "clinician", scripts=False)
    page.fill("#q", "p2")
    page.get_by_role("search").get_by_role("button").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("#q")).to_have_value("p2")
    assert page.url.rstrip("/") == url


def test_with_scripts_filters_work_at_once_and_arrow_keys_go_through_a_session(
    chromium: Browser, site: tuple[Served, str]
) -> None:
    made, url = site
    filled(made)
    page = signed_in(chromium, url, "clinician")
    page.select_option("#due", "overdue")
    expect(page).to_have_url(re.compile("due=overdue"))
    expect(page.locator("tbody tr")).to_have_count(2)
    page.goto("/board/2026-12-01/1")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("/2026-12-01/2$"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("/2026-12-01/1$"))
