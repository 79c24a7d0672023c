"""`check-pack`: a row of the pack beside CIViC agrees, differs for a written reason, or has no counterpart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.unit.test_civic import ROW, table

from tumorboard import vocab
from tumorboard.app import pack_checking, snapshots
from tumorboard.cli import main
from tumorboard.errors import KnowledgeError
from tumorboard.knowledge import pack_loader
from tumorboard.knowledge.pack_check.compare import compare_all, reasons
from tumorboard.knowledge.pack_check.records import records
from tumorboard.knowledge.sources.civic.tables import Item


def item(name: str, **more: str) -> Item:
    given = {"id": "1", "disease": "Melanoma", "doid": "1909", "therapies": "Dabrafenib", "type": "Predictive"}
    given |= {"direction": "Supports", "level": "B", "significance": "Sensitivity/Response", "status": "accepted"}
    return Item(profile=name, **{**given, **more})


def row(**more: Any) -> dict[str, Any]:
    return {
        "id": "TB.TEST.001",
        "predicate": "sensitivity",
        "therapy": ["dabrafenib"],
        "biomarker": 'ProteinChangeIn("BRAF", ["V600E"])',
        "disease": 'DiagnosisIn(["MEL"])',
        **more,
    }


BESIDE = [
    ("the same claim", item("BRAF V600E"), {}, "agree"),
    ("the whole codon", item("BRAF V600"), {}, "agree"),
    ("any mutation of the gene agrees", item("BRAF Mutation"), {}, "agree"),
    ("an ancestor of the tumor", item("BRAF V600E", disease="Cancer", doid="162"), {}, "agree"),
    ("strong evidence against", item("BRAF V600E", direction="Does Not Support"), {}, "differ"),
    ("strong evidence of resistance", item("BRAF V600E", significance="Resistance"), {}, "differ"),
    ("weak evidence against", item("BRAF V600E", direction="Does Not Support", level="D"), {}, "no counterpart"),
    ("against any mutation of the gene", item("BRAF Mutation", direction="Does Not Support"), {}, "no counterpart"),
    ("another change", item("BRAF K601E"), {}, "no counterpart"),
    ("another drug", item("BRAF V600E", therapies="Vemurafenib"), {}, "no counterpart"),
    ("one drug of a combination", item("BRAF V600E"), {"therapy": ["dabrafenib", "trametinib"]}, "no counterpart"),
    ("an unrelated tumor", item("BRAF V600E", disease="Colorectal Cancer", doid="9256"), {}, "no counterpart"),
    ("another kind of claim", item("BRAF V600E", type="Prognostic"), {}, "no counterpart"),
    (
        "resistance beside no response",
        item("BRAF V600E", direction="Does Not Support"),
        {"predicate": "resistance"},
        "agree",
    ),
]


@pytest.mark.parametrize(("record", "more", "verdict"), [b[1:] for b in BESIDE], ids=[b[0] for b in BESIDE])
def test_a_row_beside_a_record(record: Item, more: dict[str, Any], verdict: str) -> None:
    known = vocab.load()
    (found,) = compare_all([row(**more)], records([record], known), known, {})
    assert found.verdict == verdict
    assert (found.agree, found.differ) == (
        ("EID1 (B)",) if verdict == "agree" else (),
        ("EID1 (B)",) if verdict == "differ" else (),
    )


def test_a_difference_needs_a_written_reason() -> None:
    known = vocab.load()
    against = records([item("BRAF V600E", direction="Does Not Support")], known)
    unexplained = compare_all([row()], against, known, {})
    with pytest.raises(KnowledgeError, match=r"TB.TEST.001 \(EID1 \(B\)\)"):
        pack_checking.unexplained(unexplained)
    explained = compare_all([row()], against, known, {"TB.TEST.001": "a small study"})
    pack_checking.unexplained(explained)
    assert "a small study" in pack_checking.page("r", explained)
    assert list(pack_checking.lines("r", explained))[-1] == "1 rows beside CIViC r: 0 agree, 1 differ, 0 no counterpart"


def test_every_written_reason_is_of_a_row_of_the_pack() -> None:
    assert reasons().keys() <= {r["id"] for r in pack_loader.rows()}


def test_the_command_compares_the_pack_with_the_release_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(snapshots.HOME, str(tmp_path / "home"))
    run = CliRunner()
    nothing = run.invoke(main, ["knowledge", "check-pack"])
    assert (nothing.exit_code, "no release of CIViC is in use" in nothing.output) == (13, True)
    table(tmp_path / "in", ROW.format(level="A", id="1").replace("Dabrafenib", "Vemurafenib"))
    assert run.invoke(main, ["knowledge", "import", "civic", str(tmp_path / "in")]).exit_code == 0
    page = tmp_path / "page.md"
    found = run.invoke(main, ["knowledge", "check-pack", "--release", "2026-05-26", "--page", str(page)])
    assert found.exit_code == 0, found.output
    rows = len([r for r in pack_loader.rows() if r["predicate"] in {"sensitivity", "resistance"}])
    assert found.output.splitlines()[-1].startswith(f"{rows} rows beside CIViC 2026-05-26: ")
    agreeing = run.invoke(main, ["knowledge", "check-pack", "--release", "2026-05-26", "--verdict", "agree"]).output
    assert {ln.split("\t")[2] for ln in agreeing.splitlines()[:-1]} == {"agree"}
    assert "made by `tumorboard knowledge check-pack" in page.read_text("utf-8")
