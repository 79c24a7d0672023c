"""Findings of a fresh-eyes review, on the real files in which they were seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.evidence_support import context
from tests.real_data import shared

from tumorboard import vocab
from tumorboard.app.cases import case_of_files
from tumorboard.app.plugins import registry
from tumorboard.criteria.alterations import label
from tumorboard.criteria.leaves.exon_mutated import ExonMutated
from tumorboard.criteria.leaves.gene_amplified import GeneAmplified
from tumorboard.interpret.pipeline import interpret
from tumorboard.model.case import Case
from tumorboard.model.knowledge import Knowledge
from tumorboard.wire.case_file import FileEntry

pytestmark = pytest.mark.real


def read(entry: FileEntry, disease: str) -> Case:
    case = case_of_files([entry], disease, Path("."), vocab.load(), registry()).value
    assert case is not None
    return interpret(case, Knowledge(), context())


def test_a_patient_of_metabric_gives_the_case_its_name() -> None:
    case = read(FileEntry(path=str(shared("metabric/data_mutations_extended.txt.gz")), sample="MB-0102"), "IDC")
    assert case.id == "MB-0102"


def test_the_long_insertion_over_the_end_of_exon_14_is_a_likely_itd() -> None:
    case = read(FileEntry(path=str(shared("laml/tcga_laml.maf.gz")), sample="TCGA-AB-2825"), "AML")
    assert "FLT3 likely ITD" in {label(v) for v in case.variants}
    found = ExonMutated("FLT3", (14, 15), types="insertion").check(case, context())
    assert found.verdict.name == "UNKNOWN"
    assert "exact_change:FLT3" in found.missing


def test_a_copy_number_table_cut_inside_its_last_cell_gives_no_copies_of_the_gene(tmp_path: Path) -> None:
    whole = shared("pcgr/T001-COAD.grch37.cna.tsv").read_text("utf-8").splitlines()
    at = next(i for i, line in enumerate(whole) if line.split("\t")[0].removeprefix("chr") == "17" and _holds(line))
    cut = tmp_path / "cut.cna.tsv"
    cut.write_text("\n".join([whole[0], *whole[1:at], *whole[at + 1 :], whole[at][:-1]]), "utf-8")
    case = read(FileEntry(path=str(cut), assembly="GRCh37"), "COAD")
    assert GeneAmplified("ERBB2").check(case, context()).verdict.name == "UNKNOWN"


def _holds(line: str) -> bool:
    """Whether the segment holds ERBB2 (GRCh37)."""
    _, start, end, *_ = line.split("\t")
    return int(start) <= 37_856_000 and int(end) >= 37_884_000
