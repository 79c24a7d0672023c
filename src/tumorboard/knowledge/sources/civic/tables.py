"""CIViC's released tables in every layout since 2021, by column name: one `Item` an evidence item.

The layout of 2021 has ``gene``, ``variant``, ``drugs``, ``clinical_significance``; since 2022 ``molecular_profile``,
``therapies``, ``significance``.  Tab-separated without quoting.  A table that lacks a needed column is refused; a column that
is not known here is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tumorboard.formats.opening import Opened
from tumorboard.formats.reports import Reports

# our name -> the names of the layouts, newest first; what is in OPTIONAL may be absent
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "profile": ("molecular_profile", "variant"),
    "gene": ("gene",),
    "disease": ("disease",),
    "doid": ("doid",),
    "phenotypes": ("phenotypes",),
    "therapies": ("therapies", "drugs"),
    "interaction": ("therapy_interaction_type", "drug_interaction_type"),
    "type": ("evidence_type",),
    "direction": ("evidence_direction",),
    "level": ("evidence_level",),
    "significance": ("significance", "clinical_significance"),
    "citation": ("citation_id",),
    "source": ("source_type",),
    "rating": ("rating",),
    "status": ("evidence_status",),
    "id": ("evidence_id",),
    "origin": ("variant_origin",),
    "reviewed": ("last_review_date",),
    "flagged": ("is_flagged",),
}
OPTIONAL = frozenset({"gene", "flagged", "source", "reviewed", "rating"})
# An assertion sums up items; it has a tier where an item has a level.
ASSERTION: Mapping[str, tuple[str, ...]] = {
    **{
        name: COLUMNS[name]
        for name in (
            "profile",
            "gene",
            "disease",
            "doid",
            "phenotypes",
            "therapies",
            "significance",
            "reviewed",
            "flagged",
        )
    },
    "type": ("assertion_type",),
    "direction": ("assertion_direction",),
    "level": ("amp_category",),
    "id": ("assertion_id",),
    "items": ("evidence_item_ids",),
    "guideline": ("nccn_guideline",),
    "guideline_version": ("nccn_guideline_version",),
}
KNOWN = frozenset(name for names in COLUMNS.values() for name in names) | {
    "entrez_id", "molecular_profile_id", "evidence_statement", "asco_abstract_id", "nct_ids",
    "evidence_civic_url", "molecular_profile_civic_url", "citation", "variant_id", "gene_id", "chromosome", "start", "stop",
    "reference_bases", "variant_bases", "representative_transcript", "chromosome2", "start2", "stop2",
    "representative_transcript2", "ensembl_version", "reference_build", "variant_summary", "variant_civic_url",
    "gene_civic_url", "acmg_codes", "regulatory_approval", "fda_companion_test", "assertion_summary",
    "assertion_description", "assertion_civic_url", "evidence_items_civic_url",
} | {name for names in ASSERTION.values() for name in names}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One evidence item or assertion, every field as written; `profile` is the name of the molecular profile.

    `items` are the ids of the evidence items that an assertion sums up.
    """

    id: str
    profile: str
    disease: str = ""
    doid: str = ""
    phenotypes: str = ""
    therapies: str = ""
    interaction: str = ""
    type: str = ""
    direction: str = ""
    level: str = ""
    significance: str = ""
    citation: str = ""
    source: str = ""
    rating: str = ""
    status: str = ""
    origin: str = ""
    reviewed: str = ""
    flagged: bool = False
    kind: str = "item"
    items: tuple[str, ...] = ()
    guideline: str = ""
    guideline_version: str = ""

    @property
    def name(self) -> str:
        """CIViC's own name: EID of an item, AID of an assertion."""
        return f"{'EID' if self.kind == 'item' else 'AID'}{self.id}"


def read_items(path: Path, reports: Reports) -> Iterator[Item]:
    """The items of an evidence table; a damaged record is an issue and left out, a refused table yields none."""
    yield from map(_item, _records(path, reports, COLUMNS))


def read_assertions(path: Path, reports: Reports) -> Iterator[Item]:
    """The assertions of their table, as `read_items`."""
    for cells in _records(path, reports, ASSERTION):
        items = tuple(i.strip() for i in cells.get("items", "").split(",") if i.strip())
        yield replace(_item({k: v for k, v in cells.items() if k != "items"}), kind="assertion", items=items)


def _records(path: Path, reports: Reports, columns: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    opened = Opened(path, reports)
    header: list[str] = []
    at: dict[str, int] = {}
    for line in opened.lines():
        if line.text is None:
            continue
        cells = line.text.split("\t")
        if not header:
            header = cells
            at = _columns(header, columns, reports)
            if not at:
                return
        elif len(cells) != len(header):
            reports.error("CIV002", line=line.number, columns=len(header), cells=len(cells))
        elif line.text.strip():
            yield {name: cells[n].strip() for name, n in at.items()}
    if not opened.complete:
        reports.error("CIV003")


def _columns(header: list[str], columns: Mapping[str, tuple[str, ...]], reports: Reports) -> dict[str, int]:
    """Where each of our columns stands; empty, with an error, when a needed one is absent."""
    found = {}
    absent = []
    for ours, names in columns.items():
        place = next((header.index(n) for n in names if n in header), None)
        if place is not None:
            found[ours] = place
        elif ours not in OPTIONAL:
            absent.append(names[0])
    if absent:
        reports.error("CIV001", line=1, columns=tuple(absent))
        return {}
    new = tuple(sorted(set(header) - KNOWN))
    if new:
        reports.info("CIV004", line=1, columns=new)
    return found


def _item(cells: Mapping[str, str]) -> Item:
    given: dict[str, Any] = {k: v for k, v in cells.items() if k not in {"gene", "flagged"}}
    if cells.get("gene"):
        given["profile"] = f"{cells['gene']} {cells['profile']}"
    return Item(**given, flagged=cells.get("flagged", "").casefold() == "true")
