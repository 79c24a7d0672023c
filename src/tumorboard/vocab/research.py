"""The tables of the research methods, loaded only for a case that brings material for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tumorboard.vocab import table
from tumorboard.vocab.fuscc_markers import FusccMarkers
from tumorboard.vocab.sims import Sims


@dataclass(frozen=True, slots=True)
class ResearchTables:
    """`downstream` maps an altered gene to the classes of drugs that hit its immediate downstream effector.

    `spared` and `only` map a gene and a drug (agent or class) to alleles, written ``class:EGFR:c797`` or ``change:G12C``: where
    one of `spared` is found, or none of `only`, the drug does not hit the product of that gene.
    """

    sims: Sims
    markers: FusccMarkers
    downstream: Mapping[str, frozenset[str]]
    releases: tuple[table.TableRelease, ...]
    spared: Mapping[tuple[str, str], frozenset[str]]
    only: Mapping[tuple[str, str], frozenset[str]]


@lru_cache(maxsize=1)
def load() -> ResearchTables:
    """The shipped tables."""
    sims, markers = Sims.load(), FusccMarkers.load()
    release, rows = table.read("ipredict_matches")
    downstream: dict[str, set[str]] = {}
    for gene, drugs, *_ in rows:
        downstream.setdefault(gene, set()).add(drugs)
    known = {gene: frozenset(found) for gene, found in downstream.items()}
    alleles, of_alleles = table.read("ipredict_alleles")
    bars: dict[str, dict[tuple[str, str], frozenset[str]]] = {"not": {}, "only": {}}
    for gene, drug, relation, allele, *_ in of_alleles:
        held = bars[relation].get((gene, drug), frozenset())
        bars[relation][gene, drug] = held | {allele}
    return ResearchTables(
        sims, markers, known, (*sims.releases, markers.release, release, alleles), bars["not"], bars["only"]
    )
