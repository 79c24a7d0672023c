"""ssGSEA against gseapy (BSD-3), an independent program: same order, same weight, not divided by the range."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from tumorboard.interpret.expression.ranks import ranked
from tumorboard.interpret.expression.ssgsea import ssgsea

gseapy = pytest.importorskip("gseapy")
pandas = pytest.importorskip("pandas")


def theirs(values: np.ndarray, names: list[str], sets: dict[str, list[str]], weight: float) -> np.ndarray:
    table = pandas.DataFrame(values.T, index=names, columns=[f"P{i}" for i in range(len(values))])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = gseapy.ssgsea(
            data=table, gene_sets=sets, sample_norm_method="rank", outdir=None, min_size=1, max_size=len(names),
            weight=weight, threads=1, no_plot=True,
        )  # fmt: skip
    wide = made.res2d.pivot(index="Name", columns="Term", values="ES").astype(float)
    found: np.ndarray = wide.loc[table.columns, list(sets)].to_numpy()
    return found


@pytest.mark.parametrize("weight", [0.25, 0.0, 1.0])
def test_ssgsea_is_what_gseapy_says(weight: float) -> None:
    dice = np.random.default_rng(7)
    names = [f"G{i}" for i in range(400)]
    values = dice.lognormal(1, 2, (6, 400))
    sets = {f"S{k}": [names[i] for i in dice.choice(400, 5 + 20 * k, replace=False)] for k in range(5)}
    ours = ssgsea(ranked(values, names, sets), weight=weight)
    assert ours == pytest.approx(theirs(values, names, sets, weight), rel=1e-9, abs=1e-9)


def test_equal_values_are_where_the_two_differ() -> None:
    """gseapy breaks ties by the order of the rows; ours gives them the mean of their ranks, whatever the order."""
    names = [f"G{i}" for i in range(60)]
    values = np.round(np.random.default_rng(3).lognormal(0, 1, (1, 60)))
    sets = {"S": names[::4]}
    turned = np.random.default_rng(4).permutation(60)
    ours = [ssgsea(ranked(values[:, o], [names[i] for i in o], sets))[0, 0] for o in (np.arange(60), turned)]
    other = [theirs(values[:, o], [names[i] for i in o], sets, 0.25)[0, 0] for o in (np.arange(60), turned)]
    assert ours[0] == pytest.approx(ours[1])
    assert other[0] != pytest.approx(other[1])
