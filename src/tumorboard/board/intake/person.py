"""Who the patient is and how they are: patient, diagnosis, performance, laboratory, conditions, statements."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from tumorboard.board.intake import words
from tumorboard.board.intake.desk import Desk, plain
from tumorboard.model.case import Completeness, Condition, Diagnosis, LabValue, Patient, PerformanceStatus
from tumorboard.model.disease import Disease
from tumorboard.model.reproduction import Reproduction
from tumorboard.vocab.analytes import factor
from tumorboard.wire.case_file import CaseFile, DiagnosisEntry, PatientEntry

COMPARATORS = ("", "<", "<=", ">", ">=")
__all__ = [
    "completeness",
    "conditions",
    "diagnosis",
    "disease",
    "labs",
    "patient",
    "performance",
    "reproduction",
    "statements",
]


def patient(desk: Desk, file: CaseFile) -> Patient:
    """The patient; a birth date and an age that contradict each other are told."""
    given = file.patient
    if given.birth is not None and given.age is not None:
        _age(desk, given)
    return Patient(
        id=given.id,
        sex=desk.word(words.SEX, given.sex, "patient.sex"),
        birth=given.birth,
        age_years=given.age if given.birth is None else None,
        age_on=given.age_on,
        country=given.country,
    )


def _age(desk: Desk, given: PatientEntry) -> None:
    """An age beside a birth date is told; on a day on which it cannot be right, as a contradiction."""
    if given.age_on is None:
        desk.info("CAS020", "patient.age")
        return
    most = given.age_on.latest.year - given.birth.earliest.year
    least = given.age_on.earliest.year - given.birth.latest.year - 1
    if not least <= given.age <= most:
        desk.warning("CAS093", "patient.age")


def disease(desk: Desk, text: str, where: str) -> Disease | None:
    """The tumor type by code; None, with an issue, when unknown or ambiguous."""
    if not text:
        desk.warning("CAS021", where)
        return None
    diseases = desk.vocab.diseases
    codes = diseases.candidates(text)
    if len(codes) != 1:
        if codes:
            desk.error("CAS023", where, codes=codes[:12])
        else:
            desk.error("CAS022", where, near=_near(desk, text))
        return None
    entry = diseases.entries[codes[0]]
    recorded = text if text.strip().upper() != codes[0] else ""
    return Disease(code=codes[0], name=entry.name, release=diseases.release.release, recorded=recorded)


def _near(desk: Desk, text: str) -> tuple[str, ...]:
    """Codes whose name holds every word of `text`, else codes spelled like it; a dash when there are none.

    The tumor type is a vocabulary word, not a patient's value.
    """
    wanted = set(text.casefold().split())
    entries = desk.vocab.diseases.entries
    found = [e.code for e in entries.values() if wanted <= set(e.name.casefold().split())]
    return tuple(sorted(found)[:8]) or tuple(get_close_matches(text.upper(), entries, n=4)) or ("–",)


def diagnosis(desk: Desk, given: DiagnosisEntry) -> Diagnosis:
    """Tumor type, histology, setting, extent and states in codes."""
    return Diagnosis(
        disease=disease(desk, given.disease, "diagnosis.disease"),
        histology=frozenset(plain(h) for h in given.histology if h),
        setting=desk.word(words.SETTING, given.setting, "diagnosis.setting"),
        extent=desk.word(words.EXTENT, given.extent, "diagnosis.extent"),
        states=frozenset(plain(s) for s in given.states if s),
        not_states=frozenset(plain(s) for s in given.not_states if s),
        stage=given.stage,
        stage_system=given.stage_system,
        resectable=given.resectable,
        diagnosed=given.diagnosed,
    )


def performance(desk: Desk, file: CaseFile) -> tuple[PerformanceStatus, ...]:
    """Every grade on every scale."""
    found: list[PerformanceStatus] = []
    for n, entry in enumerate(file.performance, start=1):
        grades = {"ecog": entry.ecog, "karnofsky": entry.karnofsky, "lansky": entry.lansky}
        given = [(scale, value) for scale, value in grades.items() if value is not None]
        if not given:
            desk.warning("CAS024", f"performance[{n}]")
        for scale, value in given:
            found.append(PerformanceStatus(id=f"p{len(found) + 1}", scale=scale, value=value, date=entry.date))
    return tuple(found)


def labs(desk: Desk, file: CaseFile) -> tuple[LabValue, ...]:
    """Laboratory values by code; a name or unit that is not known is told, and the value kept as it is written."""
    found = []
    for n, entry in enumerate(file.labs, start=1):
        code = desk.vocab.analytes.resolve(entry.analyte)
        if code is None:
            desk.warning("CAS025", f"labs[{n}].analyte")
        elif factor(desk.vocab.analytes, desk.vocab.units, code, entry.unit) is None:
            desk.warning("CAS026", f"labs[{n}].unit", analyte=code, unit=desk.vocab.analytes.entries[code].unit)
        if entry.comparator not in COMPARATORS:
            desk.warning("CAS010", f"labs[{n}].comparator", known=COMPARATORS[1:])
            continue  # without it the number may say the opposite
        given = {**dict(entry), "analyte": code or entry.analyte}
        found.append(LabValue(id=f"l{n}", **given))
    return tuple(found)


def conditions(file: CaseFile) -> tuple[Condition, ...]:
    """Comorbidities and history as given."""
    return tuple(Condition(id=f"h{n}", **dict(entry)) for n, entry in enumerate(file.conditions, start=1))


def reproduction(desk: Desk, file: CaseFile) -> Reproduction:
    """Pregnancy and breast-feeding; a test result that is not understood counts as not made."""
    given = file.reproduction
    told = Reproduction(
        **{**dict(given), "pregnancy_test": desk.word(words.TEST, given.pregnancy_test, "reproduction.pregnancy_test")}
    )
    if file.patient.sex and words.SEX.get(plain(file.patient.sex)) == "male" and told != Reproduction():
        desk.warning("CAS099", "reproduction")
    return told


def statements(file: CaseFile) -> Mapping[str, bool]:
    """A clinician's yes or no by topic; a criterion's own text is kept as it is after ``manual:``."""
    return MappingProxyType(
        {(t if t.startswith("manual:") else plain(t)): said for t, said in sorted(file.statements.items())}
    )


def completeness(desk: Desk, file: CaseFile) -> Mapping[str, Completeness]:
    """The fact families of which everything known was written down."""
    named = (desk.word(words.FAMILY, w, f"complete[{n}]") for n, w in enumerate(file.complete, start=1))
    return MappingProxyType(dict.fromkeys(sorted({n for n in named if n}), Completeness.COMPLETE))
