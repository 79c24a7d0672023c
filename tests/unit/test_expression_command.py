"""`tumorboard expression`: tables in, tables out; what would mislead stops with its issues and no traceback."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from tests.real_data import shared
from tests.spec.test_fuscc_subtypes_rna import MARKERS, simulated

from tumorboard.cli.main import main
from tumorboard.vocab import Genes
from tumorboard.vocab.sims import Sims


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["expression", *args])


def plain(made: Result) -> list[str]:
    """The table without what stands above it; every output begins with what it is worth."""
    lines = made.stdout.splitlines()
    assert lines[0] == "# Research use only: shown to a board, asked by no statement."
    return [line for line in lines if not line.startswith("#")]


def matrix(folder: Path, values: np.ndarray, names: list[str], name: str = "cohort.log2_tpm.tsv") -> str:
    head = "\t".join(["gene", *(f"P{i}" for i in range(len(values)))])
    rows = ["\t".join([g, *(f"{v:.4f}" for v in values[:, i])]) for i, g in enumerate(names)]
    (folder / name).write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return str(folder / name)


def sets(folder: Path) -> str:
    (folder / "sets.gmt").write_text("UP\tna\tEGFR\tKRAS\tNOTAGENE\nNONE\tna\tMYC\n", "utf-8")
    return str(folder / "sets.gmt")


FOUR = np.array([[5.0, 4.0, 1.0, 2.0], [1.0, 2.0, 5.0, 4.0], [3.0, 3.5, 3.1, 3.2]])
NAMES = ["EGFR", "KRAS", "TP53", "MET"]


@pytest.mark.parametrize("method", ["singscore", "ssgsea", "z"])
def test_scores_are_rows_of_sample_and_set(tmp_path: Path, method: str) -> None:
    made = run("score", matrix(tmp_path, FOUR, NAMES), "--sets", sets(tmp_path), "--method", method)
    assert made.exit_code == 0, made.output
    rows = [line.split("\t") for line in plain(made)]
    assert rows[0] == ["sample", "set", "score", "genes", "of"]
    assert [r[:2] for r in rows[1:]] == [[f"P{i}", s] for i in range(3) for s in ("UP", "NONE")]
    assert float(rows[1][2]) > float(rows[3][2])  # the set is high in P0, low in P1
    assert rows[2][2:] == ["", "0", "1"]  # no gene of it is in the table: no score
    if method == "singscore":
        assert rows[1][2] == "0.5"


def test_a_table_that_would_mislead_stops_with_its_issue(tmp_path: Path) -> None:
    made = run("score", matrix(tmp_path, FOUR, NAMES, "cohort.tsv"), "--sets", sets(tmp_path))
    assert made.exit_code == 10 and "RNA007" in made.stderr and "Traceback" not in made.output
    one = run("score", matrix(tmp_path, FOUR[:1], NAMES), "--sets", sets(tmp_path), "--method", "z")
    assert one.exit_code == 10 and "RNA005" in one.stderr
    assert run("score", str(tmp_path / "none.tsv"), "--sets", sets(tmp_path)).exit_code == 13


def test_subtypes_of_a_cohort(tmp_path: Path) -> None:
    values, names, truth = simulated(60, 3)
    genes = [g for g in Genes.load().entries if g not in MARKERS][: len(names) - len(MARKERS)]
    made = run("subtypes", matrix(tmp_path, values, [*MARKERS, *genes]), "--seed", "1", "--draws", "20")
    assert made.exit_code == 0, made.output
    found = dict(line.split("\t") for line in plain(made)[1:])
    assert np.mean([found[f"P{i}"] == t for i, t in enumerate(truth)]) > 0.9
    assert made.stdout.count("# consensus of") == 9
    small = run("subtypes", matrix(tmp_path, values[:9], [*MARKERS, *genes]), "--seed", "1")
    assert small.exit_code == 10 and "RNA005" in small.stderr


@pytest.mark.real
def test_pam50_on_the_published_centroids(tmp_path: Path) -> None:
    path = shared("signatures/pam50/pam50_centroids.tsv")
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    table = np.array([[float(x) for x in row[2:]] for row in lines[1:]]).T
    values = 6 + np.repeat(table, 6, axis=0)
    made = run("pam50", matrix(tmp_path, values, [r[0] for r in lines[1:]]), "--centroids", str(path))
    assert made.exit_code == 0, made.output
    rows = [line.split("\t") for line in plain(made)]
    assert [r[1] for r in rows[1:]] == [c for c in lines[0][2:] for _ in range(6)]
    assert rows[1][3] == "50"  # old symbols are found under their new names


def test_sims_of_a_cohort_by_its_own_deciles_and_by_the_published_ones(tmp_path: Path) -> None:
    table = Sims.load()
    genes = sorted({g for n in table.nodes for g in n.measured})
    changes = np.random.default_rng(2).lognormal(0, 0.4, (20, len(genes)))
    path = matrix(tmp_path, changes, genes, "fc.tsv")
    made = run("sims", path, "--own")
    assert made.exit_code == 0, made.output
    rows = [line.split("\t") for line in plain(made)[1:]]
    assert len(rows) == 20 * 24
    assert "RNA031" not in made.stderr and "deciles of the patients of this table" in made.stdout
    for node in table.nodes:
        # 20 different values have two in each decile
        assert sorted(int(r[3]) for r in rows if r[1] == node.key) == sorted([*range(1, 11)] * 2)
    told = run("sims", path)
    assert "RNA031" in told.stderr and "121 non-small-cell lung cancers" in told.stdout.splitlines()[1]
    published = plain(told)[1].split("\t")
    assert published[:2] == ["P0", "HER"]
    assert int(published[3]) == 1 + sum(float(published[2]) > c for c in table.cut_points("mean_fc", "measured")["HER"])
    few = run("sims", matrix(tmp_path, changes[:9], genes, "few.tsv"), "--own")
    assert few.exit_code == 10 and "at least 10" in few.stderr
    assert run("sims", matrix(tmp_path, changes - 1, genes, "log.tsv")).exit_code == 10


def test_ddpp_tells_what_counts_first_and_what_it_is_worth(tmp_path: Path) -> None:
    dice = np.random.default_rng(1)
    rows = ["patient\tpfs\tA\tB\tC"]
    rows += [
        f"p{i}\t{dice.exponential():.3f}\t" + "\t".join(f"{x:.3f}" for x in dice.lognormal(0, 1, 3)) for i in range(6)
    ]
    (tmp_path / "t.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    made = run("ddpp", str(tmp_path / "t.tsv"), "--outcome", "pfs", "--aggregate", "sum", "--seed", "1")
    assert made.exit_code == 0, made.output
    lines = made.stdout.splitlines()
    assert "patients\t6" in lines and "no prediction from 6 patients" in made.stdout
    assert "r = 0.99 with n = 6 says little" in lines[-1]
    assert run("ddpp", str(tmp_path / "t.tsv"), "--outcome", "os", "--aggregate", "sum", "--seed", "1").exit_code == 13
    (tmp_path / "t.tsv").write_text("\n".join(rows).replace("\t0.", "\t-0."), "utf-8")
    assert run("ddpp", str(tmp_path / "t.tsv"), "--outcome", "pfs", "--aggregate", "sum", "--seed", "1").exit_code == 10
    assert run("ddpp", str(tmp_path / "t.tsv"), "--outcome", "pfs", "--seed", "1").exit_code == 2  # no default
