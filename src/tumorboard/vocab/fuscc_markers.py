"""Marker genes of the FUSCC subtypes, by which clusters are named; loaded only by what uses expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class FusccMarkers:
    """Subtype to gene to +1 (high) or -1 (low)."""

    release: table.TableRelease
    pattern: Mapping[str, Mapping[str, int]]

    @classmethod
    def load(cls) -> FusccMarkers:
        """The shipped table: heuristics of medium confidence."""
        release, rows = table.read("fuscc_markers")
        found: dict[str, dict[str, int]] = {}
        for subtype, gene, sign, *_ in rows:
            found.setdefault(subtype, {})[gene] = int(sign)
        return cls(release, found)
