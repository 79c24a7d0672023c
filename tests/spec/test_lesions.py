"""Where lesions are: brain metastases and their state, measurable disease, limits that liver metastases raise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.truth_support import MET, NOT_MET, UNKNOWN, answer, asked

from tumorboard.board.intake import words
from tumorboard.criteria.cns import SCOPES
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.measurable import measurable
from tumorboard.criteria.parameters import CriterionError
from tumorboard.criteria.text import parse
from tumorboard.model.lesion import SITES, Lesion

LIMIT = (
    'If(LesionIn(["liver"]), LabBetween("ALT", max=5, unit="xULN"), LabBetween("ALT", max=3, unit="xULN")) and '
    'If(LesionIn(["liver"]), LabBetween("AST", max=5, unit="xULN"), LabBetween("AST", max=3, unit="xULN"))'
)


@pytest.mark.parametrize(
    ("times", "liver", "verdict"),
    [
        (2, "lesion lung", MET), (4, "lesion lung", UNKNOWN), (4, "lesion liver", MET), (4, "lesion liver absent", NOT_MET),
        (6, "lesion lung", NOT_MET), (6, "lesion liver", NOT_MET), (5, "lesion liver", MET), (3, "lesion liver absent", MET),
    ],
)  # fmt: skip
def test_liver_metastases_raise_the_limit_of_the_transaminases(times: int, liver: str, verdict: object) -> None:
    """Unknown liver metastases matter only between the two limits."""
    case = f"{liver}; lab ALT {40 * times} U/L of 10 to 40; lab AST 30 U/L of 10 to 40"
    said = asked(LIMIT, case)
    assert said.verdict is verdict
    assert said.missing == ({"lesion.imaging:liver"} if verdict is UNKNOWN else set())


@pytest.mark.parametrize(
    ("question", "case", "missing"),
    [
        ('LesionIn(["liver"])', "lesion liver suspected; lesions complete", {"lesion.nature:l1"}),
        ('LesionIn(["liver"])', "lesion somewhere; lesions complete", {"lesion.site:l1"}),
        ("CnsMetastases()", "lesion lung; lesions complete", {"lesion.imaging:brain"}),
        ("CnsMetastases()", "lesion cns", {"lesion.site:l1"}),
        ('CnsMetastases(scope="leptomeningeal")', "lesion brain", {"lesion.imaging:leptomeninges"}),
        ('CnsMetastases(state="active")', "lesion brain treated 60", {"lesion.stability:l1"}),
        ('CnsMetastases(state="active")', "lesion brain", {"lesion.treatment:l1", "lesion.stability:l1"}),
        ('CnsMetastases(state="symptomatic")', "lesion brain", {"lesion.symptoms:l1"}),
        ("MeasurableDisease()", "lesion bone 22 mm ct; lesions complete", {"lesion.soft_tissue:l1"}),
        ("MeasurableDisease()", "lesion lymph_node 22 mm ct; lesions complete", {"lesion.short_axis:l1"}),
        ("MeasurableDisease()", "lesion liver ct", {"lesions", "lesion.size:l1"}),
    ],
)  # fmt: skip
def test_what_is_missing_has_a_name(question: str, case: str, missing: set[str]) -> None:
    said = asked(question, case)
    assert said.verdict is UNKNOWN
    assert said.missing >= missing
    assert answer(f"not {question}", case) is UNKNOWN


def test_a_metastasis_treated_lately_names_the_first_day_of_stability() -> None:
    question, case = 'CnsMetastases(state="treated_stable")', "lesion brain treated 20"
    said = asked(question, case)
    assert (said.verdict, said.may_change) == (NOT_MET, True)
    assert said.changes_on is not None
    assert answer(question, case, on=said.changes_on - timedelta(days=1)) is NOT_MET
    assert answer(question, case, on=said.changes_on) is not NOT_MET


def test_a_metastasis_that_was_never_treated_names_no_day() -> None:
    said = asked('CnsMetastases(state="treated_stable")', "lesion brain treated 20; lesion brain untreated")
    assert (said.verdict, said.changes_on) == (NOT_MET, None)


def test_imaging_of_the_brain_stands_for_the_central_nervous_system_and_says_so() -> None:
    alone = asked('CnsMetastases(scope="cns")', "lesion brain absent")
    whole = asked('CnsMetastases(scope="cns")', "lesion cns absent")
    assert (alone.verdict, alone.assumed) == (NOT_MET, True)
    assert (whole.verdict, whole.assumed) == (NOT_MET, False)


@pytest.mark.parametrize(
    ("lesion", "firm"),
    [
        (Lesion(site="liver", size_mm=12, method="ct", slice_mm=5, irradiated=False), True),
        (Lesion(site="liver", size_mm=12, method="ct", irradiated=False), False),  # slices not told
        (Lesion(site="liver", size_mm=12, method="ct", slice_mm=5), False),  # radiotherapy not told
        (Lesion(site="skin", size_mm=10, method="caliper", irradiated=False), True),
        (Lesion(site="liver", size_mm=16, method="mri", slice_mm=8, irradiated=False), True),
    ],
)
def test_a_measurable_lesion_is_marked_where_something_was_assumed(lesion: Lesion, firm: bool) -> None:
    said = measurable(lesion)
    assert (said.verdict, said.assumed) == (MET, not firm)


@pytest.mark.parametrize(
    "lesion",
    [
        Lesion(site="liver", size_mm=9.9, method="ct"), Lesion(site="liver", size_mm=15, method="mri", slice_mm=8),
        Lesion(site="lung", size_mm=19, method="xray"), Lesion(site="lymph_node", size_mm=14),
        Lesion(site="lymph_node", short_axis_mm=14.9, size_mm=30, method="ct"), Lesion(site="leptomeninges", size_mm=30, method="mri"),
        Lesion(site="liver", size_mm=30, method="bone_scan"), Lesion(site="liver", size_mm=30, method="ct", irradiated=True, progressed=False),
        Lesion(site="bone", size_mm=30, method="ct", soft_tissue=False),
    ],
)  # fmt: skip
def test_what_recist_does_not_measure_is_not_measurable(lesion: Lesion) -> None:
    assert measurable(lesion).verdict is NOT_MET


def test_the_number_of_measurable_lesions_counts() -> None:
    case = "lesion liver 22 mm ct slice 5 spared; lesion lung 12 mm ct"
    assert answer("MeasurableDisease(lesions=2)", case) is MET
    assert asked("MeasurableDisease()", case).assumed is False
    assert asked("MeasurableDisease(lesions=2)", case).assumed is True
    assert answer("MeasurableDisease(lesions=3)", f"{case}; lesions complete") is NOT_MET


def test_a_misspelled_site_is_refused_and_the_case_file_knows_the_sites_of_questions() -> None:
    with pytest.raises(CriterionError, match="no site is called livre"):
        parse('LesionIn(["livre"])', LEAVES)
    assert set(words.SITE.values()) == set(SITES)
    assert {site for scope in SCOPES.values() for site in scope} <= set(SITES)
