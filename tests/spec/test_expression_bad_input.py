"""Bad input of expression methods, one by one: a coded issue, and a refusal where an answer would mislead.

Must-show 6 of the WIN and FUSCC reference: logarithms given as counts, mixed gene ids, missing normal, duplicated genes, one sample
only, zero variance.  Beside them whole numbers under TPM, one table given twice, and a table that fails its quality gate.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.spec.test_research_methods import EXAMPLES, of_folder, remarks, research

from tumorboard.formats.readers import expression
from tumorboard.interpret.expression import checks
from tumorboard.issues import Severity
from tumorboard.model.assessment import Assessment
from tumorboard.model.expression import ExpressionMatrix
from tumorboard.model.profile import ReadRequest
from tumorboard.vocab import load

DICE = np.random.default_rng(6)
LEVELS = DICE.lognormal(3.0, 1.6, 5000)


def seen(values: np.ndarray, unit: str) -> dict[str, Severity]:
    """The codes of a table of one sample."""
    names = tuple(f"G{i}" for i in range(len(values)))
    found = checks.checked(ExpressionMatrix(values[None, :].astype(float), ("A",), names, unit, "t.tsv"))
    severe = any(i.severity is Severity.ERROR for i in found.issues)
    assert (found.matrix is None) is severe
    return {i.code: i.severity for i in found.issues}


LOGS = ("counts", "tpm", "fpkm")


@pytest.mark.parametrize("genes", [50, 200, 999, 5000])
@pytest.mark.parametrize("unit", LOGS)
def test_logarithms_under_a_linear_unit_are_refused_in_a_table_of_any_size(genes: int, unit: str) -> None:
    assert seen(np.log2(LEVELS[:genes] + 1).round(3), unit) == {"RNA001": Severity.ERROR}


@pytest.mark.parametrize("genes", [50, 200, 999, 5000])
def test_an_honest_table_of_any_size_is_not_doubted(genes: int) -> None:
    assert seen(DICE.poisson(LEVELS[:genes]).astype(float), "counts") == {}
    assert seen((LEVELS[:genes] / LEVELS.sum() * 1e6).round(2), "tpm") == {}
    assert seen(LEVELS[:genes].round(2), "fpkm") == {}
    assert seen(np.log2(LEVELS[:genes] / LEVELS.sum() * 1e6 + 1), "log2_tpm") == {}


def test_a_table_too_small_to_tell_is_doubted() -> None:
    assert seen(np.array([3.2, 5.1, 4.4]), "tpm") == {"RNA017": Severity.WARNING}
    assert seen(np.array([3.0, 5.0, 4.0]), "counts") == {}  # whole numbers are no logarithms


def test_one_sample_of_logarithms_among_others_refuses_the_table() -> None:
    values = np.stack([LEVELS[:300].round(2), np.log2(LEVELS[:300] + 1).round(2)])
    names = tuple(f"G{i}" for i in range(300))
    found = checks.checked(ExpressionMatrix(values, ("A", "B"), names, "fpkm", "t.tsv"))
    assert found.matrix is None and [i.code for i in found.issues] == ["RNA001"]


@pytest.mark.parametrize("genes", [60, 500, 5000])
@pytest.mark.parametrize("unit", ["tpm", "fpkm"])
def test_counts_that_are_called_tpm_or_fpkm_are_refused(genes: int, unit: str) -> None:
    assert seen(DICE.poisson(LEVELS[:genes] * 40).astype(float), unit) == {"RNA016": Severity.ERROR}


def test_more_than_a_million_per_million_is_refused_and_rounded_tpm_are_not() -> None:
    reads = LEVELS * 40 + 0.5  # estimated counts have fractions
    assert reads.sum() > 1.1e6
    assert seen(reads, "tpm") == {"RNA016": Severity.ERROR}
    assert seen(np.log2(reads + 1), "log2_tpm") == {"RNA016": Severity.ERROR}
    assert seen((LEVELS / LEVELS.sum() * 1e6).round(), "tpm") == {}


def test_a_few_whole_numbers_may_be_chance_and_are_told() -> None:
    assert seen(np.array([100.0, 50.0, 7.0]), "tpm") == {"RNA016": Severity.WARNING}


def test_a_sample_with_one_value_for_all_genes_is_refused() -> None:
    assert seen(np.full(40, 55.5), "tpm") == {"RNA018": Severity.ERROR}
    assert seen(np.full(40, 5.0), "log2_tpm") == {"RNA018": Severity.ERROR}


# --- one patient's file
def read(folder: Path, text: str, name: str = "tumor.tpm.tsv") -> tuple[dict[str, float] | None, dict[str, Severity]]:
    (folder / name).write_text(text, "utf-8")
    found = expression.read(folder / name, ReadRequest(vocab=load()))
    value = None if found.value is None else dict(found.value.expression or {})
    return value, {i.code: i.severity for i in found.issues}


def test_mixed_gene_ids_of_a_patient_are_refused(tmp_path: Path) -> None:
    text = "gene\tTPM\nEGFR\t10.5\nKRAS\t4.2\nENSG00000141510\t30.1\n"  # TP53
    assert read(tmp_path, text) == (None, {"RNA002": Severity.ERROR})
    assert read(tmp_path, text.replace("ENSG00000141510", "TP53"))[0] == {"EGFR": 10.5, "KRAS": 4.2, "TP53": 30.1}


def test_a_stray_id_and_spike_ins_are_no_mixture(tmp_path: Path) -> None:
    genes = [g for g in load().genes.entries if g != "TP53"][:200]
    rows = [f"{g}\t{i + 0.5}" for i, g in enumerate(genes)]
    text = "\n".join(["gene\tTPM", *rows, "ENSG00000141510\t30.1", *(f"ERCC-{i:05}\t3.5" for i in range(2, 90))]) + "\n"
    value, codes = read(tmp_path, text)
    assert value is not None and value["TP53"] == 30.1 and set(codes) == {"EXP002"}


def test_a_gene_named_twice_is_added_up_and_of_logarithms_left_out(tmp_path: Path) -> None:
    rows = "EGFR\t1.5\nERBB1\t2.0\nKRAS\t4.0\n"  # ERBB1 is EGFR
    value, codes = read(tmp_path, f"gene\tTPM\n{rows}")
    assert value == {"EGFR": 3.5, "KRAS": 4.0} and codes == {"EXP003": Severity.INFO}
    value, codes = read(tmp_path, f"gene\tlog2_tpm\n{rows}", "tumor.log2_tpm.tsv")
    assert value == {"KRAS": 4.0}
    assert codes == {"EXP003": Severity.INFO, "EXP011": Severity.WARNING}


# --- a whole case
def case_with(folder: Path, change: Callable[[Path], None], case: str = "nsclc-rna") -> Assessment:
    place = folder / case
    shutil.copytree(EXAMPLES / case, place)
    change(place)
    return of_folder(place)


def rewritten(path: Path, change: Callable[[list[list[str]]], list[list[str]]], head: str = "") -> None:
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    rows = change([line.split("\t") for line in lines[1:]])
    text = "\n".join([head or lines[0], *("\t".join(r) for r in rows)])
    path.write_bytes(gzip.compress(text.encode()))


def nothing_compared(found: Assessment) -> None:
    made = research(found)
    assert made.sims is None and made.drugs == () and made.calls == ()
    assert made.workflow is not None
    assert (made.workflow.arm, made.workflow.rna_score) == ("rna_not_assessed", None)


def test_one_table_given_twice_is_refused_and_scores_no_drug(tmp_path: Path) -> None:
    def same(place: Path) -> None:
        shutil.copy(place / "tumor.counts.tsv.gz", place / "normal.counts.tsv.gz")

    found = case_with(tmp_path, same)
    assert ("RNA015", Severity.ERROR) in {(i.code, i.severity) for i in found.issues}
    assert "research.same_table" in remarks(found)
    nothing_compared(found)


def test_one_table_given_twice_is_seen_though_some_genes_were_changed(tmp_path: Path) -> None:
    def nearly(place: Path) -> None:
        shutil.copy(place / "tumor.counts.tsv.gz", place / "normal.counts.tsv.gz")
        # two reads more here, two fewer there: the library stays as large as it is
        rewritten(
            place / "normal.counts.tsv.gz",
            lambda rows: [[g, str(int(n) + 2 * (-1) ** i if i < 1000 else n)] for i, (g, n) in enumerate(rows)],
        )

    nothing_compared(case_with(tmp_path, nearly))


@pytest.mark.parametrize("which", ["normal", "tumor"])
def test_a_table_that_fails_a_quality_gate_is_withheld_from_every_method(tmp_path: Path, which: str) -> None:
    def few(place: Path) -> None:
        rewritten(place / f"{which}.counts.tsv.gz", lambda rows: rows[:5000])  # 8,000 genes are the gate

    found = case_with(tmp_path, few)
    gate = next(r for r in research(found).remarks if r.code == "research.gates")
    assert dict(gate.params)["of"] == f"research.{which}"
    assert next(q for q in research(found).quality if q.of == which).failed == ("genes",)
    nothing_compared(found)


@pytest.mark.parametrize(
    ("rows", "head", "code"),
    [
        (lambda rows: [[g, f"{np.log2(float(n) + 1):.3f}"] for g, n in rows[:400]], "", "RNA001"),
        (lambda rows: rows, "gene\tTPM", "RNA016"),
        (lambda rows: [[g, "55"] for g, _ in rows], "", "RNA018"),
    ],
    ids=["logs of few genes given as counts", "counts given as TPM", "one value"],
)
def test_a_normal_that_cannot_be_what_it_says_is_not_compared(
    tmp_path: Path, rows: Callable[[list[list[str]]], list[list[str]]], head: str, code: str
) -> None:
    found = case_with(tmp_path, lambda place: rewritten(place / "normal.counts.tsv.gz", rows, head))
    assert code in {i.code for i in found.issues}
    assert "research.refused" in remarks(found)
    nothing_compared(found)


def test_a_missing_normal_is_told_and_the_rna_arm_is_not_assessed(tmp_path: Path) -> None:
    def alone(place: Path) -> None:
        text = (place / "case.yaml").read_text("utf-8").replace("- {path: normal.counts.tsv.gz, specimen: lung}\n", "")
        (place / "case.yaml").write_text(text, "utf-8")
        (place / "normal.counts.tsv.gz").unlink()

    found = case_with(tmp_path, alone)
    assert "RNA003" in {i.code for i in found.issues} and "research.no_normal" in remarks(found)
    nothing_compared(found)
