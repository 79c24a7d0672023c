"""A case file reads nothing outside its folder unless the caller says so, and a file that was not read is told by the exit code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from tumorboard.app.assessing import workbench
from tumorboard.app.cases import inside, open_case
from tumorboard.cli.main import main
from tumorboard.issues import Severity

VCF = "##fileformat=VCFv4.2\n##contig=<ID=7,assembly=GRCh38>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n7\t55191822\t.\tT\tG\t.\tPASS\t.\n"
OUTSIDE = ["../other/tumor.vcf", "sub/../../other/tumor.vcf", "/absolute", "link.vcf", "linked/tumor.vcf", "loop"]


def folder(tmp_path: Path, written: str) -> Path:
    """A case folder beside another patient's, with the links that lead there."""
    other, here = tmp_path / "other", tmp_path / "case"
    other.mkdir()
    (here / "sub").mkdir(parents=True)
    (other / "tumor.vcf").write_text(VCF, encoding="utf-8")
    (here / "own.vcf").write_text(VCF, encoding="utf-8")
    (here / "link.vcf").symlink_to(other / "tumor.vcf")
    (here / "linked").symlink_to(other)
    (here / "loop").symlink_to(here / "loop")
    text = written.replace("/absolute", str(other / "tumor.vcf"))
    (here / "case.yaml").write_text(f"case: X\ndiagnosis: {{disease: LUAD}}\n{text}\n", encoding="utf-8")
    return here


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize(
    "entry", ["files: [{{path: '{}'}}]", "assays: [{{id: P, kinds: [variant], genes_file: '{}'}}]"]
)
def test_a_path_out_of_the_folder_is_refused_and_not_opened(tmp_path: Path, path: str, entry: str) -> None:
    here, bench = folder(tmp_path, entry.format(path)), workbench()
    found = open_case(here, bench.vocab, bench.registry)
    told = [(i.code, i.severity, i.place.field) for i in found.issues if i.code == "CAS075"]
    assert told == [("CAS075", Severity.ERROR, "files[1].path" if "files" in entry else "assays[1].genes_file")]
    assert found.value is not None
    assert found.value.sources == ()
    assert all(a.genes == frozenset() for a in found.value.assays)
    assert not any(part in repr(found.issues) for part in ("other", str(tmp_path)))


def test_a_path_within_the_folder_is_read_and_the_entries_behind_a_refused_one_keep_their_numbers(
    tmp_path: Path,
) -> None:
    here, bench = (
        folder(tmp_path, "files: [{path: ../other/tumor.vcf}, {path: sub/../own.vcf}, {path: own.vcf}]"),
        workbench(),
    )
    found = open_case(here, bench.vocab, bench.registry)
    assert [i.place.field for i in found.issues if i.code == "CAS075"] == ["files[1].path", "files[2].path"]
    assert found.value is not None
    assert [s.name for s in found.value.sources] == ["own.vcf"]


@pytest.mark.parametrize("path", ["../other/tumor.vcf", "/absolute", "link.vcf"])
def test_the_caller_may_trust_the_paths(tmp_path: Path, path: str) -> None:
    here, bench = folder(tmp_path, f"files: [{{path: '{path}'}}]"), workbench()
    found = open_case(here, bench.vocab, bench.registry, trust_paths=True)
    assert found.value is not None
    assert len(found.value.sources) == 1
    assert CliRunner().invoke(main, ["check", str(here)]).exit_code == 10
    assert CliRunner().invoke(main, ["check", str(here), "--trust-paths"]).exit_code == 0


def test_a_case_file_that_is_a_link_to_another_folder_is_refused(tmp_path: Path) -> None:
    here, bench = folder(tmp_path, "files: []"), workbench()
    borrowed = tmp_path / "borrowed"
    borrowed.mkdir()
    (borrowed / "case.yaml").symlink_to(here / "case.yaml")
    refused = open_case(borrowed, bench.vocab, bench.registry)
    assert (refused.value, [i.code for i in refused.issues]) == (None, ["CAS075"])
    assert open_case(borrowed, bench.vocab, bench.registry, trust_paths=True).value is not None


def test_a_case_folder_reached_through_a_link_is_its_own_folder(tmp_path: Path) -> None:
    here = folder(tmp_path, "files: [{path: own.vcf}]")
    (tmp_path / "way").symlink_to(here)
    assert inside(tmp_path / "way", "own.vcf")
    assert not inside(here, f"own{chr(0)}.vcf")
    assert not inside(here, os.sep)


MAF = "Hugo_Symbol\tTumor_Sample_Barcode\tNCBI_Build\tChromosome\tStart_Position\tEnd_Position\tReference_Allele\tTumor_Seq_Allele2\tVariant_Classification\tHGVSp_Short\n"
ROW = "EGFR\t{}\tGRCh38\t7\t55191822\t55191822\tT\tG\tMissense_Mutation\tp.L858R\n"


def test_a_table_of_many_samples_without_a_sample_is_an_error_of_every_command(tmp_path: Path) -> None:
    (tmp_path / "many.maf").write_text(MAF + ROW.format("A") + ROW.format("B"), encoding="utf-8")
    (tmp_path / "case.yaml").write_text(
        "case: X\ndiagnosis: {disease: LUAD}\nfiles: [{path: many.maf}]\n", encoding="utf-8"
    )
    bench = workbench()
    found = open_case(tmp_path, bench.vocab, bench.registry)
    assert [(i.severity, i.place.file) for i in found.issues if i.code == "TBL020"] == [(Severity.ERROR, "many.maf")]
    assert CliRunner().invoke(main, ["check", str(tmp_path)]).exit_code == 10
    out = tmp_path / "out"
    reported = CliRunner().invoke(main, ["report", str(tmp_path), "-o", str(out), "--format", "json"])
    assert reported.exit_code == 10
    assert "TBL020 many.maf" in reported.output
    assert (out / "assessment.json").exists()
    asked = "case: X\ndiagnosis: {disease: LUAD}\nfiles: [{path: many.maf, sample: A}]\n"
    (tmp_path / "case.yaml").write_text(asked, encoding="utf-8")
    assert CliRunner().invoke(main, ["report", str(tmp_path), "-o", str(out), "--format", "json"]).exit_code == 0
