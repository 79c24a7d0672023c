"""The case as it stood on the assessment date: the one place that leaves out what was measured, given or learned later.

A fact is later when its own date, its assay's or its specimen's lies certainly after the date.  A partial date that may
lie on either side, and a date that is not known, leave the fact in use: the first is told, the second cannot be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from tumorboard.issues import Issue, Place, Severity
from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case, Patient
from tumorboard.model.dates import PartialDate
from tumorboard.model.lesion import Lesion
from tumorboard.model.reproduction import Reproduction
from tumorboard.model.research_input import ResearchInput
from tumorboard.model.specimen import Assay, Specimen
from tumorboard.model.treatment import TreatmentCourse

LATER, MAY_BE_LATER, ENDS_LATER, IMPOSSIBLE = "CAS080", "CAS081", "CAS082", "CAS083"
CASE = "case"

Found = TypeVar("Found", Variant, CopyNumber, Fusion, SpliceEvent)


@dataclass(slots=True)
class _Cut:
    """The date, the specimens and assays of later days, and what was told so far."""

    on: date
    specimens: set[str] = field(default_factory=set)
    assays: set[str] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)

    def tell(self, code: str, severity: Severity, fact: str, file: str = CASE) -> None:
        self.issues.append(Issue.of(code, severity, Place(file, field=fact), on=self.on))

    def drops(self, day: PartialDate | None, fact: str, file: str = CASE) -> bool:
        """Whether the day lies certainly after the date; told, and told too where it only may."""
        if day is None or day.latest <= self.on:
            return False
        later = day.earliest > self.on
        self.tell(LATER if later else MAY_BE_LATER, Severity.WARNING if later else Severity.INFO, fact, file)
        return later


def as_of(case: Case, on: date) -> tuple[Case, tuple[Issue, ...]]:
    """The case with the facts of the date, and an issue for each fact that was left out or may be later."""
    cut = _Cut(on)
    specimens = tuple(s for s in case.specimens if not _later_specimen(cut, s))
    assays = tuple(a for a in case.assays if not _later_assay(cut, a))
    known = replace(
        case,
        patient=_patient(cut, case.patient),
        specimens=specimens,
        assays=assays,
        variants=_found(cut, case.variants),
        copy_numbers=_found(cut, case.copy_numbers),
        fusions=_found(cut, case.fusions),
        splice_events=_found(cut, case.splice_events),
        biomarkers=tuple(b for b in case.biomarkers if not _later_biomarker(cut, b)),
        performance=tuple(p for p in case.performance if not cut.drops(p.date, f"performance/{p.id}")),
        labs=tuple(v for v in case.labs if not cut.drops(v.date, f"lab/{v.id}")),
        lesions=tuple(_lesions(cut, case.lesions)),
        reproduction=_reproduction(cut, case.reproduction),
        conditions=tuple(c for c in case.conditions if not cut.drops(c.date, f"condition/{c.id}")),
        courses=tuple(_courses(cut, case.courses)),
        research=_research(cut, case.research),
        **_expression(case, assays),
    )
    if case.diagnosis.diagnosed is not None and case.diagnosis.diagnosed.earliest > on:
        cut.tell(IMPOSSIBLE, Severity.WARNING, "diagnosis.diagnosed")
    return (known if known != case else case), tuple(cut.issues)


def _patient(cut: _Cut, patient: Patient) -> Patient:
    """A birth after the date is a slip of the pen: the age is then not known."""
    if patient.birth is None or patient.birth.earliest <= cut.on:
        return patient
    cut.tell(IMPOSSIBLE, Severity.WARNING, "patient.birth")
    return replace(patient, birth=None)


def _later_specimen(cut: _Cut, specimen: Specimen) -> bool:
    if cut.drops(specimen.collected, f"specimen/{specimen.id}"):
        cut.specimens.add(specimen.id)
        return True
    return False


def _later_assay(cut: _Cut, assay: Assay) -> bool:
    by_date = cut.drops(assay.date, f"assay/{assay.id}")
    if by_date or assay.specimen in cut.specimens:
        cut.assays.add(assay.id)
        return True
    return False


def _found(cut: _Cut, facts: tuple[Found, ...]) -> tuple[Found, ...]:
    """Alterations of the specimens and assays that remain; each later assay or specimen is told once, not each finding."""
    return tuple(f for f in facts if f.assay not in cut.assays and f.specimen not in cut.specimens)


def _later_biomarker(cut: _Cut, measured: Biomarker) -> bool:
    if measured.assay in cut.assays or measured.specimen in cut.specimens:
        return True
    return cut.drops(measured.date, f"biomarker/{measured.id}", measured.source.file if measured.source else CASE)


def _courses(cut: _Cut, courses: tuple[TreatmentCourse, ...]) -> Iterator[TreatmentCourse]:
    """Courses that had begun; of one that ended only later nothing is known but that it was being given."""
    for course in courses:
        fact = f"course/{course.id}"
        if cut.drops(course.start, fact):
            continue
        if course.stop is not None and course.stop.earliest > cut.on:
            cut.tell(ENDS_LATER, Severity.WARNING, fact)
            ongoing = True if course.start is not None else None
            course = replace(course, stop=None, ongoing=ongoing, best_response="", stop_reason="")
        yield course


def _lesions(cut: _Cut, lesions: tuple[Lesion, ...]) -> Iterator[Lesion]:
    """Lesions that were seen; of treatment and imaging of later days nothing is known."""
    for x in lesions:
        fact = f"lesion/{x.id}"
        if cut.drops(x.date, fact):
            continue
        if cut.drops(x.treated_on, f"{fact}.treated_on"):
            x = replace(x, treated=None, treated_on=None, stable_on=None, progressed=None)
        elif cut.drops(x.stable_on, f"{fact}.stable_on"):
            x = replace(x, stable_on=None)
        yield x


def _reproduction(cut: _Cut, told: Reproduction) -> Reproduction:
    later = cut.drops(told.tested_on, "reproduction.tested_on")
    return replace(told, pregnancy_test="", tested_on=None) if later else told


def _research(cut: _Cut, told: ResearchInput | None) -> ResearchInput | None:
    """A decision of a later day is not known; what was given afterwards is looked back on, whatever the date."""
    if told is None or told.decision is None or not cut.drops(told.decision.on, "research.decision.on"):
        return told
    return replace(told, decision=None)


def _expression(case: Case, remaining: tuple[Assay, ...]) -> dict[str, Any]:
    """The case does not say which assay measured its expression: one of a later day may have."""
    kept = {a.id for a in remaining}
    later = any("expression" in a.kinds for a in case.assays if a.id not in kept)
    if not later:
        return {}
    return {
        "expression": None, "expression_unit": "", "expression_specimen": "",
        "normal_expression": None, "normal_expression_unit": "", "normal_expression_specimen": "",
    }  # fmt: skip
