"""MatchEngine's patient documents as cases: what they say, in an open world, where no record is no *no*.

What is read
    Of a clinical record that does not say that the patient has died, the sample, sex, birth, tumor type and tumor mutational burden; of genomic records mutations by their protein
    change (without one: a mutation of the gene, unspecified), copy-number calls, fusions by their partners or their comment, and the
    mismatch repair status.  A record that says *wild type* is no mutation; which genes were looked at is not in the documents, so
    that every absence stays unknown.

Source: docs/formats/ctml.md and its section on patient records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tumorboard.app.assessing import Workbench
from tumorboard.app.cases import build_case
from tumorboard.errors import InputError
from tumorboard.formats.trials.matchengine_patients import records, samples
from tumorboard.issues import Issue, Place, Severity
from tumorboard.model.case import Case
from tumorboard.model.dates import PartialDate
from tumorboard.trials.matchengine.samples import Sample
from tumorboard.wire.case_file import BiomarkerEntry, CaseFile, DiagnosisEntry, PatientEntry, TypedEntry

SUFFIXES = (".json", ".ejson", ".csv")
LEFT_OUT = frozenset({"CTP001", "CTP006"})  # a record of which nobody can say whose it is
Record = Mapping[str, object]
_DEAD = frozenset({"dead", "deceased"})
_CALLS = {
    "high amplification": "amplification", "high level amplification": "amplification", "gain": "gain", "low level amplification": "gain",
    "heterozygous deletion": "loss", "single copy deletion": "loss", "homozygous deletion": "homozygous deletion",
    "two copy deletion": "homozygous deletion",
}  # fmt: skip


def cases(clinical: Path, genomic: Path | None, bench: Workbench) -> tuple[list[Case], tuple[Issue, ...]]:
    """The case of every sample, and every issue on the way.

    Raises
    ------
    InputError
        If a file cannot be read; the issues ride along.
    """
    told, issues = _records(clinical)
    found, more = _records(genomic) if genomic is not None else ([], [])
    issues += more
    joined = samples(told, found, clinical_name=clinical.name, genomic_name=genomic.name if genomic else "")
    issues += joined.issues
    made: list[Case] = []
    seen: set[str] = set()
    deceased = 0
    for sample in joined.value or ():
        if sample.id in seen:
            continue  # told by CTP002
        seen.add(sample.id)
        if _word(sample.clinical, "VITAL_STATUS").lower() in _DEAD:
            deceased += 1
            continue
        read = build_case(_written(sample), clinical.parent, bench.vocab, bench.registry, name=clinical.name)
        issues += read.issues
        if read.value is not None:
            made.append(read.value)
    if deceased:
        issues.append(Issue.of("CTP007", Severity.WARNING, Place(clinical.name), count=deceased))
    return made, tuple(dict.fromkeys(issues))


def _records(path: Path) -> tuple[list[dict[str, object]], list[Issue]]:
    try:
        read = records(path.read_bytes().decode("utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read", remedy="Give a text file in UTF-8.") from error
    if read.value is None:
        raise InputError(f"{path.name} cannot be read", issues=read.issues, remedy="See its issues.")
    return list(read.value), list(read.issues)


def _written(sample: Sample) -> CaseFile:
    clinical = sample.clinical
    sex = _word(clinical, "GENDER").lower()
    patient = PatientEntry(
        id=_word(clinical, "MRN"), sex=sex if sex in {"male", "female"} else "", birth=_born(clinical)
    )
    words = [text for record in sample.genomic if not _wild(record) for text in _texts(record)]
    markers = [_marker(record) for record in sample.genomic if _word(record, "MMR_STATUS")]
    burden = clinical.get("TUMOR_MUTATIONAL_BURDEN_PER_MEGABASE")
    numbers = [BiomarkerEntry(text=f"TMB {value:g} mut/Mb")] if (value := _number(burden)) is not None else []
    return CaseFile(
        case=sample.id,
        patient=patient,
        diagnosis=DiagnosisEntry(disease=_word(clinical, "ONCOTREE_PRIMARY_DIAGNOSIS_NAME")),
        alterations=tuple(TypedEntry(text=text) for text in dict.fromkeys(words)),
        biomarkers=(*numbers, *(BiomarkerEntry(text=text) for text in dict.fromkeys(m for m in markers if m))),
    )


def _born(clinical: Record) -> str | None:
    """The birth as text: the integer that the engine compares (YYYYMMDD), else the field itself."""
    for text in (_from_integer(_word(clinical, "BIRTH_DATE_INT")), _word(clinical, "BIRTH_DATE")[:10]):
        try:
            return str(PartialDate.parse(text))
        except ValueError:
            continue
    return None


def _from_integer(text: str) -> str:
    text = text.removesuffix(".0")  # a document store keeps whole numbers as such too
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdigit() else ""


def _wild(record: Record) -> bool:
    return record.get("WILDTYPE") in (True, "true", "True", "TRUE")


def _texts(record: Record) -> list[str]:
    read: Mapping[str, Callable[[Record], str]] = {"MUTATION": _mutation, "CNV": _copies, "SV": _fusion}
    make = read.get(_word(record, "VARIANT_CATEGORY").upper())
    text = make(record) if make is not None else ""
    return [text] if text else []


def _mutation(record: Record) -> str:
    gene, change = _word(record, "TRUE_HUGO_SYMBOL"), _word(record, "TRUE_PROTEIN_CHANGE").removeprefix("p.")
    return f"{gene} {change or 'mutation'}" if gene else ""


def _copies(record: Record) -> str:
    gene, call = _word(record, "TRUE_HUGO_SYMBOL"), _word(record, "CNV_CALL")
    return f"{gene} {_CALLS.get(call.lower(), call)}" if gene and call else ""


def _fusion(record: Record) -> str:
    partners = [_word(record, "LEFT_PARTNER_GENE"), _word(record, "RIGHT_PARTNER_GENE")]
    if any(partners):
        return "::".join(p for p in partners if p) + " fusion"
    return _word(record, "STRUCTURAL_VARIANT_COMMENT")


def _marker(record: Record) -> str:
    status = _word(record, "MMR_STATUS").lower()
    return "dMMR" if status.startswith("deficient") else "pMMR" if status.startswith("proficient") else ""


def _word(record: Record, name: str) -> str:
    value = record.get(name)
    return "" if value is None or isinstance(value, bool | list | dict) else str(value).strip()


def _number(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if 0 <= number < 1e6 else None


def is_clinical(path: Path) -> bool:
    """Whether the file may be such a document, by its name."""
    return path.suffix.lower() in SUFFIXES
