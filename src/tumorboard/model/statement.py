"""A source's stance on a proposition: with this biomarker, in this disease, this therapy works, or does not.

Shaped after GA4GH VA-Spec (proposition, direction, strength, citations), with what labels add: jurisdictions, dates,
line, setting, extent and exclusions, all as criteria.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from tumorboard.model.verdict import Criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """`kind` is label, guideline, pmid, doi, civic, nct, memory; `confidence` is sourced, high, medium or low."""

    kind: str
    ref: str
    title: str = ""
    date: str = ""
    confidence: str = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Regulatory status of exactly this indication in one jurisdiction.

    `status` is approved, accelerated, conditional, withdrawn, not_approved or unknown.  An unknown status never grades
    as approved.  `since`/`until` are None when not supported by a source; a withdrawal counts from `until` on.
    """

    agency: str  # FDA, EMA, NMPA
    status: str
    since: date | None = None
    until: date | None = None
    source: str = ""
    confidence: str = "high"

    def holds(self, on: date) -> bool:
        """Whether the approval was in force on `on`, as far as recorded; False when unknown."""
        if self.status not in {"approved", "accelerated", "conditional", "withdrawn"}:
            return False
        if self.status == "withdrawn" and (self.until is None or on >= self.until):
            return False
        if self.until is not None and on >= self.until:
            return False
        return not (self.since is not None and on < self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline:
    """A guideline's stance; `preference` is preferred, other, certain_circumstances or empty."""

    name: str
    version: str = ""
    preference: str = ""
    confidence: str = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """The evidence that grading schemes ask about.

    `design` is rct, prospective_nonrandomized, basket, retrospective, case_report, preclinical, in_silico or none;
    `benefit` is met (survival end point or meaningful benefit shown), response_only, absent (shown to be absent) or
    unknown.
    """

    design: str = "none"
    benefit: str = "unknown"
    name: str = ""
    pmid: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of one source.

    Parameters
    ----------
    kind
        item, assertion, label or guideline.
    predicate
        sensitivity or resistance (therapeutic); diagnostic, prognostic_better, prognostic_worse, oncogenic ... otherwise.
    direction
        supports or disputes: whether the source supports the claim of the predicate.
    therapy
        Agent codes of the regimen, sorted; a regimen is a unit.  A resistance statement may name a single agent, and
        `therapy_class` a whole class instead.
    biomarker
        What must hold of the tumor (alterations, IHC, wild-type requirements, exclusions written in the label).
    disease
        In which tumors the claim was made.
    context
        Line, setting, extent, age, prior therapy: what must hold of the patient for the claim to be made as written.
    source, release
        ``tumorboard-pack`` and its date, ``civic`` and its release date ...
    strength
        (scheme, value) in the source's own words: ("civic_level", "A"), ("label", "approved").
    genes
        Genes and markers it speaks of, for indexing and for the ledger.
    contraindications
        Criteria that, when MET, speak against the therapy for this patient (from the label), with NOT_MET and UNKNOWN
        harmless.
    yields_to
        When MET in the tumor of the statement (or open only in the treatment so far), guidelines put another therapy first (BRAF inhibition in colorectal cancer
        with mismatch repair deficiency and no checkpoint inhibitor yet); None when nothing does.
    field_sources
        Field name -> where it was taken from.
    """

    id: str
    kind: str
    predicate: str
    direction: str = "supports"
    therapy: tuple[str, ...] = ()
    therapy_class: str = ""
    interaction: str = ""  # combination, sequential or empty
    biomarker: Criterion
    disease: Criterion
    context: Criterion
    contraindications: tuple[Criterion, ...] = ()
    yields_to: Criterion | None = None
    source: str
    release: str
    strength: tuple[str, str] = ("", "")
    approvals: tuple[Approval, ...] = ()
    guideline: Guideline | None = None
    study: Study = Study()
    genes: tuple[str, ...] = ()
    origin: str = ""  # somatic, germline, any or empty
    tumor_agnostic: bool = False
    citations: tuple[Citation, ...] = ()
    field_sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    note: str = ""  # a reason code of the catalogs, never a sentence
    needs_review: bool = False
