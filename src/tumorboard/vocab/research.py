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
    """`downstream` maps an altered gene to the classes of drugs that hit its immediate downstream effector."""

    sims: Sims
    markers: FusccMarkers
    downstream: Mapping[str, frozenset[str]]
    releases: tuple[table.TableRelease, ...]


@lru_cache(maxsize=1)
def load() -> ResearchTables:
    """The shipped tables."""
    sims, markers = Sims.load(), FusccMarkers.load()
    release, rows = table.read("ipredict_matches")
    downstream: dict[str, set[str]] = {}
    for gene, drugs, *_ in rows:
        downstream.setdefault(gene, set()).add(drugs)
    known = {gene: frozenset(found) for gene, found in downstream.items()}
    return ResearchTables(sims, markers, known, (*sims.releases, markers.release, release))
