"""DDPP: acceptance test 7 of the reference. A search finds something in noise; the guards say so.

Published numbers: Lazar 2021, npj Precis Oncol 5:33 (everolimus n = 6, axitinib n = 5).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tumorboard.interpret.expression import ddpp
from tumorboard.interpret.expression.student import pearson_p, quantile, r_of_p, within

GENES = 17


def noise(dice: np.random.Generator, n: int = 6) -> tuple[np.ndarray, np.ndarray]:
    return dice.lognormal(0, 1, (n, GENES)), dice.exponential(1.0, n)


# p as published, patients, and the correlation that has it
@pytest.mark.parametrize(("p", "n", "r"), [(5.67e-5, 6, 0.9938), (4.68e-4, 5, 0.9947), (0.015, 6, 0.8983)])
def test_the_published_p_are_plain_ones_of_pearson(p: float, n: int, r: float) -> None:
    assert r_of_p(p, n) == pytest.approx(r, abs=5e-5)
    assert pearson_p(r_of_p(p, n), n) == pytest.approx(p)


# scipy 1.17: 1 - 2 * stats.t.sf(t, df), and stats.t.ppf(0.975, df); R: 1 - 2 * pt(-t, df)
@pytest.mark.parametrize(
    ("t", "df", "inside"),
    [(1.0, 1, 0.5), (2.0, 2, 0.8164966), (2.0, 3, 0.8606740314), (1.5, 10, 0.8354926736), (3.0, 7, 0.9800578739)],
)
def test_student_is_exact(t: float, df: int, inside: float) -> None:
    assert within(t, df) == pytest.approx(inside, abs=1e-7)


@pytest.mark.parametrize(("df", "t"), [(1, 12.7062047), (2, 4.3026527), (5, 2.5705818), (18, 2.1009220)])
def test_quantiles_of_student(df: int, t: float) -> None:
    assert quantile(0.95, df) == pytest.approx(t, abs=1e-6)


def test_in_pure_noise_of_six_patients_the_naive_p_is_significant_in_about_78_percent() -> None:
    dice = np.random.default_rng(2021)
    hits = [ddpp.naive_p(*noise(dice), "sum") < 0.05 for _ in range(2000)]
    assert np.mean(hits) == pytest.approx(0.78, abs=0.03)  # three standard errors of 2,000 runs


def test_in_pure_noise_the_permutation_p_is_uniform() -> None:
    dice = np.random.default_rng(33)
    found = []
    for _ in range(400):
        changes, outcome = noise(dice, 8)
        names = [f"G{i}" for i in range(GENES)]
        found.append(ddpp.fit(changes, outcome, names, aggregate="sum", dice=dice, permutations=99).permutation_p)
    steps = np.sort(found)
    away = np.abs(steps - (np.arange(400) + 0.5) / 400).max()
    assert away < 1.63 / np.sqrt(400)  # Kolmogorov, 1 %
    assert 0.02 < np.mean(np.array(found) <= 0.05) < 0.09


def test_leave_one_out_repeats_the_whole_selection() -> None:
    """By hand: for each patient the same search on the others, and a line through them."""
    dice = np.random.default_rng(5)
    changes, outcome = noise(dice, 9)
    names = [f"G{i}" for i in range(GENES)]
    model = ddpp.fit(changes, outcome, names, aggregate="sum", dice=dice, permutations=19)
    predicted = []
    for i in range(9):
        x, y = np.delete(changes, i, axis=0), np.delete(outcome, i)
        order = sorted(range(GENES), key=lambda g: -abs(np.corrcoef(x[:, g], y)[0, 1]))
        sizes = [abs(np.corrcoef(x[:, order[: k + 1]].sum(axis=1), y)[0, 1]) for k in range(GENES)]
        chosen = order[: int(np.argmax(sizes)) + 1]
        slope, intercept = np.polyfit(x[:, chosen].sum(axis=1), y, 1)
        predicted.append(intercept + slope * changes[i, chosen].sum())
    assert model.left_out_r == pytest.approx(np.corrcoef(predicted, outcome)[0, 1])


def test_a_true_signal_is_found_and_predicted_within_its_interval() -> None:
    dice = np.random.default_rng(6)
    changes = dice.lognormal(0, 0.5, (30, 6))
    outcome = 10 + 5 * (changes[:, 0] + changes[:, 1]) + dice.normal(0, 0.5, 30)
    model = ddpp.fit(changes, outcome, list("ABCDEF"), aggregate="sum", dice=dice, permutations=199)
    assert set(model.genes) == {"A", "B"}
    assert model.permutation_p == pytest.approx(1 / 200)
    assert model.left_out_r is not None and model.left_out_r > 0.95
    found = ddpp.predict(model, [1.0] * 2)
    assert found.low < 20 < found.high and not found.exploratory
    # R: predict(lm(y ~ x), interval = "prediction") has this half width
    x = changes[:, [0, 1]].sum(axis=1)
    half = quantile(0.95, 28) * model.residual * np.sqrt(1 + 1 / 30 + (2 - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum())
    assert (found.high - found.low) / 2 == pytest.approx(half)


def test_sum_and_mean_choose_the_same_set_and_only_euclidean_may_differ() -> None:
    changes = np.random.default_rng(7).lognormal(0, 1, (12, 2))
    outcome = changes.sum(axis=1)
    models = {
        a: ddpp.fit(changes, outcome, ["A", "B"], aggregate=a, dice=np.random.default_rng(1), permutations=49)
        for a in ddpp.AGGREGATES
    }
    one, other = models["sum"], models["mean"]
    assert set(one.genes) == {"A", "B"} and one.r == pytest.approx(1.0)
    assert (one.genes, one.r, one.permutation_p) == (other.genes, pytest.approx(other.r), other.permutation_p)
    assert ddpp.predict(one, [1.0, 2.0]).value == pytest.approx(ddpp.predict(other, [1.0, 2.0]).value)
    assert models["euclidean"].r < 0.999


def test_what_cannot_be_answered_is_refused() -> None:
    dice = np.random.default_rng(8)
    changes, outcome = noise(dice, 6)
    names = [f"G{i}" for i in range(GENES)]
    model = replace(
        ddpp.fit(changes, outcome, names, aggregate="sum", dice=dice, permutations=19),
        permutation_p=0.04,
        left_out_r=0.5,
    )
    first = changes[0, [names.index(g) for g in model.genes]]  # a patient of the fit: within what it was fitted on
    with pytest.raises(ValueError, match="no prediction from 6 patients"):
        ddpp.predict(model, first)
    assert ddpp.predict(model, first, exploratory=True).exploratory
    with pytest.raises(ValueError, match="not known"):
        ddpp.fit(changes, outcome, names, aggregate="median", dice=dice)
    with pytest.raises(ValueError, match="at least 5"):
        ddpp.fit(changes[:4], outcome[:4], names, aggregate="sum", dice=dice)
    with pytest.raises(ValueError, match="does not vary"):
        ddpp.fit(changes, np.ones(6), names, aggregate="sum", dice=dice)


# permutation p, r of patients left out, patients, whether it is called exploratory, and why nothing is predicted
@pytest.mark.parametrize(
    ("p", "r", "patients", "exploratory", "why"),
    [
        (0.051, 0.9, 30, False, "by_chance"),
        (0.051, 0.9, 6, True, "by_chance"),
        (0.05, 0.0, 30, True, "not_left_out"),
        (0.01, -0.4, 30, False, "not_left_out"),
        (0.01, None, 30, False, "not_left_out"),
        (0.01, 0.6, 7, False, "few_patients"),
        (0.01, 0.6, 7, True, ""),
        (0.05, 0.1, 8, False, ""),
    ],
)
def test_nothing_is_predicted_where_a_guard_does_not_hold(
    p: float, r: float | None, patients: int, exploratory: bool, why: str
) -> None:
    dice = np.random.default_rng(3)
    changes, outcome = noise(dice, 9)
    fitted = ddpp.fit(changes, outcome, [f"G{i}" for i in range(GENES)], aggregate="sum", dice=dice, permutations=19)
    model = replace(fitted, permutation_p=p, left_out_r=r, patients=patients)
    assert ddpp.withheld(model, exploratory=exploratory) == why
    if why:
        with pytest.raises(ValueError, match="no prediction"):
            ddpp.predict(model, [1.0] * len(model.genes), exploratory=exploratory)


def test_pure_noise_predicts_nobody_nineteen_times_in_twenty() -> None:
    dice = np.random.default_rng(12)
    found = []
    for _ in range(200):
        changes, outcome = noise(dice, 12)
        model = ddpp.fit(changes, outcome, [f"G{i}" for i in range(GENES)], aggregate="sum", dice=dice, permutations=99)
        found.append(not ddpp.withheld(model))
    assert np.mean(found) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 200)


def test_a_gene_that_does_not_vary_breaks_nothing() -> None:
    dice = np.random.default_rng(9)
    changes, outcome = noise(dice, 9)
    changes[:, 3] = 1.0
    model = ddpp.fit(changes, outcome, [f"G{i}" for i in range(GENES)], aggregate="sum", dice=dice, permutations=19)
    assert np.isfinite(model.r) and 0 < model.permutation_p <= 1
