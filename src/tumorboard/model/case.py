"""One patient's data prepared for one board meeting.

A `Case` is what the files and the board said, normalized to vocabulary codes.  `findings` is what `interpret` derived;
None means not interpreted, and every leaf that needs a finding then says UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import MappingProxyType

from tumorboard.issues import Place
from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.dates import PartialDate
from tumorboard.model.disease import Disease
from tumorboard.model.findings import Findings
from tumorboard.model.index import CaseIndex
from tumorboard.model.lesion import Lesion
from tumorboard.model.reproduction import Reproduction
from tumorboard.model.research_input import ResearchInput
from tumorboard.model.specimen import Assay, Specimen
from tumorboard.model.treatment import TreatmentCourse


class Completeness(Enum):
    """How much of a fact family was collected.  A universal claim needs COMPLETE."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NOT_COLLECTED = "not_collected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """`sex` is female, male, other or empty; `age_years` is completed years on `age_on` when no birth date is given."""

    id: str = ""
    sex: str = ""
    birth: PartialDate | None = None
    age_years: int | None = None
    age_on: PartialDate | None = None
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceStatus:
    """One grade: `scale` is ecog, karnofsky or lansky."""

    id: str = ""
    scale: str = "ecog"
    value: int
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What the tumor is and where the disease stands.

    Parameters
    ----------
    histology
        Classes: adenocarcinoma, squamous, small_cell ...
    setting
        neoadjuvant, adjuvant, maintenance, metastatic; empty when not recorded: the setting of the treatment sought.
    extent
        localized, locally_advanced, unresectable, metastatic; empty when not recorded.
    states
        Disease states: relapsed_refractory, castration_resistant, castration_sensitive, platinum_resistant,
        platinum_sensitive, newly_diagnosed ...
    not_states
        Disease states that the record denies in so many words.
    """

    disease: Disease | None = None
    histology: frozenset[str] = frozenset()
    setting: str = ""
    extent: str = ""
    states: frozenset[str] = frozenset()
    not_states: frozenset[str] = frozenset()
    stage: str = ""
    stage_system: str = ""
    resectable: bool | None = None
    diagnosed: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabValue:
    """One laboratory value in its own unit, with its reference range when given."""

    id: str = ""
    analyte: str
    value: float | None = None
    comparator: str = ""
    unit: str = ""
    lower_limit: float | None = None
    upper_limit: float | None = None
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A comorbidity or history item; `active` None when not stated."""

    id: str = ""
    name: str
    code: str = ""
    system: str = ""
    active: bool | None = None
    grade: int | None = None
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file that was read: only its name, never its folder."""

    name: str
    format: str
    sha256: str
    records: int
    kept: int
    assembly: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)  # no slots: a case carries its own index
class Case:
    """One patient's facts for one meeting; tuples are in canonical order, ids are unique within their family.

    `completeness` maps a fact family (treatment, conditions, assays, biomarkers, alterations ...) to how much of it
    was collected; a family that is not listed is PARTIAL when it holds a fact and NOT_COLLECTED otherwise.
    `statements` maps a topic to a clinician's yes or no.  `germline_consent` is the patient's consent to germline
    findings, None when not asked.  `expression` is the tumor's, `normal_expression` that of the patient's normal tissue, each
    of the specimen named beside it;
    `research` is what research methods were asked with.  `assembly` is GRCh37, GRCh38 or empty when nothing carries coordinates.
    """

    id: str
    patient: Patient = field(default_factory=Patient)
    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    performance: tuple[PerformanceStatus, ...] = ()
    specimens: tuple[Specimen, ...] = ()
    assays: tuple[Assay, ...] = ()
    variants: tuple[Variant, ...] = ()
    copy_numbers: tuple[CopyNumber, ...] = ()
    fusions: tuple[Fusion, ...] = ()
    splice_events: tuple[SpliceEvent, ...] = ()
    biomarkers: tuple[Biomarker, ...] = ()
    courses: tuple[TreatmentCourse, ...] = ()
    labs: tuple[LabValue, ...] = ()
    lesions: tuple[Lesion, ...] = ()
    conditions: tuple[Condition, ...] = ()
    medications: tuple[str, ...] = ()
    reproduction: Reproduction = field(default_factory=Reproduction)
    statements: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    germline_consent: bool | None = None
    completeness: Mapping[str, Completeness] = field(default_factory=lambda: MappingProxyType({}))
    assembly: str = ""
    uninterpretable: tuple[Place, ...] = ()
    not_interpretable_count: int = 0
    expression: Mapping[str, float] | None = None
    expression_unit: str = ""
    expression_specimen: str = ""
    normal_expression: Mapping[str, float] | None = None
    normal_expression_unit: str = ""
    normal_expression_specimen: str = ""
    research: ResearchInput | None = None
    sources: tuple[SourceFile, ...] = ()
    findings: Findings | None = None

    @cached_property
    def index(self) -> CaseIndex:
        """The facts by gene, marker and id, built once; no field, so it takes no part in equality or JSON."""
        return CaseIndex.of(self)

    def complete(self, family: str) -> bool:
        """Whether a universal claim about `family` may be made."""
        return self.completeness.get(family) is Completeness.COMPLETE
