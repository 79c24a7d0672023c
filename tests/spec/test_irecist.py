"""iRECIST as a radiologist reads it: reference file outcomes.md, section 2.

Sources: Seymour et al. 2017 (PMC5648544), Tables 2 and 3; EORTC RECIST questions and answers; vignette ``irecist`` of
pharmaverse admiralonco.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from tests.spec.test_recist import DAY0, visit

from tumorboard.model.response import Response, ResponseCourse, ResponseRules, Visit
from tumorboard.outcomes.best_response import best_response
from tumorboard.outcomes.irecist import assess_immune
from tumorboard.outcomes.response import judge

SAID = {"iCR": "CR", "iPR": "PR", "iSD": "SD", "iNN": "non-CR/non-PD"}


def immune(r: Response) -> str:
    return {v: k for k, v in SAID.items()}.get(r.value, r.value)


def read(*visits: Visit) -> list[str]:
    return [immune(p.overall) for p in assess_immune(visits)[0]]


# Baseline T1 100 mm and N1; the visit before showed what is in the second column; nadir is the baseline unless said.
TABLE_2 = [
    # this visit alone (no earlier iUPD)
    ("row 1: all gone", (), ("T1 liver absent", "N1 bone absent"), "iCR"),
    ("row 2: targets gone, others stay", (), ("T1 liver absent", "N1 bone present"), "iPR"),
    ("row 3: partial", (), ("T1 liver 60", "N1 bone present"), "iPR"),
    ("row 4: stable", (), ("T1 liver 95", "N1 bone present"), "iSD"),
    ("row 6: stable, others progressed", (), ("T1 liver 95", "N1 bone progressed"), "iUPD"),
    ("row 7: targets grew", (), ("T1 liver 121", "N1 bone present"), "iUPD"),
    ("row 8: both", (), ("T1 liver 121", "N1 bone progressed"), "iUPD"),
    ("row 9: both and new", (), ("T1 liver 121", "N1 bone progressed", "X1 lung 12"), "iUPD"),
    ("row 10: new only", (), ("T1 liver 95", "N1 bone present", "X1 lung 12"), "iUPD"),
    # after an iUPD at the visit before
    ("row 1 after iUPD: all gone", ("T1 liver 121", "N1 bone present"), ("T1 liver absent", "N1 bone absent"), "iCR"),
    ("row 2 after iUPD", ("T1 liver 121", "N1 bone present"), ("T1 liver absent", "N1 bone present"), "iPR"),
    ("row 3 after iUPD", ("T1 liver 121", "N1 bone present"), ("T1 liver 60", "N1 bone present"), "iPR"),
    ("row 4 after iUPD", ("T1 liver 121", "N1 bone present"), ("T1 liver 100", "N1 bone present"), "iSD"),
    ("row 5: new ones unchanged", ("T1 liver 121", "N1 bone progressed", "X1 lung 12"), ("T1 liver 121", "N1 bone progressed", "X1 lung 12"), "iUPD"),
    ("row 5: new ones 5 mm more", ("T1 liver 121", "N1 bone progressed", "X1 lung 12"), ("T1 liver 121", "N1 bone progressed", "X1 lung 17"), "iCPD"),
    ("row 5: one more new one", ("T1 liver 121", "N1 bone progressed", "X1 lung 12"), ("T1 liver 121", "N1 bone progressed", "X1 lung 12", "X2 lung 10"), "iCPD"),
    ("row 6: others unchanged", ("T1 liver 95", "N1 bone progressed"), ("T1 liver 95", "N1 bone progressed"), "iUPD"),
    ("row 6: others grew, not unequivocally", ("T1 liver 95", "N1 bone progressed"), ("T1 liver 60", "N1 bone increased"), "iCPD"),
    ("row 7: 4.9 mm further", ("T1 liver 121", "N1 bone present"), ("T1 liver 125.9", "N1 bone present"), "iUPD"),
    ("row 7: 5 mm further", ("T1 liver 121", "N1 bone present"), ("T1 liver 126", "N1 bone present"), "iCPD"),
    ("row 7: still so, and others gone", ("T1 liver 121", "N1 bone present"), ("T1 liver 121", "N1 bone absent"), "iUPD"),
    ("row 8: neither further", ("T1 liver 121", "N1 bone progressed"), ("T1 liver 122", "N1 bone progressed"), "iUPD"),
    ("row 8: others further", ("T1 liver 121", "N1 bone progressed"), ("T1 liver 121", "N1 bone increased"), "iCPD"),
    ("row 9: nothing further", ("T1 liver 121", "N1 bone progressed", "X1 lung present"), ("T1 liver 121", "N1 bone progressed", "X1 lung present"), "iUPD"),
    ("row 9: unmeasured new one grew", ("T1 liver 121", "N1 bone progressed", "X1 lung present"), ("T1 liver 121", "N1 bone progressed", "X1 lung increased"), "iCPD"),
    ("row 9: targets 5 mm further", ("T1 liver 121", "N1 bone progressed", "X1 lung present"), ("T1 liver 126", "N1 bone progressed", "X1 lung present"), "iCPD"),
    ("row 10: new one stays", ("T1 liver 95", "N1 bone present", "X1 lung 12"), ("T1 liver 60", "N1 bone present", "X1 lung 12"), "iUPD"),
    ("row 10: new one 5 mm more", ("T1 liver 95", "N1 bone present", "X1 lung 12"), ("T1 liver 60", "N1 bone present", "X1 lung 17"), "iCPD"),
    ("row 10: another new one", ("T1 liver 95", "N1 bone present", "X1 lung 12"), ("T1 liver 95", "N1 bone present", "X1 lung 12", "X2 liver 9"), "iCPD"),
    ("nothing could be evaluated", ("T1 liver 121", "N1 bone present"), ("T1 liver not_evaluated", "N1 bone present"), "NE"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "before", "shows", "expected"), TABLE_2, ids=[t[0] for t in TABLE_2])
def test_outcomes_2_1_table_2(why: str, before: tuple[str, ...], shows: tuple[str, ...], expected: str) -> None:
    course = [visit(0, "T1 liver 100", "N1 bone present")]
    if before:
        course.append(visit(56, *before))
    found = read(*course, visit(91, *shows))
    assert found[-1] == expected
    assert len(found) == 1 or found[0] == "iUPD"


def test_outcomes_2_1_further_growth_adds_up() -> None:
    """+4 mm, then +2 mm confirms (EORTC); the progression is dated to the first of the sequence."""
    points, on = assess_immune([visit(i * 35, f"T1 liver {mm}") for i, mm in enumerate((100, 121, 125, 127))])
    assert [immune(p.overall) for p in points] == ["iUPD", "iUPD", "iCPD"]
    assert on == DAY0 + timedelta(days=35)


def test_outcomes_2_1_a_response_resets_the_bar() -> None:
    assert read(*[visit(i * 35, f"T1 liver {mm}") for i, mm in enumerate((100, 121, 100, 126, 130, 131))]) == [
        "iUPD", "iSD", "iUPD", "iUPD", "iCPD",
    ]  # fmt: skip


RESET = (visit(0, "T1 liver 100"), visit(35, "T1 liver 95", "X1 lung 12"), visit(70, "T1 liver 90", "X1 lung absent"))
AFTER_RESET = [
    ("the old one is back, small", ("X1 lung too_small",), "iUPD"),  # 5 mm against a nadir of 0
    ("another one", ("X2 lung 10",), "iUPD"),
    ("the old one, not measured", ("X1 lung present",), "iSD"),
    ("the old one, unequivocal growth", ("X1 lung progressed",), "iUPD"),
]


@pytest.mark.parametrize(("why", "new", "expected"), AFTER_RESET, ids=[a[0] for a in AFTER_RESET])
def test_outcomes_2_1_new_lesions_after_a_reset(why: str, new: tuple[str, ...], expected: str) -> None:
    assert read(*RESET, visit(105, "T1 liver 90", *new)) == ["iUPD", "iSD", expected]


def test_an_unconfirmed_progression_that_was_the_last_seen_counts_and_goes_to_a_person() -> None:
    points, on = assess_immune([visit(0, "T1 liver 100"), visit(56, "T1 liver 95"), visit(112, "T1 liver 121")])
    assert (on, points[-1].overall) == (DAY0 + timedelta(days=112), Response.UPD)
    assert points[-1].review == ("irecist.never_confirmed",)
    taken_back = assess_immune([visit(0, "T1 liver 100"), visit(56, "T1 liver 121"), visit(98, "T1 liver 100")])
    assert (taken_back[1], taken_back[0][-1].review) == (None, ())


def test_a_confirmation_outside_4_to_8_weeks_is_for_a_person() -> None:
    late = assess_immune([visit(0, "T1 liver 100"), visit(56, "T1 liver 121"), visit(140, "T1 liver 130")])[0]
    assert (late[-1].overall, late[-1].review) == (Response.CPD, ("irecist.window",))


# --- 2.2: every test vector that Table 3 stands for --------------------------------------------------------------------
ANY = ("iCR", "iPR", "iSD", "iUPD", "iCPD", "NE")
TABLE_3 = [
    ("1", ("iCR",), ("iCR", "iPR", "iUPD", "NE"), ("iCR", "iPR", "iUPD", "NE"), ("iUPD",), ("iCPD",), "iCR"),
    ("2", ("iUPD",), ("iPR", "iSD", "NE"), ("iCR",), ("iCR", "iUPD", "NE"), ANY, "iCR"),
    ("3", ("iUPD",), ("iPR",), ("iPR", "iSD", "iUPD", "NE"), ("iPR", "iSD", "iUPD", "NE", "iCPD"), ("iPR", "iSD", "iUPD", "NE", "iCPD"), "iPR"),
    ("4", ("iUPD",), ("iSD", "NE"), ("iPR",), ("iPR", "iSD", "iUPD", "NE"), ("iPR", "iSD", "iUPD", "iCPD", "NE"), "iPR"),
    ("5", ("iUPD",), ("iSD",), ("iSD", "iUPD", "NE"), ("iSD", "iUPD", "iCPD", "NE"), ("iSD", "iUPD", "iCPD", "NE"), "iSD"),
    ("6", ("iUPD",), ("iCPD",), ANY, ANY, ANY, "iCPD"),
    ("7", ("iUPD",), ("iUPD",), ("iCPD",), ANY, ANY, "iCPD"),
    ("8", ("iUPD",), ("NE",), ("NE",), ("NE",), (), "iUPD"),
]  # fmt: skip
UNCONFIRMED = ResponseRules(42, None, 0, False, False, None)


@pytest.mark.parametrize("row", TABLE_3, ids=[r[0] for r in TABLE_3])
def test_outcomes_2_2_best_response_of_table_3(row: tuple[str, ...]) -> None:
    *points, expected = row[1:]
    count = 0
    for course in product(*[p for p in points if p]):
        found = [(DAY0 + timedelta(days=42 * (i + 1)), Response(SAID.get(c, c))) for i, c in enumerate(course)]
        end = next((d for d, r in found if r is Response.CPD), None)
        assert immune(best_response(found, UNCONFIRMED, start=DAY0, first_pd=end).response) == expected, course
        count += 1
    assert count == {"1": 16, "2": 54, "3": 100, "4": 40, "5": 48, "6": 216, "7": 36, "8": 1}[row[0]]


def test_outcomes_2_2_stable_disease_needs_42_days() -> None:
    early = [(DAY0 + timedelta(days=41), Response.SD)]
    late = [(DAY0 + timedelta(days=42), Response.SD)]
    assert best_response(early, UNCONFIRMED, start=DAY0).response is Response.NE
    assert best_response(late, UNCONFIRMED, start=DAY0).response is Response.SD


def test_a_confirmed_progression_needs_an_unconfirmed_one_before() -> None:
    sole = [(DAY0 + timedelta(days=42), Response.SD), (DAY0 + timedelta(days=84), Response.CPD)]
    assert best_response(sole[1:], UNCONFIRMED, start=DAY0).response is Response.UPD


def test_one_patient_with_pseudoprogression_from_lesions_to_days() -> None:
    course = ResponseCourse(
        "p", tuple(visit(i * 42, f"T1 liver {mm}") for i, mm in enumerate((100, 125, 65, 60, 82, 90))), start=DAY0
    )
    plain, with_i = judge(course, UNCONFIRMED), judge(course, UNCONFIRMED, immune=True)
    assert (plain.best.response, plain.progressed_on) == (Response.PD, date(2024, 2, 12))
    assert [immune(p.overall) for p in with_i.time_points] == ["iUPD", "iPR", "iPR", "iUPD", "iCPD"]
    assert (with_i.best.response, with_i.progressed_on) == (Response.PR, DAY0 + timedelta(days=168))


def test_outcomes_2_1_disease_after_a_complete_response_is_unconfirmed_and_confirmed_by_growth() -> None:
    course = [visit(0, "T1 liver 40", "N1 bone present"), visit(56, "T1 liver absent", "N1 bone absent")]
    back = visit(112, "T1 liver 3", "N1 bone absent")
    assert read(*course, back) == ["iCR", "iUPD"]
    assert read(*course, back, visit(147, "T1 liver 9", "N1 bone absent")) == ["iCR", "iUPD", "iCPD"]
    assert read(*course, back, visit(147, "T1 liver absent", "N1 bone absent")) == ["iCR", "iUPD", "iCR"]
    bone = visit(112, "T1 liver absent", "N1 bone present")
    assert read(*course, bone, visit(147, "T1 liver absent", "N1 bone present")) == ["iCR", "iUPD", "iUPD"]
    assert read(*course, bone, visit(147, "T1 liver absent", "N1 bone increased")) == ["iCR", "iUPD", "iCPD"]
