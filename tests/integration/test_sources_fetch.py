"""Each source fetched by its own plan from a server that serves its layout: checksums, redirects, absence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.serving_support import Quiet, served
from tests.unit.test_annotation_sources import CLINVAR, SHEET, SHEET_ROWS, V600E, vcf
from tests.unit.test_moalmanac import assertion, made

from tumorboard.app import snapshots
from tumorboard.cli import main


@dataclass
class Site:
    files: dict[str, bytes] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv(snapshots.HOME, str(tmp_path / "home"))
    here = Site()

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            moved = here.moved.get(self.path)
            body = here.files.get(self.path, b"")
            self.send_response(302 if moved else 200 if body else 404)
            if moved:
                self.send_header("location", moved)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with served(Handler) as here.port:
        yield here


def fetch(site: Site, source: str, *more: str) -> Any:
    return CliRunner().invoke(main, ["knowledge", "fetch", source, "--mirror", site.url, *more])


def clinvar(site: Site, folder: Path, *, right: bool = True) -> None:
    for assembly, length in (("GRCh37", 159138663), ("GRCh38", 159345973)):
        contigs = f"##contig=<ID=7,length={length}>\n"
        path = vcf(
            folder / f"{assembly}.vcf.gz", V600E, fields=CLINVAR, contigs=contigs, head="##fileDate=2026-05-30\n"
        )
        content = path.read_bytes()
        digest = hashlib.md5(content if right else b"other", usedforsecurity=False).hexdigest()
        site.files[f"/vcf_{assembly}/clinvar.vcf.gz"] = content
        site.files[f"/vcf_{assembly}/clinvar.vcf.gz.md5"] = f"{digest}  clinvar.vcf.gz\n".encode()


def test_clinvar_comes_on_both_assemblies_with_its_checksums(site: Site, tmp_path: Path) -> None:
    clinvar(site, tmp_path)
    done = fetch(site, "clinvar")
    assert done.exit_code == 0, done.output
    assert "clinvar 2026-05-30: 2 files" in done.output
    assert "2 alleles" in done.output


def test_clinvar_with_another_checksum_is_no_snapshot(site: Site, tmp_path: Path) -> None:
    clinvar(site, tmp_path, right=False)
    done = fetch(site, "clinvar")
    assert (done.exit_code, "error FET006" in done.output) == (14, True)
    assert snapshots.store().list() == ()
    clinvar(site, tmp_path)
    assert fetch(site, "clinvar").exit_code == 0


def test_cancer_hotspots_come_by_their_own_name(site: Site) -> None:
    site.files["/hotspots_v2.xls"] = ("\n".join([SHEET, *SHEET_ROWS]) + "\n").encode()
    done = fetch(site, "cancer_hotspots")
    assert done.exit_code == 0, done.output
    assert "cancer_hotspots v2: 1 files" in done.output


def test_moalmanac_comes_over_a_redirect_and_an_older_release_is_not_to_be_had(site: Site, tmp_path: Path) -> None:
    site.moved["/molecular-oncology-almanac.json"] = "/store/m.json"
    site.files["/store/m.json"] = made(tmp_path / "in", assertion()).read_bytes()
    done = fetch(site, "moalmanac")
    assert done.exit_code == 0, done.output
    assert "moalmanac 2024-12-05: 1 files" in done.output
    older = fetch(site, "moalmanac", "--release", "2020-01-01")
    assert (older.exit_code, "error SNP005" in older.output) == (10, True)


@pytest.mark.parametrize(
    ("source", "code", "told"),
    [
        ("clinvar", 14, "FET002"),
        ("cancer_hotspots", 14, "FET002"),
        ("moalmanac", 14, "FET002"),
        ("gnomad", 10, "FET008"),
    ],
)
def test_what_cannot_be_fetched_is_told_and_leaves_no_snapshot(site: Site, source: str, code: int, told: str) -> None:
    done = fetch(site, source)
    assert (done.exit_code, f"error {told}" in done.output) == (code, True), done.output
    assert snapshots.store().list() == ()
