"""A table is read by its column names, and every line of it is a row, no record, or an issue."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumorboard.formats import tables
from tumorboard.formats.cells import parse_number
from tumorboard.formats.reports import Reports
from tumorboard.formats.tables import Row, Table, open_table
from tumorboard.issues import Place
from tumorboard.wording import words

SPELLINGS = {
    "gene": ("Hugo_Symbol", "Gene Symbol"),
    "id": ("Entrez_Gene_Id",),
    "log2": ("log2", "seg.mean"),
    "copies": ("cn",),
}
REQUIRED = ("gene", ("log2", "copies"))


def table(
    folder: Path, content: str | bytes, *, required: tables.Required = REQUIRED
) -> tuple[Table | None, list[Row], list[str]]:
    """The table, its rows, and the codes of its issues."""
    path = folder / "table.tsv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    reports = Reports(path.name)
    found = open_table(path, reports, SPELLINGS, required=required)
    rows = list(found.rows()) if found else []
    assert found is None or len(rows) + found.malformed == found.records
    for issue in reports.closed():
        assert all(words("en").issue(issue))
    return found, rows, [i.code for i in reports.closed()]


@pytest.mark.parametrize("width", [tables.NARROW, tables.NARROW + 1])
def test_a_record_reads_the_same_whatever_its_width(tmp_path: Path, width: int) -> None:
    others = [f"sample{n}" for n in range(width - 2)]
    lines = [["Hugo_Symbol", *others, "log2"], ["EGFR", *[" x "] * (width - 2), " 1.5 "]]
    quoted = ["MET", '"y"', *["x"] * (width - 3), '"2"']
    _, rows, codes = table(tmp_path, "".join("\t".join(cells) + "\n" for cells in [*lines, quoted]))
    assert [(r.text("gene"), r.number("log2"), r.text(1)) for r in rows] == [("EGFR", 1.5, "x"), ("MET", 2.0, "y")]
    assert all(len(r.cells) == width for r in rows)
    assert codes == []


@pytest.mark.parametrize("content", [
    pytest.param("Hugo_Symbol\tlog2\nEGFR\t1.5\nMET\tNA\n", id="plain"),
    pytest.param("# made by hand\n#version 1\nHugo_Symbol\tlog2\nEGFR\t1.5\nMET\t.\n", id="comments before"),
    pytest.param("#Hugo_Symbol\tlog2\nEGFR\t1.5\nMET\t\n", id="header with a mark"),
    pytest.param("hugo_symbol\tLOG2\nEGFR\t1.5\nMET\t-\n", id="another case"),
    pytest.param("Gene Symbol\tseg.mean\nEGFR\t1.5\nMET\tnan\n", id="aliases"),
    pytest.param("gene.symbol\tSeg mean\nEGFR\t1.5\nMET\tN/A\n", id="aliases with other punctuation"),
    pytest.param('"Hugo_Symbol"\t"log2"\n"EGFR"\t"1.5"\n"MET"\tNA\n', id="quoted as R writes"),
    pytest.param("Hugo_Symbol,note,log2\nEGFR,\"a, b\",1.5\nMET,,NA\n", id="commas"),
    pytest.param("sep=;\nHugo_Symbol;log2\nEGFR;1,5\nMET;NA\n", id="semicolons and decimal comma"),
    pytest.param("log2\tHugo_Symbol\n1.5\tEGFR\n\tMET\n", id="another order"),
    pytest.param("Hugo_Symbol\tlog2\t\t\nEGFR\t1.5\t\t\nMET\tNA\t\t\n", id="empty columns of a spreadsheet"),
    pytest.param("\n\nHugo_Symbol\tlog2\n\nEGFR\t1.5\n \t \nMET\t\n\n", id="blank lines"),
    pytest.param("Hugo_Symbol\tlog2\nEGFR\t1.5\nHugo_Symbol\tlog2\nMET\tNA\n", id="joined with its header"),
])  # fmt: skip
def test_these_are_all_the_same_two_records(tmp_path: Path, content: str) -> None:
    _, rows, _ = table(tmp_path, content)
    assert [(r.record, r.text("gene"), r.number("log2")) for r in rows] == [(1, "EGFR", 1.5), (2, "MET", None)]


@pytest.mark.parametrize("content, code", [
    ("", "OPN002"),
    ("# only\n# comments\n", "TBL001"),
    ("gene\tcopies\nEGFR\t3\n", "TBL002"),
    ("EGFR\t3\n", "TBL002"),
    ("Hugo_Symbol\tlog2\tlog2\nEGFR\t3\t4\n", "TBL004"),
    ("Hugo_Symbol\tlog2\nEGFR\n", "TBL003"),
    ("Hugo_Symbol\tlog2\nEGFR\t1\t2\n", "TBL003"),
    ("Hugo_Symbol,log2\n\"EGFR,1\n", "TBL003"),
    ("Hugo_Symbol\tlog2\nEGFR\tdeep\n", "TBL006"),
    ("Hugo_Symbol\tlog2\nEGFR\tinf\n", "TBL006"),
    (b"Hugo_Symbol\tlog2\nEG\xffFR\t1\n", "TBL007"),
    ("Hugo_Symbol\tlog2\nEGFR\t1\nlog2\tHugo_Symbol\n2\tMET\n", "TBL009"),
    ("Hugo_Symbol\tlog2\n#EGFR\t1\n", "TBL010"),
    ("Hugo_Symbol,log2\nEGFR,1\n", "TBL011"),
    ("Hugo_Symbol\tlog2\n", "TBL012"),
    ("#Hugo_Symbol\tlog2\n", "TBL012"),
    ("Hugo_Symbol\tlog2\nEGFR\nMET\n", "TBL013"),
    ("Hugo_Symbol\tlog2\tnote\tnote\nEGFR\t1\t\t\n", "TBL005"),
])  # fmt: skip
def test_what_is_wrong_has_a_code(tmp_path: Path, content: str | bytes, code: str) -> None:
    _, rows, codes = table(tmp_path, content)
    for row in rows:
        row.number("log2")
    assert code in codes or code in [i.code for r in rows for i in r._table.reports.closed()]


def test_a_bad_record_costs_itself_and_names_its_place(tmp_path: Path) -> None:
    found, rows, codes = table(tmp_path, "#c\nHugo_Symbol\tlog2\nEGFR\t1\nMET\nALK\t2\n")
    assert found is not None and (found.records, found.malformed) == (3, 1)
    assert [r.text("gene") for r in rows] == ["EGFR", "ALK"]
    assert codes == ["TBL003"]
    assert found.reports.issues[0].place == Place("table.tsv", 2, 4)
    assert rows[1].place("log2") == Place("table.tsv", 3, 5, "log2")


def test_records_under_a_second_header_are_counted_and_not_misread(tmp_path: Path) -> None:
    found, rows, _ = table(tmp_path, "Hugo_Symbol\tlog2\nEGFR\t1\nlog2\tHugo_Symbol\n2\tMET\n3\tALK\n")
    assert found is not None and (found.records, found.malformed, len(rows)) == (3, 2, 1)


def test_damage_in_a_cell_that_nobody_asks_for_costs_nothing(tmp_path: Path) -> None:
    _, rows, codes = table(tmp_path, b"Hugo_Symbol\tlog2\tcenter\nEGFR\t1\tcaf\xe9\n")
    assert [r.text("gene") for r in rows] == ["EGFR"]
    assert codes == ["OPN010"]


def test_a_cut_off_file_is_not_complete_and_its_last_line_is_counted(tmp_path: Path) -> None:
    lines = "".join(f"G{i}\t{i * 7919 % 997}\n" for i in range(5000))
    whole = gzip.compress(("Hugo_Symbol\tlog2\n" + lines).encode())
    found, rows, codes = table(tmp_path, whole[: len(whole) // 2])
    assert found is not None and not found.complete and found.malformed == 1
    assert 1000 < len(rows) < 4000 and "OPN004" in codes


def test_a_matrix_gives_its_other_columns_by_position(tmp_path: Path) -> None:
    found, rows, _ = table(tmp_path, "Hugo_Symbol\tEntrez_Gene_Id\tS-1\tS-2\nEGFR\t1956\t-2\t2.0\n", required=("gene",))
    assert found is not None and found.others() == ((2, "S-1"), (3, "S-2"))
    assert [rows[0].whole(i) for i, _ in found.others()] == [-2, 2]
    assert (rows[0].whole("id"), rows[0].whole("copies")) == (1956, None)


@pytest.mark.parametrize("cell, number, whole", [
    ("12", 12.0, 12), ("12.0", 12.0, 12), ("-3", -3.0, -3), ("1e3", 1000.0, 1000), ("0.5", 0.5, None), ("+.5", 0.5, None),
    ("NA", None, None), ("None", None, None), ("1_000", None, None), ("1,000", None, None), ("12%", None, None),
    ("9" * 5000, None, None), ("\u0663", None, None),
])  # fmt: skip
def test_numbers_are_plain_numbers(tmp_path: Path, cell: str, number: float | None, whole: int | None) -> None:
    _, rows, _ = table(tmp_path, f"Hugo_Symbol\tlog2\nEGFR\t{cell}\n")
    assert (rows[0].number("log2"), rows[0].whole("log2")) == (number, whole)


def test_an_exact_name_wins_over_one_of_another_case(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("STRAND\tStrand\n-1\t+\n")
    found = open_table(path, Reports("a.tsv"), {"strand": ("Strand",)})
    assert found is not None and [r.raw("strand") for r in found.rows()] == ["+"]


def test_progress_is_told_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "PROGRESS_EVERY", 2)
    path, told = tmp_path / "a.tsv", list[int]()
    path.write_text("Hugo_Symbol\tlog2\n" + "EGFR\t1\n" * 5)
    found = open_table(path, Reports("a.tsv"), SPELLINGS, progress=told.append)
    assert found is not None and len(list(found.rows())) == 5
    assert told == [2, 4]


cells = st.text(st.characters(codec="ascii", exclude_characters='\t\n\r"#\0'), max_size=6)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.tuples(cells, cells), max_size=8))
def test_plain_tables_read_as_the_csv_module_reads_them(
    tmp_path_factory: pytest.TempPathFactory, body: list[tuple[str, str]]
) -> None:
    text = "Hugo_Symbol\tlog2\n" + "".join(f"G{a}\t{b}\n" for a, b in body)
    _, rows, _ = table(tmp_path_factory.mktemp("t"), text)
    expected = list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert [(r.raw("gene"), r.raw("log2")) for r in rows] == [
        (e["Hugo_Symbol"].strip(), e["log2"].strip()) for e in expected
    ]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=8))
def test_a_number_is_what_float_says_or_nothing(text: str) -> None:
    value = parse_number(text)
    assert value is None or value == float(text)
