"""cBioPortal's copy numbers: calls as the format defines them, nothing called that a number does not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tumorboard import vocab
from tumorboard.formats.opening import read_head
from tumorboard.formats.readers import cbioportal_cna
from tumorboard.interpret import copy_number
from tumorboard.issues import Parsed, Severity
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.wording import words

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "cbioportal_cna"
HEADER = "Hugo_Symbol\tEntrez_Gene_Id\tP-1\tP-2\n"


def read(path: Path, sample: str = "") -> Parsed[Profile]:
    parsed = cbioportal_cna.read(path, ReadRequest(vocab=vocab.load(), sample=sample))
    if parsed.value is not None:
        assert parsed.value.kept + sum(parsed.value.tally.values()) == parsed.value.records
    for issue in parsed.issues:
        assert all(words("en").issue(issue))
    return parsed


def table(folder: Path, content: str, name: str = "data_cna.txt") -> Path:
    path = folder / name
    path.write_text(content)
    return path


def calls(parsed: Parsed[Profile]) -> dict[str, str]:
    assert parsed.value is not None
    return {c.gene: c.call for c in parsed.value.copy_numbers}


def codes(parsed: Parsed[Profile]) -> list[str]:
    return [i.code for i in parsed.issues]


@pytest.mark.parametrize("sample, expected, tally", [
    ("P-1", {"ERBB2": "amplification", "MYC": "gain", "CDKN2A": "deep_loss", "ERBB3": "neutral", "KMT2D": "loss"}, {"unresolved_gene": 1}),
    ("P-2", {"ERBB2": "neutral", "MYC": "loss", "ERBB3": "gain", "KMT2D": "neutral"}, {"not_profiled": 1, "unresolved_gene": 1}),
    ("P-3", {"MYC": "neutral", "CDKN2A": "loss", "ERBB3": "loss", "KMT2D": "neutral"}, {"not_profiled": 1, "unresolved_gene": 1}),
])  # fmt: skip
def test_a_matrix_gives_the_calls_of_one_sample(sample: str, expected: dict[str, str], tally: dict[str, int]) -> None:
    parsed = read(FIXTURES / "data_cna.txt", sample)
    assert calls(parsed) == expected
    assert parsed.value is not None and dict(parsed.value.tally) == tally
    assert (parsed.value.sample, parsed.value.samples, parsed.value.records) == (sample, ("P-1", "P-2", "P-3"), 6)
    assert {c.call_rule for c in parsed.value.copy_numbers} == {"cbioportal_discrete"}
    assert "CBP024" in codes(parsed), "which method made the calls is not said"


def test_the_long_format_gives_the_same_kind_of_calls() -> None:
    parsed = read(FIXTURES / "data_cna_long.txt", "P-1")
    assert calls(parsed) == {"ERBB2": "amplification", "PTEN": "deep_loss"}
    assert parsed.value is not None and (parsed.value.records, dict(parsed.value.tally)) == (3, {"not_profiled": 1})
    assert calls(read(FIXTURES / "data_cna_long.txt", "P-2")) == {"MYC": "gain"}


def test_only_2_is_an_amplification_and_only_minus_2_a_deep_deletion() -> None:
    parsed = read(FIXTURES / "data_cna.txt", "P-1")
    assert parsed.value is not None
    found = {c.gene: copy_number._by_source(c) for c in parsed.value.copy_numbers}
    assert {g for g, call in found.items() if call.amplified} == {"ERBB2"}
    assert {g for g, call in found.items() if call.deep_deletion} == {"CDKN2A"}
    assert found["MYC"].amplified is False


def test_gistics_extremes_are_no_calls_of_one_tumor() -> None:
    parsed = read(FIXTURES / "all_thresholded.by_genes.txt", "P-1")
    assert calls(parsed) == {"ERBB2": "", "MYC": "gain", "HLA-DRB1": "neutral", "CDKN2A": ""}
    assert [dict(i.params) for i in parsed.issues if i.code == "CBP025"] == [{"genes": 2}]
    assert parsed.value is not None
    erbb2 = copy_number._by_source(parsed.value.copy_numbers[0])
    assert (erbb2.amplified, erbb2.deep_deletion) == (None, None)


@pytest.mark.parametrize("stable, call, code", [("gistic", "", "CBP025"), ("cna", "amplification", "")])
def test_the_meta_file_beside_the_table_names_the_method(tmp_path: Path, stable: str, call: str, code: str) -> None:
    (tmp_path / "meta_cna.txt").write_text(
        f"genetic_alteration_type: COPY_NUMBER_ALTERATION\nstable_id: {stable}\ndata_filename: data_cna.txt\n"
    )
    parsed = read(table(tmp_path, HEADER + "ERBB2\t2064\t2\t0\n"), "P-1")
    assert calls(parsed) == {"ERBB2": call}
    assert [c for c in codes(parsed) if c in {"CBP024", "CBP025"}] == ([code] if code else [])


def test_a_meta_file_of_another_table_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "meta_x.txt").write_text("stable_id: gistic\ndata_filename: other.txt\n")
    assert calls(read(table(tmp_path, HEADER + "ERBB2\t2064\t2\t0\n"), "P-1")) == {"ERBB2": "amplification"}


def test_log2_ratios_stay_numbers() -> None:
    parsed = read(FIXTURES / "data_log2_cna.txt")
    assert parsed.value is not None
    assert {c.gene: (c.log2_ratio, c.call, c.copies) for c in parsed.value.copy_numbers} == {
        "ERBB2": (2.417, "", None), "MYC": (0.311, "", None), "CDKN2A": (-1.902, "", None)}  # fmt: skip
    assert "CBP026" in codes(parsed)


def genes(count: int) -> list[str]:
    return [g for g, e in vocab.load().genes.entries.items() if e.chrom][:count]


@pytest.mark.parametrize("values, name, code", [
    (["2"] * 150 + ["3"], "data_cna.txt", "CBP021"),
    (["2"] * 150 + ["1"] * 20, "data_cna.txt", "CBP022"),
    (["2.02"] * 150, "data_cna.txt", "CBP022"),
    (["0.1", "-0.2"], "data_linear_cna.txt", "CBP020"),
    (["0.1", "4500.5"], "data_cna.txt", "CBP023"),
])  # fmt: skip
def test_numbers_that_are_no_calls_and_no_ratios_are_refused(
    tmp_path: Path, values: list[str], name: str, code: str
) -> None:
    rows = "".join(f"{g}\t{v}\n" for g, v in zip(genes(len(values)), values, strict=True))
    parsed = read(table(tmp_path, "Hugo_Symbol\tP-1\n" + rows, name))
    assert parsed.value is None
    assert [i.severity for i in parsed.issues if i.code == code] == [Severity.ERROR]


@pytest.mark.parametrize("rows, expected, code", [
    ("ERBB2\t2064\t2\t0\nHER2\t\t0\t0\n", {"ERBB2": "amplification"}, ""),
    ("ERBB2\t2064\t2\t0\nERBB2\t2064\t2\t0\n", {"ERBB2": "amplification"}, ""),
    ("ERBB2\t2064\t2\t0\nERBB2\t2064\t0\t0\n", {}, "CBP016"),
    ("TP53\t2064\t2\t0\n", {"ERBB2": "amplification"}, "TBL030"),
    ("\t2064\t2\t0\n", {"ERBB2": "amplification"}, ""),
    ("ERBB2\t2064\tmany\t0\n", {}, "TBL006"),
])  # fmt: skip
def test_a_gene_has_one_value_or_none(tmp_path: Path, rows: str, expected: dict[str, str], code: str) -> None:
    parsed = read(table(tmp_path, HEADER + rows), "P-1")
    assert calls(parsed) == expected
    assert [c for c in codes(parsed) if not c.startswith("CBP02")] == ([code] if code else [])


@pytest.mark.parametrize("content, sample, code", [
    (HEADER + "ERBB2\t2064\t2\t0\n", "", "TBL020"),
    (HEADER + "ERBB2\t2064\t2\t0\n", "P-9", "TBL021"),
    ("Hugo_Symbol\tP-1\tP-1\nERBB2\t2\t0\n", "P-1", "CBP011"),
    ("Hugo_Symbol\tEntrez_Gene_Id\nERBB2\t2064\n", "", "CBP012"),
    ("Hugo_Symbol\tSample_Id\tP-1\nERBB2\tP-1\t2\n", "", "CBP010"),
    ("Hugo_Symbol\tSample_Id\tValue\nERBB2\t\t2\n", "", "CBP013"),
    ("", "", "OPN002"),
    ("P-1\tP-2\n1\t2\n", "", "TBL002"),
])  # fmt: skip
def test_a_table_without_a_sample_to_read_is_refused(tmp_path: Path, content: str, sample: str, code: str) -> None:
    parsed = read(table(tmp_path, content), sample)
    assert parsed.value is None or parsed.value.kinds == frozenset()
    assert code in codes(parsed)


def test_no_issue_names_a_sample(tmp_path: Path) -> None:
    parsed = read(table(tmp_path, HEADER.replace("P-1", "CANARY77") + "ERBB2\t2064\tmany\t0\n"), "CANARY77")
    assert "TBL006" in codes(parsed)
    assert "CANARY77" not in repr(parsed.issues)


@pytest.mark.parametrize("name, content, expected", [
    ("data_cna.txt", HEADER + "ERBB2\t2064\t0\t0\n", True),
    ("discrete.txt", HEADER + "ERBB2\t2064\t2\t-1\n", True),
    ("data_mrna_seq_v2_rsem.txt", HEADER + "ERBB2\t2064\t1023.5\t0\n", False),
    ("data_mrna_zscores.txt", HEADER + "ERBB2\t2064\t1.5\t-0.3\n", False),
    ("counts.txt", HEADER + "ERBB2\t2064\t0\t0\n", False),
    ("data_gistic_genes_amp.txt", "chromosome\tpeak_start\tHugo_Symbol\n1\t5\tMYC\n", False),
    ("long.txt", "Hugo_Symbol\tSample_Id\tValue\nERBB2\tP-1\t2\n", True),
    ("data_sv.txt", "Sample_Id\tSV_Status\tSite1_Hugo_Symbol\nP-1\tSOMATIC\tALK\n", False),
])  # fmt: skip
def test_a_table_is_known_by_columns_and_values(tmp_path: Path, name: str, content: str, expected: bool) -> None:
    assert cbioportal_cna.sniff(read_head(table(tmp_path, content, name))) is expected
