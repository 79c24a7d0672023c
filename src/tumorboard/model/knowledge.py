"""What a run may know: statements and optional annotation tables, with their releases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from tumorboard.model.assessment import KnowledgeRelease
from tumorboard.model.looked_up import LookedUp
from tumorboard.model.statement import Statement
from tumorboard.model.verdict import Criterion
from tumorboard.vocab.research import ResearchTables


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotCount:
    """Samples at one residue and per change (``V600E`` -> n), from Cancer Hotspots.

    `indel_total` are the samples of the in-frame hotspot in which a change begins here; 0 when there is none.
    """

    residue_total: int
    indel_total: int = 0
    changes: Mapping[str, int]


# Whether a criterion on the tumor holds for a case.
Holds = Callable[[Criterion], bool]


class Library(Protocol):
    """Statements that are made when a case asks for them."""

    def concerning(self, keys: frozenset[str], holds: Holds) -> tuple[Statement, ...]:
        """At least the statements that can matter to a case with these genes and markers, whose tumor `holds` tells."""
        ...

    def all(self) -> tuple[Statement, ...]:
        """Every statement, by id."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """`libraries` are sources that are not held whole; `hotspots` maps (gene, residue number) to counts; None when the site has not supplied the table.

    `looked_up` is what the site's tables of alleles say of the case at hand; `research` are the tables of research methods,
    loaded for a case that brings material for them.
    """

    statements: tuple[Statement, ...] = ()
    releases: tuple[KnowledgeRelease, ...] = ()
    hotspots: Mapping[tuple[str, int], HotspotCount] | None = None
    libraries: tuple[Library, ...] = ()
    looked_up: LookedUp = LookedUp()
    research: ResearchTables | None = None

    def about(self, keys: frozenset[str], holds: Holds) -> tuple[Statement, ...]:
        """Every statement that is held, and those of the libraries that can matter to a case."""
        return (*self.statements, *(s for library in self.libraries for s in library.concerning(keys, holds)))
