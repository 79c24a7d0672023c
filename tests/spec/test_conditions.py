"""Conditions by other names, in Chinese and by code: what is recognized decides, what is not leaves the question open."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files

import pytest
from tests.truth_support import MET, NOT_MET, UNKNOWN, answer, asked

from tumorboard import vocab
from tumorboard.model.case import Case, Completeness, Condition
from tumorboard.vocab.conditions import beginning, icd10, plain

KNOWN = vocab.load().conditions


def case(*told: Condition, whole: bool = True) -> Case:
    numbered = tuple(replace(c, id=f"h{n}") for n, c in enumerate(told, 1))
    return Case(id="c", conditions=numbered, completeness={"conditions": Completeness.COMPLETE} if whole else {})


def named(name: str, code: str = "", system: str = "") -> Condition:
    return Condition(name=name, code=code, system=system)


@pytest.mark.parametrize(
    ("question", "name", "verdict"),
    [
        ("myocardial infarction", "Heart attack", MET), ("heart attack", "Myocardial infarction", MET),
        ("myocardial infarction", "history of myocardial infarction", MET), ("高血压", "Hypertension", MET),
        ("hypertension", "高血压病史", MET), ("hypertension", "高血压病3级", MET), ("hypertension grade 3", "高血压", UNKNOWN),
        ("myocardial infarction", "no history of myocardial infarction", UNKNOWN),
        ("myocardial infarction", "family history of heart attack", UNKNOWN),
        ("diabetes", "高血压、糖尿病", MET), ("stroke", "高血压、糖尿病", NOT_MET), ("stroke", "高血压、头晕", UNKNOWN),
        ("diabetes", "hypertension and type 2 diabetes", MET), ("stroke", "脑梗死", MET), ("stroke", "TIA", NOT_MET),
        ("heart failure", "heart disease", UNKNOWN), ("heart disease", "heart failure", MET), ("heart failure", "atrial fibrillation", NOT_MET),
        ("autoimmune disease", "银屑病", MET), ("autoimmune disease", "gout", NOT_MET), ("autoimmune disease", "uveitis", UNKNOWN),
        ("interstitial lung disease", "免疫相关性肺炎", MET), ("interstitial lung disease", "COPD", NOT_MET),
        ("interstitial lung disease", "肺炎", UNKNOWN), ("pneumonitis", "放射性肺炎", MET), ("pneumonitis", "asthma", NOT_MET),
        ("uncontrolled hypertension", "hypertension", UNKNOWN), ("QT prolongation", "congenital long QT syndrome", MET),
        ("organ transplant", "肾移植", MET), ("seizure", "epilepsy", MET), ("epilepsy", "seizures", UNKNOWN),
    ],
)  # fmt: skip
def test_a_name_means_what_the_table_says(question: str, name: str, verdict: object) -> None:
    asks = f"ConditionHistory({json.dumps([question])})"
    assert answer(asks, case(named(name))) is verdict
    if verdict is NOT_MET:
        assert answer(asks, case(named(name), whole=False)) is UNKNOWN


@pytest.mark.parametrize(
    ("question", "code", "verdict"),
    [
        ("myocardial infarction", "I21.4", MET), ("myocardial infarction", "i214", MET), ("myocardial infarction", "I25.2", MET),
        ("myocardial infarction", "I20.0", NOT_MET), ("myocardial infarction", "I10", NOT_MET), ("myocardial infarction", "I25", UNKNOWN),
        ("myocardial infarction", "I23", UNKNOWN),  # complications after one
        ("myocardial infarction", "I77.9", UNKNOWN),  # of the same chapter, and of no row
        ("myocardial infarction", "M54.5", NOT_MET), ("myocardial infarction", "Z86.7", UNKNOWN), ("myocardial infarction", "R07.4", UNKNOWN),
        ("myocardial infarction", "22298006", UNKNOWN),  # not of ICD-10
        ("interstitial lung disease", "J84.1", MET), ("interstitial lung disease", "J70.4", MET), ("interstitial lung disease", "J18.9", UNKNOWN),
        ("interstitial lung disease", "J45.0", NOT_MET), ("interstitial lung disease", "M05.1", UNKNOWN), ("interstitial lung disease", "M06.9", NOT_MET),
        ("interstitial lung disease", "D86.0", UNKNOWN), ("interstitial lung disease", "I10", NOT_MET),
        ("heart failure", "I11.0", MET), ("heart failure", "I11.9", UNKNOWN), ("heart failure", "I11", UNKNOWN),
        ("atrial fibrillation", "I48", UNKNOWN), ("atrial fibrillation", "I48.3", NOT_MET), ("arrhythmia", "I48.9", MET),
        ("left ventricular dysfunction", "I77.9", UNKNOWN), ("left ventricular dysfunction", "M10.9", NOT_MET),
        ("I21", "I21.4", MET), ("I21.4", "I21", UNKNOWN), ("I21.4", "I21.0", NOT_MET), ("I2*", "I25.2", MET), ("E11*", "E10.9", NOT_MET),
    ],
)  # fmt: skip
def test_a_code_means_what_icd_10_says(question: str, code: str, verdict: object) -> None:
    asks = f"ConditionHistory({json.dumps([question])})"
    assert answer(asks, case(named("", code))) is verdict
    assert answer(asks, case(named("moonlight", code))) is verdict


def test_a_code_of_another_system_is_not_read_as_icd_10() -> None:
    asks = 'ConditionHistory(["myocardial infarction"])'
    assert answer(asks, case(named("x", "I21.4", "ICD-10-CM"))) is MET
    assert answer(asks, case(named("x", "I21.4", "local list"))) is UNKNOWN
    assert answer(asks, case(named("heart attack", "I21.4", "local list"))) is MET
    assert (icd10("C7A.1"), icd10("22298006"), icd10("BA41"), icd10("I21.4", "SNOMED CT")) == ("C7A1", "", "", "")


def test_name_and_code_are_both_read() -> None:
    asks = 'ConditionHistory(["stroke"])'
    assert answer(asks, case(named("脑梗死", "I10"))) is MET
    assert answer(asks, case(named("hypertension", "I63.9"))) is MET


@pytest.mark.parametrize(
    ("question", "told", "missing", "code"),
    [
        ('["stroke"]', [named("moonlight")], {"condition.name:moonlight"}, "condition.not_recognized"),
        ('["stroke"]', [named("", "22298006")], {"condition.name:22298006"}, "condition.not_recognized"),
        ('["moonlight"]', [named("gout")], {"condition.name:moonlight"}, "condition.not_recognized"),
        ('["stroke"], active_only=True', [named("stroke"), named("gout")], {"condition.active:stroke"}, "condition.unclear"),
        ('["stroke"], active_only=True', [named("moonlight")], {"condition.name:moonlight", "condition.active:moonlight"}, "condition.not_recognized"),
    ],
)  # fmt: skip
def test_what_is_missing_has_a_name(question: str, told: list[Condition], missing: set[str], code: str) -> None:
    asks = f"ConditionHistory({question})"
    said = asked(asks, case(*told))
    assert (said.verdict, set(said.missing), said.reason.code) == (UNKNOWN, missing, code)
    more = {"conditions"} if code == "condition.not_recognized" else set()
    assert set(asked(asks, case(*told, whole=False)).missing) == missing | more


def test_what_cannot_be_it_in_time_or_grade_need_not_be_recognized() -> None:
    past = replace(named("moonlight"), active=False)
    assert answer('ConditionHistory(["stroke"], active_only=True)', case(past)) is NOT_MET
    assert answer('ConditionHistory(["stroke"], min_grade=3)', case(replace(past, grade=1))) is NOT_MET


# --- the table -------------------------------------------------------------------------------------------------------
def test_no_name_means_two_conditions_and_no_condition_may_be_itself() -> None:
    rows = [
        line.split("\t")
        for line in files("tumorboard.vocab").joinpath("data", "conditions.tsv").read_text("utf-8").split("\n")
        if line and not line.startswith("#")
    ][1:]
    told = [(plain(n), row[0]) for row in rows for n in (row[0], row[1], *row[2].split("|")) if n]
    assert len({n for n, _ in told}) == len(set(told))
    assert all(entry.name not in entry.may_be for entry in KNOWN.entries.values())
    assert all(icd10(code) for row in rows for code in row[3].split("|") if code)


def test_every_condition_that_the_pack_warns_of_is_in_the_table() -> None:
    pack = files("tumorboard.knowledge").joinpath("pack", "pack.json").read_text("utf-8")
    asked_names = {
        name
        for text in pack.split("ConditionHistory([")[1:]
        for name in json.loads("[" + text.split("]")[0].replace('\\"', '"') + "]")
    }
    assert asked_names
    assert sorted(n for n in asked_names if not beginning(n) and KNOWN.resolve(n) is None) == []
