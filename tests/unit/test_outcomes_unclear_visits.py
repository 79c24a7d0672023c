"""Visits whose records are unclear: lesions that come late, records that contradict each other, equivocal findings."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from tumorboard.formats.outcomes import lesions
from tumorboard.model.response import PatientResponse, Response, ResponseRules
from tumorboard.outcomes.response import judge, progression_free, rates

RULES = ResponseRules(
    sd_days=42, confirm_days=28, most_not_evaluated=1, accept_sd=False, missing_as_ne=False, gap_days=None
)
HEAD = "patient,date,lesion,role,site,mm,state,method"
BASE = "P,2024-01-01,T1,target,liver,40,,ct"


def judged(folder: Path, *records: str, immune: bool = False) -> tuple[PatientResponse, list[str]]:
    path = folder / "lesions.csv"
    path.write_text("\n".join((HEAD, BASE, *records)) + "\n", "utf-8")
    parsed = lesions.read(path)
    assert parsed.value is not None
    return judge(parsed.value[0], RULES, immune=immune), [i.code for i in parsed.issues]


LATE = [
    ("T9,target,lung,30,", True),
    ("N7,non_target,bone,,progressed", True),
    ("N7,non_target,bone,,present", True),
    ("N7,non_target,bone,,absent", False),
    ("N7,non_target,bone,,not_evaluated", False),
    ("N8,target,lymph_node,8,", False),  # a node below 10 mm is normal
]


@pytest.mark.parametrize(("record", "progressed"), LATE)
def test_recist_1_2_a_lesion_that_is_not_of_the_baseline_is_a_new_one_whatever_its_role(
    tmp_path: Path, record: str, progressed: bool
) -> None:
    after = [f"P,2024-0{m}-01,T1,target,liver,20,,ct" for m in (3, 5)]
    found, codes = judged(tmp_path, *after, f"P,2024-03-01,{record},ct")
    assert (found.best.response is Response.PD) is progressed
    assert ("OUT042" in codes, "OUT012" in codes) == (progressed, not progressed)
    assert ("recist.not_at_baseline" in found.best.review) is progressed


def test_recist_1_2_a_late_lesion_seen_by_pet_alone_goes_to_a_person(tmp_path: Path) -> None:
    found, _ = judged(tmp_path, "P,2024-03-01,T1,target,liver,20,,ct", "P,2024-03-01,N7,non_target,bone,,present,pet")
    assert found.time_points[0].overall is Response.PR
    assert {"recist.pet_only", "recist.not_at_baseline"} <= set(found.best.review)


TWO = ("P,2024-03-01,T1,target,liver,20,,ct", "P,2024-03-01,T1,target,liver,60,,ct")


def test_the_order_of_contradicting_records_decides_nothing_and_the_visit_is_not_evaluable(tmp_path: Path) -> None:
    after = "P,2024-05-01,T1,target,liver,20,,ct"
    ways = [judged(tmp_path, *rows) for rows in permutations((*TWO, after))]
    assert len({(w.best, w.progressed_on, tuple(p.overall for p in w.time_points)) for w, _ in ways}) == 1
    found, codes = ways[0]
    assert [p.overall for p in found.time_points] == [Response.NE, Response.PR]
    assert found.best.response is not Response.PR  # nothing confirms it
    assert "recist.contradicting_records" in found.best.review
    assert "OUT041" in codes


UNCLEAR = [
    # a new lesion that is there and is not; a size of a new lesion in doubt; progression besides
    (("X1,new,lung,,present", "X1,new,lung,,absent"), Response.NE),
    (("X1,new,lung,12,", "X1,new,lung,15,"), Response.PD),
    (("T1,target,liver,20,", "T1,target,liver,60,", "X1,new,lung,,present"), Response.PD),
    (("T1,target,liver,20,", "T1,target,liver,20,"), Response.PR),
]


@pytest.mark.parametrize("immune", [False, True])
@pytest.mark.parametrize(("records", "expected"), UNCLEAR)
def test_a_visit_with_contradicting_records_is_not_evaluable_unless_the_rest_is_progression(
    tmp_path: Path, records: tuple[str, ...], expected: Response, immune: bool
) -> None:
    rows = [f"P,2024-03-01,{r},ct" for r in records]
    if not records[0].startswith("T1"):
        rows.append("P,2024-03-01,T1,target,liver,20,,ct")
    wanted = Response.UPD if immune and expected is Response.PD else expected
    for order in (rows, rows[::-1]):
        assert judged(tmp_path, *order, immune=immune)[0].time_points[0].overall is wanted


def test_a_baseline_that_contradicts_itself_leaves_the_patient_not_evaluable(tmp_path: Path) -> None:
    path = tmp_path / "lesions.csv"
    rows = (HEAD, BASE, "P,2024-01-01,T1,target,liver,60,,ct", "P,2024-03-01,T1,target,liver,20,,ct")
    rows += ("Q,2024-01-01,T1,target,liver,60,,ct",)
    path.write_text("\n".join(rows) + "\n", "utf-8")
    parsed = lesions.read(path)
    assert parsed.value is not None
    found = judge(parsed.value[0], RULES)
    assert (found.best.response, found.best.review) == (Response.NE, ("recist.contradicting_baseline",))


def test_what_is_called_new_at_baseline_is_left_out_even_where_its_records_differ(tmp_path: Path) -> None:
    new = [f"P,2024-01-01,X1,new,lung,{mm},,ct" for mm in (9, 12)]
    found, codes = judged(tmp_path, *new, "P,2024-03-01,T1,target,liver,38,,ct")
    assert found.best.response is Response.SD
    assert "OUT030" in codes


def test_recist_4_3_5_an_equivocal_lesion_that_is_confirmed_is_progression_from_its_first_scan(tmp_path: Path) -> None:
    after = [f"P,2024-0{m}-01,T1,target,liver,38,,ct" for m in (3, 5)]
    found, _ = judged(tmp_path, *after, "P,2024-03-01,X,new,lung,,equivocal,ct", "P,2024-05-01,X,new,lung,,present,ct")
    assert found.progressed_on == date(2024, 3, 1)
    assert progression_free(found) == (60.0, True)
    assert "recist.equivocal_confirmed" in found.time_points[0].reasons
    assert "recist.equivocal_lesion" not in found.time_points[0].review


@pytest.mark.parametrize("between", ["absent", None])
def test_recist_4_3_5_a_finding_that_went_away_or_was_another_is_not_dated_back(
    tmp_path: Path, between: str | None
) -> None:
    after = [f"P,2024-0{m}-01,T1,target,liver,38,,ct" for m in (3, 5, 7)]
    seen = [f"P,2024-05-01,X,new,lung,,{between},ct"] if between else []
    name = "X" if between else "Y"
    last = f"P,2024-07-01,{name},new,lung,,present,ct"
    found, _ = judged(tmp_path, *after, "P,2024-03-01,X,new,lung,,equivocal,ct", *seen, last)
    assert found.progressed_on == date(2024, 7, 1)


def test_clinical_benefit_is_cr_pr_or_sd_of_24_weeks_and_never_below_the_response_rate(tmp_path: Path) -> None:
    short = [f"P,2024-0{m}-01,T1,target,liver,20,,ct" for m in (2, 3)]
    found, _ = judged(tmp_path, *short, "P,2024-04-01,T1,target,liver,60,,ct")
    stable, _ = judged(tmp_path, *(f"P,2024-0{m}-01,T1,target,liver,38,,ct" for m in (3, 7)))
    brief, _ = judged(tmp_path, "P,2024-03-01,T1,target,liver,38,,ct")
    of = rates([found, stable, brief], RULES, denominator="all")
    assert (of.objective.x, of.benefit.x, of.control.x) == (1, 2, 3)


def test_recist_3_1_a_baseline_more_than_four_weeks_before_treatment_is_told(tmp_path: Path) -> None:
    path, beside = tmp_path / "lesions.csv", tmp_path / "patients.csv"
    path.write_text(f"{HEAD}\n{BASE}\nP,2024-05-01,T1,target,liver,20,,ct\n", "utf-8")
    for start, expected in (("2024-01-29", False), ("2024-01-30", True)):
        beside.write_text(f"patient,start\nP,{start}\n", "utf-8")
        assert ("OUT043" in [i.code for i in lesions.read(path, beside).issues]) is expected
