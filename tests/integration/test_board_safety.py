"""What a board must never be told wrong: who signed as what, and who may read the files of a registry."""

from __future__ import annotations

import os
import re
import stat
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from tests.web_support import KEPT, PASSWORD, Served, a_case, csrf, served

from tumorboard.app import assessing, deidentifying, settings
from tumorboard.app.desk import Seat
from tumorboard.errors import InputError
from tumorboard.model.alteration import Origin
from tumorboard.model.case import Case, Patient
from tumorboard.model.dates import PartialDate
from tumorboard.model.registry import Attendant, Choice, Consent, Decision, FollowUp, SignOff
from tumorboard.store import transfer
from tumorboard.store.registry import Registry
from tumorboard.web.jobs import MOST_OF_ONE, Jobs

ON = date(2026, 11, 27)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    made = served(tmp_path)
    yield made
    made.gate.registry.close()


def discussed(site: Served, case: str = "C1") -> str:
    """The digest of a decision that was made just now."""
    seat = Seat.at(site.gate.registry, "li")
    seat.interpret(case, assessing.workbench(), settings.policy(), ON)
    made_on = seat.standing(case).assessment
    seat.write(case, Decision(on=ON, assessment=made_on, took_part=(Attendant(name="A. Wang"),), summary="go on"))
    return seat.standing(case).decision


def post(client: Any, address: str, **data: Any) -> Any:
    return client.post(address, data={"csrf": csrf(client, "/account/password"), **data})


def api(site: Served, account: str, address: str, body: dict[str, Any]) -> Any:
    headers = {"authorization": f"Bearer {site.token(account, 'cases:read', 'cases:write', 'cases:decide')}"}
    return site.client().post(f"/api/v1{address}", json=body, headers=headers)


# Signatures


@pytest.mark.parametrize("role", ["clinician", "coordinator", "admin", "head of the department"])
def test_nobody_signs_in_the_role_of_somebody_else(site: Served, role: str) -> None:
    signs, path = discussed(site), f"/cases/{site.public['C1']}"
    page = post(site.client("molecular_pathologist"), f"{path}/sign", signs=signs, role=role, seen="3")
    assert page.status_code in {403, 422}
    answer = api(site, "molecular_pathologist", f"{path}/signature", {"signs": signs, "role": role})
    assert (answer.status_code, answer.json()["code"]) in {(403, "access.signing_role"), (422, "API001")}
    assert not Seat.at(site.gate.registry, "li").standing("C1").signers


def test_a_signature_names_the_role_of_who_signs(site: Served) -> None:
    signs, path = discussed(site), f"/cases/{site.public['C1']}"
    assert api(site, "molecular_pathologist", f"{path}/signature", {"signs": signs}).status_code == 201
    ((entry, body),) = [r for r in site.gate.registry.records("C1") if r[0].action == "signature"]
    assert (entry.by, body.role) == ("molecular_pathologist", "molecular_pathologist")  # type: ignore[union-attr]


def test_who_has_two_roles_that_sign_says_which(site: Served) -> None:
    accounts = site.gate.accounts
    accounts.change("clinician", roles=("clinician", "molecular_pathologist"), by="test")
    signs, path = discussed(site), f"/cases/{site.public['C1']}"
    assert api(site, "clinician", f"{path}/signature", {"signs": signs}).status_code == 403
    told = {"signs": signs, "role": "molecular_pathologist"}
    assert api(site, "clinician", f"{path}/signature", told).status_code == 201


# Files


def test_files_of_a_registry_are_for_their_owner_only(site: Served, tmp_path: Path) -> None:
    registry, backup, out = site.gate.registry, tmp_path / "backup.gz", tmp_path / "case.json"
    backup.write_bytes(b"of yesterday")
    backup.chmod(0o644)
    transfer.write(registry, backup)
    deidentifying.kept(out, "{}")
    before = os.umask(0)
    try:
        Registry.made(f"sqlite:///{tmp_path / 'another.sqlite'}", site.clock).close()
    finally:
        os.umask(before)
    held = [*tmp_path.glob("*.sqlite*"), backup, out]
    assert len(held) >= 4
    assert {stat.S_IMODE(f.stat().st_mode) for f in held} == {0o600}


# Days, and what was written in error


def signed(site: Served, case: str = "C1") -> Seat:
    seat = Seat.at(site.gate.registry, "li")
    seat.write(case, SignOff(signs=discussed(site, case), role="clinician"))
    return seat


def seen(site: Served, case: str = "C1") -> str:
    return str(Seat.at(site.gate.registry, "li").standing(case).revision)


def test_a_follow_up_of_a_day_to_come_is_refused_on_pages_and_in_the_api(site: Served) -> None:
    signed(site)
    path, before = f"/cases/{site.public['C1']}", seen(site)
    page = post(site.client("clinician"), f"{path}/follow-up", what="death", on="2099-01-01", seen=before)
    assert page.status_code == 403 and "yet to come" in page.text
    answer = api(site, "clinician", f"{path}/follow-up", {"what": "death", "on": "2099"})
    assert (answer.status_code, answer.json()["code"]) == (403, "workflow.not_yet")
    assert seen(site) == before


def test_a_death_is_seen_on_every_page_of_the_case_until_it_is_taken_back(site: Served) -> None:
    seat, path, client = signed(site), f"/cases/{site.public['C1']}", site.client("clinician")
    entry = seat.write("C1", FollowUp(what="death", on=PartialDate(2026, 11, 20)))
    for page in ("", "/options", "/course", "/documents"):
        assert "Died 2026-11-20" in client.get(path + page).text
    again = post(
        client, f"{path}/follow-up", what="treatment_started", therapies="osimertinib", on="2026-11-21", seen=seen(site)
    )
    assert again.status_code == 403 and "died on 2026-11-20" in again.text
    told = {"follow_up": str(entry.revision), "seen": seen(site)}
    assert post(client, f"{path}/retract", **told, reason=" ").status_code == 422
    assert post(client, f"{path}/retract", **told, reason="another patient").status_code == 303
    assert "Died" not in client.get(path).text
    assert "another patient" in client.get(f"{path}/versions").text
    assert (
        api(site, "clinician", f"{path}/follow-up/{entry.revision}/retraction", {"reason": "again"}).status_code == 403
    )


# What the report says of the board, and of the patient's word


def report(site: Served, revision: int, kind: str = "html/en", case: str = "C1") -> Any:
    return site.client("clinician").get(f"/cases/{site.public[case]}/documents/{revision}/{kind}")


def accept(site: Served, case: str = "C1") -> Seat:
    """C1 is interpreted, discussed and signed with one option accepted and one rejected."""
    seat = Seat.at(site.gate.registry, "li")
    _, made = seat.interpret(case, assessing.workbench(), settings.policy(), ON)
    first, second = (o.therapies for o in made.options[:2])
    choices = (
        Choice(therapies=first, verdict="accepted"),
        Choice(therapies=second, verdict="rejected", reason="not reimbursed here"),
    )
    people = (Attendant(name="A. Wang", role="oncologist", conflict_of_interest="advisory board of a maker"),)
    made_on = seat.standing(case).assessment
    seat.write(
        case, Decision(on=ON, assessment=made_on, took_part=people, choices=choices, summary="Begin with <the first>.")
    )
    seat.write(case, SignOff(signs=seat.standing(case).decision, role="clinician"))
    return seat


@pytest.mark.parametrize("kind", ["html/en", "pdf/en", "docx/en"])
def test_the_report_of_a_signed_case_has_the_decision_in_it(site: Served, kind: str, tmp_path: Path) -> None:
    accept(site)
    answer = report(site, 2, kind)
    assert answer.status_code == 200
    said = text_of(answer.content, kind)
    for word in (
        "The board's decision", "accepted", "rejected", "not reimbursed here", "A. Wang", "oncologist",
        "advisory board of a maker", "Begin with <the first>.", "li (clinician)",
    ):  # fmt: skip
        assert word in said, word
    assert "not the assessment in force" not in said
    name = answer.headers["content-disposition"]
    assert site.public["C1"][:8] in name and "C1." not in name and "P1" not in name


def text_of(content: bytes, kind: str) -> str:
    if kind.startswith("html"):
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", content.decode())))
    if kind.startswith("pdf"):
        from pypdf import PdfReader

        told = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        return re.sub(r"\s+", " ", told.replace("\u200b", "")).replace("’", "'")
    import docx

    found = docx.Document(BytesIO(content))
    cells = [c.text for t in found.tables for row in t.rows for c in row.cells]
    return re.sub(r"\s+", " ", " ".join([*(p.text for p in found.paragraphs), *cells]).replace("\u200b", "")).replace(
        "’", "'"
    )


def test_a_report_that_was_superseded_says_so_and_the_signed_decision_stays_in_sight(site: Served) -> None:
    seat = accept(site)
    seat.add(a_case("C1", "P1", "LUAD; tested; EGFR L858R; MET amplification"), reason="re-biopsy", seen=4)
    assert "not the assessment in force" in report(site, 2).text
    overview = site.client("clinician").get(f"/cases/{site.public['C1']}").text
    assert "Signed decision that holds" in overview and "not reimbursed here" in overview
    seat.interpret("C1", assessing.workbench(), settings.policy(), ON)
    told = unescape(report(site, 6).text)
    assert "No decision of a board" in told and "not the assessment in force" not in told
    seat.write("C1", Decision(on=ON, assessment=seat.standing("C1").assessment, took_part=(Attendant(name="B"),)))
    told = report(site, 6).text
    assert "re-biopsy" in told and "not signed yet" in told
    assert "Signed decision that holds" not in site.client("clinician").get(f"/cases/{site.public['C1']}").text


def germline_case(site: Served) -> Seat:
    seat = Seat.at(site.gate.registry, "li")
    found = a_case("C9", "P9", "HGSOC; tested; BRCA1 Q1756fs germline")
    told = replace(case_of(found), germline_consent=True)
    assert any(v.origin is Origin.GERMLINE for v in told.variants)
    seat.add(replace(found, value=told))
    site.public["C9"] = site.gate.public("C9")
    return seat


def case_of(found: Any) -> Case:
    assert found.value is not None
    made: Case = found.value
    return made


@pytest.mark.parametrize("before", [True, False])
def test_germline_findings_that_are_not_wanted_are_nobody_s_counseling(site: Served, before: bool) -> None:
    """The files say that the patient agreed; the patient took it back, before or after the interpretation."""
    seat, word = germline_case(site), Consent(scope="germline", given=False, on=ON)
    if before:
        seat.write("C9", word)
    entry, _ = seat.interpret("C9", assessing.workbench(), settings.policy(), ON)
    if not before:
        overview = site.client("clinician").get(f"/cases/{site.public['C9']}").text
        assert "Germline variants found, counseling" in overview  # what must go
        seat.write("C9", word)
    for page in ("", "/profile"):
        told = site.client("clinician").get(f"/cases/{site.public['C9']}{page}").text
        assert "Germline variants found" not in told and "genetic counseling" not in told
    overview = site.client("clinician").get(f"/cases/{site.public['C9']}").text
    assert re.search(r"Consent to germline findings.{0,80}declined", overview, re.S)
    document = report(site, entry.revision, case="C9").text
    assert "does not want germline findings" in document and "genetic counseling" not in document
    assert re.search(r"Consent to germline findings.{0,80}declined", document, re.S)


def test_the_documents_of_who_refused_exports_are_not_offered(site: Served) -> None:
    seat = accept(site)
    seat.write("C1", Consent(scope="export", given=False, on=ON))
    told = site.client("clinician").get(f"/cases/{site.public['C1']}/documents").text
    assert "took back the consent to exports" in told and "/pdf/" not in told
    assert report(site, 2).status_code == 403


def test_an_age_of_another_day_is_told_with_the_day(site: Served) -> None:
    found = a_case("C8", "P8")
    patient = Patient(id="P8", age_years=51, age_on=PartialDate(2025, 7, 2))
    Seat.at(site.gate.registry, "li").add(replace(found, value=replace(case_of(found), patient=patient)))
    assert "recorded as 51 on 2025-07-02" in site.client("clinician").get(f"/cases/{site.gate.public('C8')}").text


# Merges


def test_a_merge_that_would_take_consents_back_is_asked_for_in_so_many_words(site: Served) -> None:
    seat, client = Seat.at(site.gate.registry, "li"), site.client("coordinator")
    seat.write("C1", Consent(scope="care", given=False, on=ON))
    told = {"patient": "P2", "merged": "P1", "reason": "the same name"}
    answer = post(client, "/patients", **told)
    assert answer.status_code == 422
    assert "Care" in answer.text and 'name="refusals_too"' in answer.text
    assert client.get(f"/cases/{site.public['C2']}").status_code == 200
    assert post(client, "/patients", **told, refusals_too="1").status_code == 303
    assert client.get(f"/cases/{site.public['C2']}").status_code == 404
    assert "one person already" in post(client, "/patients", **told).text


# Names, titles, the audit log, rules, passwords, jobs


@pytest.mark.parametrize("name", ["C\u20111", "C1\u200b", "C\u00a01", "C\u202e1", "C\u30001", "C1\n"])
def test_no_name_holds_what_is_not_seen_or_looks_like_something_else(site: Served, name: str) -> None:
    seat = Seat.at(site.gate.registry, "li")
    for case, patient in ((name, "P7"), ("C7", name)):
        with pytest.raises(InputError) as told:
            seat.add(a_case(case, patient))
        assert told.value.code == "REG026" and name not in str(told.value)


@pytest.mark.parametrize("name", ["病例 12", "C-1 b", "José_3", "C<b>", "Ж7"])
def test_names_of_other_letters_are_names(site: Served, name: str) -> None:
    assert Seat.at(site.gate.registry, "li").add(a_case(name, "P7")).case == name


def test_titles_of_pages_hold_no_name(site: Served) -> None:
    client, public = site.client("clinician"), site.public["C1"]
    for page in ("", "/profile", "/course", "/work", "/versions", "/documents", "/consent"):
        (title,) = re.findall(r"<title>(.*?)</title>", client.get(f"/cases/{public}{page}").text)
        assert "C1" not in title.replace(public[:4], "") and "P1" not in title and public[:4] in unescape(title)


def test_the_audit_log_is_filtered_by_what_is_shown(site: Served) -> None:
    accept(site)
    client = site.client("admin")
    page = client.get("/admin/audit").text
    assert '<option value="signature">Signature</option>' in page
    assert "page.action." not in page
    assert (
        len(re.findall(r"<td data-label=.What.>Signature</td>", client.get("/admin/audit?action=signature").text)) == 1
    )
    assert client.get("/admin/audit?before=99999999999999999999").status_code == 422


def test_fewer_signatures_need_a_reason(site: Served) -> None:
    client = site.client("admin")
    assert post(client, "/admin/rules", signatures="2", reason="").status_code == 303
    assert post(client, "/admin/rules", signatures="1", reason=" ").status_code == 422
    assert site.gate.registry.rules().signatures == 2
    assert post(client, "/admin/rules", signatures="1", reason="one pathologist is left").status_code == 303


def test_another_password_is_another_one(site: Served) -> None:
    client = site.client("clinician")
    same = {"now": PASSWORD, "new": PASSWORD, "again": PASSWORD}
    answer = post(client, "/account/password", **same)
    assert answer.status_code == 422 and "is the present one" in answer.text


def test_a_new_case_of_a_kept_patient_and_of_a_taken_name_are_answered_alike(site: Served) -> None:
    client, told = site.client("clinician"), []
    for case, patient in (("NEW", "KEPT-PATIENT"), (KEPT, "P7"), ("C1", "P7")):
        sent = {"case": case, "patient": patient, "disease": "LUAD", "findings": "EGFR L858R", "specimen": "tissue"}
        job = post(client, "/upload", **sent).headers["location"]
        for _ in range(100):
            if f"{job}/add" in client.get(job).text:
                break
            time.sleep(0.1)
        answer = post(client, f"{job}/add", seen="0")
        told.append((answer.status_code, re.findall(r"there may be a case[^<]*", answer.text)))
    assert told[0] == told[1] == told[2] and told[0][0] == 409


def test_what_was_looked_at_and_left_keeps_nobody_from_sending_more() -> None:
    jobs = Jobs()
    for _ in range(MOST_OF_ONE + 3):
        jobs.start("li", "read", lambda job: 1).ended.wait(5)
    held = threading.Event()
    for _ in range(MOST_OF_ONE):
        jobs.start("li", "read", lambda job: held.wait(20))
    with pytest.raises(InputError) as told:
        jobs.start("li", "read", lambda job: 1)
    held.set()
    assert told.value.code == "WEB020"
