"""CIViC's table of variants: coordinates, HGVS, ClinVar ids, types and groups of each, where the release has them.

Coordinates become interbase; an insertion, which CIViC writes with the two bases around it, has no length.  Rows of 2021 that
carry more cells than the header (several addresses written as cells of their own) are read by the header.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tumorboard.formats.opening import Opened
from tumorboard.formats.reports import Reports

# What must be there, each under one of its names since 2021.
NEEDED: tuple[tuple[str, ...], ...] = (
    ("variant_id",), ("gene",), ("variant",), ("chromosome",), ("start",), ("stop",), ("reference_bases",), ("variant_bases",),
    ("representative_transcript",), ("reference_build",), ("variant_types",), ("hgvs_descriptions", "hgvs_expressions"),
    ("variant_groups",), ("clinvar_ids",),
)  # fmt: skip
EMPTY = frozenset({"", "N/A", "NA", "NONE FOUND"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CivicVariant:
    """`start` and `end` are interbase on `assembly`; None, and an empty `chromosome`, where the table gives no place."""

    id: str
    gene: str
    name: str
    chromosome: str = ""
    start: int | None = None
    end: int | None = None
    ref: str = ""
    alt: str = ""
    assembly: str = ""
    transcript: str = ""
    types: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    hgvs: tuple[str, ...] = ()
    clinvar: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    profile: str = ""  # id of the molecular profile of this variant alone


def read_variants(path: Path, reports: Reports) -> Iterator[CivicVariant]:
    """The variants of a table; a row that is too short is an issue and left out, a refused table yields none."""
    header: list[str] = []
    opened = Opened(path, reports)
    for line in opened.lines():
        if line.text is None or not line.text.strip():
            continue
        cells = line.text.split("\t")
        if not header:
            header = cells
            absent = tuple(names[0] for names in NEEDED if not set(names) & set(header))
            if absent:
                reports.error("CIV001", line=1, columns=absent)
                return
        elif len(cells) < len(header):
            reports.error("CIV002", line=line.number, columns=len(header), cells=len(cells))
        else:
            yield _variant(dict(zip(header, (c.strip() for c in cells), strict=False)))
    if not opened.complete:
        reports.error("CIV003")


def _variant(row: Mapping[str, str]) -> CivicVariant:
    start, end = _place(row)
    return CivicVariant(
        id=row["variant_id"],
        gene=row["gene"],
        name=row["variant"],
        chromosome=row["chromosome"] if start is not None else "",
        start=start,
        end=end,
        ref=_given(row, "reference_bases"),
        alt=_given(row, "variant_bases"),
        assembly=_given(row, "reference_build"),
        transcript=_given(row, "representative_transcript"),
        types=_many(row, "variant_types"),
        groups=_many(row, "variant_groups"),
        hgvs=_many(row, "hgvs_descriptions") or _many(row, "hgvs_expressions"),
        clinvar=_many(row, "clinvar_ids"),
        aliases=_many(row, "variant_aliases"),
        profile=_given(row, "single_variant_molecular_profile_id"),
    )


def _place(row: Mapping[str, str]) -> tuple[int | None, int | None]:
    if not (row["start"].isdigit() and row["stop"].isdigit() and row["chromosome"]):
        return None, None
    first, last = int(row["start"]), int(row["stop"])
    if not _given(row, "reference_bases") and _given(row, "variant_bases") and last == first + 1:
        return first, first
    return first - 1, last


def _given(row: Mapping[str, str], name: str) -> str:
    value = row.get(name, "")
    return "" if value.upper() in EMPTY else value


def _many(row: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(v.strip() for v in _given(row, name).split(",") if v.strip().upper() not in EMPTY)
