"""Diagnostic and prognostic statements: shown beside the options, never among them, and only where they concern the case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.evidence_support import approved, case, context, statement

from tumorboard.board.assess import assess_case
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.verdict import Verdict
from tumorboard.report.compose import compose
from tumorboard.report.sections import markers as section

AML = 'DiagnosisIn(["AML"])'
NPM1 = 'ProteinChangeIn("NPM1", ["W288fs"])'
CLAIM: dict[str, Any] = {
    "predicate": "prognostic_better", "disease": AML, "genes": ["NPM1"], "guideline": "preferred",
}  # fmt: skip


def told(patient: str, *findings: str, **fields: Any) -> list[tuple[str, str, str]]:
    row = statement("S1", "", NPM1, **(CLAIM | fields))
    found = assess_case(case(patient, *findings), Knowledge(statements=(row,)), context())
    assert (found.options, found.rejected, found.resistance, found.next_steps) == ((), (), (), ())
    return [(m.relation, m.verdict.name, next((g.value for g in m.grades), "")) for m in found.markers]


PROGNOSTIC = [
    ("AML", ["NPM1 W288Cfs"], [("same_tumor", "MET", "I-A")]),
    ("AMLNPM1", ["NPM1 W288Cfs"], [("same_tumor", "MET", "I-A")]),
    ("MNM", ["NPM1 W288Cfs"], [("unknown_tumor", "UNKNOWN", "guideline NCCN")]),
    ("LUAD", ["NPM1 W288Cfs"], []),
    ("AML", ["FLT3 D835Y"], []),
    ("AML", [], []),
]


@pytest.mark.parametrize(("disease", "findings", "expected"), PROGNOSTIC)
def test_a_prognosis_is_told_of_the_tumor_it_was_shown_in_when_the_finding_is_there(
    disease: str, findings: list[str], expected: list[tuple[str, str, str]]
) -> None:
    assert told(disease, *findings) == expected


DIAGNOSTIC = [
    ("AMLNPM1", [("same_tumor", "MET", "I-A")]),
    ("AML", [("unknown_tumor", "MET", "I-A")]),
    ("MDS", [("other_tumor", "MET", "I-A")]),
    ("LUAD", []),
]


@pytest.mark.parametrize(("disease", "expected"), DIAGNOSTIC)
def test_a_diagnostic_finding_is_told_wherever_its_question_arises(
    disease: str, expected: list[tuple[str, str, str]]
) -> None:
    found = told(
        disease, "NPM1 W288Cfs", predicate="diagnostic", disease='DiagnosisIn(["AMLNPM1"])',
        given='DiagnosisIn(["MNM"])',
    )  # fmt: skip
    assert found == expected


def test_a_finding_for_another_diagnosis_than_the_recorded_one_asks_for_review() -> None:
    row = statement(
        "S1", "", NPM1, predicate="diagnostic", disease='DiagnosisIn(["AMLNPM1"])', given='DiagnosisIn(["MNM"])',
        genes=["NPM1"],
    )  # fmt: skip
    found = assess_case(case("MDS", "NPM1 W288Cfs"), Knowledge(statements=(row,)), context()).markers
    assert [m.needs_review for m in found] == [True]
    assert [d.code for d in found[0].diseases] == ["AMLNPM1"]
    assert found[0].reasons[0].code == "marker.other_diagnosis"


def test_what_is_not_settled_stays_open_and_says_what_is_missing() -> None:
    row = statement(
        "S1", "", f'{NPM1} and not ExonMutated("FLT3", [14], types="insertion")', predicate="prognostic_better",
        disease=AML, genes=["NPM1"],
    )  # fmt: skip
    found = assess_case(case("AML", "NPM1 W288Cfs"), Knowledge(statements=(row,)), context()).markers
    assert [(m.verdict, m.missing) for m in found] == [(Verdict.UNKNOWN, ("assay.variant:FLT3",))]


def test_a_disputed_claim_says_so() -> None:
    row = statement("S1", "", NPM1, predicate="prognostic_better", direction="disputes", disease=AML, genes=["NPM1"])
    found = assess_case(case("AML", "NPM1 W288Cfs"), Knowledge(statements=(row,)), context()).markers
    assert "marker.disputed" in [r.code for r in found[0].reasons]


def test_the_report_has_a_section_of_its_own_only_when_there_is_something_to_say() -> None:
    row = statement("S1", "", NPM1, predicate="prognostic_worse", disease=AML, genes=["NPM1"], guideline="preferred")
    found = assess_case(case("AML", "NPM1 W288Cfs"), Knowledge(statements=(row,)), context())
    assert [s.id for s in compose(found).sections].count("markers") == 1
    assert section.compose(replace(found, markers=())) is None


def test_a_diagnosis_named_as_the_alternative_of_a_biomarker_supports_an_option() -> None:
    row = statement(
        "S1", "imatinib", 'FusionIn(["ABL1"], partners=["BCR"]) or DiagnosisIn(["CML"])', disease='DiagnosisIn(["CML"])',
        genes=["ABL1"], guideline="preferred",
    )  # fmt: skip
    known = Knowledge(statements=(row,))
    assert [o.verdict for o in assess_case(case("CMLBCRABL1"), known, context()).options] == [Verdict.MET]
    assert assess_case(case("AML"), known, context()).options == ()


def test_agencies_that_word_one_indication_differently_are_shown_side_by_side() -> None:
    for_all = statement("S1", "imatinib", NPM1, disease=AML, genes=["NPM1"], approvals=approved("FDA"))
    over_26 = statement("S2", "imatinib", NPM1, disease=AML, genes=["NPM1"], approvals=approved("EMA"), given="AgeBetween(min=26)")  # fmt: skip
    known = Knowledge(statements=(for_all, over_26))
    old = assess_case(case("AML", "NPM1 W288Cfs", age=60), known, context()).options[0]
    young = assess_case(case("AML", "NPM1 W288Cfs", age=20), known, context()).options[0]
    assert [a.agency for a in old.approvals] == ["FDA", "EMA"]
    assert [a.agency for a in young.approvals] == ["FDA"]
