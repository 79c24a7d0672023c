"""Survival against lifelines on random tables, and laws of the curves."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumorboard.outcomes.cox import NoMaximum, cox
from tumorboard.outcomes.survival import follow_up, kaplan_meier, log_rank, quantile, restricted_mean, survival_at

TABLE = st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=2, max_size=60)


@pytest.fixture(scope="module", autouse=True)
def _quiet() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("lifelines")


@given(TABLE)
@settings(deadline=None, derandomize=True)
def test_the_curve_is_that_of_lifelines(rows: list[tuple[int, bool]]) -> None:
    from lifelines import KaplanMeierFitter

    times, events = [float(t) for t, _ in rows], [e for _, e in rows]
    fitted = KaplanMeierFitter().fit(times, events)
    curve = kaplan_meier(times, events)
    for t, s in zip(curve.times, curve.survival, strict=True):
        assert s == pytest.approx(float(fitted.predict(t)), abs=1e-12)


@given(TABLE)
@settings(deadline=None, derandomize=True)
def test_a_curve_falls_from_one_and_without_censoring_is_the_share_left(rows: list[tuple[int, bool]]) -> None:
    times = [float(t) for t, _ in rows]
    curve = kaplan_meier(times, [e for _, e in rows])
    assert all(a >= b for a, b in zip((1.0, *curve.survival), curve.survival, strict=False))
    whole = kaplan_meier(times, [True] * len(rows))
    for t, s in zip(whole.times, whole.survival, strict=True):
        assert s == pytest.approx(sum(x > t for x in times) / len(times), abs=1e-12)
    assert restricted_mean(whole, max(times))[0] == pytest.approx(np.mean(times))


@given(TABLE, st.floats(0.1, 20))
@settings(deadline=None, derandomize=True)
def test_the_unit_of_time_changes_no_share_and_scales_the_median(rows: list[tuple[int, bool]], unit: float) -> None:
    times, events = [float(t) for t, _ in rows], [e for _, e in rows]
    a, b = kaplan_meier(times, events), kaplan_meier([t * unit for t in times], events)
    assert a.survival == b.survival
    first, second = quantile(a)[0], quantile(b)[0]
    assert (first is None) == (second is None)
    if first is not None:
        assert second == pytest.approx(first * unit)


@given(TABLE, st.data())
@settings(deadline=None, derandomize=True)
def test_the_log_rank_test_is_that_of_lifelines(rows: list[tuple[int, bool]], data: st.DataObject) -> None:
    from lifelines.statistics import multivariate_logrank_test

    groups = data.draw(st.lists(st.sampled_from("abc"), min_size=len(rows), max_size=len(rows)))
    times, events = [float(t) for t, _ in rows], [e for _, e in rows]
    if len(set(groups)) < 2 or not any(events):
        return
    mine = log_rank(times, events, groups)
    if mine.df != len(set(groups)) - 1:
        return  # a group that was never at risk together with another: lifelines gives no number
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = multivariate_logrank_test(times, groups, events)
    assert mine.chi_square == pytest.approx(float(theirs.test_statistic), rel=1e-6, abs=1e-9)


def drawn(n: int, seed: int) -> tuple[list[float], list[bool], dict[str, list[float]]]:
    rng = np.random.default_rng(seed)
    x, z = rng.normal(size=n), rng.integers(0, 2, n).astype(float)
    t = rng.exponential(np.exp(-0.5 * x + 0.3 * z))
    c = rng.exponential(2, n)
    return np.minimum(t, c).tolist(), (t <= c).tolist(), {"x": x.tolist(), "z": z.tolist()}


@pytest.mark.parametrize("seed", range(4))
def test_the_clustered_variance_is_that_of_lifelines_where_no_times_tie(seed: int) -> None:
    import pandas
    from lifelines import CoxPHFitter

    times, events, covariates = drawn(80, seed)
    clusters = [str(i // 2) for i in range(80)]
    mine = cox(times, events, covariates, cluster=clusters)
    frame = pandas.DataFrame({**covariates, "t": times, "e": events, "c": clusters})
    theirs = CoxPHFitter().fit(frame, "t", "e", cluster_col="c")
    assert [c.value for c in mine.coefficients] == pytest.approx(
        theirs.params_.tolist(), abs=1e-5
    )  # its steps end earlier
    assert [c.robust_error for c in mine.coefficients] == pytest.approx(theirs.standard_errors_.tolist(), rel=1e-4)
    assert mine.clusters == 40


def weighted_score(weights: np.ndarray, t: np.ndarray, e: np.ndarray, x: np.ndarray, beta: np.ndarray) -> np.ndarray:
    """The score of Efron's likelihood with case weights, written out; tied events share their mean weight (as R's coxph)."""
    r = weights * np.exp(x @ beta)
    score = (weights[e, None] * x[e]).sum(axis=0)
    for time in np.unique(t[e]):
        risk, dead = t >= time, (t == time) & e
        d = int(dead.sum())
        for k in range(d):
            level = r[risk].sum() - k / d * r[dead].sum()
            first = r[risk] @ x[risk] - k / d * (r[dead] @ x[dead])
            score = score - weights[dead].mean() * first / level
    return score


@pytest.mark.parametrize("seed", range(3))
def test_the_clustered_variance_with_ties_is_the_infinitesimal_jackknife(seed: int) -> None:
    """Each patient's residual is the derivative of the score by the patient's weight, here by finite differences."""
    times, events, covariates = drawn(60, seed)
    t, e = np.ceil(np.array(times) * 4), np.array(events)  # many ties
    x = np.column_stack(list(covariates.values()))
    clusters = [str(i // 3) for i in range(60)]
    mine = cox(t.tolist(), e.tolist(), covariates, cluster=clusters)
    beta = np.array([c.value for c in mine.coefficients])
    step = 1e-5
    residual = np.zeros_like(x)
    for i in range(60):
        up, down = np.ones(60), np.ones(60)
        up[i] += step
        down[i] -= step
        residual[i] = (weighted_score(up, t, e, x, beta) - weighted_score(down, t, e, x, beta)) / (2 * step)
    slope = np.column_stack(
        [
            (weighted_score(np.ones(60), t, e, x, beta + d) - weighted_score(np.ones(60), t, e, x, beta - d))
            / (2 * step)
            for d in step * np.eye(2)
        ]
    )
    influence = residual.reshape(20, 3, 2).sum(axis=1) @ np.linalg.inv(-slope)
    assert [c.robust_error for c in mine.coefficients] == pytest.approx(
        np.sqrt((influence**2).sum(axis=0)).tolist(), rel=1e-5
    )


@pytest.mark.parametrize("seed", range(4))
def test_late_entry_is_that_of_lifelines(seed: int) -> None:
    import pandas
    from lifelines import CoxPHFitter

    times, events, covariates = drawn(80, seed)
    entry = [t * 0.4 if i % 3 else 0.0 for i, t in enumerate(times)]
    mine = cox(times, events, covariates, entry=entry)
    frame = pandas.DataFrame({**covariates, "t": times, "e": events, "entry": entry})
    theirs = CoxPHFitter().fit(frame, "t", "e", entry_col="entry")
    assert [c.value for c in mine.coefficients] == pytest.approx(
        theirs.params_.tolist(), abs=1e-5
    )  # its steps end earlier
    assert [c.error for c in mine.coefficients] == pytest.approx(theirs.standard_errors_.tolist(), rel=1e-5)


def test_two_records_of_one_patient_are_one_record_cut_in_two() -> None:
    times, events, covariates = drawn(40, 9)
    whole = cox(times, events, covariates)
    cut = cox(
        [*[t / 2 for t in times], *times], [*[False] * 40, *events],
        {n: [*v, *v] for n, v in covariates.items()}, entry=[*[0.0] * 40, *[t / 2 for t in times]],
    )  # fmt: skip
    assert [c.value for c in cut.coefficients] == pytest.approx([c.value for c in whole.coefficients], abs=1e-8)


def test_the_exact_likelihood_without_ties_is_the_partial_likelihood() -> None:
    times, events, covariates = drawn(40, 3)
    exact, efron = cox(times, events, covariates, ties="exact"), cox(times, events, covariates)
    assert exact.log_likelihood == pytest.approx(efron.log_likelihood, abs=1e-8)
    assert [c.value for c in exact.coefficients] == pytest.approx([c.value for c in efron.coefficients], abs=1e-7)


def test_what_cannot_be_estimated_is_refused() -> None:
    with pytest.raises(NoMaximum):
        cox([1, 2, 3, 4], [True] * 4, {"x": [4.0, 3.0, 2.0, 1.0]})  # separated
    with pytest.raises(NoMaximum):
        cox([1, 2, 3, 4], [True] * 4, {"x": [1.0] * 4})  # does not vary
    with pytest.raises(NoMaximum):
        cox([1, 3, 2, 4], [True] * 4, {"x": [1.0, 2.0, 3.0, 1.0], "y": [2.0, 4.0, 6.0, 2.0]})  # one is the other
    with pytest.raises(ValueError, match="without an event"):
        cox([1, 2], [False, False], {"x": [1.0, 2.0]})
    with pytest.raises(ValueError, match="not negative"):
        kaplan_meier([-1], [True])
    with pytest.raises(ValueError, match="two groups"):
        log_rank([1, 2], [True, True], ["a", "a"])


def test_follow_up_is_the_median_of_the_censoring() -> None:
    middle, _ = follow_up([2, 4, 6, 8], [True, False, False, False])
    assert middle == 6
    assert survival_at(kaplan_meier([2.0], [True]), 1.0) == (1.0, 1.0, 1.0, 1)
