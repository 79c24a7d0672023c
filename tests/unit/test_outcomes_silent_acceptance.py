"""What the tables of outcomes must not take in silence: no group, days to come, scores that are none, times without scans."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tumorboard.formats.outcomes import lesions, times
from tumorboard.issues import Severity
from tumorboard.model.outcome import LinePair
from tumorboard.model.response import ResponseRules
from tumorboard.outcomes.pfs_ratio import Reached, Threshold, after_gaps, analyze, missed, reached
from tumorboard.outcomes.response import judge
from tumorboard.outcomes.study import analyze as study
from tumorboard.report.outcomes import response_page

RULES = ResponseRules(
    sd_days=42, confirm_days=None, most_not_evaluated=0, accept_sd=False, missing_as_ne=False, gap_days=None
)


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("column", ["group", "stratum"])
@pytest.mark.parametrize("cell", ["", "NA"])
def test_b1_a_patient_without_a_group_or_stratum_is_in_no_curve_and_no_test(
    tmp_path: Path, column: str, cell: str
) -> None:
    """As R's survdiff and survfit do with NA."""
    records = ["a,5,yes,A", "b,9,no,A", "c,4,yes,B", "d,12,yes,B"]
    head = "patient,time,event,arm\n"
    whole = times.survival(written(tmp_path, head + "\n".join(records)), **{column: "arm"})
    parsed = times.survival(written(tmp_path, head + "\n".join([*records, f"e,1,yes,{cell}"])), **{column: "arm"})
    assert whole.value is not None and parsed.value == whole.value
    assert [(i.code, i.place.record, i.place.field) for i in parsed.issues if i.code == "OUT044"] == [
        ("OUT044", 5, "arm")
    ]
    test = study(parsed.value).test
    assert test is None or test.df == 1


def test_b1_a_patient_of_the_rates_without_a_group_is_in_no_curve_by_group(tmp_path: Path) -> None:
    rows = [f"{p},{d},T1,target,liver,40,," for p in "PQR" for d in ("2024-01-01", "2024-03-01")]
    table = written(tmp_path, "patient,date,lesion,role,site,mm,state,method\n" + "\n".join(rows) + "\n")
    about = "patient,start,group\nP,2024-01-02,A\nQ,2024-01-02,B\nR,2024-01-02,\n"
    parsed = lesions.read(table, written(tmp_path, about, "patients.csv"))
    assert [i.place.record for i in parsed.issues if i.code == "OUT044"] == [3]
    assert parsed.value is not None
    found = response_page.study([judge(c, RULES) for c in parsed.value], RULES, immune=False)
    assert found.pfs is not None and [g.name for g in found.pfs.groups] == ["A", "B"]
    assert found.rates[0].objective.n == 3


PAIR = LinePair("G6", 100, True, 500, False, "recist", (50, 100), (50, 100))
CENSORED = [
    # last seen, days of scans, and what is left under a rule of 120 days
    (500, (50, 100), 100),
    (200, (50, 100), 200),
    (500, (50, 100, 400, 500), 500),
    (500, (), 500),  # nobody wrote down the scans
]


@pytest.mark.parametrize(("last", "scans", "left"), CENSORED)
def test_b4_a_time_without_scans_is_censored_at_the_last_scan_and_is_no_success(
    last: float, scans: tuple[float, ...], left: float
) -> None:
    pair = LinePair("G6", 100, True, last, False, "recist", (50, 100), scans)
    (found,) = after_gaps([pair], 120)
    assert (found.pfs2, found.event2) == (left, False)


def test_b4_the_warning_of_missed_scans_looks_at_times_without_an_event_too() -> None:
    assert reached(PAIR, Threshold(1.3, False)) is Reached.SUCCESS
    assert reached(after_gaps([PAIR], 120)[0], Threshold(1.3, False)) is Reached.CENSORED
    assert "ratio.missed_scans" in analyze([PAIR]).warnings
    assert not missed((50, 100), 150, False)
    assert not missed((50, 100), 500, None)


def test_b5_days_after_the_day_of_the_analysis_are_told_and_not_used(tmp_path: Path) -> None:
    head = "patient,date,lesion,role,site,mm,state,method\n"
    rows = "".join(f"P,{d},T1,target,liver,40,,\n" for d in ("2024-01-01", "2024-03-01", "2028-03-01"))
    beside = written(tmp_path, "patient,start,death\nP,2024-01-02,2028-05-01\n", "patients.csv")
    parsed = lesions.read(written(tmp_path, head + rows), beside, until=date(2026, 11, 27))
    assert {i.code for i in parsed.issues} >= {"OUT045", "OUT048"}
    assert parsed.value is not None
    (course,) = parsed.value
    assert [v.on.year for v in course.visits] == [2024, 2024]
    assert course.death is None


SCORES = [
    ((-20, 600, 70), ">=60", [None, None, True], {"OUT046"}),
    ((0, 59.9, 60), ">=60", [False, False, True], set()),
    ((0, 0, 0), ">=60", [False, False, False], set()),
    ((0.2, 0.9, 1), ">=60", None, {"OUT047"}),
    ((20, 90, 100), ">=0.6", None, {"OUT047"}),
    ((0.2, 0.9, 1), ">=0.6", [False, True, True], set()),
]


@pytest.mark.parametrize(("scores", "cut", "expected", "codes"), SCORES)
def test_b5_a_matching_score_that_cannot_be_is_not_known_and_another_scale_is_refused(
    tmp_path: Path, scores: tuple[float, ...], cut: str, expected: list[bool | None] | None, codes: set[str]
) -> None:
    text = "patient,time,event,score\n" + "".join(f"p{i},9,yes,{s}\n" for i, s in enumerate(scores))
    parsed = times.matched(written(tmp_path, text), score="score", cut_off=Threshold(float(cut[2:]), False))
    assert {i.code for i in parsed.issues if i.code.startswith("OUT04")} == codes
    assert (parsed.value and [p.matched for p in parsed.value]) == expected
    if expected is None:
        assert any(i.severity is Severity.ERROR for i in parsed.issues)
