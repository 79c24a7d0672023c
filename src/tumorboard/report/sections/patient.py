"""Who: the patient, the tumor and the question's date."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case
from tumorboard.report.values import Facts, Section, Term, Text


def compose(assessment: Assessment) -> Section:
    """Identity and clinical state on one line each; what is not recorded says so."""
    case = assessment.case
    d = case.diagnosis
    disease: Text = (Term("report.not_recorded"),)
    if d.disease is not None:
        disease = (f"{d.disease.name} ({d.disease.system} {d.disease.code})",)
    pairs: list[tuple[Term, Text]] = [
        (Term("report.case"), (case.id,)),
        (Term("report.decision_date"), (assessment.on.isoformat(),)),
        (Term("report.disease"), disease),
        (Term("report.age_sex"), _age_and_sex(assessment)),
        (Term("report.extent"), _or_not_recorded(d.extent)),
        (Term("report.setting"), _or_not_recorded(d.setting)),
        (Term("report.states"), _terms(sorted(d.states))),
        (Term("report.ecog"), _ecog(case)),
        (Term("report.jurisdictions"), (", ".join(assessment.policy.jurisdictions) or "FDA · EMA · NMPA",)),
    ]
    return Section("patient", Term("report.section.patient"), (Facts(tuple(pairs)),), front=True)


def _age_and_sex(assessment: Assessment) -> Text:
    patient = assessment.case.patient
    age: Text = (Term("report.not_recorded"),)
    if patient.birth is not None:
        on, birth = assessment.on, patient.birth
        oldest = on.year - birth.earliest.year - ((on.month, on.day) < (birth.earliest.month, birth.earliest.day))
        youngest = on.year - birth.latest.year - ((on.month, on.day) < (birth.latest.month, birth.latest.day))
        age = (f"{youngest}" if youngest == oldest else f"{youngest}-{oldest}",)
    elif patient.age_years is not None:
        age = (str(patient.age_years),)
    return (*age, " · ", Term(f"sex.{patient.sex}") if patient.sex else Term("report.not_recorded"))


def _or_not_recorded(value: str) -> Text:
    return (Term(value),) if value else (Term("report.not_recorded"),)


def _terms(values: list[str]) -> Text:
    parts: list[str | Term] = []
    for value in values:
        parts += [", ", Term(value)] if parts else [Term(value)]
    return tuple(parts) or (Term("report.not_recorded"),)


def _ecog(case: Case) -> Text:
    grades = [p for p in case.performance if p.scale == "ecog"]
    if not grades:
        return (Term("report.not_recorded"),)
    newest = max(grades, key=lambda p: (p.date is not None, p.date.latest.isoformat() if p.date else ""))
    return (f"{newest.value}", f" ({newest.date})" if newest.date else "")
