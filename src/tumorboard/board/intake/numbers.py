"""The unit and scale of a measured number that a case file gives field by field; a number that no scale of its marker fits is told."""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.board.intake.desk import Desk, plain
from tumorboard.vocab.markers import MarkerEntry
from tumorboard.wire.case_file import BiomarkerEntry

UNITS = {
    "%": "percent", "pct": "percent", "percentage": "percent", "percent_of_cells": "percent",
    "mut_mb": "mut_per_mb", "muts_mb": "mut_per_mb", "mutations_mb": "mut_per_mb", "muts_per_mb": "mut_per_mb",
    "mutations_per_mb": "mut_per_mb", "mutations_per_megabase": "mut_per_mb", "mut_megabase": "mut_per_mb",
    "mut_per_megabase": "mut_per_mb", "个_mb": "mut_per_mb", "突变_mb": "mut_per_mb", "个突变_mb": "mut_per_mb",
    "copy": "copies", "points": "score", "分": "score",
}  # fmt: skip
PERCENT_SCALES = frozenset({"TPS", "TC", "IC", "TAP"})
# Scales that are also units: a number in one of them needs no further scale.
UNIT_SCALES = frozenset({"percent", "mut_per_mb", "ratio", "copies", "count", "fraction"})
MOST = {"percent": 100.0, "CPS": 100.0, "h_score": 300.0, "allred": 8.0, "ihc_score": 3.0}
ALLRED_TOP = 8.0


@dataclass(frozen=True, slots=True)
class Scaled:
    """`unit` and `scale` in the codes of the markers table; `usable` False where the number can be none of the marker."""

    unit: str
    scale: str
    usable: bool = True


def scaled(desk: Desk, entry: BiomarkerEntry, known: MarkerEntry, where: str) -> Scaled:
    """The unit and scale; a number that has none, or lies outside of its scale, is told and answers no question."""
    scale = next((s for s in known.scales if s.casefold() == entry.scale.casefold()), entry.scale)
    unit = UNITS.get(plain(entry.unit), plain(entry.unit))
    ends = [v for v in (entry.value, entry.low, entry.high) if v is not None]
    if not ends:
        return Scaled(unit, scale)
    as_scale = next((s for s in known.scales if s.casefold() == entry.unit.strip().casefold()), "")
    if not scale and as_scale and as_scale not in UNIT_SCALES:  # unit: TPS
        unit, scale = "", as_scale
    unit, scale = _usual(unit, scale, entry, known, ends)
    if not _told(unit, scale, known):
        desk.warning("CAS014", where, marker=known.code, known=known.scales)
        return Scaled(unit or "unknown", scale)  # an empty unit would be taken for percent
    most = min((MOST[k] for k in (unit, scale) if k in MOST), default=None)
    if min(ends) < 0 or (most is not None and max(ends) > most) or ends != sorted(ends):
        desk.error("CAS015", where, marker=known.code)
        return Scaled(unit, scale, usable=False)
    return Scaled(unit, scale)


def _usual(unit: str, scale: str, entry: BiomarkerEntry, known: MarkerEntry, ends: list[float]) -> tuple[str, str]:
    """What a number without its unit or scale must mean, where the marker leaves one meaning only."""
    if scale in PERCENT_SCALES:
        return unit or "percent", scale
    if scale and scale not in UNIT_SCALES:
        return unit or "score", scale
    if scale:
        return unit or scale, scale
    if unit:
        return unit, scale
    if "ihc_score" in known.scales and plain(entry.method) == "ihc" and all(v in {0.0, 1.0, 2.0, 3.0} for v in ends):
        return "score", "ihc_score"
    if "loci" in known.scales and plain(entry.method) == "pcr":
        return "count", scale
    if len(known.scales) == 1:
        only = known.scales[0]
        return (only, scale) if only in UNIT_SCALES | {"score"} else ("score", only)
    # More than 8 of a receptor is no Allred score, and nothing is nothing on every scale.
    if "percent" in known.scales and set(known.scales) <= {"percent", "allred", "h_score"}:
        beyond = min(ends) > ALLRED_TOP if "allred" in known.scales else False
        if (beyond and max(ends) <= MOST["percent"]) or max(ends) == 0:
            return "percent", scale
    return unit, scale


def _told(unit: str, scale: str, known: MarkerEntry) -> bool:
    """Whether the number stands on a scale, or in a unit, of the marker."""
    if scale:
        return scale in known.scales
    return unit in known.scales or (unit == "count" and "loci" in known.scales)
