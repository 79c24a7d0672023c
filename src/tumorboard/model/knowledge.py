"""What a run may know: statements and optional annotation tables, with their releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from tumorboard.model.assessment import KnowledgeRelease
from tumorboard.model.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotCount:
    """Samples at one residue and per change (``V600E`` -> n), from Cancer Hotspots."""

    residue_total: int
    changes: Mapping[str, int]


class Library(Protocol):
    """Statements that are made when a case asks for their gene or marker."""

    def touching(self, keys: frozenset[str]) -> tuple[Statement, ...]:
        """Statements that speak of one of the keys, each once, by id."""
        ...

    def all(self) -> tuple[Statement, ...]:
        """Every statement, by id."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """`libraries` are sources too large to be held whole; `hotspots` maps (gene, residue number) to counts; None when the site has not supplied the table."""

    statements: tuple[Statement, ...] = ()
    releases: tuple[KnowledgeRelease, ...] = ()
    hotspots: Mapping[tuple[str, int], HotspotCount] | None = None
    libraries: tuple[Library, ...] = ()

    def about(self, keys: frozenset[str]) -> tuple[Statement, ...]:
        """The statements of the pack, and those of larger libraries that speak of one of the genes and markers."""
        return (*self.statements, *(s for library in self.libraries for s in library.touching(keys)))
