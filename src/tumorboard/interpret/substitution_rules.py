"""APOBEC and POLE: what the pattern of substitutions says of the enzyme behind it.

APOBEC  enrichment of TCW -> TGW or TTW over what the share of TCW among cytosines leads to expect, with a one-sided exact
        test and the least number of mutations it stands for.  Above 2, at least half of them are the enzyme's.
POLE    the hotspot residues of the exonuclease domain, and the five parts of the genomic pattern, each by itself: the
        points that a published score gives them were not read, so no score is made.

Source: Roberts 2013, Nat Genet 45:970, PMC3789062; Leon-Castillo 2020, J Pathol 250:323, doi:10.1002/path.5372 (pattern);
Front Oncol 2024;14:1369189 (residues 286, 297, 411, 456, 459).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma

from tumorboard.interpret.signatures import CHANNELS

POLE_HOTSPOTS = frozenset({"P286R", "S297F", "V411L", "A456P", "S459F"})
POLE_CODONS = frozenset({286, 297, 411, 456, 459})
APOBEC_SIGNIFICANT = 0.05
APOBEC_ENRICHED = 2.0


@dataclass(frozen=True, slots=True)
class Apobec:
    """`enrichment`, one-sided exact `p`, and the least number of mutations; None where nothing can be expected."""

    enrichment: float | None
    p: float | None
    mutations: int


def apobec(*, tcw_mutations: int, c_mutations: int, tcw_sites: int, c_sites: int) -> Apobec:
    """How far TCW is mutated beyond the other cytosines.

    Parameters
    ----------
    tcw_mutations, c_mutations
        C to G and C to T, in TCW and everywhere, on both strands.
    tcw_sites, c_sites
        TCW motifs and cytosines within 20 bases of the mutated cytosines, on both strands.

    Raises
    ------
    ValueError
        If there are more motifs than cytosines.

    Examples
    --------
    >>> found = apobec(tcw_mutations=60, c_mutations=100, tcw_sites=400, c_sites=2000)
    >>> found.enrichment, found.mutations
    (3.0, 40)
    """
    if not (0 <= tcw_mutations <= c_mutations and 0 <= tcw_sites <= c_sites):
        raise ValueError("motifs are at most as many as cytosines, and their mutations as all")
    if not (c_mutations and tcw_sites):
        return Apobec(None, None, 0)
    enrichment = tcw_mutations * c_sites / (c_mutations * tcw_sites)
    p = fisher_greater(tcw_mutations, c_mutations - tcw_mutations, tcw_sites, c_sites - tcw_sites)
    attributable = enrichment > 1 and p <= APOBEC_SIGNIFICANT
    least = round(tcw_mutations * (enrichment - 1) / enrichment) if attributable else 0
    return Apobec(enrichment, p, least)


def fisher_greater(a: int, b: int, c: int, d: int) -> float:
    """Exact one-sided p of the table ((a, b), (c, d)): the chance of at least `a` with the margins as they are.

    Examples
    --------
    >>> round(fisher_greater(3, 1, 1, 3), 6)   # R: fisher.test(matrix(c(3, 1, 1, 3), 2), alternative = "greater")
    0.242857
    """
    row, column, whole = a + b, a + c, a + b + c + d
    fixed = _log_factorial(row, whole - row, column, whole - column) - _log_factorial(whole)
    most = min(row, column)
    terms = (exp(fixed - _log_factorial(k, row - k, column - k, whole - row - column + k)) for k in range(a, most + 1))
    return min(sum(terms), 1.0)


def _log_factorial(*numbers: int) -> float:
    return sum(lgamma(n + 1) for n in numbers)


@dataclass(frozen=True, slots=True)
class PolePattern:
    """The five parts, each met or not; None where the input does not tell."""

    c_to_a: bool
    t_to_g: bool
    c_to_g: bool
    few_indels: bool | None
    burden: bool | None


def pole_pattern(catalog: Sequence[int], *, indels: int | None = None, per_mb: float | None = None) -> PolePattern:
    """The pattern of a tumor: C>A above 20 %, T>G above 4 %, C>G below 0.6 %, indels below 5 %, more than 100 per Mb.

    Raises
    ------
    ValueError
        If the catalog has not one count a channel, or none above zero.
    """
    total = sum(catalog)
    if len(catalog) != len(CHANNELS) or not total:
        raise ValueError(f"a catalog is {len(CHANNELS)} counts, not all zero")

    def share(change: str) -> float:
        return sum(n for channel, n in zip(CHANNELS, catalog, strict=True) if change in channel) / total

    return PolePattern(
        c_to_a=share("C>A") > 0.2,
        t_to_g=share("T>G") > 0.04,
        c_to_g=share("C>G") < 0.006,
        few_indels=None if indels is None else indels / (indels + total) < 0.05,
        burden=None if per_mb is None else per_mb > 100,
    )
