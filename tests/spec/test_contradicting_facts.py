"""Facts of one case that cannot both hold: told with their place, never settled by choosing one in silence."""

from __future__ import annotations

import pytest
from tests.evidence_support import context
from tests.truth_support import read

from tumorboard import vocab
from tumorboard.app.cases import build_case
from tumorboard.app.plugins import registry
from tumorboard.interpret.pipeline import interpret
from tumorboard.issues import Parsed
from tumorboard.model.case import Case
from tumorboard.model.knowledge import Knowledge
from tumorboard.wire.case_file import parse


def made(text: str, tumor: str = "IDC", tmp: str = ".") -> Parsed[Case]:
    from pathlib import Path

    read_ = parse(f"case: X\ndiagnosis: {{disease: {tumor}}}\n{text}\n", "case.yaml")
    assert read_.value is not None, read_.issues
    return build_case(read_.value, Path(tmp), vocab.load(), registry(), name="case.yaml")


def told(text: str, tumor: str = "IDC") -> list[tuple[str, str]]:
    return [(i.code, i.place.field) for i in made(text, tumor).issues if i.code in CODES]


CODES = {"CAS031", "CAS090", "CAS091", "CAS092", "CAS093", "CAS094", "CAS095"}


def results(one: str, other: str, more: str = "") -> str:
    return f"specimens: [{{id: T, kind: tissue}}]\nbiomarkers: [{{text: {one}, specimen: T, date: 2025-01-02}}, {{text: {other}, specimen: T, date: 2025-01-02{more}}}]"


PAIRS = [
    # two results of one specimen and day, the question, whether they contradict, the answer
    ("HER2 IHC 3+", "HER2 IHC 0", 'Her2StatusIn(["positive"])', True, "UNKNOWN"),
    ("HER2 IHC 3+", "HER2 negative", 'Her2StatusIn(["positive"])', True, "UNKNOWN"),
    ("HER2 positive", "HER2 negative", 'Her2StatusIn(["positive"])', True, "UNKNOWN"),
    ("HER2 positive", "HER2 low", 'Her2StatusIn(["positive"])', True, "UNKNOWN"),
    ("MSI-H", "MSS", "MismatchRepairDeficient()", True, "UNKNOWN"),
    ("ER positive", "ER negative", 'ReceptorStatusIs("ER", "positive")', True, "UNKNOWN"),
    ("ER 80%", "ER negative", 'ReceptorStatusIs("ER", "positive")', True, "UNKNOWN"),
    ("TMB 20 mut/Mb", "TMB 2 mut/Mb", "TmbAtLeast(10)", True, "UNKNOWN"),
    ("PD-L1 TPS 60% (22C3)", "PD-L1 TPS 0% (22C3)", 'PdL1Between("TPS", min=50, clone="22C3")', True, "UNKNOWN"),
    ("PD-L1 TPS 60% (22C3)", "PD-L1 TPS 0% (SP142)", 'PdL1Between("TPS", min=50, clone="22C3")', False, "MET"),
    ("PD-L1 TPS 60% (22C3)", "PD-L1 CPS 0 (22C3)", 'PdL1Between("TPS", min=50, clone="22C3")', False, "MET"),
    ("ER positive", "ER 80%", 'ReceptorStatusIs("ER", "positive")', False, "MET"),
    ("HER2 negative", "HER2 IHC 1+", 'Her2StatusIn(["positive"])', False, "NOT_MET"),
    ("HER2 negative", "HER2 low", 'Her2StatusIn(["positive"])', False, "NOT_MET"),
    ("ER positive", "PR negative", 'ReceptorStatusIs("ER", "positive")', False, "MET"),
]


@pytest.mark.parametrize(("one", "other", "question", "contradict", "answer"), PAIRS)
@pytest.mark.parametrize("turned", [False, True])
def test_two_results_of_one_specimen_and_day(
    one: str, other: str, question: str, contradict: bool, answer: str, turned: bool
) -> None:
    text = results(other, one) if turned else results(one, other)
    assert [code for code, _ in told(text)] == (["CAS090"] if contradict else [])
    case = made(text).value
    assert case is not None
    found = read(question).check(interpret(case, Knowledge(), context()), context())
    assert found.verdict.name == answer


def test_results_of_two_specimens_or_two_days_are_no_contradiction() -> None:
    two = "specimens: [{id: T, kind: tissue}, {id: U, kind: tissue}]\nbiomarkers: [{text: ER positive, specimen: T}, {text: ER negative, specimen: U}]"
    assert told(two) == []
    later = "biomarkers: [{text: ER positive, date: 2024-01}, {text: ER negative, date: 2024-02}]"
    assert told(later) == []
    same_month = "biomarkers: [{text: ER positive, date: 2024-01}, {text: ER negative, date: 2024-01-20}]"
    assert [code for code, _ in told(same_month)] == ["CAS090"]


SEX = [
    ("PRAD", "female", ["CAS091"]),
    ("HGSOC", "male", ["CAS091"]),
    ("CESC", "male", ["CAS091"]),
    ("UCEC", "male", ["CAS091"]),
    ("PRAD", "male", []),
    ("HGSOC", "female", []),
    ("IDC", "male", []),  # men have breast cancer
    ("BLCA", "female", []),
    ("PRAD", "other", []),
    ("PRAD", "''", []),
]


@pytest.mark.parametrize(("tumor", "sex", "codes"), SEX)
def test_sex_and_tumor(tumor: str, sex: str, codes: list[str]) -> None:
    assert [c for c, _ in told(f"patient: {{sex: {sex}}}", tumor)] == codes
    case = made(f"patient: {{sex: {sex}}}", tumor).value
    assert case is not None
    assert case.patient.sex == sex.strip("'")  # both count as written


DATES = [
    ("treatments: [{drugs: [tamoxifen], start: 2024-05, stop: 2024-03}]", [("CAS031", "treatments[1]")]),
    ("patient: {birth: 1960-05}\ntreatments: [{drugs: [tamoxifen], start: 1959}]", [("CAS092", "treatments[1]")]),
    ("patient: {birth: 1960-05}\nlabs: [{analyte: ALT, date: 1960-04}]", [("CAS092", "labs[1]")]),
    ("patient: {birth: 1960-05}\nlabs: [{analyte: ALT, date: 1960}]", []),  # the year may hold both
    ("patient: {birth: 1960-05, age: 70, age_on: 2025-01}", [("CAS093", "patient.age")]),
    ("patient: {birth: 1960-05, age: 64, age_on: 2025-01}", []),
    ("performance: [{ecog: 1, date: 2025-01-02}, {ecog: 3, date: 2025-01-02}]", [("CAS094", "performance[2]")]),
    ("performance: [{ecog: 1, date: 2025-01-02}, {ecog: 3, date: 2025-01-03}]", []),
    (
        "specimens: [{id: T, collected: 2025-02}]\nassays: [{id: P, specimen: T, date: 2025-01}]",
        [("CAS095", "assays.P.date")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates_ages_and_grades_that_cannot_both_hold(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize("grade", [-1, 6])
def test_a_performance_status_beyond_its_scale_is_refused(grade: int) -> None:
    found = parse(f"case: X\nperformance: {{ecog: {grade}}}\n", "case.yaml")
    assert (found.value, [i.code for i in found.issues]) == (None, ["CAS004"])
