"""What a run may know: statements and optional annotation tables, with their releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumorboard.model.assessment import KnowledgeRelease
from tumorboard.model.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotCount:
    """Samples at one residue and per change (``V600E`` -> n), from Cancer Hotspots."""

    residue_total: int
    changes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """`hotspots` maps (gene, residue number) to counts; None when the site has not supplied the table."""

    statements: tuple[Statement, ...] = ()
    releases: tuple[KnowledgeRelease, ...] = ()
    hotspots: Mapping[tuple[str, int], HotspotCount] | None = None
