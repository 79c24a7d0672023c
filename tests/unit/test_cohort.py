"""`tumorboard cohort`: every sample of a table has the rows that it has when it is reported alone."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from tumorboard.app import assessing, cohorts
from tumorboard.app.cases import case_of_files
from tumorboard.app.samples import samples_of
from tumorboard.board.therapy_table import of_assessment
from tumorboard.cli import main
from tumorboard.formats.readers import maf
from tumorboard.formats.tsv.cohort import harmless
from tumorboard.model.case import Case
from tumorboard.model.policy import Policy
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.model.tables import THERAPY_TABLE
from tumorboard.wire.case_file import FileEntry

STUDY = Path(__file__).resolve().parents[1] / "fixtures" / "maf" / "study_mutations.txt"
ON = date(2026, 6, 1)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["cohort", *words, "--on", "2026-06-01"])


def test_a_profile_read_among_others_is_the_profile_read_alone() -> None:
    request = ReadRequest(vocab=assessing.workbench().vocab)
    samples = maf.look_through(STUDY, request).value
    assert samples is not None
    every, _ = samples.read(samples.names)
    assert len(every) == 3
    for sample, profile in every.items():
        alone = maf.read(STUDY, ReadRequest(vocab=request.vocab, sample=sample)).value
        assert isinstance(alone, Profile)
        for f in fields(Profile):
            assert getattr(profile, f.name) == getattr(alone, f.name), (sample, f.name)


@pytest.mark.parametrize("disease", ["LUAD", "COAD"])
def test_a_sample_has_the_rows_of_its_own_report(disease: str) -> None:
    bench = assessing.workbench()
    read = cohorts.cases_of(STUDY, bench, disease=disease, panel=None, specimen="tissue")
    assert read.value is not None
    table = cohorts.assess(read.value, bench, Policy(), ON, rejected=True)
    assert table.height > 0
    for case in read.value:
        entry = FileEntry(path=STUDY.name, sample=case.id)
        found = case_of_files([entry], disease, STUDY.parent, bench.vocab, bench.registry, specimen_kind="tissue")
        alone = of_assessment(assessing.assess(found, bench, Policy(), ON), rejected=True).drop("patient")
        assert table.filter(patient=case.id).drop("patient").rows(named=True) == alone.rows(named=True)


def test_only_a_declared_panel_makes_an_absence_a_no(tmp_path: Path) -> None:
    bench = assessing.workbench()
    (tmp_path / "genes.txt").write_text("EGFR\nKRAS\nNRAS\nBRAF\n")
    genes = cohorts.gene_list(tmp_path / "genes.txt")
    tables = []
    for panel in (None, genes):
        cases = cohorts.cases_of(STUDY, bench, disease="COAD", panel=panel, specimen="tissue").value or ()
        tables.append(cohorts.assess(cases, bench, Policy(), ON))
    assert "assay.variant:NRAS" in "; ".join(tables[0]["missing"].to_list())
    assert "assay.variant:NRAS" not in "; ".join(tables[1]["missing"].to_list())


@pytest.mark.parametrize("ending", [".parquet", ".tsv", ".csv"])
def test_the_table_has_the_declared_columns_in_every_form(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"made/table{ending}"
    found = run(str(STUDY), "--disease", "LUAD", "--specimen", "tissue", "-o", str(out))
    assert found.exit_code == 0, found.output
    assert "3 samples" in found.stdout
    table = (
        pl.read_parquet(out) if ending == ".parquet" else pl.read_csv(out, separator="\t" if ending == ".tsv" else ",")
    )
    assert table.columns == [c.name for c in THERAPY_TABLE.columns]
    assert table.height > 0
    assert set(table["predicate"]) <= {"sensitivity", "resistance"}


def test_a_patient_named_like_a_formula_is_text_to_a_spreadsheet() -> None:
    row = {c.name: [None] for c in THERAPY_TABLE.columns} | {"patient": ["=1+1"], "kept": [True], "missing": [""]}
    shown = harmless(pl.DataFrame(row, schema=THERAPY_TABLE.types))
    assert shown["patient"].to_list() == ["'=1+1"]
    assert shown["kept"].to_list() == ["yes"]
    assert shown["missing"].to_list() == [None]


def test_what_cannot_be_done_is_said_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("\n")
    (tmp_path / "other.maf").write_text("a\tb\n1\t2\n")
    out = str(tmp_path / "t.tsv")
    for words, said in (
        (["absent.maf", "--disease", "LUAD", "-o", out], "nothing at absent.maf"),
        ([str(tmp_path / "other.maf"), "--disease", "LUAD", "-o", out], "cannot be read"),
        ([str(STUDY), "--disease", "LUAD", "-o", str(tmp_path / "t.xls")], "a table ends in"),
        ([str(STUDY), "--disease", "LUAD", "--panel", str(tmp_path / "empty.txt"), "-o", out], "names no gene"),
        ([str(STUDY), "--disease", "LUAD", "--panel", str(tmp_path / "no.txt"), "-o", out], "cannot be read"),
    ):
        found = run(*words)
        assert found.exit_code not in {0, 1}, words
        assert said in found.output


def test_a_panel_file_of_cbioportal_names_its_genes(tmp_path: Path) -> None:
    (tmp_path / "panel.txt").write_text("stable_id: X\ngene_list: KRAS\tEGFR\n")
    assert cohorts.gene_list(tmp_path / "panel.txt") == ("EGFR", "KRAS")


@pytest.mark.parametrize("workers", [2, 3, 8])
def test_the_table_is_the_same_whatever_the_number_of_workers(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = assessing.workbench()
    cases = cohorts.cases_of(STUDY, bench, disease="COAD", panel=None, specimen="tissue").value or ()
    alone = cohorts.assess(cases, bench, Policy(), ON, rejected=True)
    assert alone["patient"].n_unique() == len(cases) == 3
    assert cohorts.assess(cases, bench, Policy(), ON, rejected=True, workers=workers).equals(alone)
    monkeypatch.setattr(cohorts, "PARTITION", 1)
    assert cohorts.assess(cases, bench, Policy(), ON, rejected=True).equals(alone)
    assert cohorts.assess((), bench, Policy(), ON, workers=workers).height == 0


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_processes_that_read_their_own_samples_say_what_one_says_of_all(workers: int, tmp_path: Path) -> None:
    bench = assessing.workbench()
    table = tmp_path / "many.txt"
    table.write_text(many_doubts(60))
    panel = ("EGFR", "KRAS", "NOGENE")
    alone = cohorts.cases_of(table, bench, disease="LUAD", panel=panel, specimen="tissue")
    samples = samples_of(table, bench.vocab, disease="LUAD", panel=panel, specimen="tissue")
    found, issues = cohorts.assess_samples(samples, bench, Policy(), ON, rejected=True, workers=workers)
    assert alone.value is not None
    assert samples.names == tuple(case.id for case in alone.value)
    assert found.equals(cohorts.assess(alone.value, bench, Policy(), ON, rejected=True))
    assert issues == alone.issues
    counted = cohorts.grave(issues)
    assert counted["MAF062"] == 25  # each of the first with its place
    assert counted["OPN099"] == 1  # and one for the other 35
    assert counted["CAS011"] == 1  # of the panel that all of them share


def many_doubts(samples: int) -> str:
    """A table in which every sample has one known allele that its annotation names otherwise."""
    names = "Hugo_Symbol NCBI_Build Chromosome Start_Position End_Position Reference_Allele Tumor_Seq_Allele2"
    header = "\t".join([*names.split(), "Tumor_Sample_Barcode", "Variant_Classification", "HGVSp_Short"])
    row = "EGFR\tGRCh37\t7\t55259515\t55259515\tT\tG\tS{}\tMissense_Mutation\tp.L861R"
    return "\n".join([header, *(row.format(n) for n in range(samples))]) + "\n"


@pytest.mark.parametrize(
    ("patients", "workers", "sizes"),
    [(5, 1, [5]), (5, 2, [3, 2]), (2, 4, [1, 1]), (25, 1, [9, 9, 7]), (25, 2, [7, 7, 7, 4]), (20, 2, [10, 10])],
)
def test_every_worker_has_its_share_and_none_too_many_at_a_time(
    patients: int, workers: int, sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cohorts, "PARTITION", 10)
    cases = tuple(Case(id=f"P{n}") for n in range(patients))
    parts = cohorts.parts_of(cases, workers)
    assert [len(part) for part in parts] == sizes
    assert tuple(case for part in parts for case in part) == cases
