"""Who: the patient, the tumor and the question's date."""

from __future__ import annotations

from tumorboard.criteria import ages
from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.agencies import AGENCIES
from tumorboard.report.values import Day, Facts, Section, Term, Text, Tumor

NOT_RECORDED: Text = (Term("report.not_recorded"),)


def compose(assessment: Assessment) -> Section:
    """Identity and clinical state; what is not recorded says so."""
    case, d = assessment.case, assessment.case.diagnosis
    pairs: list[tuple[Term, Text]] = [
        (Term("report.case"), (case.id,)),
        (Term("report.assessed_as_of"), (Day(assessment.on),)),
        (Term("report.disease"), disease(case)),
        (Term("report.age_sex"), _age_and_sex(assessment)),
        (Term("report.stage"), _stage(case)),
        (Term("report.extent"), _or_not_recorded(d.extent)),
        (Term("report.setting"), _or_not_recorded(d.setting)),
        (Term("report.states"), facts.listed((Term(s),) for s in sorted(d.states)) or NOT_RECORDED),
        (Term("report.ecog"), _ecog(case)),
        (Term("report.treatment"), _treatment(case)),
        (Term("report.jurisdictions"), _jurisdictions(assessment)),
        (Term("report.consent"), (Term(f"consent.{case.germline_consent}".lower()),)),
    ]
    return Section("patient", Term("report.section.patient"), (Facts(tuple(pairs)),), front=True)


def disease(case: Case) -> Text:
    """The tumor type with its code, and what the record said when that was something else."""
    found = case.diagnosis.disease
    if found is None:
        return NOT_RECORDED
    recorded: Text = (", ", Term("report.recorded_as"), f" {found.recorded}") if found.recorded else ()
    named: Text = (Tumor(found.code, found.name), " (") if found.name else ("(",)
    return (*named, f"{found.system} {found.code}", *recorded, ")")


def _age_and_sex(assessment: Assessment) -> Text:
    patient, on = assessment.case.patient, assessment.on
    age: Text = NOT_RECORDED
    if patient.birth is not None:
        age = (_years(*ages.born(patient.birth, on)),)
    elif patient.age_years is not None and patient.age_on is not None and str(patient.age_on) != on.isoformat():
        # reasons speak of the age on the assessment date, the record of another day's: both are told, each with its day
        told = Reason.of("report.age_recorded", age=patient.age_years, day=str(patient.age_on))
        age = (_years(*ages.recorded(patient.age_years, patient.age_on, on)), " (", told, ")")
    elif patient.age_years is not None:
        age = (str(patient.age_years),)
    return (*age, " · ", Term(f"sex.{patient.sex}")) if patient.sex else (*age, " · ", *NOT_RECORDED)


def _years(least: int, most: int) -> str:
    return f"{least}" if least == most else f"{least}-{most}"


def _stage(case: Case) -> Text:
    d = case.diagnosis
    if not d.stage:
        return NOT_RECORDED
    return (d.stage, f" ({d.stage_system})" if d.stage_system else "")


def _or_not_recorded(value: str) -> Text:
    return (Term(value),) if value else NOT_RECORDED


def _ecog(case: Case) -> Text:
    grades = [p for p in case.performance if p.scale == "ecog"]
    if not grades:
        return NOT_RECORDED
    newest = max(grades, key=lambda p: (p.date is not None, p.date.latest.isoformat() if p.date else ""))
    return (f"{newest.value}", f" ({newest.date})" if newest.date else "")


def _treatment(case: Case) -> Text:
    if not case.courses:
        return (Term("report.no_courses" if case.complete("treatment") else "report.not_recorded"),)
    systemic = [c for c in case.courses if c.modality == "systemic"]
    newest = max(systemic or case.courses, key=lambda c: c.start.earliest.isoformat() if c.start else "")
    count = Reason.of("report.courses", count=len(case.courses))
    return (count, ", ", Term("report.latest"), " ", *facts.course(newest))


def _jurisdictions(assessment: Assessment) -> Text:
    asked = assessment.policy.jurisdictions
    return (", ".join(asked),) if asked else (" · ".join(AGENCIES), " ", Term("report.none_asked"))
