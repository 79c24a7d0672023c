"""Studies of ClinicalTrials.gov as skeletons: what becomes a criterion, what stays a question, what is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumorboard import vocab
from tumorboard.criteria.text import to_text
from tumorboard.formats.trials import ctgov
from tumorboard.formats.trials.ctgov import conditions, eligibility, structured
from tumorboard.issues import Issue, Parsed
from tumorboard.model.trial import Trial
from tumorboard.vocab.countries import Countries
from tumorboard.wording import words


def read(text: str) -> Parsed[tuple[Trial, ...]]:
    return ctgov.read(text, "study.json", vocab.load(), Countries.load())


def study(**modules: Any) -> dict[str, Any]:
    """A study with an id and these modules."""
    return {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}, **modules}}


def only(document: object) -> tuple[Trial, list[str]]:
    """The trial of a document, and the codes of its issues."""
    found = read(json.dumps(document))
    assert found.value is not None
    (trial,) = found.value
    return trial, [i.code for i in found.issues]


TEXT = """Inclusion Criteria:

* Age ≥ 18 years
* ECOG performance status 0-1
* Adequate organ function:

  * Platelets \\>= 100,000/mm\\^3
  * Bilirubin \\<= ULN
* Signed consent

Cohort A only:

* KRAS G12C

EXCLUSION CRITERIA

1. Active infection
2. Weight \\>100 kg
A line without a bullet.
"""


def test_the_text_is_kept_line_by_line_with_what_stands_under_a_bullet_and_under_a_heading() -> None:
    assert [(x.use, x.group, x.text) for x in eligibility.lines(TEXT)] == [
        ("inclusion", "", "Age ≥ 18 years"),
        ("inclusion", "", "ECOG performance status 0-1"),
        ("inclusion", "", "Adequate organ function:\n  * Platelets >= 100,000/mm^3\n  * Bilirubin <= ULN"),
        ("inclusion", "", "Signed consent"),
        ("inclusion", "Cohort A only", "KRAS G12C"),
        ("exclusion", "", "Active infection"),
        ("exclusion", "", "Weight >100 kg"),
        ("exclusion", "", "A line without a bullet."),
    ]


@settings(max_examples=80, derandomize=True, deadline=None)
@given(st.text(alphabet="ab*-:.1() \n\\>Ii", max_size=80))
def test_no_word_of_the_text_is_lost(text: str) -> None:
    told = " ".join(f"{x.group} {x.text}" for x in eligibility.lines(text))
    for row in text.split("\n"):
        # headings of inclusion and exclusion, bullets, escapes and lead-ins are form, not words
        if row.strip().endswith(":") or "\\" in row:
            continue
        for word in row.split():
            assert word.strip("*-().:1") == "" or word in told or word.rstrip(":") in told or word[0] in "ab1iI("


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Age ≥18 years", "AgeBetween(min=18)"),
        ("≥ 18 years of age", "AgeBetween(min=18)"),
        ("18 years of age or older.", "AgeBetween(min=18)"),
        ("Age ≥18 years (or per national guidelines).", None),
        ("ECOG 0-1", "EcogAtMost(1)"),
        ("ECOG performance status of 0 to 2;", "EcogAtMost(2)"),
        ("Eastern Cooperative Oncology Group (ECOG) performance status ≤ 1", "EcogAtMost(1)"),
        ("ECOG performance status 0, 1, or 2", "EcogAtMost(2)"),
        ("ECOG 0-1 within 7 days", None),
        ("ECOG 1-2", None),
        ("Measurable disease per RECIST v1.1", 'MeasurableDisease() or StatementHolds("measurable_disease")'),
        ("No measurable disease", None),
        ("Absolute neutrophil count ≥ 1,500/µL", 'LabBetween("neutrophils", min=1.5)'),
        ("ANC ≥ 1.5 x 10^9/L", None),
        ("Neutrophils ≥ 1.5 x 10^9/L", 'LabBetween("neutrophils", min=1.5)'),
        ("Platelets ≥ 100,000/ mm3", 'LabBetween("platelets", min=100)'),
        ("Platelets ≥ 100 x 10^9/L without transfusion", None),
        ("Hemoglobin ≥ 10g/dL", 'LabBetween("hemoglobin", min=10)'),
    ],
)
def test_a_line_becomes_a_criterion_only_from_end_to_end(line: str, expected: str | None) -> None:
    found = structured.criterion(line)
    assert (to_text(found) if found is not None else None) == expected


@pytest.mark.parametrize(
    ("name", "codes", "others"),
    [
        ("Non-Small Cell Lung Cancer", ["NSCLC"], []),
        ("Carcinoma, Non-Small-Cell Lung", ["NSCLC"], []),
        ("Metastatic Breast Cancer", ["BREAST"], []),
        ("Breast Neoplasms", ["BREAST"], []),
        ("Stage IV Colorectal Cancer", ["BOWEL"], []),
        ("Prostate Cancer", ["PROSTATE"], []),
        ("Recurrent Melanoma", ["MEL"], []),
        ("Urothelial Carcinoma", ["BLCA", "UCU", "UTUC"], []),
        ("Quality of Life", [], ["Quality of Life"]),
    ],
)
def test_conditions_become_tumor_types_that_are_never_narrower(name: str, codes: list[str], others: list[str]) -> None:
    found = conditions.mapped([name], vocab.load().diseases)
    assert (list(found.codes), list(found.others), found.solid) == (codes, others, False)


def test_any_solid_tumor_and_a_name_that_is_none_stand_beside_the_tumor_types() -> None:
    found = conditions.mapped(["Melanoma", "Advanced Solid Tumors", "KRAS G12C"], vocab.load().diseases)
    criterion = found.criterion()
    assert criterion is not None
    assert to_text(criterion) == 'DiagnosisIn(["MEL"]) or SolidTumor() or Manual("KRAS G12C")'
    assert conditions.mapped([], vocab.load().diseases).criterion() is None


def test_a_whole_study() -> None:
    trial, codes = only(
        study(
            identificationModule={
                "nctId": "NCT01234567", "nctIdAliases": ["NCT00000009"], "acronym": "EXAMPLE", "briefTitle": "A study",
                "orgStudyIdInfo": {"id": "ABC-1"}, "secondaryIdInfos": [{"id": "2017-001455-32"}, {"id": "U1", "type": "OTHER"}],
            },
            statusModule={"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": "2026-02-03"}},
            conditionsModule={"conditions": ["Melanoma"]},
            designModule={"phases": ["PHASE1", "PHASE2"]},
            armsInterventionsModule={"armGroups": [
                {"label": "A", "description": "daily", "interventionNames": ["Drug: Osimertinib", "Drug: XYZ-1"]}, {"label": "A"},
            ]},
            eligibilityModule={"sex": "FEMALE", "minimumAge": "18 Years", "maximumAge": "75 Years", "eligibilityCriteria": TEXT},
            contactsLocationsModule={"locations": [
                {"facility": "Klinikum", "city": "Essen", "country": "Germany", "status": "RECRUITING", "geoPoint": {"lat": 51.45, "lon": 7.01}},
                {"facility": "Elsewhere", "city": "X", "country": "Atlantis", "status": "WITHDRAWN", "geoPoint": {"lat": 200, "lon": 1}},
            ]},
        )
    )  # fmt: skip
    assert [(i.system, i.value) for i in trial.ids] == [
        ("nct", "NCT01234567"), ("nct", "NCT00000009"), ("eudract", "2017-001455-32"), ("protocol", "U1"), ("protocol", "ABC-1"),
    ]  # fmt: skip
    assert (trial.phase, trial.status, trial.acronym, str(trial.updated)) == ("1/2", "open", "EXAMPLE", "2026-02-03")
    assert [(p.id, p.therapies) for p in trial.parts] == [("A", ("osimertinib", "XYZ-1")), ("A #2", ())]
    told = [(c.reference, c.use, to_text(c.asks)) for c in trial.criteria]
    assert told[:5] == [
        ("conditions", "inclusion", 'DiagnosisIn(["MEL"])'),
        ("age", "inclusion", "AgeBetween(min=18, max=75)"),
        ("sex", "inclusion", 'SexIs("female")'),
        ("I-01", "inclusion", "AgeBetween(min=18)"),
        ("I-02", "inclusion", "EcogAtMost(1)"),
    ]
    assert told[7] == ("I-05", "inclusion", 'Manual("Cohort A only › KRAS G12C")')
    assert told[8] == ("E-01", "exclusion", 'not Manual("Active infection")')
    assert [(s.country, s.city, s.status, s.latitude) for s in trial.sites] == [
        ("DE", "Essen", "open", 51.45), ("", "X, Atlantis", "closed", None),
    ]  # fmt: skip
    assert codes == ["CTG004", "CTG006"]
    assert trial.extras["conditionsModule"] == {"conditions": ["Melanoma"]}
    assert "eligibilityCriteria" in trial.extras["eligibilityModule"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("modules", "codes"),
    [
        ({}, []),
        ({"statusModule": {"overallStatus": "PERHAPS"}}, ["CTG003"]),
        ({"eligibilityModule": {"sex": "OTHER"}}, ["CTG003"]),
        ({"eligibilityModule": {"minimumAge": "old"}}, ["CTG007"]),
        ({"eligibilityModule": {"minimumAge": "60 Years", "maximumAge": "18 Years"}}, ["CTG007"]),
        ({"eligibilityModule": {"minimumAge": "6 Months"}}, ["CTG010"]),
        ({"eligibilityModule": {"eligibilityCriteria": "be well"}}, ["CTG008"]),
        ({"eligibilityModule": []}, ["CTG009"]),
        ({"conditionsModule": {"conditions": "Melanoma"}}, ["CTG009"]),
        ({"contactsLocationsModule": {"locations": [1, {"facility": 2}]}}, ["CTG009", "CTG009"]),
        ({"armsInterventionsModule": {"armGroups": [{"label": None}]}}, []),
        ({"conditionsModule": {"conditions": ["Fatigue"]}}, ["CTG005"]),
    ],
)
def test_what_is_not_as_expected_is_told_and_the_study_stays(modules: dict[str, Any], codes: list[str]) -> None:
    trial, found = only(study(**modules))
    assert found == codes
    assert trial.ids[0].value == "NCT00000001"


def test_a_text_without_headings_is_one_question() -> None:
    trial, _ = only(study(eligibilityModule={"eligibilityCriteria": "be well\nbe able to come"}))
    assert [to_text(c.asks) for c in trial.criteria] == ['Manual("be well\\nbe able to come")']


@pytest.mark.parametrize(
    ("text", "count", "codes"),
    [
        (json.dumps({"studies": [study(), study()], "nextPageToken": "x"}), 2, []),
        ("\n".join(json.dumps(study()) for _ in range(3)), 3, []),
        (json.dumps([study(), {"protocolSection": {}}, 7]), 1, ["CTG002", "CTG002"]),
        ('{"protocolSection": ', None, ["CTG001"]),
        ("[" * 100_000, None, ["CTG001"]),
    ],
)
def test_pages_lists_and_lines_of_studies(text: str, count: int | None, codes: list[str]) -> None:
    found = read(text)
    assert (None if found.value is None else len(found.value)) == count
    assert [i.code for i in found.issues] == codes


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["protocolSection", "identificationModule", "nctId", "eligibilityModule", "minimumAge", "locations", "armGroups",
         "contactsLocationsModule", "armsInterventionsModule", "conditionsModule", "conditions", "label", "geoPoint", "lat"]
    ), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=150, derandomize=True, deadline=None)
@given(json_values)
def test_any_json_gives_trials_or_issues_with_words(value: object) -> None:
    found = ctgov.studies(
        (study(**value) if isinstance(value, dict) else value,), "x.json", vocab.load(), Countries.load()
    )
    assert found.value or found.issues
    said = words("en")
    issue: Issue
    for issue in found.issues:
        assert all(said.issue(issue))


@pytest.mark.parametrize(
    "eligibility",
    [
        {},
        {"sex": "FEMALE", "minimumAge": "18 Years"},
        {"eligibilityCriteria": "Inclusion Criteria:\n\n* ECOG 0-1\n* At least 18 years of age"},
    ],
)
def test_a_study_whose_record_asks_nothing_of_a_person_is_still_no_protocol(eligibility: dict[str, Any]) -> None:
    trial, _ = only(study(conditionsModule={"conditions": ["NSCLC"]}, eligibilityModule=eligibility))
    assert to_text(trial.criteria[-1].asks) == (
        'Manual("The criteria of the protocol of NCT00000001 that the registry does not tell")'
    )
    assert trial.criteria[-1].reference == "rest"


def test_a_study_with_a_line_for_a_person_asks_no_more_than_that() -> None:
    trial, _ = only(study(eligibilityModule={"eligibilityCriteria": TEXT}))
    assert "rest" not in [c.reference for c in trial.criteria]
