"""Rates, intervals and exact tests: reference file outcomes.md section 3, win-fuscc-methods.md sections 2.2, 5 and 6.4."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumorboard.outcomes.distributions import beta_cdf, chi_square_tail
from tumorboard.outcomes.rates import (
    INTERVALS,
    binomial_at_least,
    binomial_two_sided,
    clopper_pearson,
    fisher_exact,
    rate,
    wald,
)

# R: binom.test(8, 19)$conf.int; the others recomputed in outcomes.md
SECTION_3 = [
    (8, 19, "clopper_pearson", 0.2025214, 0.6650022), (8, 19, "wilson", 0.2314189, 0.6372410), (8, 19, "jeffreys", 0.2232166, 0.6409956),
    (0, 10, "clopper_pearson", 0, 0.3084971), (0, 10, "wilson", 0, 0.2775328), (0, 10, "jeffreys", 0, 0.2171963),
    (10, 10, "clopper_pearson", 0.6915029, 1), (10, 10, "wilson", 0.7224672, 1), (10, 10, "jeffreys", 0.7828037, 1),
    (1, 26, "clopper_pearson", 0.0009733, 0.1963696), (1, 26, "wilson", 0.0068220, 0.1889278), (1, 26, "jeffreys", 0.0041818, 0.1660346),
    (33, 193, "clopper_pearson", 0.1207169, 0.2316596), (33, 193, "wilson", 0.1244193, 0.2303914), (33, 193, "jeffreys", 0.1229525, 0.2287950),
]  # fmt: skip


@pytest.mark.parametrize(("x", "n", "method", "low", "high"), SECTION_3)
def test_outcomes_3_intervals_of_rates(x: int, n: int, method: str, low: float, high: float) -> None:
    found = INTERVALS[method](x, n)
    assert found.low == pytest.approx(low, abs=5e-8)
    assert found.high == pytest.approx(high, abs=5e-8)


def test_fuscc_6_4_future_intervals_are_clopper_pearson_to_the_decimal() -> None:
    shown = [
        f"{100 * (i.low or 0):.1f}-{100 * (i.high or 0):.1f}" for i in map(clopper_pearson, (20, 10, 42), (69, 19, 141))
    ]
    assert shown == ["18.7-41.2", "28.9-75.6", "22.4-38.1"]


def test_fuscc_6_5_future_c_plus_interval_is_wald() -> None:
    approximate, exact = wald(39, 48), clopper_pearson(39, 48)
    assert (round(approximate.low or 0, 3), round(approximate.high or 0, 3)) == (0.702, 0.923)
    assert (round(exact.low or 0, 3), round(exact.high or 0, 3)) == (0.674, 0.911)


def test_win_8_test_4_winther_proportions_and_fisher_exact() -> None:
    scipy = pytest.importorskip("scipy.stats")
    assert [round(100 * x / n, 1) for x, n in ((28, 107), (24, 107), (16, 69), (12, 38))] == [26.2, 22.4, 23.2, 31.6]
    p = fisher_exact(16, 69, 12, 38)
    assert p == pytest.approx(scipy.fisher_exact([[16, 53], [12, 26]]).pvalue, rel=1e-10)


def test_win_8_test_6_von_hoff_proportion_interval_and_exact_test() -> None:
    scipy = pytest.importorskip("scipy.stats")
    approximate, exact = wald(18, 66), clopper_pearson(18, 66)
    assert (round(approximate.low or 0, 3), round(approximate.high or 0, 3)) == (0.165, 0.380)
    assert (round(exact.low or 0, 3), round(exact.high or 0, 3)) == (0.170, 0.396)
    assert binomial_at_least(18, 66, 0.15) == pytest.approx(
        scipy.binomtest(18, 66, 0.15, alternative="greater").pvalue, rel=1e-10
    )


COUNTS = st.integers(1, 120).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS, st.sampled_from(sorted(INTERVALS)))
@settings(deadline=None, derandomize=True)
def test_an_interval_holds_its_rate_and_mirrors_when_success_is_failure(counts: tuple[int, int], method: str) -> None:
    x, n = counts
    one, other = INTERVALS[method](x, n), INTERVALS[method](n - x, n)
    assert one.low is not None and one.high is not None and other.low is not None and other.high is not None
    assert 0 <= one.low <= x / n + 1e-12 and x / n - 1e-12 <= one.high <= 1
    assert one.low == pytest.approx(1 - other.high, abs=1e-9)


@given(COUNTS, st.floats(0.01, 0.99))
@settings(deadline=None, derandomize=True)
def test_exact_tests_agree_with_scipy(counts: tuple[int, int], null: float) -> None:
    scipy = pytest.importorskip("scipy.stats")
    x, n = counts
    assert binomial_at_least(x, n, null) == pytest.approx(scipy.binomtest(x, n, null, "greater").pvalue, rel=1e-9)
    assert binomial_two_sided(x, n, null) == pytest.approx(scipy.binomtest(x, n, null).pvalue, rel=1e-7)


@given(COUNTS, COUNTS)
@settings(deadline=None, derandomize=True)
def test_fisher_agrees_with_scipy(first: tuple[int, int], second: tuple[int, int]) -> None:
    scipy = pytest.importorskip("scipy.stats")
    table = [[first[0], first[1] - first[0]], [second[0], second[1] - second[0]]]
    assert fisher_exact(*first, *second) == pytest.approx(scipy.fisher_exact(table).pvalue, rel=1e-7)


@given(st.floats(0.2, 300), st.floats(0.2, 300), st.floats(0.001, 0.999))
@settings(deadline=None, derandomize=True)
def test_the_beta_function_agrees_with_scipy(a: float, b: float, x: float) -> None:
    scipy = pytest.importorskip("scipy.stats")
    assert beta_cdf(x, a, b) == pytest.approx(scipy.beta.cdf(x, a, b), abs=1e-11)


@given(st.integers(1, 80), st.floats(1e-6, 400))
@settings(deadline=None, derandomize=True)
def test_the_chi_square_tail_agrees_with_scipy(df: int, x: float) -> None:
    scipy = pytest.importorskip("scipy.stats")
    assert chi_square_tail(x, df) == pytest.approx(scipy.chi2.sf(x, df), rel=1e-9, abs=1e-300)


def test_nobody_counted_gives_no_rate() -> None:
    assert (rate(0, 0).estimate, rate(0, 0).intervals) == (None, ())
    with pytest.raises(ValueError, match="counts"):
        clopper_pearson(3, 2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        binomial_at_least(1, 2, 1.0)
