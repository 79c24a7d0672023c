"""Tumor types as clinicians name them: the results that a name holds are facts, and what is not understood is told."""

from __future__ import annotations

from pathlib import Path

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


def made(tumor: str, more: str = "") -> Parsed[Case]:
    read_ = parse(
        f"case: X\ndiagnosis: {{disease: '{tumor}'}}\nspecimens: [{{id: T, kind: tissue}}]\n{more}\n", "case.yaml"
    )
    assert read_.value is not None, read_.issues
    return build_case(read_.value, Path("."), vocab.load(), registry(), name="case.yaml")


def answer(question: str, tumor: str, more: str = "") -> str:
    case = made(tumor, more).value
    assert case is not None
    return read(question).check(interpret(case, Knowledge(), context()), context()).verdict.name


NAMES = [
    # as written, the code, the results it holds
    ("TNBC", "BRCA", {"ER": "negative", "HER2": "negative", "PR": "negative"}),
    ("triple-negative breast cancer", "BRCA", {"ER": "negative", "HER2": "negative", "PR": "negative"}),
    ("Triple negative invasive ductal carcinoma", "IDC", {"ER": "negative", "HER2": "negative", "PR": "negative"}),
    ("三阴性乳腺癌", "BRCA", {"ER": "negative", "HER2": "negative", "PR": "negative"}),
    ("HER2-positive breast cancer", "BRCA", {"HER2": "positive"}),
    ("HER2+ breast cancer", "BRCA", {"HER2": "positive"}),
    ("HER2-low breast cancer", "BRCA", {"HER2": "low"}),
    ("HER2-negative gastric cancer", "STAD", {"HER2": "negative"}),
    ("HR+/HER2- breast cancer", "BRCA", {"HER2": "negative", "HR": "positive"}),
    ("hormone receptor-positive, HER2-negative breast cancer", "BRCA", {"HER2": "negative", "HR": "positive"}),
    ("ER-positive breast cancer", "BRCA", {"ER": "positive"}),
    ("ER+ PR- HER2+ breast cancer", "BRCA", {"ER": "positive", "HER2": "positive", "PR": "negative"}),
    ("breast cancer, ER positive", "BRCA", {"ER": "positive"}),
    ("breast cancer", "BRCA", {}),
    ("Lung Adenocarcinoma", "LUAD", {}),
    ("IDC", "IDC", {}),
]


@pytest.mark.parametrize(("name", "code", "results"), NAMES)
def test_results_in_the_name_are_facts_and_are_told(name: str, code: str, results: dict[str, str]) -> None:
    found = made(name)
    assert found.value is not None
    assert found.value.diagnosis.disease is not None
    assert found.value.diagnosis.disease.code == code
    assert {b.marker: b.state for b in found.value.biomarkers} == results
    assert all((b.method, b.specimen) == ("statement", "T") for b in found.value.biomarkers)
    assert [i.code for i in found.issues if i.code == "CAS029"] == ["CAS029"] * bool(results)


QUESTIONS = [
    ("TNBC", "", "TripleNegative()", "MET"),
    ("TNBC", "", 'ReceptorStatusIs("ER", "positive")', "NOT_MET"),
    ("TNBC", "", 'Her2StatusIn(["positive"])', "NOT_MET"),
    ("HER2-positive breast cancer", "", 'Her2StatusIn(["positive"])', "MET"),
    ("HER2-positive breast cancer", "", 'ReceptorStatusIs("ER", "positive")', "UNKNOWN"),
    ("HR+/HER2- breast cancer", "", 'ReceptorStatusIs("HR", "positive")', "MET"),
    ("HR+/HER2- breast cancer", "", 'ReceptorStatusIs("ER", "positive")', "UNKNOWN"),  # one of the two is
    ("HR- breast cancer", "", 'ReceptorStatusIs("ER", "positive")', "NOT_MET"),
    ("HR- breast cancer", "", 'ReceptorStatusIs("HR", "negative")', "MET"),
    ("breast cancer", "", "TripleNegative()", "UNKNOWN"),
    # a measurement that says otherwise: neither is chosen
    ("TNBC", "biomarkers: [{text: ER 90%, specimen: T}]", 'ReceptorStatusIs("ER", "positive")', "UNKNOWN"),
    ("TNBC", "biomarkers: [{text: ER 0%, specimen: T}]", 'ReceptorStatusIs("ER", "positive")', "NOT_MET"),
]


@pytest.mark.parametrize(("name", "more", "question", "expected"), QUESTIONS)
def test_what_the_name_answers(name: str, more: str, question: str, expected: str) -> None:
    assert answer(question, name, more) == expected


def test_a_measurement_against_the_name_is_told() -> None:
    told = made("TNBC", "biomarkers: [{text: ER 90%, specimen: T}]").issues
    assert "CAS090" in {i.code for i in told}


def test_a_name_of_several_tumors_keeps_what_they_share() -> None:
    found = made("urothelial carcinoma")
    assert found.value is not None
    assert found.value.diagnosis.disease is not None
    assert found.value.diagnosis.disease.code == "BLADDER"
    assert [i.code for i in found.issues if i.code.startswith("CAS02")] == ["CAS028"]
    assert answer('DiagnosisIn(["BLCA"])', "urothelial carcinoma") == "UNKNOWN"
    assert answer('DiagnosisIn(["LUAD"])', "urothelial carcinoma") == "NOT_MET"


@pytest.mark.parametrize(("name", "code", "near"), [
    ("lung adenocarcinma", "CAS022", "LUAD"),
    ("colon adenocarcinom", "CAS022", "COAD"),
    ("LUDA", "CAS022", "LUAD"),
    ("qqqqqq", "CAS027", ""),
])  # fmt: skip
def test_a_misspelled_name_is_refused_with_what_is_near(name: str, code: str, near: str) -> None:
    issue = next(i for i in made(name).issues if i.code in {"CAS022", "CAS027"})
    assert issue.code == code
    assert not near or near in dict(issue.params)["near"]
