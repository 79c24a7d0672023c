"""The PFS ratio as a statistician reads it: reference files win-fuscc-methods.md section 5, outcomes.md section 6."""

from __future__ import annotations

import numpy as np
import pytest

from tumorboard.model.outcome import Followed, LinePair
from tumorboard.outcomes import matched, paired, pfs_ratio
from tumorboard.outcomes.pfs_ratio import Reached, Threshold, analyze, reached, weibull_beyond
from tumorboard.outcomes.ratio_bias import simulate
from tumorboard.outcomes.survival import kaplan_meier, survival_at

AT_LEAST = Threshold(1.3, False)
# PFS1 progressed, days, PFS2 event, days -> what it says about a ratio of at least 1.3
CENSORING_TABLE = [
    (True, 100, True, 130, Reached.SUCCESS),
    (True, 100, True, 129, Reached.FAILURE),
    (True, 100, False, 130, Reached.SUCCESS),
    (True, 100, False, 129, Reached.CENSORED),
    (False, 100, True, 300, Reached.UNDEFINED),
    (False, 100, False, 10, Reached.UNDEFINED),
    (True, 0, True, 10, Reached.INVALID),
    (False, 0, False, 10, Reached.INVALID),
    (True, 30, True, 39, Reached.SUCCESS),  # 39 / 30 is 1.3, though not in binary
]


@pytest.mark.parametrize(("event1", "pfs1", "event2", "pfs2", "expected"), CENSORING_TABLE)
def test_win_5_and_8_test_6_censoring_table(
    event1: bool, pfs1: float, event2: bool, pfs2: float, expected: Reached
) -> None:
    assert reached(LinePair("p", pfs1, event1, pfs2, event2), AT_LEAST) is expected


# threshold, ratio exactly there
@pytest.mark.parametrize(("threshold", "at"), [(t, t.value) for t in pfs_ratio.THRESHOLDS])
def test_win_5_each_threshold_with_its_comparator(threshold: Threshold, at: float) -> None:
    exact = LinePair("p", 100, True, 100 * at, True)
    assert reached(exact, threshold) is (Reached.FAILURE if threshold.strict else Reached.SUCCESS)
    assert [str(t) for t in pfs_ratio.THRESHOLDS] == [">= 1.3", ">= 1.33", "> 1.5"]


T1 = (4, 6, 3, 8, 5, 2, 7, 10)
T2 = (6, 5, 9, 12, 4, 4, 7, 11)
EVENT = (1, 1, 0, 1, 1, 1, 0, 1)
HAND = [LinePair(f"p{i}", a, True, b, bool(e)) for i, (a, b, e) in enumerate(zip(T1, T2, EVENT, strict=True))]


def test_outcomes_6_4_hand_test() -> None:
    report = analyze(HAND)
    assert [round(pfs_ratio.ratio(p) or 0, 3) for p in HAND] == [1.5, 0.833, 3, 1.5, 0.8, 2, 1, 1.1]
    assert report.curve is not None
    assert survival_at(report.curve, 1.0)[0] == pytest.approx(0.75)
    assert survival_at(report.curve, 1.3)[0] == pytest.approx(0.60)
    assert report.curve.at_risk[report.curve.times.index(1.1)] == 5
    first = report.results[0]
    assert dict(first.counts)[Reached.SUCCESS] == 4
    assert (first.lower_bound.x, first.lower_bound.n, first.evaluable.n) == (4, 8, 7)
    assert first.kaplan_meier == pytest.approx(0.60)
    assert (report.defined, report.censored) == (8, 2)


# censoring rate, Kaplan-Meier on the ratio, censored as failures, evaluable only; truth .4348
BIAS = [(0.25, 0.463, 0.382, 0.4355), (0.5, 0.487, 0.339, 0.4355), (1.0, 0.525, 0.277, 0.4331)]


@pytest.mark.parametrize(("rate", "km", "lower", "evaluable"), BIAS)
def test_outcomes_6_2_kaplan_meier_on_the_ratio_is_biased(
    rate: float, km: float, lower: float, evaluable: float
) -> None:
    found = simulate(rate, seed=20240101)
    # Monte Carlo error: a proportion of 50 has a standard error of .07, its mean over 4,000 one of .0011; 4 of them and rounding.
    assert found.truth == pytest.approx(0.4348, abs=5e-5)
    assert found.kaplan_meier == pytest.approx(km, abs=0.006)
    assert found.lower_bound == pytest.approx(lower, abs=0.005)
    assert found.evaluable == pytest.approx(evaluable, abs=0.006)
    assert found.lower_bound < found.truth < found.kaplan_meier


@pytest.mark.parametrize(("rate", "km"), [(0.25, 0.464), (0.5, 0.491), (1.0, 0.524)])
def test_outcomes_6_2_the_same_pattern_with_a_shared_frailty(rate: float, km: float) -> None:
    assert simulate(rate, seed=7, frailty=0.8).kaplan_meier == pytest.approx(km, abs=0.007)


def test_the_simulation_uses_the_estimators_of_the_report() -> None:
    """One replicate by hand: the same draws through `analyze`."""
    rng = np.random.default_rng(5)
    t1, t2 = rng.exponential(1, (1, 50))[0], rng.exponential(1, (1, 50))[0]
    c = rng.exponential(2, (1, 50))[0]
    pairs = [
        LinePair(str(i), a, True, min(b, d), bool(b <= d)) for i, (a, b, d) in enumerate(zip(t1, t2, c, strict=True))
    ]
    (result,) = analyze(pairs, thresholds=(Threshold(1.3, True),)).results
    one = simulate(0.5, seed=5, replicates=1)
    assert (one.kaplan_meier, one.lower_bound, one.evaluable) == pytest.approx(
        (result.kaplan_meier, result.lower_bound.estimate, result.evaluable.estimate)
    )


def test_outcomes_6_3_closed_form_of_estimator_4() -> None:
    assert weibull_beyond(1.3, 1.0) == pytest.approx(1 / 2.3)
    assert weibull_beyond(1.3, 2.0) == pytest.approx(1 / (1 + 1.69))


WARNINGS = [
    (LinePair("p", 100, True, 90, False, "recist", (50, 100), (50,)), ("ratio.censored",)),
    (LinePair("p", 100, False, 90, True, "recist", (50, 100), (50,)), ("ratio.undefined",)),
    (LinePair("p", 100, True, 90, True, "treatment_change", (50, 100), (50,)), ("ratio.not_by_recist",)),
    (LinePair("p", 100, True, 90, True, "recist"), ("ratio.scans_unknown",)),
    (LinePair("p", 100, True, 90, True, "recist", (30, 60, 90), (60,)), ("ratio.scans_differ",)),
    (LinePair("p", 100, True, 90, True, "recist", (50, 100), (55,)), ()),
]


@pytest.mark.parametrize(("pair", "expected"), WARNINGS)
def test_win_5_what_limits_a_ratio_is_said(pair: LinePair, expected: tuple[str, ...]) -> None:
    assert analyze([pair]).warnings == expected


# --- 6.3, estimators 7 and 8 -------------------------------------------------------------------------------------------
def lines(n: int, rng: np.random.Generator, *, ratio: float = 1.0, frailty: float = 0.5) -> list[LinePair]:
    level = np.exp(frailty * rng.standard_normal(n))
    t1, t2, c = rng.exponential(100 / level), rng.exponential(100 * ratio / level), rng.exponential(200, n)
    return [LinePair(str(i), t1[i], True, min(t2[i], c[i]), bool(t2[i] <= c[i])) for i in range(n)]


def test_outcomes_6_3_paired_measures_keep_their_level_without_an_effect() -> None:
    rng = np.random.default_rng(12)
    reports = [r for r in (paired.compare(lines(40, rng), tau=200) for _ in range(120)) if r is not None]
    for name in ("difference", "ratio", "effect"):
        share = np.mean([(getattr(r, name).p or 1) < 0.05 for r in reports])
        assert share == pytest.approx(0.05, abs=0.06), name  # standard error .02, three of them
    assert np.mean([(r.fit.coefficients[0].p if r.fit else 1) < 0.05 for r in reports]) < 0.09


def test_outcomes_6_3_paired_measures_see_a_doubled_second_time() -> None:
    report = paired.compare(lines(400, np.random.default_rng(3), ratio=2.0, frailty=0.0), tau=300)
    assert report is not None and report.fit is not None
    assert report.fit.coefficients[0].hazard_ratio == pytest.approx(0.5, abs=0.1)
    assert report.fit.clusters == 400
    assert report.effect.estimate == pytest.approx(2 / 3, abs=0.05)
    assert report.difference.p is not None and report.difference.p < 1e-6
    # restricted means to 300 of exponentials with means 100 and 200; the estimate scatters by 8.5
    assert report.difference.estimate == pytest.approx(200 * (1 - np.exp(-1.5)) - 100 * (1 - np.exp(-3)), abs=20)


def test_swapping_the_lines_mirrors_the_measures() -> None:
    there = paired.compare(HAND, tau=10)
    back = paired.compare([LinePair(p.patient, p.pfs2, p.event2, p.pfs1, p.event1) for p in HAND], tau=10)
    assert there is not None and back is not None
    assert there.difference.estimate == pytest.approx(-back.difference.estimate)
    assert there.effect.estimate == pytest.approx(1 - back.effect.estimate)
    assert there.ratio.estimate == pytest.approx(1 / back.ratio.estimate)


def test_too_few_patients_get_no_interval() -> None:
    report = paired.compare(HAND[:4])
    assert report is not None
    assert (report.effect.low, report.effect.p) == (None, None)
    assert paired.compare(HAND[:1]) is None


# --- matched against unmatched -----------------------------------------------------------------------------------------
def immortal(n: int, seed: int) -> list[Followed]:
    """No effect at all: a therapy begins on day 100 in all who are still there and are to get one."""
    rng = np.random.default_rng(seed)
    times = rng.exponential(200, n)
    wanted = rng.integers(0, 2, n).astype(bool)
    return [
        Followed(str(i), float(t), True, bool(w and t > 100), 100.0 if w and t > 100 else None)
        for i, (t, w) in enumerate(zip(times, wanted, strict=True))
    ]


def test_immortal_time_makes_a_useless_therapy_look_good_and_the_two_answers_do_not() -> None:
    report = matched.analyze(immortal(800, 1), landmarks=(100,))
    assert report.naive.fit is not None and report.naive.fit.coefficients[0].hazard_ratio < 0.7
    assert report.naive.test is not None and report.naive.test.p < 1e-6
    (landmark,) = report.landmarks
    for fit in (landmark.fit, report.time_dependent):
        assert fit is not None
        assert fit.coefficients[0].low < 1 < fit.coefficients[0].high
    assert "matched.immortal" in report.warnings
    assert report.immortal_days == 100.0 * report.immortal_patients


def test_a_landmark_leaves_out_who_is_gone_and_looks_only_back() -> None:
    people = [
        Followed("gone before", 20, True, False),
        Followed("last seen on the day", 30, False, True, 0),
        Followed("matched by then", 90, True, True, 10),
        Followed("matched later", 90, True, True, 60),
        Followed("never", 80, False, False),
        Followed("start not known", 80, True, True),
    ]
    left, on = matched.at_landmark(people, 30)
    assert {p.patient: m for p, m in zip(left, on, strict=True)} == {
        "matched by then": True, "matched later": False, "never": False, "start not known": False,
    }  # fmt: skip
    (at,) = matched.analyze(people, landmarks=(30,)).landmarks
    assert (at.n, at.left_out) == (3, 3)  # whose start is not known stands on neither side
    assert {name: c.n for name, c in at.curves} == {"matched": 1, "unmatched": 2}


def test_selection_is_counted_and_said() -> None:
    people = [Followed(f"m{i}", 100 + i, True, True, 0, {"ecog": i % 2}) for i in range(10)]
    people += [Followed(f"u{i}", 50 + i, True, False, None, {"ecog": 1 + i % 2}) for i in range(10)]
    people.append(Followed("?", 10, True, None))
    report = matched.analyze(people)
    (ecog,) = report.balance
    assert (ecog.matched, ecog.unmatched) == (0.5, 1.5)
    assert ecog.difference == pytest.approx(-1 / np.sqrt(0.25 * 10 / 9))
    assert report.not_assessed == 1
    assert set(report.warnings) == {"matched.not_randomized", "matched.imbalance", "matched.not_assessed"}


def test_a_curve_of_the_landmark_starts_at_the_landmark() -> None:
    people = [Followed("a", 50, True, True, 0), Followed("b", 70, True, False), Followed("c", 90, False, False)]
    (at,) = matched.analyze(people, landmarks=(40,)).landmarks
    assert dict(at.curves)["unmatched"].times == kaplan_meier([30, 50], [True, False]).times


# --- what gives no ratio ----------------------------------------------------------------------------------------------
NO_RATIO = [
    (LinePair("p", 0, True, 10, True), Reached.INVALID, "the line before lasted 0 days"),
    (LinePair("p", 0, False, 10, True), Reached.INVALID, "and progression on it was not seen"),
    (LinePair("p", 100, False, 300, True), Reached.UNDEFINED, "the line before is censored"),
    (LinePair("p", None, True, 10, True), Reached.NO_FIRST, "PFS1 is not recorded"),
    (LinePair("p", 100, None, 10, True), Reached.NO_FIRST, "nor whether it ended in progression"),
    (LinePair("p", 100, True, None, True), Reached.NO_SECOND, "PFS2 is not recorded"),
    (LinePair("p", 100, True, 10, None), Reached.NO_SECOND, "nor whether it ended in an event"),
    (LinePair("p", 100, True, 0, False), Reached.NOT_BEGUN, "last seen on day 0 of the matched line"),
]


@pytest.mark.parametrize(("pair", "why", "words"), NO_RATIO, ids=[n[2] for n in NO_RATIO])
def test_win_5_a_degenerate_ratio_is_not_estimable_with_its_reason(pair: LinePair, why: Reached, words: str) -> None:
    assert (pfs_ratio.not_estimable(pair), pfs_ratio.ratio(pair)) == (why, None)
    report = analyze([*HAND, pair])
    assert (report.defined, report.missing) == (8, ((why, 1),))
    assert all(r.lower_bound.n == 8 for r in report.results)
    assert "ratio.undefined" in report.warnings


def test_win_5_progression_on_the_first_day_is_a_ratio_of_0() -> None:
    pair = LinePair("p", 100, True, 0, True)
    assert (pfs_ratio.ratio(pair), reached(pair, AT_LEAST)) == (0, Reached.FAILURE)


def test_win_5_without_any_ratio_nothing_is_estimable() -> None:
    report = analyze([LinePair("p", 0, True, 10, True), LinePair("q", None, None, 10, True)])
    assert report.curve is None and report.defined == 0
    assert all(r.p is None and r.kaplan_meier is None and r.lower_bound.estimate is None for r in report.results)


def test_outcomes_6_3_paired_measures_leave_out_who_lacks_a_time_and_count_them() -> None:
    report = paired.compare([*HAND, LinePair("x", None, True, 10, True), LinePair("y", 0, True, 10, True)])
    assert report is not None and (report.n, report.left_out) == (8, 2)


def test_outcomes_6_3_a_measure_at_the_edge_of_its_scale_has_no_interval() -> None:
    """Every second time outlasts every first one: the chance is 1, and no standard error can be had."""
    report = paired.compare([LinePair(str(i), 10 + i, True, 100 + i, True) for i in range(8)])
    assert report is not None
    assert (report.effect.estimate, report.effect.low, report.effect.p) == (1.0, None, None)
    none = paired.compare([LinePair(str(i), 10 + i, True, 0, True) for i in range(8)], tau=10)
    assert none is not None and (none.ratio.estimate, none.ratio.low) == (0.0, None)


# --- missed assessments ------------------------------------------------------------------------------------------------
SCANS = (50.0, 100.0, 150.0)
GAPS = [
    # pair, under a rule of 120 days
    (LinePair("p", 100, True, 200, True, "recist", (50, 100), SCANS), None, "50 days after the last scan"),
    (LinePair("p", 100, True, 270, True, "recist", (50, 100), SCANS), None, "exactly 120 days"),
    (LinePair("p", 100, True, 271, True, "recist", (50, 100), SCANS), (100, True, 150, False), "121 days: censored at the last scan"),
    (LinePair("p", 200, True, 100, True, "recist", (50,), (50, 100)), (200, False, 100, True), "150 days on the line before"),
    (LinePair("p", 100, True, 270, False, "recist", (50, 100), SCANS), None, "censored, 120 days after the last scan"),
    (LinePair("p", 100, True, 271, False, "recist", (50, 100), SCANS), (100, True, 150, False), "censored: nobody looked for 121 days"),
    (LinePair("p", 100, True, 271, True), None, "no days of scans: the rule cannot be applied"),
]  # fmt: skip


@pytest.mark.parametrize(("pair", "expected", "why"), GAPS, ids=[g[2] for g in GAPS])
def test_outcomes_7_an_event_after_missed_assessments_is_censored_at_the_last_scan(
    pair: LinePair, expected: tuple[object, ...] | None, why: str
) -> None:
    (made,) = pfs_ratio.after_gaps([pair], 120)
    assert made == pair if expected is None else (made.pfs1, made.event1, made.pfs2, made.event2) == expected


def test_outcomes_6_1_two_missed_assessments_before_an_event_are_told() -> None:
    ok = LinePair("p", 100, True, 200, True, "recist", (50, 100), SCANS)
    late = LinePair("p", 100, True, 251, True, "recist", (50, 100), SCANS)
    assert "ratio.missed_scans" not in analyze([ok]).warnings
    assert "ratio.missed_scans" in analyze([late]).warnings


# --- matched: what contradicts, landmarks ------------------------------------------------------------------------------
def followed_pair(**second: object) -> list[Followed]:
    return [Followed("a", 100, True, True, 30.0), Followed("b", 100, True, False), Followed("c", 90, False, **second)]  # type: ignore[arg-type]


def test_immortal_time_without_a_landmark_is_told() -> None:
    told = matched.analyze(followed_pair(matched=False)).warnings
    assert "matched.immortal" in told and "matched.no_landmark" in told
    with_one = matched.analyze(followed_pair(matched=False), landmarks=(60,)).warnings
    assert "matched.no_landmark" not in with_one and "matched.landmark_chosen" in with_one


def test_events_before_a_landmark_are_counted_and_a_landmark_that_leaves_out_many_is_told() -> None:
    people = [Followed(str(i), 10.0 * (i + 1), True, i % 2 == 0, 5.0 if i % 2 == 0 else None) for i in range(10)]
    report = matched.analyze(people, landmarks=(45,))
    assert (report.landmarks[0].n, report.landmarks[0].left_out, report.landmarks[0].events_before) == (6, 4, 4)
    assert "matched.late_landmark" in report.warnings
    assert "matched.late_landmark" not in matched.analyze(people, landmarks=(15,)).warnings


def test_acceptance_6_pfs_ratio_censoring_table_and_the_published_proportions() -> None:
    """Acceptance test 6 of section 8 of the WIN and FUSCC reference, in one place; each part has tests of its own."""
    from scipy.stats import binom  # an implementation that is not ours

    from tumorboard.outcomes.rates import INTERVALS, binomial_at_least

    for event1, pfs1, event2, pfs2, expected in CENSORING_TABLE:
        assert reached(LinePair("p", pfs1, event1, pfs2, event2), AT_LEAST) is expected
    assert binomial_at_least(18, 66, 0.15) == pytest.approx(binom.sf(17, 66, 0.15), rel=1e-9)
    for method, low, high in (("wald", 16.5, 38.0), ("clopper_pearson", 17.0, 39.6)):
        found = INTERVALS[method](18, 66)
        assert (round(100 * (found.low or 0), 1), round(100 * (found.high or 0), 1)) == (low, high)
    assert round(100 * 24 / 107, 1) == 22.4
