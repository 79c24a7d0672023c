"""Fetch and import as real processes against a real server, with every fault a hospital meets: nothing lost, nothing half-used."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tumorboard.knowledge.manifest import Manifest
from tumorboard.knowledge.store import Store

COLUMNS = (
    "molecular_profile", "molecular_profile_id", "disease", "doid", "phenotypes", "therapies",
    "therapy_interaction_type", "evidence_type", "evidence_direction", "evidence_level", "significance",
    "evidence_statement", "citation_id", "source_type", "asco_abstract_id", "citation", "nct_ids", "rating",
    "evidence_status", "evidence_id", "variant_origin", "last_review_date", "evidence_civic_url",
    "molecular_profile_civic_url", "is_flagged",
)  # fmt: skip
LABEL = "01-Aug-2024"
EVIDENCE = f"{LABEL}-ClinicalEvidenceSummaries.tsv"


def evidence(items: int = 40, *, columns: tuple[str, ...] = COLUMNS, kind: str = "Predictive", words: int = 1) -> bytes:
    """A table of items; `words` makes it long."""
    given = {
        "molecular_profile": "BRAF V600E", "disease": "Melanoma", "doid": "1909", "therapies": "Dabrafenib",
        "evidence_type": kind, "evidence_direction": "Supports", "evidence_level": "B",
        "significance": "Sensitivity/Response", "evidence_statement": "w" * words, "citation_id": "1",
        "source_type": "PubMed", "evidence_status": "accepted", "variant_origin": "Somatic",
        "last_review_date": "2024-07-30 10:00:00 UTC", "is_flagged": "false",
    }  # fmt: skip
    lines = ["\t".join(columns)]
    lines += [
        "\t".join(given.get(c, str(n) if c == "evidence_id" else "") for c in columns) for n in range(1, items + 1)
    ]
    return ("\n".join(lines) + "\n").encode()


@dataclass
class Site:
    """CIViC's download site: one folder a release, ranges, ETags, redirects to a store.

    `cut` breaks off after so many bytes, `stall` then says nothing until the test ends, `busy` answers 503 so many times, `mute`
    does not say how long a file is and closes after so many bytes, `absent` is the answer to a file that is not there.
    """

    files: dict[str, bytes]
    moved: bool = False
    cut: int = 0
    stall: int = 0
    busy: int = 0
    mute: int = 0
    absent: int = 404
    asked: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/downloads"


def handler(here: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.path.rsplit("/", 1)[-1]
            here.asked.append((name, self.headers.get("range") or "whole"))
            if here.busy:
                here.busy -= 1
                self.plain(503, **{"retry-after": "0"})
            elif here.moved and self.path.startswith("/downloads"):
                self.plain(302, location=self.path.replace("/downloads", "/store"))
            elif name not in here.files or not self.path.endswith(f"/{LABEL}/{name}"):
                self.plain(here.absent)
            elif here.mute:
                self.send_response(200)
                self.send_header("connection", "close")
                self.end_headers()
                self.wfile.write(here.files[name][: here.mute])
                self.close_connection = True
            else:
                self.file(here.files[name])

        def plain(self, status: int, **headers: str) -> None:
            self.send_response(status)
            for header, value in headers.items():
                self.send_header(header, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def file(self, content: bytes) -> None:
            tag = f'"{hash(content)}"'
            if self.headers.get("if-none-match") == tag:
                self.plain(304)
                return
            asked = self.headers.get("range", "")
            start = int(asked[6:-1]) if asked and self.headers.get("if-range") == tag else 0
            self.send_response(206 if start else 200)
            self.send_header("etag", tag)
            self.send_header("content-length", str(len(content) - start))
            if start:
                self.send_header("content-range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            self.end_headers()
            stop = start + here.cut if here.cut else len(content)
            stop = start + here.stall if here.stall else stop
            self.wfile.write(content[start:stop])
            if here.stall:
                self.wfile.flush()
                here.ended.wait(60)
            if stop < len(content):
                self.close_connection = True
            here.cut = 0

        def log_message(self, *words: object) -> None:
            pass

    return Handler


@pytest.fixture
def site() -> Iterator[Site]:
    here = Site({EVIDENCE: evidence(2000, words=200)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(here))
    server.daemon_threads = True
    here.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield here
    here.ended.set()
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Hospital:
    """A site of its own, and its command line as processes."""

    home: Path

    def start(self, *words: str, most_bytes: int | None = None) -> subprocess.Popen[str]:
        def limited() -> None:
            if most_bytes is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

        env = {**os.environ, "TUMORBOARD_HOME": str(self.home), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "tumorboard", "knowledge", *words]
        return subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limited
        )

    def run(self, *words: str, most_bytes: int | None = None) -> tuple[int, str]:
        process = self.start(*words, most_bytes=most_bytes)
        out, err = process.communicate(timeout=120)
        return process.returncode, out + err

    def fetch(self, site: Site, **more: int) -> tuple[int, str]:
        return self.run("fetch", "civic", "--release", "2024-08-01", "--mirror", site.url, **more)

    @property
    def snapshots(self) -> list[str]:
        return sorted(f"{p.parent.name}/{p.name}" for p in (self.home / "knowledge").glob("[a-z]*/*/") if p.is_dir())

    @property
    def store(self) -> Store:
        return Store(self.home / "knowledge")

    def put(self, release: str, path: str, *, use: bool = True) -> None:
        """A snapshot that was there before; the command line's own import is what the tests run."""
        about = Manifest("civic", release, "2024-08-02", "CC0-1.0", "CIViC", ())
        self.store.add([Path(path) / EVIDENCE], about)
        if use:
            self.store.use("civic", release)

    def whole(self) -> list[str]:
        """Releases of the snapshots, each checked against its hashes."""
        return [self.store.get("civic", s.manifest.release).manifest.release for s in self.store.list()]


@pytest.fixture
def hospital(tmp_path: Path) -> Hospital:
    return Hospital(tmp_path / "home")


def carried(folder: Path, content: bytes) -> str:
    folder.mkdir(parents=True)
    (folder / EVIDENCE).write_bytes(content)
    return str(folder)


def test_a_release_is_fetched_over_redirects_refusals_and_a_cut_connection(
    site: Site, hospital: Hospital, tmp_path: Path
) -> None:
    site.moved, site.busy, site.cut = True, 1, 100_000
    code, said = hospital.fetch(site)
    assert (code, "2000 items: 2000 (100%) became 2000 statements" in said) == (0, True), said
    assert said.count("SNP010") == 6  # tables that this release does not have are told, and are not in the snapshot
    assert (EVIDENCE, "bytes=100000-") in site.asked
    # Carried in by hand, the same file is the same snapshot.
    code, other = hospital.run("import", "civic", carried(tmp_path / "in", site.files[EVIDENCE]))
    assert code == 0, other
    assert [ln for ln in said.splitlines() if "sha256" in ln] == [ln for ln in other.splitlines() if "sha256" in ln]
    assert hospital.snapshots == ["civic/2024-08-01"]


def test_a_file_whose_end_the_server_does_not_tell_is_refused(site: Site, hospital: Hospital) -> None:
    site.mute = site.files[EVIDENCE].index(b"\n", 100_000) + 1  # cut at the end of a line: a table like any other
    code, said = hospital.fetch(site)
    assert (code, "error FET011" in said) == (14, True), said
    assert hospital.snapshots == []
    site.mute = 0
    assert hospital.fetch(site)[0] == 0


def test_a_store_that_answers_403_for_a_table_it_does_not_have_stops_no_fetch(site: Site, hospital: Hospital) -> None:
    site.absent = 403
    code, said = hospital.fetch(site)
    assert (code, said.count("warning SNP012")) == (0, 6), said
    assert hospital.whole() == ["2024-08-01"]
    site.files = {}
    code, said = hospital.run("fetch", "civic", "--release", "2024-01-01", "--mirror", site.url)
    assert (code, "error FET002" in said) == (14, True), said


def test_fewer_records_than_the_release_before_are_told(hospital: Hospital, tmp_path: Path) -> None:
    hospital.put("2024-01-01", carried(tmp_path / "old", evidence(40)), use=False)
    code, said = hospital.run("import", "civic", carried(tmp_path / "cut", evidence(15)))
    assert (code, "warning SNP011" in said, "15 records where release 2024-01-01 holds 40" in said) == (0, True, True)
    code, said = hospital.run("import", "civic", carried(tmp_path / "next", evidence(41)), "--release", "2024-09-01")
    assert (code, "SNP011" in said) == (0, False), said


WORD = '"predicate": "sensitivity"'
COMPILED = {
    "a word was changed": lambda text: text.replace(WORD, '"predicate": "resistance"', 1),
    "a word that means nothing": lambda text: text.replace(WORD, '"predicate": "nonsense"', 1),
    "a row was cut": lambda text: text[:-40],
    "a row is no row": lambda text: text.rsplit("\n", 2)[0] + "\n{}\n",
    "nothing is left": lambda text: "",
}


@pytest.mark.parametrize("change", COMPILED.values(), ids=COMPILED)
def test_a_compiled_file_that_was_changed_is_made_again(
    hospital: Hospital, tmp_path: Path, change: Callable[[str], str]
) -> None:
    hospital.put("2024-08-01", carried(tmp_path / "in", evidence(3)))
    before = hospital.run("show", "CIVIC.EID1")
    (compiled,) = (hospital.home / "knowledge" / ".cache").glob("civic-*.jsonl")
    whole = compiled.read_text("utf-8")
    compiled.write_text(change(whole), "utf-8")
    assert hospital.run("show", "CIVIC.EID1") == before
    assert compiled.read_text("utf-8") == whole


@pytest.mark.parametrize("damaged", ["in-use.json", "civic/2024-01-01/manifest.json", f"civic/2024-08-01/{EVIDENCE}"])
def test_the_list_shows_what_is_damaged_and_everything_else(hospital: Hospital, tmp_path: Path, damaged: str) -> None:
    hospital.put("2024-01-01", carried(tmp_path / "old", evidence()), use=False)
    hospital.put("2024-08-01", carried(tmp_path / "in", evidence()))
    (hospital.home / "knowledge" / damaged).write_text("{", "utf-8")
    code, said = hospital.run("list")
    assert (code, "SNP003" in said or "SNP002" in said) == (0, True), said
    assert said.count("snapshot civic") == 2
    # What the line says to do is possible, and heals.
    if damaged == "in-use.json":
        assert hospital.run("use", "civic", "2024-08-01")[0] == 0
    else:
        release = damaged.split("/")[1]
        folder = str(tmp_path / ("old" if release == "2024-01-01" else "in"))
        assert hospital.run("import", "civic", folder, "--release", release)[0] == 0
    code, said = hospital.run("list")
    assert (code, "SNP0" in said) == (0, False), said


def test_a_refused_item_is_listed_and_shown_with_its_reason(hospital: Hospital, tmp_path: Path) -> None:
    text = evidence(3).replace(b"\t2\tSomatic", b"\t2\tMixed")
    hospital.put("2024-08-01", carried(tmp_path / "in", text))
    assert hospital.run("refused", "civic", "2024-08-01") == (0, "EID2\torigin_mixed\n")
    code, said = hospital.run("show", "CIVIC.EID2")
    assert (code, "this item is no statement: origin_mixed" in said) == (13, True)
    assert hospital.run("refused", "civic", "2024-08-01", "--reason", "polymorphism")[0] == 13


def test_a_fetch_that_is_killed_leaves_no_snapshot_and_goes_on_where_it_was(site: Site, hospital: Hospital) -> None:
    site.stall = 400_000
    process = hospital.start("fetch", "civic", "--release", "2024-08-01", "--mirror", site.url)
    part = hospital.home / "knowledge" / ".parts-civic-2024-08-01" / f"{EVIDENCE}.part"
    _until(lambda: part.is_file() and part.stat().st_size > 0)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    had = part.stat().st_size
    assert hospital.snapshots == []
    site.stall = 0
    code, said = hospital.fetch(site)
    assert code == 0, said
    assert had == 0 or (EVIDENCE, f"bytes={had}-") in site.asked
    assert hospital.whole() == ["2024-08-01"]
    assert not part.parent.exists()


def test_two_fetches_at_once_make_one_whole_snapshot(site: Site, hospital: Hospital) -> None:
    words = ("fetch", "civic", "--release", "2024-08-01", "--mirror", site.url)
    running = [hospital.start(*words) for _ in range(2)]
    told = [p.communicate(timeout=120) for p in running]
    assert [p.returncode for p in running] == [0, 0], told
    assert hospital.whole() == ["2024-08-01"]


def test_two_imports_of_one_release_with_other_content_one_is_refused(hospital: Hospital, tmp_path: Path) -> None:
    one, two = (carried(tmp_path / name, evidence(n, words=2000)) for name, n in (("a", 3000), ("b", 2999)))
    running = [hospital.start("import", "civic", folder) for folder in (one, two)]
    told = ["".join(p.communicate(timeout=120)) for p in running]
    assert sorted(p.returncode for p in running) == [0, 10], told
    assert "error SNP008" in told[[p.returncode for p in running].index(10)]
    assert hospital.whole() == ["2024-08-01"]


def test_an_import_that_is_killed_leaves_the_snapshot_in_use_and_nothing_half(
    hospital: Hospital, tmp_path: Path
) -> None:
    hospital.put("2024-01-01", carried(tmp_path / "old", evidence()))
    folder = carried(tmp_path / "new", evidence(20_000, words=3000))  # 60 MB: long enough to be killed within
    store = hospital.home / "knowledge"
    process = hospital.start("import", "civic", folder)
    _until(lambda: any(store.glob(".incoming-*/*")))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert hospital.snapshots == ["civic/2024-01-01"]
    code, said = hospital.run("show", "CIVIC.EID7")  # a run goes on with what is in use
    assert (code, "(civic 2024-01-01)" in said) == (0, True), said
    assert hospital.run("import", "civic", folder)[0] == 0
    assert not list(store.glob(".incoming-*"))
    assert hospital.whole() == ["2024-01-01", "2024-08-01"]


@pytest.mark.parametrize(("way", "code", "told"), [("fetch", 14, "error FET007"), ("import", 11, "error SNP006")])
def test_a_full_disk_is_told_and_leaves_no_snapshot(
    site: Site, hospital: Hospital, tmp_path: Path, way: str, code: int, told: str
) -> None:
    folder = carried(tmp_path / "in", site.files[EVIDENCE])
    room = 100_000  # no file may become larger: what a full disk does to a write
    done = (
        hospital.fetch(site, most_bytes=room)
        if way == "fetch"
        else hospital.run("import", "civic", folder, most_bytes=room)
    )
    assert done[0] == code, done
    assert told in done[1]
    assert hospital.snapshots == []
    assert not list((hospital.home / "knowledge").glob(".incoming-*"))
    again = hospital.fetch(site) if way == "fetch" else hospital.run("import", "civic", folder)
    assert again[0] == 0, again
    assert hospital.whole() == ["2024-08-01"]


DRIFT = [
    ("a new column", evidence(columns=(*COLUMNS, "new_column")), 0, "CIV004"),
    ("a column under another name", evidence(columns=tuple(c.replace("significance", "meaning") for c in COLUMNS)), 10, "CIV001"),
    ("an evidence type that is not known", evidence(kind="Astral"), 0, "CIV007"),
    ("a word that is not known", evidence().replace(b"Sensitivity/Response", b"Sensitive/Response"), 0, "CIV011"),
    ("a page of words in place of a table", b"<html>down for maintenance</html>\n", 10, "OPN003"),
    ("a table without items", evidence(0), 10, "CIV006"),
    ("a record cut short", evidence()[:-60], 10, "CIV002"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "code", "told"), [d[1:] for d in DRIFT], ids=[d[0] for d in DRIFT])
def test_a_changed_layout_is_told_and_the_snapshot_in_use_stays(
    site: Site, hospital: Hospital, tmp_path: Path, content: bytes, code: int, told: str
) -> None:
    hospital.put("2024-01-01", carried(tmp_path / "old", evidence()))
    site.files = {EVIDENCE: content}
    found = hospital.fetch(site)
    assert (found[0], told in found[1]) == (code, True), found
    assert ("error SNP009" in found[1]) == (code == 10)
    assert hospital.snapshots == ["civic/2024-01-01", *(["civic/2024-08-01"] if code == 0 else [])]
    assert (hospital.store.in_use(), hospital.whole()[0]) == ({"civic": "2024-01-01"}, "2024-01-01")


def test_a_server_that_has_no_such_release_is_told(site: Site, hospital: Hospital) -> None:
    site.files = {}
    code, said = hospital.fetch(site)
    assert (code, "error FET002" in said) == (14, True), said
    assert hospital.snapshots == []


def test_a_damaged_snapshot_does_not_hide_another_one(hospital: Hospital, tmp_path: Path) -> None:
    for release in ("2024-01-01", "2024-02-01"):
        hospital.put(release, carried(tmp_path / release, evidence()), use=False)
    (hospital.home / "knowledge" / "civic" / "2024-01-01" / EVIDENCE).write_bytes(evidence()[:-1])
    code, said = hospital.run("verify")
    assert code == 11
    assert ["SNP002" in said.splitlines()[0], "whole" in said.splitlines()[1]] == [True, True]


def _until(done: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.002)
