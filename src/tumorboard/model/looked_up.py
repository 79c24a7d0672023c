"""What tables of the site say of the alleles of one case: looked up outside, passed in as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumorboard.model.alteration import GenomicPosition


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """Highest frequency 0-1 in any general population; None for an allele that the table does not vouch for.

    An allele that is not in the table is 0.0 only where the table was seen to cover its place.
    """

    highest: float | None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """ClinVar's record of an allele: heritable and oncogenic classification in its words, each with its stars 0 to 4."""

    id: str
    germline: str = ""
    germline_stars: int = 0
    oncogenicity: str = ""
    oncogenicity_stars: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """By position; None where the site has no such table, an absent key where the table says nothing of the allele."""

    frequencies: Mapping[GenomicPosition, Frequency] | None = None
    classified: Mapping[GenomicPosition, Classified] | None = None
