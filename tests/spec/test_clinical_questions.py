"""Conditions, electrocardiogram, co-medication, pregnancy: what is missing has a name, and silence is never a no."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.truth_support import MET, NOT_MET, UNKNOWN, answer, asked

from tumorboard import vocab
from tumorboard.board.as_of import as_of
from tumorboard.criteria.electrocardiogram import fridericia
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.policy import Policy
from tumorboard.testing.short_case import ON, short_case


@pytest.mark.parametrize(
    ("question", "case", "missing"),
    [
        ('ConditionHistory(["uveitis"], active_only=True)', "condition uveitis", {"condition.active:uveitis"}),
        ('ConditionHistory(["uveitis"], within_months=6)', "condition uveitis", {"condition.date:uveitis"}),
        ('ConditionHistory(["uveitis"], min_grade=2)', "condition uveitis", {"condition.grade:uveitis"}),
        ('ConditionHistory(["uveitis"], min_grade=2)', "condition gout", {"conditions"}),
        ("QtcfAtMost(470)", "lab QT 400 ms", {"lab.value:QTcF"}),
        ("QtcfAtMost(450, max_female=470)", "lab QTcF 460 ms", {"patient.sex"}),
        ('OnInteractingDrug("qt")', "takes moonlight; medications complete", {"medication.effect:moonlight"}),
        ('OnInteractingDrug("qt")', "takes moonlight", {"medication.effect:moonlight", "medications"}),
        ('OnInteractingDrug("qt")', "age 60", {"medications"}),
        ("PregnantOrBreastfeeding()", "female", {"reproduction.pregnancy_test", "reproduction.breast_feeding"}),
        ("PregnantOrBreastfeeding()", "breast-feeding", {"patient.sex"}),
    ],
)  # fmt: skip
def test_what_is_missing_has_a_name(question: str, case: str, missing: set[str]) -> None:
    said = asked(question, case)
    assert (said.verdict, said.missing) == (UNKNOWN, missing)
    assert answer(f"not {question}", case) is UNKNOWN


# --- conditions ------------------------------------------------------------------------------------------------------
def test_another_name_on_the_complete_list_is_the_same_condition_or_another() -> None:
    question = 'ConditionHistory(["myocardial infarction"])'
    assert answer(question, "condition heart_attack; conditions complete") is MET
    told = asked(question, "condition hypertension; conditions complete")
    assert (told.verdict, told.needs_review) == (NOT_MET, False)


@pytest.mark.parametrize(("code", "verdict"), [("I21.4", MET), ("I21", MET), ("I20.0", NOT_MET), ("XI21", UNKNOWN)])
def test_a_code_counts_by_its_beginning(code: str, verdict: object) -> None:
    assert answer('ConditionHistory(["I21*"])', f"condition c code {code}; conditions complete") is verdict


def test_a_name_is_not_cut_by_the_beginning_of_a_code() -> None:
    """No table knows what is asked for: it may be gout, and is not so by its beginning."""
    assert answer('ConditionHistory(["gou*"])', "condition gout; conditions complete") is UNKNOWN


# --- electrocardiogram -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("qt", "rate", "expected"), [(400, 80, 440.3), (400, 100, 474.3), (400, 60, 400.0)])
def test_fridericia_gives_its_numbers(qt: float, rate: float, expected: float) -> None:
    assert fridericia(qt, 60_000 / rate) == pytest.approx(expected, abs=0.05)
    # an independent way: cubes are proportional to the heart rate
    assert (fridericia(qt, 60_000 / rate) / qt) ** 3 == pytest.approx(rate / 60)


def test_a_recorded_and_a_computed_value_of_one_day_must_agree() -> None:
    case = "lab QT 400 ms; lab heart_rate 80 /min; lab QTcF 430 ms"
    assert answer("QtcfAtMost(450)", case) is MET
    assert answer("QtcfAtMost(435)", case) is UNKNOWN


def test_a_qt_in_seconds_and_a_rate_of_nothing() -> None:
    assert answer("QtcfAtMost(450)", "lab QT 0.4 s; lab RR 1 s") is MET
    assert answer("QtcfAtMost(450)", "lab QT 400 ms; lab heart_rate 0 /min") is UNKNOWN
    assert answer("QtcfAtMost(450)", "lab QT <400 ms; lab heart_rate 80 /min") is UNKNOWN


# --- co-medication ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("drug", "question", "verdict"),
    [
        ("itraconazole", 'OnInteractingDrug("cyp3a_inhibitor", strength="strong")', MET),
        ("Ketoconazole", 'OnInteractingDrug("cyp3a_inhibitor", strength="strong")', MET),
        ("fluconazole", 'OnInteractingDrug("cyp3a_inhibitor", strength="strong")', NOT_MET),
        ("fluconazole", 'OnInteractingDrug("cyp3a_inhibitor", strength="moderate")', MET),
        ("fluconazole", 'OnInteractingDrug("cyp3a_inhibitor")', MET),
        ("rifampin", 'OnInteractingDrug("cyp3a_inducer", strength="strong")', MET),
        ("rifampin", 'OnInteractingDrug("cyp3a_inhibitor")', UNKNOWN),  # no row of this effect is no answer
        ("Tagrisso", 'OnInteractingDrug("qt")', MET),  # a brand of the therapies table
        ("haloperidol", 'OnInteractingDrug("qt")', MET),
    ],
)
def test_a_drug_has_the_effect_that_its_row_says(drug: str, question: str, verdict: object) -> None:
    assert answer(question, f"takes {drug}; medications complete") is verdict


def test_the_sites_policy_may_answer_for_a_drug_that_is_not_listed() -> None:
    question = parse('OnInteractingDrug("qt")', LEAVES)
    policy = Policy(assumptions={"medication.effect:moonlight": "none"})
    said = question.check(short_case("takes Moonlight; medications complete"), Context(ON, vocab.load(), policy))
    assert (said.verdict, said.assumed) == (NOT_MET, True)


# --- pregnancy -------------------------------------------------------------------------------------------------------
def test_a_negative_test_lapses_after_its_window() -> None:
    question, case = 'PregnantOrBreastfeeding(which="pregnant")', "female; pregnancy test negative 3"
    day = asked(question, case).changes_on
    assert day is not None
    assert answer(question, case, on=day - timedelta(days=1)) is NOT_MET
    assert answer(question, case, on=day) is UNKNOWN


def test_what_does_not_fit_together_asks_for_review() -> None:
    assert asked("PregnantOrBreastfeeding()", "male; pregnancy test positive 3").needs_review is True
    assert asked("PregnantOrBreastfeeding()", "female; postmenopausal; pregnancy test positive 3").needs_review is True


# --- as it stood on the day ------------------------------------------------------------------------------------------
def cut(line: str, days: int) -> Case:
    return as_of(short_case(line), ON - timedelta(days=days))[0]


def test_treatment_imaging_and_tests_of_later_days_are_not_known() -> None:
    (lesion,) = cut("lesion brain treated 60 stable 10", 30).lesions
    assert (lesion.treated, lesion.stable_on) == (True, None)
    (lesion,) = cut("lesion brain treated 60 stable 10", 90).lesions
    assert (lesion.treated, lesion.treated_on, lesion.stable_on) == (None, None, None)
    assert cut("pregnancy test negative 10", 30).reproduction.pregnancy_test == ""
    assert cut("pregnancy test negative 30", 10).reproduction.pregnancy_test == "negative"
