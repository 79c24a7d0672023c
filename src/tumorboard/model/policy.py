"""What an institution decided before the case came: jurisdictions, schemes, assumptions, limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Choices that change an assessment, printed in its provenance.

    Parameters
    ----------
    jurisdictions
        Agencies asked for, of FDA, EMA, NMPA; empty ranks without any (the status is shown for all three).
        With several, the strictest of them counts.
    assumptions
        Fact name -> value that the site answers when the record is silent; a verdict resting on it is `assumed`.
    thresholds
        Threshold name -> value that replaces the dated default.
    trials
        Files and folders of the institution's trial documents, as its policy file names them.
    """

    jurisdictions: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ("amp_2017", "escat_2018", "source")
    language: str = "en"
    assumptions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    thresholds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    oncogenicity_scheme: str = "horak_2022"
    trials: tuple[str, ...] = ()
