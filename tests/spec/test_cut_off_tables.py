"""A table cut off inside its last cell: told as a warning, and the number that may be cut is not used."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.evidence_support import context

from tumorboard import vocab
from tumorboard.app.cases import case_of_files
from tumorboard.app.plugins import registry
from tumorboard.criteria.leaves.gene_amplified import GeneAmplified
from tumorboard.interpret.pipeline import interpret
from tumorboard.issues import Severity
from tumorboard.model.knowledge import Knowledge
from tumorboard.wire.case_file import FileEntry

FIXTURES = Path(__file__).parents[1] / "fixtures"
PCGR = "Chromosome\tStart\tEnd\tnMajor\tnMinor\n"
SEG = "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\n"
FACETS_END = "\n"


def told(tmp_path: Path, name: str, text: str) -> tuple[set[str], list[float | None]]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    found = case_of_files([FileEntry(path=str(path), assembly="GRCh37")], "COAD", tmp_path, vocab.load(), registry())
    loud = {i.code for i in found.issues if i.severity is not Severity.INFO}
    rows = found.value.copy_numbers if found.value else ()
    return loud, [n.copies for n in rows if n.gene == "ERBB2"]


ROW = "17\t37000000\t39000000\t12\t12"
TABLE = [
    # the last record as it stands in the file, whether the file is told to be in doubt, copies of ERBB2
    (ROW + "\n", False, [24]),
    (ROW, True, []),  # whole or not: nobody can tell
    (ROW[:-1], True, []),  # 12 read as 1
    (ROW[:-2], True, []),
]


@pytest.mark.parametrize(("row", "doubted", "copies"), TABLE)
def test_a_table_of_segments(tmp_path: Path, row: str, doubted: bool, copies: list[float]) -> None:
    loud, found = told(tmp_path, "x.cna.tsv", f"{PCGR}1\t1000000\t9000000\t1\t1\n{row}")
    assert ("TBL014" in loud) is doubted
    assert found == copies


def test_the_gene_of_a_doubted_record_is_neither_amplified_nor_not(tmp_path: Path) -> None:
    path = tmp_path / "x.cna.tsv"
    path.write_text(f"{PCGR}1\t1000000\t9000000\t1\t1\n{ROW[:-1]}", "utf-8")
    case = case_of_files(
        [FileEntry(path=str(path), assembly="GRCh37")], "COAD", tmp_path, vocab.load(), registry()
    ).value
    assert case is not None
    answer = GeneAmplified("ERBB2").check(interpret(case, Knowledge(), context()), context())
    assert answer.verdict.name == "UNKNOWN"


@pytest.mark.parametrize("name", sorted(p.relative_to(FIXTURES).as_posix() for p in FIXTURES.glob("[afglps]*/*.ts[v]")))
def test_every_table_without_its_last_line_end_is_doubted(tmp_path: Path, name: str) -> None:
    text = (FIXTURES / name).read_bytes().decode("utf-8", "replace").rstrip("\r\n")
    if name.startswith("plain"):
        pytest.skip("typed by a person")
    loud, _ = told(tmp_path, Path(name).name, text)
    assert loud & {"TBL014", "CAS071", "CAS072", "CAS074", "TBL001", "TBL002"}


def test_a_typed_list_without_its_last_line_end_is_used(tmp_path: Path) -> None:
    path = tmp_path / "changes.tsv"
    path.write_text("EGFR L858R", "utf-8")
    found = case_of_files([FileEntry(path=str(path))], "LUAD", tmp_path, vocab.load(), registry())
    assert found.value is not None
    assert [v.gene for v in found.value.variants] == ["EGFR"]
