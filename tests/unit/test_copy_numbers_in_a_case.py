"""From copy-number files to answers: ploidy of one file judges the copies of another, lost parts leave questions open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.copies_support import place, table
from tests.unit.test_copy_number_readers import PURPLE_PURITY, PURPLE_SEGMENTS, SEG

from tumorboard import vocab
from tumorboard.app.cases import case_of_files
from tumorboard.app.plugins import registry
from tumorboard.criteria.leaves import GeneAmplified, GeneDeleted
from tumorboard.interpret.pipeline import interpret
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.policy import Policy
from tumorboard.model.verdict import Verdict
from tumorboard.wire.case_file import FileEntry

CONTEXT = Context(date(2026, 11, 24), vocab.load(), Policy())
ERBB2, PTEN = place("ERBB2"), place("PTEN")


def case(folder: Path, *files: Path) -> Case:
    entries = [FileEntry(path=f.name, assembly="GRCh38" if "purity" not in f.name else "") for f in files]
    found = case_of_files(entries, "PRAD", folder, vocab.load(), registry()).value
    assert found is not None
    return interpret(found, Knowledge(), CONTEXT)


def segments(folder: Path, *rows: str) -> Path:
    return table(folder, "T.purple.cnv.somatic.tsv", PURPLE_SEGMENTS, *rows)


def purity(folder: Path, value: float, ploidy: float) -> Path:
    row = f"{value} 0.1 {ploidy} MALE NORMAL MSS 1 LOW 1 LOW"
    return table(folder, "T.purple.purity.tsv", PURPLE_PURITY, row)


@pytest.mark.parametrize(
    "copies, ploidy, verdict",
    [
        pytest.param(6.03, 3.1, Verdict.NOT_MET, id="six copies in a tumor of three"),
        pytest.param(6.03, 1.9, Verdict.MET, id="six copies in a tumor of two"),
        pytest.param(3.2, 2.0, Verdict.NOT_MET, id="a gain"),
        pytest.param(20.0, 3.1, Verdict.MET, id="twenty copies"),
    ],
)
def test_the_ploidy_of_the_purity_file_judges_the_copies_of_the_segments(
    tmp_path: Path, copies: float, ploidy: float, verdict: Verdict
) -> None:
    files = (segments(tmp_path, f"17 1 83257441 {copies} 9 TELOMERE 1"), purity(tmp_path, 0.8, ploidy))
    assert GeneAmplified("ERBB2").check(case(tmp_path, *files), CONTEXT).verdict is verdict


def test_without_the_purity_file_a_loss_is_no_answer_for_other_genes(tmp_path: Path) -> None:
    found = case(tmp_path, segments(tmp_path, "17 1 83257441 0 9 TELOMERE 0"))
    assert GeneDeleted("TP53").check(found, CONTEXT).verdict is Verdict.MET
    assert GeneDeleted("PTEN").check(found, CONTEXT).verdict is Verdict.UNKNOWN


def test_a_lost_exon_leaves_the_deletion_of_the_gene_unknown(tmp_path: Path) -> None:
    start, end = PTEN.coding[4]
    rows = (
        f"10 1 {start - 100} 2 9 TELOMERE 1",
        f"10 {start - 99} {end + 100} 0 9 DEL 0",
        f"10 {end + 101} 133797422 2 9 DEL 1",
    )
    files = (segments(tmp_path, *rows), purity(tmp_path, 0.8, 2.0))
    found = case(tmp_path, *files)
    assert GeneDeleted("PTEN").check(found, CONTEXT).verdict is Verdict.UNKNOWN
    assert GeneDeleted("FAS").check(found, CONTEXT).verdict is Verdict.NOT_MET


def test_an_amplified_sliver_is_no_amplification(tmp_path: Path) -> None:
    rows = (f"17 1 {ERBB2.end - 300} 2 9 TELOMERE 1", f"17 {ERBB2.end - 299} 83257441 40 9 DUP 1")
    files = (segments(tmp_path, *rows), purity(tmp_path, 0.8, 2.0))
    assert GeneAmplified("ERBB2").check(case(tmp_path, *files), CONTEXT).verdict is Verdict.NOT_MET


@pytest.mark.parametrize("ratio", [-3.0, 0.0, 0.5, 4.0])
def test_a_ratio_alone_answers_nothing(tmp_path: Path, ratio: float) -> None:
    files = (table(tmp_path, "t.seg", SEG, f"T 17 1 83000000 9 {ratio}"), purity(tmp_path, 0.8, 2.0))
    found = case(tmp_path, *files)
    for question in (GeneAmplified("ERBB2"), GeneDeleted("ERBB2")):
        assert question.check(found, CONTEXT).verdict is Verdict.UNKNOWN


def test_no_implied_specimen_where_one_is_declared(tmp_path: Path) -> None:
    path = purity(tmp_path, 0.8, 3.0)
    entries = [FileEntry(path=path.name)]
    declared = case_of_files(entries, "PRAD", tmp_path, vocab.load(), registry(), specimen_kind="tissue").value
    implied = case_of_files(entries, "PRAD", tmp_path, vocab.load(), registry()).value
    assert declared is not None and implied is not None
    kinds = [[(s.kind.value, s.purity, s.ploidy) for s in c.specimens] for c in (declared, implied)]
    assert kinds == [[("tissue", 0.8, 3.0)], [("unknown", 0.8, 3.0)]]
