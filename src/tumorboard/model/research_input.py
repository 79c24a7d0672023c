"""What a case brings for research methods: a summary of the site's cohort, a committee's decision, what was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tumorboard.model.dates import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneReference:
    """One gene in the site's cohort, log2 per million plus one: mean, standard deviation, quartiles."""

    mean: float
    deviation: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A summary of the site's cohort, for the genes that a method asks of; no patient of it is here."""

    name: str
    samples: int
    unit: str
    genes: Mapping[str, GeneReference] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the committee recommended: agent codes, the arm it took them from (dna, rna, other), and when."""

    agents: tuple[str, ...] = ()
    arm: str = ""
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResearchInput:
    """What the case file says under ``research``; `given` are the agents the patient really received afterwards."""

    reference: Reference | None = None
    decision: Decision | None = None
    given: tuple[str, ...] = ()
