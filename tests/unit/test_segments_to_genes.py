"""Which segment speaks for a gene, which assembly the segments lie on, which records count."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.copies_support import codes, of, place, profile, read, table

from tumorboard.formats.readers import pcgr_cna

HEADER = "Chromosome Start End nMajor nMinor"
PTEN, ERBB2 = place("PTEN"), place("ERBB2")


def segments(folder: Path, *rows: str, name: str = "t.grch38.cna.tsv") -> Path:
    return table(folder, name, HEADER, *rows)


def test_a_segment_over_a_gene_gives_it_its_copies(tmp_path: Path) -> None:
    found = profile(pcgr_cna, segments(tmp_path, "17 1 83000000 9 1"))
    (row,) = of(found, "ERBB2")
    assert (row.copies, row.minor_copies, row.call, row.log2_ratio) == (10, 1, "", None)
    assert row.source is not None and (row.source.record, row.source.line) == (1, 2)
    assert found.assembly == "GRCh38" and (found.records, found.kept) == (1, 1)


@pytest.mark.parametrize(
    "name, first, second, expected",
    [
        pytest.param("the larger part speaks", 0.8, 0.2, [2.0], id="amplified sliver is no amplification"),
        pytest.param("the larger part speaks", 0.2, 0.8, [20.0], id="amplified larger part"),
        pytest.param("nothing speaks", 0.3, 0.3, [None], id="both parts hold less than half"),
    ],
)
def test_what_most_of_a_gene_says(
    tmp_path: Path, name: str, first: float, second: float, expected: list[float | None]
) -> None:
    """ERBB2 with 2 copies over its beginning and 20 over its end, by share of its coding bases."""
    cut_one, cut_two = at_share(first), at_share(1 - second)
    path = segments(tmp_path, f"17 1 {cut_one} 1 1", f"17 {cut_two + 1} 83000000 10 10")
    parsed = read(pcgr_cna, path)
    assert parsed.value is not None
    assert [row.copies for row in of(parsed.value, "ERBB2")] == expected
    assert ("CNA032" if expected == [None] else "CNA031" if first > second else "CNA030") in codes(parsed)


def at_share(share: float) -> int:
    """The position up to which a share of the coding bases of ERBB2 lies."""
    position = ERBB2.start
    while ERBB2.covered(0, position) < share * ERBB2.coding_bases:
        position += 1
    return position


def test_a_focal_deletion_of_a_part_leaves_deletion_open_and_is_told(tmp_path: Path) -> None:
    """PTEN without its exon 5: two copies, and a second row that answers nothing."""
    start, end = PTEN.coding[4]
    path = segments(
        tmp_path, f"10 1 {start - 100} 1 1", f"10 {start - 99} {end + 100} 0 0", f"10 {end + 101} 133000000 1 1"
    )
    parsed = read(pcgr_cna, path)
    assert parsed.value is not None
    rows = of(parsed.value, "PTEN")
    assert [(r.copies, r.call_rule, r.source and r.source.record) for r in rows] == [
        (2, "", 3),
        (None, "part_of_gene", 2),
    ]
    assert [(i.code, i.place.record) for i in parsed.issues if i.code == "CNA030"] == [("CNA030", 2)]


def test_a_deleted_intron_changes_nothing(tmp_path: Path) -> None:
    start = PTEN.coding[0][1] + 1000
    path = segments(
        tmp_path, f"10 1 {start} 1 1", f"10 {start + 1} {start + 500} 0 0", f"10 {start + 501} 133000000 1 1"
    )
    parsed = read(pcgr_cna, path)
    assert parsed.value is not None
    assert [row.copies for row in of(parsed.value, "PTEN")] == [2] and "CNA030" not in codes(parsed)
    assert parsed.value.tally == {"without_gene": 1}


def test_pieces_that_agree_speak_together(tmp_path: Path) -> None:
    cut = [at_share(0.4), at_share(0.6)]
    path = segments(tmp_path, f"17 1 {cut[0]} 3 1", f"17 {cut[0] + 1} {cut[1]} 1 1", f"17 {cut[1] + 1} 83000000 3 1")
    assert [row.copies for row in of(profile(pcgr_cna, path), "ERBB2")] == [4]


def test_two_values_for_a_whole_gene_leave_it_open(tmp_path: Path) -> None:
    parsed = read(pcgr_cna, segments(tmp_path, "17 1 83000000 10 10", "17 1 83000000 1 1"))
    assert parsed.value is not None
    assert [row.copies for row in of(parsed.value, "ERBB2")] == [None]
    assert {"CNA024", "CNA034"} <= {*codes(parsed)}


def test_genes_outside_the_tables_are_kept_only_with_remarkable_copies(tmp_path: Path) -> None:
    ordinary = profile(pcgr_cna, segments(tmp_path, "17 1 83000000 1 1"))
    assert of(ordinary, "ERBB2") and not of(ordinary, "PSMB3")
    assert of(profile(pcgr_cna, segments(tmp_path, "17 1 83000000 9 1")), "PSMB3")


@pytest.mark.parametrize(
    "name, rows, asked, assembly, code",
    [
        pytest.param("t.tsv", ("1 1 249250621 1 1",), "", "GRCh37", "", id="ends beyond chromosome 1 of GRCh38"),
        pytest.param("t.tsv", ("3 1 198295559 1 1",), "", "GRCh38", "", id="ends beyond chromosome 3 of GRCh37"),
        pytest.param("t.tsv", ("17 1 40000000 1 1",), "", None, "CNA010", id="fits both, nobody says"),
        pytest.param("t.hg19.tsv", ("17 1 40000000 1 1",), "", "GRCh37", "CNA013", id="fits both, the name says"),
        pytest.param("t.tsv", ("17 1 40000000 1 1",), "GRCh38", "GRCh38", "", id="fits both, the case says"),
        pytest.param("t.hg19.tsv", ("17 1 40000000 1 1",), "GRCh38", "GRCh38", "CNA012", id="case and name differ"),
        pytest.param("t.tsv", ("1 1 249250621 1 1",), "GRCh38", None, "CNA011", id="contradicts the case"),
        pytest.param("t.tsv", ("17 1 40000000 1 1",), "GRCh36", None, "CNA010", id="unknown assembly"),
        pytest.param(
            "t.tsv",
            ("1 1 249250621 1 1", "3 1 198295559 1 1"),
            "GRCh37",
            None,
            "CNA011",
            id="fits neither",
        ),
    ],
)
def test_the_assembly_is_proved_stated_or_refused(
    tmp_path: Path, name: str, rows: tuple[str, ...], asked: str, assembly: str | None, code: str
) -> None:
    parsed = read(pcgr_cna, segments(tmp_path, *rows, name=name), assembly=asked)
    assert (parsed.value.assembly if parsed.value else None) == assembly
    assert codes(parsed) == ([code] if code else [])


def test_one_record_beyond_its_chromosome_does_not_refuse_the_others(tmp_path: Path) -> None:
    rows = ("1 1 249250621 1 1", "8 1 146364022 1 1", "3 1 198295559 1 1")
    parsed = read(pcgr_cna, segments(tmp_path, *rows, name="t.tsv"), assembly="GRCh37")
    assert parsed.value is not None and parsed.value.tally["malformed"] == 1
    assert codes(parsed) == ["CNA021"]


@pytest.mark.parametrize(
    "row, reason, code",
    [
        pytest.param("17 900 100 1 1", "malformed", "CNA020", id="start after end"),
        pytest.param("17 0 100 1 1", "malformed", "CNA020", id="zero in 1-based coordinates"),
        pytest.param("17 NA 100 1 1", "malformed", "CNA020", id="no start"),
        pytest.param("NA 1 100 1 1", "malformed", "CNA020", id="no chromosome"),
        pytest.param("17 1.5 100 1 1", "malformed", "TBL006", id="half a position"),
        pytest.param("17 1 999999999 1 1", "malformed", "CNA021", id="beyond every chromosome"),
        pytest.param("17 1 100 -1 1", "malformed", "CNA022", id="negative copies"),
        pytest.param("17 1 100 1 -2", "malformed", "CNA022", id="negative minor copies"),
        pytest.param("17 1 100 NA 1", "no_value", "CNA023", id="no copies"),
        pytest.param("17 1 100 two 1", "no_value", "TBL006", id="copies in words"),
        pytest.param("GL000192.1 1 100 1 1", "other_chromosome", "CNA025", id="unplaced contig"),
        pytest.param("MT 1 16569 1 1", "other_chromosome", "CNA025", id="mitochondria"),
        pytest.param("17 1 100", "malformed", "TBL003", id="cut line"),
    ],
)
def test_a_record_that_cannot_be_used_is_counted_and_told(tmp_path: Path, row: str, reason: str, code: str) -> None:
    parsed = read(pcgr_cna, segments(tmp_path, "17 200 83000000 1 1", row))
    assert parsed.value is not None and parsed.value.records == 2
    assert parsed.value.tally == {reason: 1}
    assert code in codes(parsed)
