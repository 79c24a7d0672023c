"""Survival against R ``survival``: reference file outcomes.md, sections 4.2 and 5.2; numbers are R's, commands beside them."""

from __future__ import annotations

import numpy as np
import pytest
from tests.survival_support import Textbook, lung, textbook

from tumorboard.outcomes.cox import CoxFit, cox, step, sums
from tumorboard.outcomes.proportional import proportional
from tumorboard.outcomes.survival import (
    kaplan_meier,
    log_rank,
    quantile,
    restricted_mean,
    standard_error,
    survival_at,
)

# R: summary(survfit(Surv(time, status) ~ sex, lung), times = c(180, 365)); print(survfit(...))
KM_BY_SEX = [
    ("1", 138, 112, (270, 212, 310), {180: (0.644, 0.0408, 0.569, 0.730, 89), 365: (0.336, 0.0434, 0.261, 0.433, 35)}),
    ("2", 90, 53, (426, 348, 550), {180: (0.842, 0.0387, 0.770, 0.922, 71), 365: (0.526, 0.0597, 0.421, 0.658, 30)}),
]


@pytest.mark.parametrize(("sex", "n", "events", "median", "at"), KM_BY_SEX)
def test_outcomes_4_2_lung_kaplan_meier_by_sex(
    sex: str, n: int, events: int, median: tuple[int, int, int], at: dict[int, tuple[float, ...]]
) -> None:
    data = lung()
    mine = [i for i, s in enumerate(data.columns["sex"]) if s == sex]
    curve = kaplan_meier([data.times[i] for i in mine], [data.events[i] for i in mine])
    middle, limits = quantile(curve)
    assert (curve.n, sum(curve.events), (middle, limits.low, limits.high)) == (n, events, median)
    for day, (share, error, low, high, risk) in at.items():
        found = survival_at(curve, day)
        assert found[:3] == pytest.approx((share, low, high), abs=5e-4)
        assert standard_error(curve, day) == pytest.approx(error, abs=5e-5)
        assert found[3] == risk


def test_outcomes_4_2_lung_log_rank_and_restricted_mean() -> None:
    data = lung()
    found = log_rank(data.times, data.events, data.columns["sex"])  # R: survdiff(Surv(time, status) ~ sex, lung)
    assert found.expected == pytest.approx((91.6, 73.4), abs=0.05)
    assert (found.chi_square, found.p) == pytest.approx((10.3267, 0.0013112), rel=1e-4)
    curve = kaplan_meier(data.times, data.events, limits="log_log")
    middle, limits = quantile(curve)  # R: survfit(Surv(time, status) ~ 1, lung, conf.type = "log-log")
    assert (middle, limits.low, limits.high, curve.n, sum(curve.events)) == (310, 284, 361, 228, 165)
    assert restricted_mean(curve, max(data.times)) == pytest.approx((376.27475, 19.70779), abs=5e-6)


LUNG_MODEL = ("age", "sex", "ph.ecog")
# R: coxph(Surv(time, status) ~ age + sex + ph.ecog, lung, ties = ...)
LUNG_COX = [
    ("efron", (0.01106676, -0.5526124, 0.4637285), -744.4805, -729.2301),
    ("breslow", (0.01104114, -0.5518896, 0.4629470), -744.6928, -729.4887),
    ("exact", (0.01106709, -0.5534356, 0.4643874), -725.6477, -710.4011),
]


def model(data: Textbook, ties: str = "efron") -> CoxFit:
    return cox(data.times, data.events, {n: data.number(n) for n in LUNG_MODEL}, ties=ties)


@pytest.mark.parametrize(("ties", "beta", "null", "fitted"), LUNG_COX)
def test_outcomes_4_2_lung_cox_by_kind_of_ties(ties: str, beta: tuple[float, ...], null: float, fitted: float) -> None:
    found = model(lung(complete=LUNG_MODEL), ties)
    assert [c.value for c in found.coefficients] == pytest.approx(beta, abs=5e-8)
    assert (found.log_likelihood_null, found.log_likelihood) == pytest.approx((null, fitted), abs=5e-5)
    assert (found.n, found.events) == (227, 164)


def test_outcomes_4_2_lung_cox_efron_errors_ratios_tests_and_proportionality() -> None:
    data = lung(complete=LUNG_MODEL)
    found = model(data)
    assert [c.error for c in found.coefficients] == pytest.approx((0.009267, 0.167739, 0.113577), abs=5e-7)
    shown = [f"{c.hazard_ratio:.4f} ({c.low:.4f}-{c.high:.4f})" for c in found.coefficients]
    assert shown == ["1.0111 (0.9929-1.0297)", "0.5754 (0.4142-0.7994)", "1.5900 (1.2727-1.9864)"]
    assert (round(found.likelihood_ratio, 1), round(found.wald, 2), round(found.score, 1)) == (30.5, 29.93, 30.5)
    assert (round(found.concordance, 3), found.df) == (0.637, 3)
    tests = proportional(data.times, data.events, {n: data.number(n) for n in LUNG_MODEL}, found)  # R: cox.zph(fit)
    assert [(t.name, round(t.chi_square, 3), round(t.p, 2)) for t in tests] == [
        ("age", 0.188, 0.66), ("sex", 2.305, 0.13), ("ph.ecog", 2.054, 0.15), ("all", 4.464, 0.22),
    ]  # fmt: skip


def test_outcomes_4_2_aml() -> None:
    data = textbook("aml")
    medians = {}
    for name in ("maintained", "not maintained"):
        mine = [i for i, g in enumerate(data.columns["group"]) if g == name]
        middle, limits = quantile(kaplan_meier([data.times[i] for i in mine], [data.events[i] for i in mine]))
        medians[name] = (middle, limits.low, limits.high)
    assert medians == {"maintained": (31, 18, None), "not maintained": (23, 8, None)}
    test = log_rank(data.times, data.events, data.columns["group"])
    assert (round(test.chi_square, 1), round(test.p, 2)) == (3.4, 0.07)
    assert test.expected == pytest.approx((10.69, 7.31), abs=0.005)
    (c,) = (fit := cox(data.times, data.events, {"x": data.dummy("group", "not maintained")})).coefficients
    assert (round(c.value, 4), round(c.error, 4), round(c.hazard_ratio, 4)) == (0.9155, 0.5119, 2.4981)
    assert (round(fit.likelihood_ratio, 2), round(fit.p_likelihood_ratio, 5)) == (3.38, 0.06581)


def test_outcomes_4_2_ovarian() -> None:
    data = textbook("ovarian")
    medians = {}
    for arm in ("1", "2"):
        mine = [i for i, g in enumerate(data.columns["arm"]) if g == arm]
        middle, limits = quantile(kaplan_meier([data.times[i] for i in mine], [data.events[i] for i in mine]))
        medians[arm] = (middle, limits.low, limits.high)
    assert medians == {"1": (638, 268, None), "2": (None, 475, None)}
    test = log_rank(data.times, data.events, data.columns["arm"])
    assert (round(test.chi_square, 2), round(test.p, 1)) == (1.06, 0.3)
    fit = cox(data.times, data.events, {"age": data.number("age"), "rx": data.number("arm")})
    assert [(round(c.value, 5), round(c.error, 5)) for c in fit.coefficients] == [
        (0.14733, 0.04615), (-0.80397, 0.63205),
    ]  # fmt: skip
    assert (round(fit.likelihood_ratio, 2), round(fit.p_likelihood_ratio, 7)) == (15.89, 0.0003551)


def test_outcomes_4_2_veteran_cox() -> None:
    data = textbook("veteran")
    fit = cox(
        data.times,
        data.events,
        {
            "trt": data.dummy("treatment", "test"),
            "small": data.dummy("cell", "small"),
            "adeno": data.dummy("cell", "adeno"),
            "large": data.dummy("cell", "large"),
            "karno": data.number("karnofsky"),
            "diagtime": data.number("months_from_diagnosis"),
            "age": data.number("age"),
            "prior": [10 * d for d in data.dummy("prior_therapy", "yes")],  # R codes it 0 and 10
        },
    )
    expected = (0.2946, 0.8616, 1.196, 0.4013, -0.03282, 0.00008132, -0.008706, 0.007159)
    assert [float(f"{c.value:.4g}") for c in fit.coefficients] == list(expected)
    assert (round(fit.likelihood_ratio, 1), fit.df, fit.n, fit.events) == (62.1, 8, 137, 128)
    assert fit.p_likelihood_ratio == pytest.approx(1.799e-10, rel=1e-3)


def centers(order: list[int]) -> np.ndarray:
    """Eight Newton steps from 0 over three centers, which give only their sums."""
    data = lung(complete=LUNG_MODEL)
    x = np.column_stack([data.number(n) for n in LUNG_MODEL])
    x = x - x.mean(axis=0)
    t, e = np.array(data.times), np.array(data.events)
    grid = np.unique(t[e])
    site = np.arange(t.size) % 3
    parts = [np.array([i for i in order if site[i] == k]) for k in range(3)]
    beta = np.zeros(3)
    for _ in range(8):
        first, *rest = (sums(t[p], e[p], x[p], beta, grid) for p in parts)
        for more in rest:
            first = first + more
        _, score, information = step(first)
        beta = beta + np.linalg.solve(information, score)
    return beta


def test_outcomes_5_2_cox_over_three_centers_is_the_pooled_breslow_fit() -> None:
    pooled = [c.value for c in model(lung(complete=LUNG_MODEL), "breslow").coefficients]
    found = centers(list(range(227)))
    assert found == pytest.approx(pooled, abs=1e-9)
    assert found == pytest.approx((0.01104114, -0.55188957, 0.46294704), abs=5e-9)
    shuffled = np.random.default_rng(7).permutation(227).tolist()
    assert centers(shuffled) == pytest.approx(found, abs=1e-12)


def test_before_the_first_event_a_share_has_no_interval() -> None:
    """R prints 1 to 1 there, which would pass for certainty: three patients without an event are no proof of 100 %."""
    from tumorboard.outcomes.study import Timed, analyze

    people = [Timed(str(i), float(t), e) for i, (t, e) in enumerate(((10, False), (20, True), (30, False)))]
    before, after = analyze(people, at=(15, 25)).groups[0].shares
    assert (before.estimate, before.low, before.high) == (1.0, None, None)
    assert after.estimate == 0.5 and after.low is not None
