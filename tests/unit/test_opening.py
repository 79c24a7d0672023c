"""Whatever happened to a file on its way, its readable lines are read and the damage has a code and a place."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zlib
from hashlib import sha256
from pathlib import Path

import pytest

from tumorboard.formats import opening
from tumorboard.formats.opening import Head, Line, Opened, read_head
from tumorboard.formats.reports import PER_CODE, Reports
from tumorboard.issues import Severity

TABLE = b"gene\tchange\nEGFR\tL858R\nTP53\tR175H\n"
LINES = ["gene\tchange", "EGFR\tL858R", "TP53\tR175H"]


def opened(tmp_path: Path, content: bytes, *, longest: int = opening.LONGEST_LINE) -> tuple[list[Line], Opened]:
    path = tmp_path / "table.tsv"
    path.write_bytes(content)
    source = Opened(path, Reports(path.name), longest=longest)
    return list(source.lines()), source


def codes(source: Opened) -> list[str]:
    return [i.code for i in source.reports.closed()]


@pytest.mark.parametrize(
    "content, expected",
    [
        pytest.param(TABLE, [], id="plain"),
        pytest.param(gzip.compress(TABLE), [], id="gzip"),
        pytest.param(gzip.compress(TABLE[:20]) + gzip.compress(TABLE[20:]), [], id="two gzip members"),
        pytest.param(gzip.compress(TABLE) + b"\0" * 512, [], id="gzip with padding"),
        pytest.param(gzip.compress(gzip.compress(TABLE)), ["OPN006"], id="gzip twice"),
        pytest.param(b"\xef\xbb\xbf" + TABLE, ["OPN008"], id="byte-order mark"),
        pytest.param(TABLE.decode().encode("utf-16"), ["OPN009"], id="UTF-16 with mark"),
        pytest.param(TABLE.decode().encode("utf-16-be"), ["OPN009"], id="UTF-16 without mark"),
        pytest.param(TABLE.replace(b"\n", b"\r\n"), ["OPN014"], id="CRLF"),
        pytest.param(TABLE.replace(b"\n", b"\r"), ["OPN014"], id="CR"),
        pytest.param(TABLE.rstrip(), ["OPN012"], id="no final line end"),
        pytest.param(gzip.compress(TABLE) + b"garbage", ["OPN013"], id="garbage after gzip"),
    ],
)
def test_these_files_give_the_same_three_lines(tmp_path: Path, content: bytes, expected: list[str]) -> None:
    lines, source = opened(tmp_path, content)
    assert [line.text for line in lines] == LINES
    assert [line.number for line in lines] == [1, 2, 3]
    assert codes(source) == expected
    assert source.complete


@pytest.mark.parametrize(
    "content, what",
    [
        (b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml" + b"\0" * 50, "xlsx"),
        (b"PK\x03\x04" + b"\0" * 26 + b"a.maf" + b"\0" * 50, "zip"),
        (gzip.compress(b"BAM\x01" + b"\0" * 50), "bam"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "xls"),
        (b"<!DOCTYPE html><html>", "html"),
        (gzip.compress(gzip.compress(gzip.compress(TABLE))), "gzip_layers"),
        (gzip.compress(b"a.maf".ljust(257, b"\0") + b"ustar\0"), "tar"),
        (b"version https://git-lfs.github.com/spec/v1\n", "lfs_pointer"),
    ],
    ids=["xlsx", "zip", "bam", "pdf", "xls", "html", "gzip_layers", "tar", "lfs_pointer"],
)
def test_a_file_that_is_not_a_table_is_named(tmp_path: Path, content: bytes, what: str) -> None:
    lines, source = opened(tmp_path, content)
    assert lines == []
    assert codes(source)[-1] == "OPN003"
    assert dict(source.reports.issues[-1].params)["what"] == what
    assert read_head(source.path).looks_like == what


def test_an_absent_file_a_folder_and_an_empty_file_are_errors(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "absent", "OPN001"), (tmp_path, "OPN001")):
        source = Opened(path, Reports(path.name))
        assert list(source.lines()) == [] and codes(source) == [code]
    lines, source = opened(tmp_path, b"")
    assert lines == [] and codes(source) == ["OPN002"]
    assert read_head(tmp_path / "absent") == Head("absent")


def test_a_cut_off_gzip_keeps_the_whole_lines_before_the_cut(tmp_path: Path) -> None:
    rows = b"".join(b"G%d\t%d\n" % (i, i * i) for i in range(5000))
    lines, source = opened(tmp_path, gzip.compress(rows)[:-2000])
    assert codes(source) == ["OPN004"] and not source.complete
    assert len(lines) > 100 and lines[-1].text is None
    assert [x.text for x in lines[:-1]] == rows.decode().split("\n")[: len(lines) - 1]


def test_a_damaged_gzip_keeps_what_comes_before(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(b"".join(b"G%d\t%d\n" % (i, i * i) for i in range(5000))))
    packed[-8] ^= 0xFF  # the checksum
    lines, source = opened(tmp_path, bytes(packed))
    assert codes(source) == ["OPN005"] and len(lines) > 4000 and lines[0].text == "G0\t0"


def test_a_bgzip_file_cut_between_blocks_is_doubted(tmp_path: Path) -> None:
    squeeze = zlib.compressobj(wbits=-15)
    body = squeeze.compress(TABLE) + squeeze.flush()
    size = len(body) + 25
    block = bytes.fromhex("1f8b08040000000000ff060042430200") + size.to_bytes(2, "little") + body
    block += zlib.crc32(TABLE).to_bytes(4, "little") + len(TABLE).to_bytes(4, "little")
    lines, source = opened(tmp_path, block)
    assert [x.text for x in lines] == LINES and codes(source) == ["OPN016"]
    _, whole = opened(tmp_path, block + bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000"))
    assert codes(whole) == []


@pytest.mark.parametrize("bad, code", [(b"\xe9", "OPN010"), (b"\0", "OPN011")])
def test_a_damaged_byte_is_marked_and_has_its_line(tmp_path: Path, bad: bytes, code: str) -> None:
    lines, source = opened(tmp_path, TABLE.replace(b"L858R", b"L8" + bad + b"8R"))
    assert lines[1].text == f"EGFR\tL8{opening.DAMAGED}8R"
    assert [(i.code, i.place.line) for i in source.reports.issues] == [(code, 2)]


def test_an_over_long_line_is_lost_and_its_neighbors_stay(tmp_path: Path) -> None:
    lines, source = opened(tmp_path, b"a\n" + b"x" * 3_000_000 + b"\nb\n", longest=1 << 20)
    assert lines == [Line(1, "a"), Line(2, None), Line(3, "b")]
    assert [(i.code, i.place.line) for i in source.reports.issues] == [("OPN007", 2)]


def test_many_issues_of_one_code_are_counted(tmp_path: Path) -> None:
    _, source = opened(tmp_path, b"\xff\n" * 100)
    assert codes(source) == ["OPN010"] * PER_CODE + ["OPN099"]
    assert dict(source.reports.closed()[-1].params) == {"more": 100 - PER_CODE, "of": "OPN010"}
    assert all(i.severity is Severity.WARNING for i in source.reports.closed())


@pytest.mark.parametrize(
    "text, columns",
    [
        ("a\tb\n1\t2\n", ("a", "b")),
        ("#version 2.4\nHugo_Symbol\tChromosome\nEGFR\t7\n", ("Hugo_Symbol", "Chromosome")),
        ("#gene1\tgene2\nBCR\tABL1\n", ("gene1", "gene2")),
        ("#gene1\tgene2\n", ("gene1", "gene2")),
        ("#Patient\tAge\n#STRING\tNUMBER\n#1\t1\nPATIENT_ID\tAGE\nP1\t60\n", ("PATIENT_ID", "AGE")),
        ("#Sequenced_Samples: S1\t\nHugo_Symbol\tChromosome\n", ("Hugo_Symbol", "Chromosome")),
        ('"a"\t"b"\n', ("a", "b")),
        ("\n\na\tb\n", ("a", "b")),
    ],
)
def test_the_head_knows_the_header_row(tmp_path: Path, text: str, columns: tuple[str, ...]) -> None:
    path = tmp_path / "x.tsv"
    path.write_text(text, encoding="utf-8")
    head = read_head(path)
    assert head.columns == columns and not head.is_binary
    assert head.has(columns[0].upper())


def test_noise_is_binary(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_bytes(bytes(range(128, 256)) * 50)
    assert read_head(path).is_binary


def test_the_digest_is_of_the_bytes_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_bytes(gzip.compress(TABLE))
    assert opening.digest(path) == sha256(path.read_bytes()).hexdigest()


@pytest.mark.slow
def test_a_line_of_100_mb_takes_under_50_mb_of_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.tsv"
    with path.open("wb") as stream:
        stream.write(b"gene\tchange\n")
        for _ in range(100):
            stream.write(b"x" * (1 << 20))
        stream.write(b"\nEGFR\tL858R\n")
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from tumorboard.formats.opening import Opened; from tumorboard.formats.reports import Reports\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "source = Opened(Path(sys.argv[1]), Reports('long.tsv')); lines = list(source.lines())\n"
        "assert [x.number for x in lines] == [1, 2, 3] and lines[1].text is None\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)\n"
    )
    run = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert int(run.stdout) < 50
