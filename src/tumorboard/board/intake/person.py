"""Who the patient is and how they are: patient, diagnosis, performance, laboratory, conditions, statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType

from tumorboard.board.intake import words
from tumorboard.board.intake.desk import Desk, plain
from tumorboard.board.intake.named_facts import named_facts
from tumorboard.criteria.labs import impossible
from tumorboard.issues import Place
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Completeness, Condition, Diagnosis, LabValue, Patient, PerformanceStatus
from tumorboard.model.disease import Disease
from tumorboard.model.reproduction import Reproduction
from tumorboard.vocab.analytes import factor, relative
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
    "results_in_name",
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
    """The tumor type by code; None, with an issue, when unknown or ambiguous.

    Of several solid tumors that a name may mean, what they have in common is kept, with a warning: what holds for only one of
    them then stays unknown.
    """
    if not text:
        desk.warning("CAS021", where)
        return None
    diseases = desk.vocab.diseases
    codes = diseases.candidates(text) or diseases.candidates(named_facts(text)[1])
    if len(codes) > 1 and (shared := _shared(desk, codes)):
        desk.warning("CAS028", where, codes=codes[:12], kept=shared)
        codes = (shared,)
    if len(codes) != 1:
        if codes:
            desk.error("CAS023", where, codes=codes[:12])
        elif near := _near(desk, text):
            desk.error("CAS022", where, near=near)
        else:
            desk.error("CAS027", where)
        return None
    entry = diseases.entries[codes[0]]
    recorded = text if text.strip().upper() != codes[0] else ""
    return Disease(code=codes[0], name=entry.name, release=diseases.release.release, recorded=recorded)


def results_in_name(desk: Desk, file: CaseFile) -> tuple[Biomarker, ...]:
    """The receptor results that the name of the tumor type holds, told as such.

    Of a case with one tumor specimen they are of that specimen.
    """
    where = "diagnosis.disease"
    found = named_facts(file.diagnosis.disease)[0]
    if not found:
        return ()
    desk.info("CAS029", where, results=tuple(f"{b.marker} {b.state}" for b in found))
    tumors = [s.id for s in file.specimens if words.SPECIMEN.get(plain(s.kind)) != "normal"]
    place = Place(desk.file, field=where)
    return tuple(replace(b, specimen=tumors[0] if len(tumors) == 1 else "", source=place) for b in found)


def _shared(desk: Desk, codes: tuple[str, ...]) -> str:
    """The nearest group of solid tumors that holds all of the codes; empty when there is none."""
    diseases = desk.vocab.diseases
    if not all(diseases.entries[c].solid for c in codes):
        return ""
    first, *others = (diseases.lineage(c)[1:] for c in codes)
    return next((c for c in first if c != "TISSUE" and all(c in other for other in others)), "")


def _near(desk: Desk, text: str) -> tuple[str, ...]:
    """Codes whose name holds every word of `text`, else codes or names spelled like it.

    The tumor type is a vocabulary word, not a patient's value.
    """
    wanted = set(text.casefold().split())
    diseases = desk.vocab.diseases
    found = [e.code for e in diseases.entries.values() if wanted <= set(e.name.casefold().split())]
    if found:
        return tuple(sorted(found)[:8])
    spelled = get_close_matches(text.casefold(), diseases.names, n=4, cutoff=0.75)
    by_name = [c for name in spelled for c in diseases.names[name]]
    return tuple(dict.fromkeys([*by_name, *get_close_matches(text.upper(), diseases.entries, n=4)]))[:6]


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
            tell = desk.info if relative(entry.unit) else desk.warning
            tell("CAS026", f"labs[{n}].unit", analyte=code, unit=desk.vocab.analytes.entries[code].unit)
        if entry.comparator not in COMPARATORS:
            desk.warning("CAS010", f"labs[{n}].comparator", known=COMPARATORS[1:])
            continue  # without it the number may say the opposite
        given = {**dict(entry), "analyte": code or entry.analyte}
        found.append(LabValue(id=f"l{n}", **given))
        if impossible(found[-1], desk.vocab):
            desk.warning("CAS087", f"labs[{n}].value", analyte=found[-1].analyte)
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
