"""``case.yaml``: what a coordinator writes about a patient, as typed fields; no field that is not listed here.

The words inside (tumor types, drugs, settings ...) are still as written: `board.intake` turns them into codes.
docs/formats/case.md explains every field by example.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from tumorboard.issues import Issue, Parsed, Place, Severity
from tumorboard.model.dates import PartialDate

if TYPE_CHECKING:
    from tumorboard.wire.yaml_text import Document, Path


def _date(value: object) -> PartialDate | None:
    return PartialDate.parse(value) if isinstance(value, str) else None


def _share(value: object) -> float:
    """A fraction 0-1, also written ``60%``."""
    if not isinstance(value, str):
        raise ValueError("expected a fraction")
    text = value.strip()
    number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    if not (math.isfinite(number) and 0 <= number <= 1):
        raise ValueError("expected a fraction from 0 to 1, or a percentage")
    return number


def _one_or_many(value: object) -> object:
    return value if isinstance(value, list) else [value]


_PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"
Day = Annotated[Any, BeforeValidator(_date), WithJsonSchema({"type": "string", "pattern": _PATTERN})]
Share = Annotated[float, BeforeValidator(_share), WithJsonSchema({"type": ["string", "number"]})]
Words = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]
Year = Annotated[int, Field(ge=0, le=130)]


class Entry(BaseModel):
    """Every entry refuses fields it does not know: a misspelled fact must not vanish."""

    # built when a case file is read: a question in words needs none of it
    model_config = ConfigDict(
        defer_build=True, extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False
    )


class PatientEntry(Entry):
    """Who; never a name."""

    id: str = ""
    sex: str = ""
    birth: Day = None
    age: Year | None = None
    age_on: Day = None
    country: str = ""


class DiagnosisEntry(Entry):
    """The tumor: `disease` by OncoTree code, older code, name, DOID or NCIt code."""

    disease: str = ""
    histology: Words = ()
    setting: str = ""
    extent: str = ""
    states: Words = ()
    not_states: Words = ()
    stage: str = ""
    stage_system: str = ""
    resectable: bool | None = None
    diagnosed: Day = None


class PerformanceEntry(Entry):
    """One grade on one scale."""

    ecog: Annotated[int, Field(ge=0, le=5)] | None = None
    karnofsky: Annotated[int, Field(ge=0, le=100)] | None = None
    lansky: Annotated[int, Field(ge=0, le=100)] | None = None
    date: Day = None


class TreatmentEntry(Entry):
    """One course."""

    drugs: Words = ()
    modality: str = ""
    line: Annotated[int, Field(ge=1, le=30)] | None = None
    setting: str = ""
    intent: str = ""
    start: Day = None
    stop: Day = None
    ongoing: bool | None = None
    best_response: str = ""
    stop_reason: str = ""
    trial: str = ""


class LabEntry(Entry):
    """One laboratory value."""

    analyte: str
    value: float | None = None
    comparator: str = ""
    unit: str = ""
    lower_limit: float | None = None
    upper_limit: float | None = None
    date: Day = None


class LesionEntry(Entry):
    """One lesion, or with ``present: false`` a site that imaging showed to be free."""

    site: str
    present: bool = True
    suspected: bool = False
    size_mm: Annotated[float, Field(gt=0, le=1000)] | None = None
    short_axis_mm: Annotated[float, Field(gt=0, le=1000)] | None = None
    method: str = ""
    slice_mm: Annotated[float, Field(gt=0, le=50)] | None = None
    soft_tissue: bool | None = None
    irradiated: bool | None = None
    progressed: bool | None = None
    treated: bool | None = None
    treated_on: Day = None
    stable_on: Day = None
    symptomatic: bool | None = None
    steroids: bool | None = None
    date: Day = None


class ConditionEntry(Entry):
    """One comorbidity or history item."""

    name: str
    code: str = ""
    system: str = ""
    active: bool | None = None
    grade: Annotated[int, Field(ge=1, le=5)] | None = None
    date: Day = None


class ReproductionEntry(Entry):
    """Pregnancy, breast-feeding, and what rules pregnancy out."""

    pregnancy_test: str = ""
    tested_on: Day = None
    breast_feeding: bool | None = None
    postmenopausal: bool | None = None
    sterilized: bool | None = None


class SpecimenEntry(Entry):
    """Material: tissue, plasma, blood, marrow or normal."""

    id: str
    kind: str = ""
    site: str = ""
    collected: Day = None
    purity: Share | None = None
    ploidy: Annotated[float, Field(gt=0, le=20)] | None = None
    tumor_fraction: Share | None = None


class AssayEntry(Entry):
    """What was looked for, how well: the only ground on which absence is a no."""

    id: str
    specimen: str = ""
    name: str = ""
    method: str = ""
    status: str = ""
    date: Day = None
    genes: Words | None = None
    genes_file: str = ""
    kinds: Words = ()
    fusion_genes: Words | None = None
    regions: Words = ()
    exons: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    failed_genes: Words = ()
    min_vaf: Share | None = None
    min_purity: Share | None = None
    tumor_fraction_adequate: bool | None = None
    white_cell_control: bool | None = None
    matched_normal: bool | None = None
    panel_mb: Annotated[float, Field(gt=0)] | None = None
    assembly: str = ""


class FileEntry(Entry):
    """A molecular file beside ``case.yaml``."""

    path: Annotated[str, Field(min_length=1)]
    format: str = ""
    specimen: str = ""
    assay: str = ""
    assembly: str = ""
    tumor_sample: str = ""
    normal_sample: str = ""
    sample: str = ""


class TypedEntry(Entry):
    """A finding in a clinician's words, with where it was seen."""

    text: str
    specimen: str = ""
    assay: str = ""
    date: Day = None


class BiomarkerEntry(Entry):
    """A measurement: either in a clinician's words (`text`), or field by field."""

    text: str = ""
    marker: str = ""
    method: str = ""
    state: str = ""
    value: float | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    comparator: str = ""
    scale: str = ""
    clone: str = ""
    detail: str = ""
    panel_mb: Annotated[float, Field(gt=0)] | None = None
    date: Day = None
    specimen: str = ""
    assay: str = ""
    failed: bool = False


class DecisionEntry(Entry):
    """What the committee recommended."""

    drugs: Words = ()
    arm: str = ""
    on: Day = None


class DdppEntry(Entry):
    """A predictor: `table` of the site's patients (an outcome without censoring, linear fold changes of genes)."""

    drug: str
    table: Annotated[str, Field(min_length=1)]
    outcome: str
    aggregate: str
    seed: int
    exploratory: bool = False


class ResearchEntry(Entry):
    """Material for research methods: the site's cohort, the committee's decision, what was really given."""

    reference: str = ""
    reference_unit: str = ""
    decision: DecisionEntry | None = None
    given: Words = ()
    ddpp: tuple[DdppEntry, ...] = ()


def _typed(value: object) -> object:
    return [{"text": v} if isinstance(v, str) else v for v in value] if isinstance(value, list) else value


def _graded(value: object) -> object:
    return value if isinstance(value, list) or value is None else [value]


class CaseFile(Entry):
    """One case as written.  `complete` names the fact families of which everything known was written down."""

    case: str
    patient: PatientEntry = PatientEntry()
    diagnosis: DiagnosisEntry = DiagnosisEntry()
    performance: Annotated[tuple[PerformanceEntry, ...], BeforeValidator(_graded)] = ()
    treatments: tuple[TreatmentEntry, ...] = ()
    labs: tuple[LabEntry, ...] = ()
    lesions: tuple[LesionEntry, ...] = ()
    conditions: tuple[ConditionEntry, ...] = ()
    medications: Words = ()
    reproduction: ReproductionEntry = ReproductionEntry()
    specimens: tuple[SpecimenEntry, ...] = ()
    assays: tuple[AssayEntry, ...] = ()
    files: tuple[FileEntry, ...] = ()
    alterations: Annotated[tuple[TypedEntry, ...], BeforeValidator(_typed)] = ()
    biomarkers: Annotated[tuple[BiomarkerEntry, ...], BeforeValidator(_typed)] = ()
    statements: dict[str, bool] = Field(default_factory=dict)
    germline_consent: bool | None = None
    research: ResearchEntry | None = None
    complete: Words = ()
    trials: Words = ()


def parse(text: str, name: str) -> Parsed[CaseFile]:
    """The case as written; None with every fault as an ERROR issue that names its field, never its value."""
    from tumorboard.wire.yaml_text import mapping  # here: a question in words reads no YAML

    read = mapping(text, name)
    if read.value is None:
        return Parsed(None, read.issues)
    # an empty entry (`labs:`) is the same as none
    given = {key: value for key, value in read.value.value.items() if value is not None}
    try:
        return Parsed(CaseFile.model_validate(given))
    except ValidationError as error:
        found = error.errors(include_input=False, include_context=False, include_url=False)
        return Parsed(None, tuple(_issue(name, read.value, e["loc"], e["type"]) for e in found))


def schema() -> dict[str, Any]:
    """JSON Schema of ``case.yaml``, for editors."""
    return CaseFile.model_json_schema()


_EXPECTED = {
    "bool_parsing": "expects.bool",
    "bool_type": "expects.bool",
    "int_parsing": "expects.integer",
    "int_type": "expects.integer",
    "int_from_float": "expects.integer",
    "float_parsing": "expects.number",
    "float_type": "expects.number",
    "finite_number": "expects.number",
    "string_type": "expects.text",
    "tuple_type": "expects.list",
    "dict_type": "expects.mapping",
    "model_type": "expects.mapping",
    "model_attributes_type": "expects.mapping",
    "value_error": "expects.form",
}


def _issue(name: str, document: Document, loc: Path, kind: str) -> Issue:
    place = Place(name, line=document.line(loc), field=_path(loc))
    if kind == "extra_forbidden":
        # A key may be a misplaced value: its line is told, it is not repeated.
        place = Place(name, line=document.line(loc), field=_path(loc[:-1]))
        return Issue.of("CAS002", Severity.ERROR, place, known=_fields(loc[:-1]))
    if kind == "missing":
        return Issue.of("CAS003", Severity.ERROR, place)
    return Issue.of("CAS004", Severity.ERROR, place, expected=_EXPECTED.get(kind, "expects.range"))


def _path(loc: Path) -> str:
    """``treatments[2].line``, counted from 1; only names of this schema, never a key of the file."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        elif part in _NAMES:
            text += f".{part}" if text else part
    return text


def _fields(loc: Path) -> tuple[str, ...]:
    entry = next((_ENTRIES[p] for p in reversed(loc) if isinstance(p, str) and p in _ENTRIES), CaseFile)
    return tuple(sorted(entry.model_fields))


_ENTRIES: dict[str, type[Entry]] = {
    "patient": PatientEntry,
    "diagnosis": DiagnosisEntry,
    "performance": PerformanceEntry,
    "treatments": TreatmentEntry,
    "labs": LabEntry,
    "lesions": LesionEntry,
    "conditions": ConditionEntry,
    "reproduction": ReproductionEntry,
    "specimens": SpecimenEntry,
    "assays": AssayEntry,
    "files": FileEntry,
    "alterations": TypedEntry,
    "biomarkers": BiomarkerEntry,
    "research": ResearchEntry,
    "decision": DecisionEntry,
    "ddpp": DdppEntry,
}
_NAMES = frozenset(CaseFile.model_fields).union(*(e.model_fields for e in _ENTRIES.values()))
