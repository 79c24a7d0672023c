"""Tables that are of another scale, animal or kind than they say, found by a second pair of eyes: refused, each with its code."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.spec.test_expression_bad_input import seen

from tumorboard.cli.main import main
from tumorboard.formats.expression_matrix import read_matrix
from tumorboard.formats.gene_sets import read_sets
from tumorboard.formats.readers import expression
from tumorboard.issues import Severity
from tumorboard.model.profile import ReadRequest
from tumorboard.vocab import load

DICE = np.random.default_rng(40)
TPM = DICE.lognormal(2.0, 1.8, 12_000)
TPM *= 1e6 / TPM.sum()
GENES = list(load().genes.entries)[:12_000]


@pytest.mark.parametrize("log", [np.log1p, lambda x: np.log10(x + 1)])
def test_another_logarithm_than_log2_is_refused_and_log2_is_not(log: object) -> None:
    assert seen(log(TPM).round(4), "log2_tpm") == {"RNA040": Severity.ERROR}  # type: ignore[operator]
    assert seen(np.log2(TPM + 1).round(4), "log2_tpm") == {}
    assert seen(np.log2(TPM[:6000] + 1).round(4), "log2_tpm") == {}  # a part of the genes may add up to anything


def sims(folder: Path, values: np.ndarray, name: str = "patients.tsv") -> str:
    rows = ["gene\tP1", *(f"{g}\t{v:.4f}" for g, v in zip(GENES, values, strict=True))]
    (folder / name).write_text("\n".join(rows) + "\n", "utf-8")
    made = CliRunner().invoke(main, ["expression", "sims", str(folder / name)])
    assert (made.exit_code == 0) is ("RNA04" not in made.output)
    return made.output


RATIOS = DICE.lognormal(-0.05, 0.5, 12_000)


@pytest.mark.parametrize("values", [TPM + 0.01, np.log2(TPM + 1) + 0.01, RATIOS * 100, np.abs(np.log2(RATIOS)) + 1e-4])
def test_what_is_no_ratio_of_tumor_to_normal_gets_no_scores(tmp_path: Path, values: np.ndarray) -> None:
    assert "RNA041" in sims(tmp_path, values)


def test_ratios_are_scored_and_a_name_with_a_unit_is_not(tmp_path: Path) -> None:
    assert "RNA04" not in sims(tmp_path, RATIOS)
    for name in ("p.tpm.tsv", "p.log2_fpkm.tsv", "p.counts.tsv"):
        assert "RNA043" in sims(tmp_path, RATIOS, name)


def test_genes_of_a_mouse_are_not_taken_for_human_ones(tmp_path: Path) -> None:
    table = tmp_path / "a.tpm.tsv"
    rows = [f"{g.capitalize()}\t{v:.3f}\t{v:.2f}" for g, v in zip(GENES, TPM, strict=True)]
    table.write_text("\n".join(["gene\tA\tB", *rows]) + "\n", "utf-8")
    read = read_matrix(table, load().genes)
    assert read.value is None and "RNA042" in {i.code for i in read.issues}
    table.write_text("\n".join(["gene\tTPM", *(r.rpartition("\t")[0] for r in rows)]) + "\n", "utf-8")
    one = expression.read(table, ReadRequest(vocab=load()))
    assert one.value is None and "RNA042" in {i.code for i in one.issues}
    table.write_text("gene\tTPM\nC1orf112\t3.5\nEGFR\t10.5\nKRAS\t4.5\nC9orf72\t1.5\n", "utf-8")
    assert expression.read(table, ReadRequest(vocab=load())).value is not None


def test_a_gene_set_of_unknown_genes_keeps_its_size(tmp_path: Path) -> None:
    (tmp_path / "s.gmt").write_text("none\t-\tNOGENE1\tNOGENE2\nsome\t-\tEGFR\tHER1\tNOGENE1\n", "utf-8")
    read = read_sets(tmp_path / "s.gmt", load().genes)
    assert read.value is not None and {n: len(g) for n, g in read.value.items()} == {"none": 2, "some": 2}
    assert "RNA023" in {i.code for i in read.issues}
