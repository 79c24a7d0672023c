"""Laboratory values against limits: windows, units, reference ranges, doubt, and kidney function by formula."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.truth_support import MET, NOT_MET, UNKNOWN, answer, asked

from tumorboard import vocab
from tumorboard.criteria import renal
from tumorboard.criteria.labs import impossible
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.measured import Span
from tumorboard.criteria.text import parse
from tumorboard.model.case import Case, LabValue
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.policy import Policy
from tumorboard.testing.short_case import ON, short_case
from tumorboard.vocab.analytes import factor, plain_unit


# --- windows and dates ---------------------------------------------------------------------------------------------
def test_a_value_lapses_the_day_after_its_window() -> None:
    question, case = 'LabBetween("platelets", min=100, within_days=14)', "lab platelets 150 10*9/L, 4 days ago"
    last = asked(question, case).changes_on
    assert last is not None
    assert answer(question, case, on=last - timedelta(days=1)) is MET
    assert answer(question, case, on=last) is UNKNOWN


def test_a_value_of_a_later_day_counts_for_nothing() -> None:
    case = "lab platelets 150 10*9/L, 4 days ago"
    assert answer('LabBetween("platelets", min=100)', case, on=ON - timedelta(days=5)) is UNKNOWN


@pytest.mark.parametrize(
    ("day", "verdict"),
    [(PartialDate(2026, 11), MET), (PartialDate(2026), UNKNOWN), (PartialDate(2025), UNKNOWN), (None, UNKNOWN)],
)
def test_a_partial_date_counts_when_all_its_days_lie_in_the_window(day: PartialDate | None, verdict: object) -> None:
    case = Case(id="c", labs=(LabValue(id="l1", analyte="platelets", value=150, unit="10*9/L", date=day),))
    assert answer('LabBetween("platelets", min=100)', case) is verdict


def test_an_older_value_by_month_may_be_the_newest_and_then_must_agree() -> None:
    exact = LabValue(id="l1", analyte="platelets", value=150, unit="10*9/L", date=PartialDate(2026, 11, 10))
    for value, verdict in ((200, MET), (50, UNKNOWN)):
        month = replace(exact, id="l2", value=value, date=PartialDate(2026, 11))
        assert answer('LabBetween("platelets", min=100)', Case(id="c", labs=(exact, month))) is verdict


# --- what is missing is named ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("question", "case", "missing"),
    [
        ('LabBetween("ALT", max=3, unit="xULN")', "lab ALT 31 U/L", {"lab.upper_limit:ALT"}),
        ('LabBetween("ALT", min=1, unit="xLLN")', "lab ALT 31 U/L", {"lab.lower_limit:ALT"}),
        ('LabBetween("ALT", max=100)', "lab ALT 31 mg/dL", {"lab.unit:ALT"}),
        ('LabBetween("ALT", max=100)', "lab ALT 31", {"lab.unit:ALT"}),
        ('LabBetween("ALT", max=100)', "lab ALT 31 U/L, undated", {"lab.date:ALT"}),
        ('LabBetween("ALT", max=100)', "age 60", {"lab.value:ALT"}),
        ('RenalFunctionAtLeast(60, "cockcroft_gault")', "female", {"lab.value:creatinine", "lab.value:weight", "patient.age"}),
        ('RenalFunctionAtLeast(60, "ckd_epi_2021")', "age 60; female", {"lab.value:creatinine"}),
        ('RenalFunctionAtLeast(75, "ckd_epi_2021")', "age 60; lab creatinine 1 mg/dL", {"patient.sex"}),
    ],
)  # fmt: skip
def test_what_is_missing_has_a_name(question: str, case: str, missing: set[str]) -> None:
    assert asked(question, case).missing == missing


# --- near a limit ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "verdict", "review"),
    [(94, NOT_MET, False), (95, NOT_MET, True), (99, NOT_MET, True), (100, MET, True), (105, MET, True), (106, MET, False)],
)  # fmt: skip
def test_a_value_near_the_limit_keeps_its_verdict_and_asks_for_review(
    value: int, verdict: object, review: bool
) -> None:
    said = asked('LabBetween("platelets", min=100)', f"lab platelets {value} 10*9/L")
    assert (said.verdict, said.needs_review, said.may_change) == (verdict, review, verdict is NOT_MET)


def test_a_reference_limit_of_the_site_is_an_assumption() -> None:
    question = parse('LabBetween("INR", max=1.5, unit="xULN")', LEAVES)
    case = short_case("lab INR 1.2 1")
    assert question.check(case, Context(ON, vocab.load())).verdict is UNKNOWN
    policy = Policy(assumptions={"lab.upper_limit:INR": "1.1"})
    said = question.check(case, Context(ON, vocab.load(), policy))
    assert (said.verdict, said.assumed) == (MET, True)


# --- units -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("analyte", "given", "unit", "value"),
    [
        ("creatinine", 88.42, "µmol/L", 1.0), ("bilirubin", 17.1, "umol/l", 1.0), ("hemoglobin", 0.6206, "mmol/L", 1.0),
        ("hemoglobin", 105, "g/L", 10.5), ("calcium", 0.2495, "mmol/L", 1.0), ("magnesium", 0.4114, "mmol/L", 1.0),
        ("phosphate", 0.3229, "mmol/L", 1.0), ("glucose", 0.0555, "mmol/L", 1.0), ("triglycerides", 0.01129, "mmol/L", 1.0),
        ("cortisol", 27.59, "nmol/L", 1.0), ("estradiol", 3.671, "pmol/L", 1.0), ("free_T4", 12.87, "pmol/L", 1.0),
        ("testosterone", 1, "nmol/L", 28.842), ("neutrophils", 1500, "/mm3", 1.5), ("platelets", 100, "×10⁹/L", 100),
        ("platelets", 100, "K/uL", 100), ("platelets", 100, "10^9/L", 100), ("albumin", 35, "g/L", 3.5), ("INR", 1.1, "", 1.1),
        ("QTcF", 0.45, "s", 450), ("height", 1.7, "m", 170), ("TSH", 2, "u[IU]/mL", 2),
    ],
)  # fmt: skip
def test_a_unit_converts_as_its_source_says(analyte: str, given: float, unit: str, value: float) -> None:
    by = factor(vocab.load().analytes, vocab.load().units, analyte, unit)
    assert by is not None
    assert given * by == pytest.approx(value, rel=2e-3)


@pytest.mark.parametrize(
    ("analyte", "unit"), [("creatinine", "g"), ("creatinine", ""), ("HbA1c", "mmol/mol"), ("nothing", "")]
)
def test_a_unit_without_a_known_conversion_gives_no_number(analyte: str, unit: str) -> None:
    assert factor(vocab.load().analytes, vocab.load().units, analyte, unit) is None


def test_every_conversion_leads_to_a_unit_of_comparison_and_every_row_has_a_source() -> None:
    known = vocab.load()
    targets = {plain_unit(a.unit) for a in known.analytes.entries.values()}
    assert {to for _, _, to in known.units.factors} <= targets
    assert all(f > 0 for f in known.units.factors.values())
    assert {a for a, _, _ in known.units.factors} <= {"", *known.analytes.entries}


# --- kidney function: published check numbers, and the formulas written down a second time ---------------------------
@pytest.mark.parametrize(
    ("age", "serum", "weight", "male", "female"),
    [(60, 1.0, 70, 77.78, 66.11), (40, 1.0, 72, 100.0, 85.0), (140, 1.0, 70, 0.0, 0.0)],
)
def test_cockcroft_gault_gives_its_numbers(age: int, serum: float, weight: float, male: float, female: float) -> None:
    assert renal.cockcroft_gault(age, weight, serum, female=False) == pytest.approx(male, abs=0.005)
    assert renal.cockcroft_gault(age, weight, serum, female=True) == pytest.approx(female, abs=0.005)


@pytest.mark.parametrize(("serum", "male", "female"), [(0.6, 110.51, 102.69), (1.0, 86.16, 64.50), (1.5, 52.97, 39.65)])
def test_ckd_epi_2021_gives_its_numbers_at_60_years(serum: float, male: float, female: float) -> None:
    assert renal.ckd_epi_2021(60, serum, female=False) == pytest.approx(male, abs=0.005)
    assert renal.ckd_epi_2021(60, serum, female=True) == pytest.approx(female, abs=0.005)


@pytest.mark.parametrize("female", [False, True])
@pytest.mark.parametrize("age", [18, 45, 80])
@pytest.mark.parametrize("serum", [0.4, 0.7, 0.9, 1.3, 3.0])
def test_ckd_epi_2021_is_its_branches_written_out(serum: float, age: int, female: bool) -> None:
    """The form by sex and creatinine, in logarithms: an independent way to the same number."""
    knot, below = (0.7, -0.241) if female else (0.9, -0.302)
    slope = below if serum <= knot else -1.2
    logarithm = (
        math.log(142) + slope * math.log(serum / knot) + age * math.log(0.9938) + (math.log(1.012) if female else 0)
    )
    assert renal.ckd_epi_2021(age, serum, female=female) == pytest.approx(math.exp(logarithm))


def test_a_creatinine_of_nothing_bounds_nothing() -> None:
    for method in renal.METHODS:
        rate = renal.spanned(method, (60, 60), [Span(0, 0)], [Span(70, 70)], (True,))
        assert (rate.low, rate.high) == (0.0, math.inf)


def test_a_creatinine_above_the_range_of_the_assay_decides_what_it_can() -> None:
    case = "age 60; male; lab weight 70 kg; lab creatinine >5 mg/dL"
    assert answer('RenalFunctionAtLeast(60, "cockcroft_gault")', case) is NOT_MET
    assert answer('RenalFunctionAtLeast(10, "cockcroft_gault")', case) is UNKNOWN


@pytest.mark.parametrize(
    ("question", "case", "unit"),
    [
        ('LabBetween("neutrophils", min=1.5)', "lab neutrophils 1600 /uL", "10*9/L"),
        ('LabBetween("ALT", max=3, unit="xULN")', "lab ALT 31 U/L of 10 to 40", "xULN"),
        ('LabBetween("INR", max=1.5)', "lab INR 1.1", ""),
    ],
)
def test_the_reason_names_the_unit_of_its_numbers(question: str, case: str, unit: str) -> None:
    assert dict(asked(question, case).reason.params)["unit"] == unit


# --- values that cannot be -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("question", "case", "missing"),
    [
        ('LabBetween("creatinine", max=1.5)', "lab creatinine 133 mg/dL", {"lab.value:creatinine"}),
        ('LabBetween("creatinine", max=1.5, unit="xULN")', "lab creatinine 133 mg/dL of 0.5 to 1.2", {"lab.value:creatinine"}),
        ('LabBetween("creatinine", max=1.5, unit="xULN")', "lab creatinine 1 mg/dL of 44 to 106", {"lab.upper_limit:creatinine"}),
        ('LabBetween("ALT", max=3, unit="xULN")', "lab ALT -5 strange of 10 to 40", {"lab.value:ALT"}),
        ('LabBetween("ALT", max=100)', "lab ALT <-5 U/L", {"lab.value:ALT"}),
        ('LabBetween("hemoglobin", min=9)', "lab hemoglobin >90 g/dL", {"lab.value:hemoglobin"}),
        ('LabIndexBetween("NLR", max=5)', ("lab neutrophils 4 10*9/L, 9 days ago; lab lymphocytes 1 10*9/L, 9 days ago; "
          "lab neutrophils 4000 10*9/L; lab lymphocytes 1 10*9/L"), {"lab.value:neutrophils", "lab.value:lymphocytes"}),
        ("QtcfAtMost(470)", "lab QT 400 ms, 9 days ago; lab heart_rate 60 /min, 9 days ago; lab QT 400 ms; lab heart_rate -60 /min", {"lab.value:QTcF"}),
        ('RenalFunctionAtLeast(60, "cockcroft_gault")', "age 60; male; lab creatinine 1 mg/dL; lab weight 7000 kg", {"lab.value:weight"}),
        ('HivIn(["controlled"])', "HIV positive; lab HIV_RNA -1 copies/mL", {"lab.value:HIV_RNA"}),
    ],
)  # fmt: skip
def test_a_value_that_no_living_person_has_decides_nothing(question: str, case: str, missing: set[str]) -> None:
    said = asked(question, case)
    assert (said.verdict, said.missing) == (UNKNOWN, missing)
    assert answer(f"not {question}", case) is UNKNOWN


def test_an_older_value_that_cannot_be_takes_nothing_from_a_newer_one() -> None:
    case = "lab platelets 150000 10*9/L, 9 days ago; lab platelets 150 10*9/L, 2 days ago"
    assert answer('LabBetween("platelets", min=100)', case) is MET


@pytest.mark.parametrize(
    "text",
    ["neutrophils 0 10*9/L", "platelets 2 10*9/L", "leukocytes 800 10*9/L", "hemoglobin 24 g/L", "creatinine 1900 umol/L", "ALT 18000 U/L",
     "potassium 9.1 mmol/L", "sodium 101 mmol/L", "bilirubin 900 umol/L", "albumin 9 g/L", "glucose 1.1 mmol/L", "weight 3.1 kg", "PSA 20000 ng/mL",
     "INR 15", "LVEF 10 %", "QTcF 700 ms", "height 1.9 m", "HIV_RNA 0 copies/mL", "calcium 5 mmol/L", "triglycerides 120 mmol/L"],
)  # fmt: skip
def test_what_is_rare_and_survived_is_possible(text: str) -> None:
    (value,) = short_case(f"lab {text}").labs
    assert not impossible(value, vocab.load())


def test_every_analyte_has_bounds_of_life() -> None:
    entries = vocab.load().analytes.entries.values()
    assert all(e.least is not None and e.most is not None and 0 <= e.least < e.most for e in entries)


# --- values told as multiples of normal ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "unit",
    [
        "xULN",
        "x ULN",
        "×ULN",
        "× uln",
        "ULN",
        "*ULN",
        "times ULN",
        "times the upper limit of normal",
        "倍正常上限",
        "倍 ULN",
    ],
)
def test_a_multiple_of_the_upper_limit_is_read_however_it_is_written(unit: str) -> None:
    value = LabValue(id="l1", analyte="ALT", value=3, unit=unit, date=PartialDate(2026, 11, 20))
    case = Case(id="c", labs=(value,))
    assert answer('LabBetween("ALT", max=3, unit="xULN")', case) is MET
    assert answer('LabBetween("ALT", max=2.9, unit="xULN")', case) is NOT_MET
    assert asked('LabBetween("ALT", max=3, unit="xULN")', case).assumed is False
    assert asked('LabBetween("ALT", max=200)', case).missing == {"lab.unit:ALT"}


def test_a_multiple_below_nothing_decides_nothing() -> None:
    assert asked('LabBetween("ALT", max=3, unit="xULN")', "lab ALT -3 xULN").missing == {"lab.value:ALT"}
