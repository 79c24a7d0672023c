"""Files that come over the network end in their own folder, or nowhere."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from tumorboard.app import received_files
from tumorboard.app.received_files import MOST_FILES, put
from tumorboard.errors import InputError


def archive(*members: tuple[str | zipfile.ZipInfo, bytes]) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members:
            out.writestr(name, content)
    made.seek(0)
    return made


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    "name", ["case.yaml", "../case.yaml", "/etc/case.yaml", "C:\\cases\\case.yaml", "a/b/../../case.yaml"]
)
def test_of_a_name_only_the_last_part_counts(tmp_path: Path, name: str) -> None:
    assert put(tmp_path, [(name, io.BytesIO(b"case: A"))]) == ("case.yaml",)
    assert files(tmp_path) == {"case.yaml": b"case: A"}


@pytest.mark.parametrize("name", ["", "..", "a/..", "a\x00b", "a\nb", "x" * 201])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as refused:
        put(tmp_path, [(name, io.BytesIO(b"x"))])
    assert refused.value.code == "UPL001"


def test_the_folder_of_an_archive_is_the_case_and_what_systems_add_is_left_out(tmp_path: Path) -> None:
    sent = archive(
        ("luad/case.yaml", b"1"), ("luad/data/a.vcf", b"2"), ("__MACOSX/luad/._a", b"3"), ("luad/.DS_Store", b"4")
    )
    assert put(tmp_path, [("luad.ZIP", sent)]) == ("case.yaml", "data/a.vcf")
    assert files(tmp_path) == {"case.yaml": b"1", "data/a.vcf": b"2"}


def link() -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("case.yaml")
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


@pytest.mark.parametrize("member", [
    ("../outside", b"x"), ("/etc/outside", b"x"), ("a/../../outside", b"x"), ("C:/outside", b"x"), ("..\\outside", b"x"),
    (link(), b"/etc/passwd"), ("bomb.vcf", b"\0" * 3_000_000),
])  # fmt: skip
def test_an_archive_that_leads_out_links_or_bursts_is_refused(
    tmp_path: Path, member: tuple[str | zipfile.ZipInfo, bytes]
) -> None:
    folder = tmp_path / "in" / "it"
    folder.mkdir(parents=True)
    with pytest.raises(InputError) as refused:
        put(folder, [("a.zip", archive(member))])
    assert refused.value.code == "UPL002"
    assert files(tmp_path) == {}


def test_an_archive_that_says_less_than_it_holds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received_files, "MOST_BYTES", 10)
    with pytest.raises(InputError) as refused:
        put(tmp_path, [("a.zip", archive(("a.vcf", b"12345678901")))])
    assert refused.value.code == "UPL002"


# Named: an archive holds the time at which it was made, and each process that runs tests makes its own.
@pytest.mark.parametrize(
    "content",
    [b"", b"no archive", archive(("a", b"x" * 900)).getvalue()[:60]],
    ids=["empty", "no archive", "cut off"],
)
def test_a_damaged_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError) as refused:
        put(tmp_path, [("a.zip", io.BytesIO(content))])
    assert refused.value.code == "UPL002"


def test_two_files_of_one_name_and_too_many_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as twice:
        put(tmp_path, [("a.vcf", io.BytesIO(b"1")), ("b/a.vcf", io.BytesIO(b"2"))])
    assert twice.value.code == "UPL003"
    many = archive(*((f"{n}.txt", b"x") for n in range(MOST_FILES + 1)))
    with pytest.raises(InputError) as refused:
        put(tmp_path / "more", [("a.zip", many)])
    assert refused.value.code == "UPL004"
