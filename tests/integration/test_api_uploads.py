"""Uploads to the API: a case folder, single files, an archive; and everything that an archive or a name can try."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web_support import KEPT, Served, served

from tumorboard.app import received_files
from tumorboard.formats import opening
from tumorboard.model.access import SCOPES

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CASE = "case: {name}\npatient: {{id: {patient}}}\ndiagnosis: {{disease: LUAD}}\nalterations: [EGFR L858R]\n"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    made = served(tmp_path / "site" if (tmp_path / "site").mkdir() is None else tmp_path)
    yield made
    made.gate.registry.close()


def post(site: Served, path: str, *files: tuple[str, bytes], account: str = "clinician", **form: Any) -> Any:
    client = TestClient(site.app, base_url=site.app.state.settings.url)
    headers = {"authorization": f"Bearer {site.token(account, *SCOPES)}"}
    return client.post(f"/api/v1{path}", files=[("files", f) for f in files], data=form, headers=headers)


def written(name: str, patient: str) -> tuple[str, bytes]:
    return ("case.yaml", CASE.format(name=name, patient=patient).encode())


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            archive.writestr(name, body, compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()


def test_a_case_folder_becomes_a_case_and_another_version_of_it(site: Served) -> None:
    answer = post(site, "/cases", written("NEW", "P9"))
    assert answer.status_code == 201, answer.text
    public = answer.json()["id"]
    again = post(site, f"/cases/{public}/versions", written("NEW", "P9"), seen=1)
    assert (again.status_code, again.json()["revision"]) == (201, 2), again.text
    assert post(site, f"/cases/{public}/versions", written("NEW", "P9"), seen=1).json()["code"] == "REG010"
    assert [e.action for e, _ in site.gate.registry.records("NEW")] == ["facts", "facts"]


def test_an_archive_of_a_case_folder_is_that_case(site: Served) -> None:
    folder = EXAMPLES / "luad-egfr"
    files = [(f"luad/{p.relative_to(folder)}", p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file()]
    answer = post(site, "/cases", ("luad.zip", packed(*files)))
    assert answer.status_code == 201, answer.text
    assert site.gate.registry.records("LUAD-EGFR")[0][0].by == "clinician"


def test_files_of_another_case_or_patient_are_no_version_of_this_one(site: Served) -> None:
    path = f"/cases/{site.public['C1']}/versions"
    for name, patient, code in (("C2", "P2", "ACC013"), (KEPT, "KEPT-PATIENT", "ACC013"), ("C1", "P2", "REG022")):
        answer = post(site, path, written(name, patient), seen=1)
        assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert len(site.gate.registry.records(KEPT)) == 1


def test_a_name_or_patient_that_is_there_is_refused_alike_whether_one_may_know_of_it_or_not(site: Served) -> None:
    answers = [
        post(site, "/cases", written(*which)).json()
        for which in (("C1", "P1"), (KEPT, "X"), ("NEW", "KEPT-PATIENT"), (KEPT, "KEPT-PATIENT"))
    ]
    for answer in answers:
        assert {**answer, "request": ""} == {**answers[0], "request": ""}
        assert answer["code"] == "ACC012" and KEPT not in str(answer)
    refused = [(e.case, e.patient) for e in site.gate.registry.entries() if e.action == "refused"]
    assert refused == [("C1", "P1"), (KEPT, "KEPT-PATIENT"), ("", "KEPT-PATIENT"), ("", "KEPT-PATIENT")]


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "..", ".", "/etc/passwd", "a\x00b", "..\\..\\x", "x" * 300, "C:\\x", "\u202efdp.exe"]
)
def test_a_name_of_a_file_leads_nowhere(site: Served, tmp_path: Path, name: str) -> None:
    answer = post(site, "/cases", written("NEW", "P9"), (name, b"x\n"))
    assert answer.status_code in {201, 400, 422}, answer.text
    assert sorted(p.name for p in tmp_path.iterdir()) == ["site"]
    assert not Path("/etc/cron.d/x").exists()


def link(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


BAD = {
    "climbs": [("../../outside.txt", b"x")], "absolute": [("/outside.txt", b"x")], "backslash": [("..\\..\\outside.txt", b"x")],
    "drive": [("C:/outside.txt", b"x")], "link": [(link("case.yaml"), b"/etc/passwd")], "bomb": [("t.vcf", bytes(300 << 20))],
    "many": [(f"{n}.txt", b"") for n in range(600)], "twice": [("a.txt", b"1"), ("a.txt", b"2")],
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", BAD)
def test_an_archive_that_tries_something_is_refused(site: Served, kind: str, tmp_path: Path) -> None:
    answer = post(site, "/cases", ("case.zip", packed(*BAD[kind])))
    assert answer.status_code == 422 and answer.json()["code"].startswith("UPL"), answer.text
    assert sorted(p.name for p in tmp_path.iterdir()) == ["site"]
    assert not Path("/outside.txt").exists()


def test_an_archive_that_lies_about_its_size_or_is_damaged_is_refused(site: Served) -> None:
    whole = bytearray(packed(("t.vcf", bytes(5_000_000))))
    at = whole.rindex(b"PK\x01\x02")
    whole[at + 24 : at + 28] = (100).to_bytes(4, "little")  # the size that the directory tells
    for body in (bytes(whole), bytes(whole[:100]), b"PK\x03\x04", b"", packed(("t.vcf", b"x"))[:-10]):
        answer = post(site, "/cases", ("case.zip", body))
        assert answer.status_code == 422, answer.text


def test_a_bomb_of_gzip_ends_at_its_bound(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_BYTES", 20 << 20)
    bomb = gzip.compress(b"##fileformat=VCFv4.2\n" + b"#" * (100 << 20), 9)
    answer = post(site, "/cases", ("t.vcf.gz", bomb), disease="LUAD")
    assert answer.status_code == 422 and len(bomb) < 200_000
    assert answer.json()["issues"] or answer.json()["code"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"case: [",
        b"\xff\xfe\x00",
        b"case: X\nfiles: [{path: /etc/passwd}]",
        b"case: X\nfiles: [{path: ../../../../etc/passwd}]",
        b"a: &a [*a,*a]",
        b"case: '<script>alert(1)</script>'",
    ],
)
def test_a_case_file_that_tries_something_reads_nothing_else(site: Served, body: bytes) -> None:
    answer = post(site, "/cases", ("case.yaml", body))
    assert answer.status_code in {201, 422}, answer.text
    assert "root:" not in answer.text and "<script>" not in answer.text


def test_the_limits_are_what_the_page_says() -> None:
    assert (received_files.MOST_FILES, received_files.RATIO) == (500, 200)
