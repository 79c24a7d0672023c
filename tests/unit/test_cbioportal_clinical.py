"""cBioPortal's clinical tables: measurements with their method, failed tests as failed, a TMB over 30 megabases as a least one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.real_data import shared

from tumorboard import vocab
from tumorboard.formats.opening import read_head
from tumorboard.formats.readers import cbioportal_clinical
from tumorboard.issues import Parsed
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.wording import words

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "cbioportal_clinical"


def read(path: Path, sample: str = "") -> Parsed[Profile]:
    parsed = cbioportal_clinical.read(path, ReadRequest(vocab=vocab.load(), sample=sample))
    if parsed.value is not None:
        assert parsed.value.kept + sum(parsed.value.tally.values()) == parsed.value.records
    for issue in parsed.issues:
        assert all(words("en").issue(issue))
    return parsed


def profile(path: Path, sample: str = "") -> Profile:
    value = read(path, sample).value
    assert value is not None
    return value


def table(folder: Path, columns: str, *rows: str, comments: str = "") -> Path:
    path = folder / "data_clinical_sample.txt"
    lines = [f"PATIENT_ID\tSAMPLE_ID\t{columns}", *(f"P-{i}\tS-{i}\t{r}" for i, r in enumerate(rows, 1))]
    path.write_text(comments + "\n".join(lines).replace(" ", "\t") + "\n")
    return path


def codes(parsed: Parsed[Profile]) -> list[str]:
    return [i.code for i in parsed.issues]


def of(found: Profile, marker: str) -> list[Biomarker]:
    return [b for b in found.biomarkers if b.marker == marker]


def test_one_sample_has_its_measurements() -> None:
    found = profile(FIXTURES / "data_clinical_sample.txt", "P-1-T01")
    assert (found.purity, found.sex, found.kinds) == (0.4, "", {"msi", "tmb", "biomarker"})
    (msi,), (mmr,), (tmb,) = (of(found, m) for m in ("MSI", "MMR", "TMB"))
    assert (msi.state, msi.value, msi.unit, msi.scale, msi.method) == ("high", 31.5, "percent", "msisensor", "ngs")
    assert (mmr.state, mmr.method) == ("deficient", "ihc")
    assert (tmb.value, tmb.unit, tmb.comparator) == (41.27, "mut_per_mb", "")
    assert (found.records, found.kept) == (1, 1)


def test_a_test_that_was_not_reported_failed_and_is_not_stable() -> None:
    found = profile(FIXTURES / "data_clinical_sample.txt", "P-2-T02")
    assert [(b.marker, b.state, b.value, b.failed) for b in found.biomarkers] == [("MSI", "", None, True)]
    assert found.purity is None


def test_a_patient_with_one_sample_may_be_asked_for() -> None:
    path = FIXTURES / "data_clinical_sample.txt"
    assert profile(path, "P-1").sample == "P-1-T01"
    assert "TBL021" in codes(read(path, "P-2")), "two samples: which one is not said"
    assert "TBL020" in codes(read(path))


@pytest.mark.parametrize("patient, sex", [("P-1", "female"), ("P-2", "male")])
def test_the_patient_table_gives_the_sex(patient: str, sex: str) -> None:
    assert profile(FIXTURES / "data_clinical_patient.txt", patient).sex == sex


@pytest.mark.parametrize(
    "cells, purity", [(("0.4", "0.9"), 0.4), (("40", "90"), 0.4), (("0.4", "90"), 0.004), (("0", "90"), None)]
)
def test_purity_is_a_fraction_whatever_the_column_is_in(
    tmp_path: Path, cells: tuple[str, str], purity: float | None
) -> None:
    assert profile(table(tmp_path, "TUMOR_PURITY", *cells), "S-1").purity == purity


def test_a_purity_beyond_percent_is_none(tmp_path: Path) -> None:
    parsed = read(table(tmp_path, "TUMOR_PURITY", "140", "30"), "S-1")
    assert parsed.value is not None and parsed.value.purity is None
    assert "CBP043" in codes(parsed)


@pytest.mark.parametrize("word, state", [
    ("MSS", "stable"), ("Stable", "stable"), ("MSI-L", "low"), ("MSI-H", "high"), ("Instable", "high"), ("Indeterminate", "equivocal"),
])  # fmt: skip
def test_words_of_an_msi_class(tmp_path: Path, word: str, state: str) -> None:
    assert [b.state for b in profile(table(tmp_path, "MSI_STATUS", word), "S-1").biomarkers] == [state]


def test_a_class_in_other_words_is_reported_and_not_guessed(tmp_path: Path) -> None:
    parsed = read(table(tmp_path, "MSI_STATUS", "POLE"), "S-1")
    assert parsed.value is not None and parsed.value.biomarkers == ()
    assert "CBP044" in codes(parsed) and dict(parsed.value.tally) == {"nothing_recorded": 1}


@pytest.mark.parametrize("comments, value", [("", None), ("#Patient\tSample\tMSIsensor score\n", 31.5)])
def test_a_score_counts_where_its_method_is_named(tmp_path: Path, comments: str, value: float | None) -> None:
    parsed = read(table(tmp_path, "MSI_SCORE", "31.5", comments=comments), "S-1")
    assert parsed.value is not None and [b.value for b in parsed.value.biomarkers] == ([value] if value else [])
    assert ("CBP042" in codes(parsed)) is (value is None)


@pytest.mark.parametrize("columns, cells, comparator, panel", [
    ("TMB_NONSYNONYMOUS", ("0.133333333333", "0.9"), ">=", None),
    ("TMB_NONSYNONYMOUS GENE_PANEL", ("0.133333333333 WES", "0.9 WES"), "", 30.0),
    ("TMB_NONSYNONYMOUS GENE_PANEL", ("0.133333333333 IMPACT468", "0.9 IMPACT468"), ">=", None),
    ("TMB_NONSYNONYMOUS", ("4.1", "0.9"), "", None),
    ("TMB_NONSYNONYMOUS", ("17.74648481", "0.9"), "", None),
])  # fmt: skip
def test_counts_over_30_megabases_are_the_least_that_tmb_can_be(
    tmp_path: Path, columns: str, cells: tuple[str, ...], comparator: str, panel: float | None
) -> None:
    (tmb,) = profile(table(tmp_path, columns, *cells), "S-1").biomarkers
    assert (tmb.comparator, tmb.panel_mb) == (comparator, panel)


def test_a_sample_told_twice_counts_once(tmp_path: Path) -> None:
    path = table(tmp_path, "TUMOR_PURITY", "40", "50")
    path.write_text(path.read_text().replace("S-2", "S-1"))
    parsed = read(path, "S-1")
    assert parsed.value is not None and (parsed.value.purity, dict(parsed.value.tally)) == (0.4, {"duplicate": 1})
    assert "CBP040" in codes(parsed)


@pytest.mark.parametrize("header, expected", [
    ("PATIENT_ID\tSAMPLE_ID\tONCOTREE_CODE", True),
    ("PATIENT_ID\tSEX\tAGE", True),
    ("PATIENT_ID\tSTART_DATE\tSTOP_DATE\tEVENT_TYPE", False),
    ("SAMPLE_ID\tmutations", False),
])  # fmt: skip
def test_the_columns_tell_the_format(tmp_path: Path, header: str, expected: bool) -> None:
    path = tmp_path / "a.txt"
    path.write_text(header + "\n")
    assert cbioportal_clinical.sniff(read_head(path)) is expected


@pytest.mark.real
@pytest.mark.parametrize("name, samples, sample, purity, tmb", [
    ("datahub/msk_impact_2017/data_clinical_sample.txt", 10_945, "P-0000004-T01-IM3", 0.5, 17.74648481),
    ("datahub/breast_msk_2018/tmb_output_data_clinical_sample.txt", 1_918, "P-0000004-T01-IM3", None, 0.133333333333),
    ("datahub/pancan_mimsi_msk_2024/data_clinical_sample.txt", 5_033, "P-0000069-T01-IM3", 0.6, 21.2),
    ("metabric/data_clinical_sample.txt", 2_509, "MB-0002", None, None),
])  # fmt: skip
def test_real_tables_are_read(name: str, samples: int, sample: str, purity: float | None, tmb: float | None) -> None:
    path = shared(name)
    assert cbioportal_clinical.sniff(read_head(path))
    found = profile(path, sample)
    assert (len(found.samples), found.records, found.purity) == (samples, 1, purity)
    assert [b.value for b in of(found, "TMB")] == ([tmb] if tmb else [])


@pytest.mark.real
def test_msk_breast_tmb_of_a_panel_over_30_megabases_proves_no_low_tmb() -> None:
    parsed = read(shared("datahub/breast_msk_2018/tmb_output_data_clinical_sample.txt"), "P-0000004-T01-IM3")
    assert parsed.value is not None and [b.comparator for b in of(parsed.value, "TMB")] == [">="]
    assert "CBP041" in codes(parsed)
