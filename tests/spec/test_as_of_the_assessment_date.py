"""What a case says on a past day: facts of later days count neither as presence nor as absence (`board.as_of`)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.evidence_support import approved, context, statement
from tests.truth_support import assess, codes, grade, read, the

from tumorboard.app.assessing import checked, workbench
from tumorboard.app.cases import open_case
from tumorboard.board.as_of import as_of
from tumorboard.criteria.ages import age
from tumorboard.interpret.pipeline import interpret
from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case, Patient
from tumorboard.model.dates import PartialDate
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.statement import Approval, Citation, Statement, Study

ON = date(2025, 6, 15)
PANEL = "kinds: [variant, copy_number, fusion], genes: [EGFR, MET, ALK], method: RNA and DNA panel"


def case(tmp_path: Path, text: str) -> Case:
    """The case of a case file for lung adenocarcinoma."""
    (tmp_path / "case.yaml").write_text(f"case: X\ndiagnosis: {{disease: LUAD}}\n{text}\n", encoding="utf-8")
    bench = workbench()
    found = open_case(tmp_path, bench.vocab, bench.registry)
    assert found.value is not None, found.issues
    return found.value


def verdict(subject: Case, question: str, on: date = ON) -> str:
    known, _ = as_of(subject, on)
    return str(read(question).check(interpret(known, Knowledge(), context(on)), context(on)).verdict.name)


def told(subject: Case, on: date = ON) -> list[tuple[str, str]]:
    return [(i.code, i.place.field) for i in as_of(subject, on)[1]]


def of_assay(day: str, more: str) -> str:
    dated = f", date: {day}" if day else ""
    return f"specimens: [{{id: T, kind: tissue}}]\nassays: [{{id: P, specimen: T, {PANEL}{dated}}}]\n{more}"


WORDS = "alterations: [{text: '%s', assay: P, specimen: T}]"
ALTERATIONS = [
    # written, question, answer when the assay is of: the day before, the month, unknown, the day after
    ("EGFR T790M", 'ProteinChangeIn("EGFR", ["T790M"])', "MET", "UNKNOWN"),
    ("MET amplification", 'GeneAmplified("MET")', "MET", "UNKNOWN"),
    ("EML4::ALK", 'FusionIn(["ALK"])', "MET", "UNKNOWN"),
    ("EGFR L858R", 'FusionIn(["ALK"])', "NOT_MET", "UNKNOWN"),  # absence is later knowledge too
]


@pytest.mark.parametrize(("written", "question", "known", "later"), ALTERATIONS)
@pytest.mark.parametrize(
    ("day", "counts"), [("2025-06-15", True), ("2025-06", True), ("", True), ("2025-06-16", False)]
)
def test_an_assay_of_a_later_day_says_neither_yes_nor_no(
    tmp_path: Path, written: str, question: str, known: str, later: str, day: str, counts: bool
) -> None:
    subject = case(tmp_path, of_assay(day, WORDS % written))
    assert verdict(subject, question) == (known if counts else later)
    codes_told = {"2025-06": [("CAS081", "assay/P")], "2025-06-16": [("CAS080", "assay/P")]}
    assert told(subject) == codes_told.get(day, [])


FAMILIES = [
    # what the record says, the question, the answer on the day, what it would be with the later fact, what is told
    ("specimens: [{id: T, kind: tissue, collected: 2025-07}]\nassays: [{id: P, specimen: T, kinds: [variant], genes: [EGFR]}]",
     'WildType(["EGFR"])', "UNKNOWN", "MET", ("CAS080", "specimen/T")),
    ("alterations: [{text: EGFR L858R, date: 2025-07-01}]",
     'ProteinChangeIn("EGFR", ["L858R"])', "UNKNOWN", "MET", ("CAS080", "assay/typed1")),
    ("biomarkers: [{text: MSI-H, date: 2025-07-01}]",
     "MismatchRepairDeficient()", "UNKNOWN", "MET", ("CAS080", "biomarker/b1")),
    ("performance: [{ecog: 1, date: 2025-07-01}]", "EcogAtMost(1)", "UNKNOWN", "MET", ("CAS080", "performance/p1")),
    ("conditions: [{name: uveitis, active: true, date: 2025-07-01}]",
     'ConditionHistory(["uveitis"])', "UNKNOWN", "MET", ("CAS080", "condition/h1")),
    ("treatments: [{drugs: [osimertinib], start: 2025-07-01}]\ncomplete: [treatment]",
     'HadTherapy(agents=["osimertinib"])', "NOT_MET", "MET", ("CAS080", "course/c1")),
    ("treatments: [{drugs: [osimertinib], start: 2024-07-01, stop: 2025-07-01, stop_reason: progression}]",
     'ProgressedOn(agents=["osimertinib"])', "UNKNOWN", "MET", ("CAS082", "course/c1")),
]  # fmt: skip


@pytest.mark.parametrize(("written", "question", "then", "later", "issue"), FAMILIES)
def test_every_family_of_facts_is_cut_at_the_date(
    tmp_path: Path, written: str, question: str, then: str, later: str, issue: tuple[str, str]
) -> None:
    subject = case(tmp_path, written)
    assert verdict(subject, question) == then
    assert issue in told(subject)
    assert verdict(subject, question, date(2026, 1, 1)) == later
    assert told(subject, date(2026, 1, 1)) == []


def test_a_laboratory_value_of_a_later_day_is_gone(tmp_path: Path) -> None:
    subject = case(
        tmp_path, "labs: [{analyte: ALT, value: 31, date: 2025-07-01}, {analyte: AST, value: 30, date: 2025-06-01}]"
    )
    assert [v.analyte for v in as_of(subject, ON)[0].labs] == ["AST"]


def test_a_course_that_ends_later_is_being_given_and_its_outcome_is_not_known(tmp_path: Path) -> None:
    given = "treatments: [{drugs: [osimertinib], start: 2024-07-01, stop: 2025-07-01, stop_reason: progression, best_response: PR}]"
    (course,) = as_of(case(tmp_path, given), ON)[0].courses
    assert (course.ongoing, course.stop, course.stop_reason, course.best_response) == (True, None, "", "")


def test_a_finding_of_an_early_assay_that_a_later_one_saw_again_was_known(tmp_path: Path) -> None:
    two = f"specimens: [{{id: T, kind: tissue}}]\nassays: [{{id: B, specimen: T, {PANEL}, date: 2025-07}}, {{id: A, specimen: T, {PANEL}, date: 2024-01}}]"
    again = "alterations: [{text: EGFR L858R, assay: B, specimen: T}, {text: EGFR L858R, assay: A, specimen: T}]"
    assert verdict(case(tmp_path, f"{two}\n{again}"), 'ProteinChangeIn("EGFR", ["L858R"])') == "MET"


def test_what_was_left_out_is_told_before_any_option_and_by_check(tmp_path: Path) -> None:
    subject = case(tmp_path, of_assay("2025-06-16", WORDS % "EGFR T790M"))
    banner = next(b for b in assess(subject, on=ON).banners if b.code == "banner.after_decision_date")
    assert (banner.param("facts"), banner.param("on")) == (("assay/P",), ON)
    bench = workbench()
    found = open_case(tmp_path, bench.vocab, bench.registry)
    assert "CAS080" in {i.code for i in checked(found, ON)}
    assert "CAS080" not in {i.code for i in checked(found, date(2026, 1, 1))}


def test_a_birth_after_the_date_gives_no_age_and_an_age_of_a_later_day_is_an_upper_bound() -> None:
    known, issues = as_of(Case(id="X", patient=Patient(birth=PartialDate(2025, 7))), ON)
    assert age(known, context(ON)) is None
    assert [(i.code, i.place.field) for i in issues] == [("CAS083", "patient.birth")]
    recorded = Case(id="X", patient=Patient(age_years=18, age_on=PartialDate(2026, 1, 1)))
    assert age(recorded, context(ON)) == (17, 18, False)


# --- knowledge of later days --------------------------------------------------------------------------------------
L858R = 'ProteinChangeIn("EGFR", ["L858R"])'
ENDED = (Approval(agency="FDA", status="withdrawn", since=date(2021, 1, 1), until=date(2025, 7, 1), source="s"),)


def label(**more: object) -> Statement:
    return statement("s", "afatinib", L858R, **more)  # type: ignore[arg-type]


def on(day: date, *statements: Statement) -> Assessment:
    return assess("LUAD; EGFR L858R", *statements, on=day)


def test_a_withdrawal_of_a_later_day_is_told_as_hindsight_and_takes_nothing_away() -> None:
    before, after = the(on(ON, label(approvals=ENDED))), the(on(date(2025, 7, 1), label(approvals=ENDED)))
    assert (before.kept, grade(before)) == (True, "I-A")
    assert [(a.status, a.until) for a in before.matches[0].approvals] == [("approved", None)]
    assert "evidence.withdrawn" not in codes(before)
    assert [r.code for r in before.matches[0].reasons].count("evidence.withdrawn_later") == 1
    assert (after.kept, after.against[0].code) == (False, "evidence.withdrawn")
    assert "evidence.withdrawn_later" not in {r.code for r in after.matches[0].reasons}


@pytest.mark.parametrize(
    ("published", "amp"), [("2025-06-15", "I-B"), ("2025", "I-B"), ("", "I-B"), ("2025-06-16", ""), ("2026", "")]
)
def test_a_study_published_later_grades_nothing_and_one_without_a_date_does(published: str, amp: str) -> None:
    from dataclasses import replace

    paper = Citation(kind="pmid", ref="1", date=published)
    row = replace(label(study="rct met"), study=Study(design="rct", benefit="met", pmid="1"), citations=(paper,))
    option = the(on(ON, row))
    assert grade(option) == amp
    assert ("evidence.study_later" in {r.code for r in option.matches[0].reasons}) is (amp == "")
    both = replace(row, approvals=approved())
    assert grade(the(on(ON, both))) == "I-A"
