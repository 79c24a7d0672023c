"""Fetching from a server that behaves as servers do: ranges, redirects, cut connections, refusals, changes meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.serving_support import Quiet, served

from tumorboard.errors import ToolError
from tumorboard.knowledge.download import Wanted, fetch

CONTENT = bytes(range(256)) * 4096  # 1 MB


@dataclass
class Site:
    """What the server does: `cut` breaks off after so many bytes, `busy` first answers so many times 503."""

    content: bytes = CONTENT
    etag: str = '"one"'
    cut: list[int] = field(default_factory=list)
    busy: int = 0
    ranges: bool = True
    status: int = 0
    checksum: str = ""
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file.tsv"


@pytest.fixture
def site() -> Iterator[Site]:
    here = Site()

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.headers.get("if-none-match") == here.etag:
                here.asked.append("unchanged")
                self.plain(304)
                return
            here.asked.append(self.headers.get("range") or "whole")
            if self.path.endswith(".sum"):
                self.send_response(200)
                self.send_header("content-length", str(len(here.checksum)))
                self.end_headers()
                self.wfile.write(here.checksum.encode())
            elif self.path.startswith("/moved"):
                self.plain(302, location="/file.tsv")
            elif self.path.startswith("/circle"):
                self.plain(302, location="/circle")
            elif self.path.startswith("/open"):
                self.plain(302, location="http://example.org/file.tsv")
            elif here.busy:
                here.busy -= 1
                self.plain(503, **{"retry-after": "7"})
            elif here.status:
                self.plain(here.status)
            else:
                self.content()

        def plain(self, status: int, **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def content(self) -> None:
            start = 0
            asked = self.headers.get("range", "")
            if here.ranges and asked and self.headers.get("if-range") == here.etag:
                start = int(asked.removeprefix("bytes=").removesuffix("-"))
                if start >= len(here.content):
                    self.plain(416)
                    return
            body = here.content[start:]
            self.send_response(206 if start else 200)
            self.send_header("etag", here.etag)
            self.send_header("content-length", str(len(body)))
            if start:
                self.send_header("content-range", f"bytes {start}-{len(here.content) - 1}/{len(here.content)}")
            self.end_headers()
            if here.cut:
                body = body[: here.cut.pop(0)]
                self.close_connection = True
            self.wfile.write(body)

    with served(Handler) as here.port:
        yield here


def got(site: Site, folder: Path, path: str = "/file.tsv", **more: object) -> bytes:
    wanted = Wanted(site.url.replace("/file.tsv", path), "file.tsv", **more)  # type: ignore[arg-type]
    return fetch(wanted, folder, sleep=lambda seconds: None).read_bytes()


def test_a_file_is_fetched_whole_with_progress(site: Site, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    path = fetch(Wanted(site.url, "file.tsv"), tmp_path, progress=lambda name, have, total: told.append((have, total)))
    assert path.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file.tsv", "file.tsv.same"]


def test_a_whole_file_of_an_earlier_call_is_kept_while_the_server_says_it_is_the_same(
    site: Site, tmp_path: Path
) -> None:
    assert got(site, tmp_path) == CONTENT
    assert got(site, tmp_path) == CONTENT
    assert site.asked == ["whole", "unchanged"]
    site.content, site.etag = CONTENT[::-1], '"two"'
    assert got(site, tmp_path) == CONTENT[::-1]


@pytest.mark.parametrize("kind", ["md5", "sha256"])
@pytest.mark.parametrize(
    ("right", "says"), [(True, ""), (False, "does not have the checksum"), (None, "cannot be read")]
)
def test_a_file_that_does_not_have_its_published_checksum_is_thrown_away(
    site: Site, tmp_path: Path, kind: str, right: bool | None, says: str
) -> None:
    digest = hashlib.new(kind, CONTENT).hexdigest()
    site.checksum = f"{digest if right else digest[::-1]}  file.tsv\n" if right is not None else "gone\n"
    wanted = Wanted(site.url, "file.tsv", checksum_url=site.url + ".sum")
    if right:
        assert fetch(wanted, tmp_path).read_bytes() == CONTENT
        return
    with pytest.raises(ToolError, match=says) as told:
        fetch(wanted, tmp_path)
    assert told.value.code == "FET006"
    assert (tmp_path / "file.tsv").exists() == (right is None)


def test_a_cut_connection_is_gone_on_with_where_it_broke_off(site: Site, tmp_path: Path) -> None:
    site.cut = [300_000, 200_000]
    assert got(site, tmp_path) == CONTENT
    assert site.asked == ["whole", "bytes=300000-", "bytes=500000-"]


def test_the_next_call_goes_on_after_an_interrupted_one(site: Site, tmp_path: Path) -> None:
    site.cut = [1000] * 5
    with pytest.raises(ToolError, match="broke off"):
        got(site, tmp_path)
    assert (tmp_path / "file.tsv.part").stat().st_size == 5000
    assert not (tmp_path / "file.tsv").exists()
    assert got(site, tmp_path) == CONTENT
    assert site.asked[-1] == "bytes=5000-"


def test_a_part_of_a_file_that_changed_is_thrown_away(site: Site, tmp_path: Path) -> None:
    site.cut = [1000] * 5
    with pytest.raises(ToolError):
        got(site, tmp_path)
    site.content, site.etag = CONTENT[::-1], '"two"'
    assert got(site, tmp_path) == CONTENT[::-1]


def test_a_server_without_ranges_sends_it_all_again(site: Site, tmp_path: Path) -> None:
    site.ranges, site.cut = False, [1000]
    assert got(site, tmp_path) == CONTENT


def test_a_part_longer_than_the_file_starts_anew(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file.tsv.part").write_bytes(b"x" * (len(CONTENT) + 5))
    (tmp_path / "file.tsv.part.same").write_text('"\\"one\\""', "utf-8")
    assert got(site, tmp_path) == CONTENT


def test_a_busy_server_is_waited_for_as_long_as_it_asks(site: Site, tmp_path: Path) -> None:
    site.busy = 2
    waited: list[float] = []
    assert fetch(Wanted(site.url, "file.tsv"), tmp_path, sleep=waited.append).read_bytes() == CONTENT
    assert waited == [7.0, 7.0]


def test_redirects_are_followed(site: Site, tmp_path: Path) -> None:
    assert got(site, tmp_path, "/moved") == CONTENT


@pytest.mark.parametrize(
    ("path", "status", "most", "says"),
    [
        ("/file.tsv", 404, 1 << 30, "answered 404"),
        ("/file.tsv", 403, 1 << 30, "answered 403"),
        ("/file.tsv", 500, 1 << 30, "answered 500"),
        ("/file.tsv", 0, 1000, "larger than"),
        ("/circle", 0, 1 << 30, "in circles"),
        ("/open", 0, 1 << 30, "only HTTPS"),
    ],
)
def test_what_cannot_be_fetched_is_told_and_leaves_no_file(
    site: Site, tmp_path: Path, path: str, status: int, most: int, says: str
) -> None:
    site.status = status
    with pytest.raises(ToolError, match=says) as told:
        got(site, tmp_path, path, most=most)
    assert told.value.remedy
    assert not (tmp_path / "file.tsv").exists()


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="could not be fetched"):
        fetch(Wanted("http://127.0.0.1:9/file.tsv", "file.tsv"), tmp_path, sleep=lambda seconds: None)
