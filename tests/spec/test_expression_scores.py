"""Single-sample scores: numbers worked out by hand, bounds, and what has no score."""

from __future__ import annotations

import numpy as np
import pytest

from tumorboard.interpret.expression import outliers, zscore
from tumorboard.interpret.expression.ranks import membership, ranked
from tumorboard.interpret.expression.singscore import singscore, singscores
from tumorboard.interpret.expression.ssgsea import over_range, ssgsea

TEN = [f"G{i}" for i in range(1, 11)]
VALUES = np.arange(1.0, 11.0)[None, :]  # G1 lowest, G10 highest


# Mean rank of the set between (k+1)/2 and (2N-k+1)/2: of three genes of ten between 2 and 9.
@pytest.mark.parametrize(
    ("up", "score"),
    [
        (["G8", "G9", "G10"], 1.0),
        (["G1", "G2", "G3"], 0.0),
        (["G1", "G10"], 0.5),
        (["G4", "G5", "G9"], (6 - 2) / 7),
        (["G9", "UNKNOWN"], (9 - 1) / 9),
    ],
)
def test_singscore_of_a_set_that_goes_up(up: list[str], score: float) -> None:
    assert singscore(VALUES, TEN, up, centered=False).score[0] == pytest.approx(score)
    assert singscore(VALUES, TEN, up).score[0] == pytest.approx(score - 0.5)


def test_singscore_adds_what_goes_down_from_the_other_end() -> None:
    both = singscore(VALUES, TEN, ["G9", "G10"], ["G1", "G2"])
    assert both.score[0] == pytest.approx(1.0)  # 0.5 + 0.5
    assert both.spread[0] == pytest.approx(1.0)  # half a rank each
    assert (both.found, both.asked) == (4, 4)


def test_singscore_of_unknown_direction_counts_the_way_from_the_middle() -> None:
    # ranks 1 and 10 lie 5 and 4 from ceil(5.5) = 6; bounds (1+1)/2 = 1 and (2*5-1+1)/2 = 5
    found = singscore(VALUES, TEN, ["G1", "G10"], known_direction=False)
    assert found.score[0] == pytest.approx((4.5 - 1) / 4)


def test_singscore_gives_equal_values_the_lowest_rank() -> None:
    values = np.array([[0.0, 0.0, 0.0, 5.0]])
    # ranks 1, 1, 1, 4; one gene of four lies between 1 and 4
    assert singscore(values, ["A", "B", "C", "D"], ["B"], centered=False).score[0] == 0.0


def test_ssgsea_by_hand() -> None:
    # four genes, set {D} highest: hits stand first in 4 of 4 places; the three others start at places 2, 3, 4: (1+2+3)/3 = 2
    values = np.array([[1.0, 2.0, 3.0, 4.0]])
    score = ssgsea(ranked(values, ["A", "B", "C", "D"], {"top": ["D"], "low": ["A"]}))
    assert score.tolist() == [[4 - 2, 1 - 3]]
    assert over_range(score).tolist() == [[0.5, -0.5]]


def test_z_by_hand() -> None:
    # two genes over three samples: z of A is -1, 0, 1; B does not vary and is left out; times the root of one
    cohort = np.array([[1.0, 7.0], [2.0, 7.0], [3.0, 7.0]])
    sets = membership(["A", "B"], {"both": ["A", "B"], "flat": ["B"]})
    found = zscore.combined(cohort, zscore.standard(cohort), sets)
    assert found[:, 0].tolist() == [-1.0, 0.0, 1.0]
    assert np.isnan(found[:, 1]).all()


def test_z_of_four_alike_genes_is_twice_that_of_one() -> None:
    cohort = np.arange(5.0)[:, None] * np.ones((1, 4))
    sets = membership(list("ABCD"), {"one": ["A"], "four": list("ABCD")})
    found = zscore.combined(cohort, zscore.standard(cohort), sets)
    assert found[:, 1] == pytest.approx(2 * found[:, 0])


@pytest.mark.parametrize("score", [singscores, ssgsea])
def test_a_set_without_a_gene_has_no_score(score: object) -> None:
    found = score(ranked(VALUES, TEN, {"none": ["X"], "some": ["G3"]}))  # type: ignore[operator]
    assert np.isnan(found[0, 0]) and np.isfinite(found[0, 1])


def test_a_gap_is_refused_and_not_ranked() -> None:
    with pytest.raises(ValueError, match="no rank"):
        ranked(np.array([[1.0, np.nan]]), ["A", "B"], {"s": ["A"]})


def test_two_samples_have_no_spread() -> None:
    with pytest.raises(ValueError, match="at least 3"):
        zscore.standard(np.ones((2, 4)))


# A cohort of 0..39 has quartiles 9.75 and 29.25: fences at three ranges are -48.75 and 87.75.
@pytest.mark.parametrize(("value", "call"), [(87.0, None), (88.0, "over"), (-48.0, None), (-49.0, "under")])
def test_an_outlier_lies_beyond_three_interquartile_ranges(value: float, call: str | None) -> None:
    cohort = np.arange(40.0)[:, None]
    found = outliers.outliers(np.array([value]), cohort, ["G"])
    assert [o.call for o in found] == ([call] if call else [])


def test_a_gene_that_does_not_vary_calls_no_outlier() -> None:
    assert outliers.outliers(np.array([9.0]), np.zeros((30, 1)), ["G"]) == ()


def test_the_percentile_counts_equals_by_half() -> None:
    assert outliers.percentile(2.0, np.array([1.0, 2.0, 2.0, 3.0])) == 50.0
    assert outliers.percentile(9.0, np.array([1.0, 2.0])) == 100.0


def test_a_small_cohort_has_no_outliers() -> None:
    with pytest.raises(ValueError, match="at least 20"):
        outliers.outliers(np.array([1.0]), np.zeros((19, 1)), ["G"])
