"""What `interpret` derived for a case, each with its method and inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tumorboard.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class OncogenicityCode:
    """One code of the ClinGen/CGC/VICC SOP, by meaning (`key`) and label, with its state on one variant.

    `state` is met, not_met, not_assessable (with what is missing) or dropped (with the code that displaced it).
    """

    key: str
    label: str
    points: int
    state: str
    reason: Reason
    displaced_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oncogenicity:
    """Class and points under one scheme; `codes` lists every code with its state."""

    scheme: str
    classification: str  # oncogenic, likely_oncogenic, vus, likely_benign, benign
    points: int
    codes: tuple[OncogenicityCode, ...] = ()
    needs_review: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterationFinding:
    """What an alteration means.

    Parameters
    ----------
    alteration
        Fact id: ``variant/v3``, ``copy_number/n1``, ``fusion/f1``, ``splice/s1``.
    effect
        gain_of_function, loss_of_function, dominant_negative, switch, neutral, or unknown.  UNKNOWN is never neutral.
    effect_source
        Where the effect is from: the table row, statement or SOP code.
    classes
        Functional classes, ``BRAF:class_1``, ``ABL1:gatekeeper``, ``EGFR:exon20_insertion``.
    polymorphism
        A common population allele that is not a known oncogenic or pathogenic one: vetoed for gene-level evidence.
    amplified
        Copy numbers only: whether the dated ploidy-aware threshold was reached; None when it cannot be said.
    needs_review
        The effect or a class rests on a source of medium confidence, or on something a person should look at.
    """

    alteration: str
    effect: str = "unknown"
    effect_source: str = ""
    oncogenicity: Oncogenicity | None = None
    classes: frozenset[str] = frozenset()
    polymorphism: bool = False
    amplified: bool | None = None
    deep_deletion: bool | None = None
    reasons: tuple[Reason, ...] = ()
    needs_review: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A derived case-level fact: ``msi`` -> ``msi_high``, ``tmb`` -> ``high``, ``her2`` -> ``positive`` ...

    `state` empty means it could not be derived; then `missing` says what would help, and `possible` the states that are still
    open, where what was found excludes others (empty: nothing is excluded).  Conflicting measurements set `needs_review` and both
    are listed in `used`.
    """

    name: str
    state: str = ""
    value: float | None = None
    unit: str = ""
    method: str = ""
    reason: Reason | None = None
    used: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    needs_review: bool = False
    possible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GermlineFollowUp:
    """`advice` is recommend, consider or not_indicated, with reason and the table row it rests on."""

    gene: str
    alteration: str
    advice: str
    reason: Reason
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PharmacogeneticFinding:
    """A genotype that changes the use of a drug: `agents` are therapy codes, `action` avoid, reduce, caution or standard."""

    gene: str
    phenotype: str
    agents: tuple[str, ...]
    action: str
    reason: Reason
    source: str = ""
    used: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything derived, with the strata that were run, in order."""

    alterations: Mapping[str, AlterationFinding] = field(default_factory=lambda: MappingProxyType({}))
    biomarkers: Mapping[str, Finding] = field(default_factory=lambda: MappingProxyType({}))
    germline: tuple[GermlineFollowUp, ...] = ()
    pharmacogenetics: tuple[PharmacogeneticFinding, ...] = ()
    strata: tuple[str, ...] = ()

    def of(self, alteration: str) -> AlterationFinding | None:
        """The finding of one alteration by fact id, or None when it was not interpreted."""
        return self.alterations.get(alteration)
