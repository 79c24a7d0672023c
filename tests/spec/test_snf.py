"""Similarity network fusion: the paper's formulas by loops, snfpy's numbers, and what a cohort must keep.

Source: Wang 2014, Nat Methods 11:333; parameters of the FUSCC group (K 5, alpha 0.8, 5 steps, 4 clusters, squared distances).
"""

from __future__ import annotations

from math import exp, pi, sqrt
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from tumorboard.cli.main import main
from tumorboard.interpret.expression import snf
from tumorboard.interpret.expression.fuscc_clusters import agreement
from tumorboard.interpret.expression.units import log2_published


def cohort(count: int = 24, seed: int = 7, shift: float = 2.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two layers of four groups, and the groups."""
    dice = np.random.default_rng(seed)
    truth = np.arange(count) % 4
    one, other = dice.normal(0, 1, (count, 40)), dice.normal(0, 1, (count, 30))
    for k in range(4):
        one[truth == k, k * 8 : k * 8 + 8] += shift
        other[truth == k, k * 6 : k * 6 + 6] += shift
    return one, other, truth


def networks(*layers: np.ndarray) -> list[np.ndarray]:
    return [snf.affinity(snf.distances(snf.standardized(layer))) for layer in layers]


def test_networks_and_fusion_equal_snfpy() -> None:
    """snfpy 0.2.2 (LGPL, in a scratch environment with scikit-learn 1.5): for each layer of `cohort()`
    ``W = compute.affinity_matrix(cdist(z, z, "sqeuclidean"), K=5, mu=0.8)``, z with n - 1; ``F = compute.snf(W1, W2, K=5, t=5)``."""
    one, other, _ = cohort()
    first, second = networks(one, other)
    assert first[0, :4] == pytest.approx(
        [0.015630188323707075, 0.0015571078375221598, 0.0016667890514522245, 0.0009657835703426976], rel=1e-12
    )
    assert (first.sum(), second.sum()) == pytest.approx((1.7297248023796352, 2.3389459843943268), rel=1e-12)
    fused = snf.fusion([first, second], older=True)
    assert fused[0, :6] == pytest.approx(
        [
            0.8016839223083547, 0.009760864247948836, 0.0082713332991307, 0.0064016271582134, 0.09123718868633732,
            0.009981606580403434,
        ],
        rel=1e-12,
    )  # fmt: skip
    assert (fused.sum(), (fused**2).sum()) == pytest.approx((36.0, 16.307938061224228), rel=1e-12)


def test_networks_and_fusion_are_the_paper_s_formulas() -> None:
    """By loops: width (mean of three distances), half of a row on the diagonal, S P S', all layers at once."""
    one, other, _ = cohort(21, 3)
    count, near = 21, 5
    made = []
    for layer in (one, other):
        z = (layer - layer.mean(axis=0)) / layer.std(axis=0, ddof=1)
        d = [[float(((z[i] - z[j]) ** 2).sum()) for j in range(count)] for i in range(count)]
        close = [sum(sorted(d[i][j] for j in range(count) if j != i)[:near]) / near for i in range(count)]
        w = np.zeros((count, count))
        for i in range(count):
            for j in range(count):
                width = 0.8 * (close[i] + close[j] + d[i][j]) / 3
                w[i, j] = exp(-(d[i][j] ** 2) / (2 * width**2)) / (width * sqrt(2 * pi))
        made.append(w)
    for ours, theirs in zip(networks(one, other), made, strict=True):
        assert ours == pytest.approx(theirs, rel=1e-9)

    def half(w: np.ndarray) -> np.ndarray:
        p = np.array(
            [[0.5 if i == j else w[i, j] / (2 * (w[i].sum() - w[i, i])) for j in range(count)] for i in range(count)]
        )
        return (p + p.T) / 2

    p = [half(w) for w in made]
    s = []
    for w in p:
        kept = np.zeros_like(w)
        for i in range(count):
            for j in sorted(range(count), key=lambda j: -w[i, j])[:near]:
                kept[i, j] = w[i, j]
        s.append(kept / kept.sum(axis=1, keepdims=True))
    for _ in range(5):
        p = [half(s[0] @ p[1] @ s[0].T), half(s[1] @ p[0] @ s[1].T)]
    assert snf.fusion(networks(one, other)) == pytest.approx(half((p[0] + p[1]) / 2), rel=1e-9)


def test_groups_of_two_layers_are_found_though_neither_layer_tells_all() -> None:
    """Layer one tells groups 0 and 1 from the rest, layer two groups 2 and 3."""
    dice = np.random.default_rng(4)
    truth = np.arange(80) % 4
    one, other = dice.normal(0, 1, (80, 200)), dice.normal(0, 1, (80, 200))
    for k in (0, 1):
        one[truth == k, k * 40 : k * 40 + 40] += 2.0
        other[truth == k + 2, k * 40 : k * 40 + 40] += 2.0
    found = snf.fused([one, other]).labels
    assert agreed(found, truth) > 0.95


def agreed(labels: tuple[int, ...], truth: np.ndarray) -> float:
    """Share under the best naming of the clusters."""
    from itertools import permutations

    return max(float(np.mean(np.array(names)[list(labels)] == truth)) for names in permutations(range(4)))


def test_the_order_of_samples_and_layers_and_the_scale_of_a_feature_change_nothing() -> None:
    one, other, truth = cohort(48, 9)
    mixed = np.random.default_rng(2).permutation(48)
    first = snf.fused([one, other]).labels
    again = snf.fused([other[mixed] * 1000 + 5, one[mixed]]).labels
    assert agreed(first, truth) == 1.0
    together = {(a, b) for a, b in zip([first[i] for i in mixed], again, strict=True)}
    assert len(together) == 4  # one to one
    assert again[0] == 0 and first[0] == 0  # numbered by the first sample


def test_the_network_is_symmetric_with_half_of_each_row_at_home() -> None:
    network = snf.fused(list(cohort(40, 5)[:2])).network
    assert np.array_equal(network, network.T)
    assert np.diag(network) == pytest.approx(np.full(40, 0.5))
    assert (network >= 0).all()


def test_the_most_variable_features_are_chosen_by_their_spread() -> None:
    values = np.array([[0.0, 1.0, 5.0], [0.0, 2.0, 9.0], [0.0, 3.0, 1.0]])
    assert snf.most_variable(values, 2).tolist() == [1, 2]


def test_fpkm_stay_fpkm_and_counts_become_per_million() -> None:
    assert log2_published(np.array([[1.0, 3.0]]), "fpkm").tolist() == [[1.0, 2.0]]
    assert log2_published(np.array([[1.0, 2.0]]), "log2_fpkm").tolist() == [[1.0, 2.0]]
    assert log2_published(np.array([[1.0, 3.0]]), "counts")[0] == pytest.approx(np.log2([250_001, 750_001]))


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([np.ones((30, 2))], "two layers"),
        ([np.ones((30, 2)), np.ones((29, 2))], "different numbers"),
        ([np.ones((19, 2)), np.ones((19, 2))], "at least 20"),
        ([np.ones((30, 2)), np.ones((30, 2))], "varies"),
        ([np.full((30, 2), np.nan), np.ones((30, 2))], "gap"),
    ],
)
def test_what_cannot_be_fused_is_refused(layers: list[np.ndarray], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        snf.fused(layers)


# --- from the command line
def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["expression", "snf", *args])


def table(path: Path, values: np.ndarray, samples: list[str]) -> str:
    rows = ["\t".join(["feature", *samples])]
    rows += ["\t".join([f"F{i}", *(f"{v:.6f}" for v in values[:, i])]) for i in range(values.shape[1])]
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return str(path)


def test_the_command_takes_layers_of_samples_in_any_order_and_says_what_it_is_worth(tmp_path: Path) -> None:
    one, other, truth = cohort(40, 11)
    names = [f"P{i}" for i in range(40)]
    more = [*names[::-1], "ELSE"]
    made = run(
        table(tmp_path / "cna.tsv", one, names),
        table(tmp_path / "metabolites.tsv", np.vstack([other[::-1], other[:1]]), more),
    )
    assert made.exit_code == 0, made.output
    assert made.stdout.startswith("# Research use only") and "no published classifier" in made.stdout
    assert "RNA032" in made.stderr  # ELSE is in one layer only
    rows = [line.split("\t") for line in made.stdout.splitlines() if not line.startswith("#")]
    assert rows[0] == ["sample", "cluster"] and [r[0] for r in rows[1:]] == names
    assert agreed(tuple(int(r[1]) - 1 for r in rows[1:]), truth) == 1.0


def test_the_command_refuses_one_layer_few_samples_and_what_is_no_table(tmp_path: Path) -> None:
    one, other, _ = cohort(40, 11)
    names = [f"P{i}" for i in range(40)]
    first = table(tmp_path / "a.tsv", one, names)
    assert run(first).exit_code == 10
    few = run(first, table(tmp_path / "few.tsv", other[:10], names[:10]))
    assert few.exit_code == 10 and "at least 20" in few.stderr
    (tmp_path / "no.tsv").write_text("nothing\n", "utf-8")
    assert "RNA020" in run(first, str(tmp_path / "no.tsv")).stderr
    assert run(first, str(tmp_path / "absent.tsv")).exit_code == 13
    logs = table(tmp_path / "b.tpm.tsv", np.abs(other), names)
    assert run(first, logs).exit_code == 10  # features that are no genes under a unit of expression


def test_agreement_with_labels_of_a_site_is_told_as_for_the_other_clusters() -> None:
    assert agreement(["1", "1", "2"], ["1", "2", "2"]).agreement == pytest.approx(2 / 3)
