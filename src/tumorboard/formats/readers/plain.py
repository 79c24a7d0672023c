"""A plain table of genes and changes, as people keep them in spreadsheets, or a list of findings in words.

Columns, in any order, header required::

    gene, change              EGFR, L858R (also: protein, alteration, variant, mutation)
    vaf, copies, type, origin optional: 0.34 or 34 %, absolute copies, amplification / fusion ..., somatic / germline
    finding                   instead of gene and change: one finding in words a row

What becomes of a record
    Each row is put into words and read as a clinician's line (`formats.typed`): what is not certain there is not certain here.
    `copies` alone are a copy number.  A row that is not understood is an issue, counted as ``not_understood``.

Tab, comma or semicolon between cells.  Source: none; the form is this program's own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tumorboard.formats.opening import Head
from tumorboard.formats.reports import Reports
from tumorboard.formats.tables import Row, open_table
from tumorboard.formats.typed import parse_typed
from tumorboard.issues import Issue, Parsed
from tumorboard.model.alteration import CopyNumber, Variant
from tumorboard.model.profile import Profile, ReadRequest

NAME = "plain"
SUFFIXES = (".tsv", ".csv", ".txt")
VERIFIED = "written examples; the form is this program's own"
KINDS = frozenset({"variant", "copy_number", "fusion", "splice", "biomarker"})

COLUMNS = {
    "gene": ("gene", "gene symbol", "hugo_symbol", "symbol"),
    "change": ("change", "protein", "protein change", "alteration", "variant", "mutation", "aa change", "hgvsp"),
    "type": ("type", "kind", "alteration type"),
    "copies": ("copies", "total copies", "copy number"),
    "vaf": ("vaf", "allele fraction", "allele frequency"),
    "origin": ("origin", "germline/somatic"),
    "finding": ("finding", "findings"),
    "comment": ("comment", "comments", "note", "notes"),
}
FAMILIES = ("variants", "copy_numbers", "fusions", "splice_events", "biomarkers")
KNOWN = frozenset(spelling.replace(" ", "_") for spellings in COLUMNS.values() for spelling in spellings)


def sniff(head: Head) -> bool:
    """Whether every column is one of this form, and they are enough to name a finding."""
    named = [c.strip().lower().replace(" ", "_") for c in _columns(head)]
    if not named or not set(named) <= KNOWN:
        return False
    means = {key for key, spellings in COLUMNS.items() if {s.replace(" ", "_") for s in spellings} & set(named)}
    return "finding" in means or ("gene" in means and bool(means & {"change", "type", "copies"}))


def _columns(head: Head) -> list[str]:
    """The header's cells, also where a comma or semicolon parts them."""
    if len(head.columns) != 1:
        return list(head.columns)
    mark = max(",;", key=head.columns[0].count)
    return [c.strip(' "') for c in head.columns[0].split(mark)]


@dataclass(slots=True)
class _Gathered:
    """What the rows gave; families by their name in `Profile`."""

    found: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in FAMILIES})
    negatives: list[tuple[str, str]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)
    kept: int = 0

    def take(self, profile: Profile) -> None:
        """Add the facts of one line."""
        for name in FAMILIES:
            self.found[name] += getattr(profile, name)
        self.negatives += profile.negatives


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The findings of a table, every record accounted for; None when it has no usable header."""
    reports = Reports(path.name)
    table = open_table(path, reports, COLUMNS, required=(("gene", "finding"),))
    if table is None:
        return Parsed(None, reports.closed())
    gathered = _Gathered()
    for row in table.rows():
        _row(row, request, gathered)
    tally = +(gathered.tally + Counter({"malformed": table.malformed}))
    profile = Profile(
        format=NAME,
        kinds=KINDS,
        negatives=tuple(dict.fromkeys(gathered.negatives)),
        records=table.records,
        kept=gathered.kept,
        tally=MappingProxyType(dict(sorted(tally.items()))),
        variants=tuple(gathered.found["variants"]),
        copy_numbers=tuple(gathered.found["copy_numbers"]),
        fusions=tuple(gathered.found["fusions"]),
        splice_events=tuple(gathered.found["splice_events"]),
        biomarkers=tuple(gathered.found["biomarkers"]),
    )
    return Parsed(profile, (*reports.closed(), *gathered.issues))


def _row(row: Row, request: ReadRequest, gathered: _Gathered) -> None:
    text, copies = _words(row), row.number("copies")
    if not text and copies is None:
        row.report("PLN001", "change")
        gathered.tally["not_understood"] += 1
        return
    if copies is not None:
        if not _copies(row, copies, request, gathered):
            return
        if not text:
            gathered.kept += 1
            return
    parsed = parse_typed(text, request, place=row.place("finding" if row.text("finding") else "change"))
    gathered.issues += parsed.issues
    if parsed.value is None:
        gathered.tally["not_understood"] += 1
        return
    gathered.take(_with_fraction(row, parsed.value))
    gathered.kept += 1


def _words(row: Row) -> str:
    """The row as a clinician would type it."""
    finding = row.text("finding")
    if finding:
        return finding
    change = row.text("change") or row.text("type")
    gene = row.text("gene")
    origin = row.text("origin").lower()
    if not gene or not change:
        return ""
    return f"{gene} {change} {origin}".strip() if origin in {"germline", "somatic"} else f"{gene} {change}"


def _copies(row: Row, copies: float, request: ReadRequest, gathered: _Gathered) -> bool:
    gene = request.vocab.genes.approved(row.text("gene"))
    if gene is None or copies < 0:
        row.report("PLN002", "gene" if gene is None else "copies")
        gathered.tally["not_understood"] += 1
        return False
    place = row.place("copies")
    gathered.found["copy_numbers"].append(CopyNumber(gene=gene, copies=copies, source=place))
    return True


def _with_fraction(row: Row, profile: Profile) -> Profile:
    """The profile with the allele fraction of the row, where it has one variant that has none."""
    vaf = _fraction(row)
    if vaf is None or len(profile.variants) != 1 or profile.variants[0].vaf is not None:
        return profile
    (variant,) = profile.variants
    told: Variant = replace(variant, vaf=vaf)
    return replace(profile, variants=(told,))


def _fraction(row: Row) -> float | None:
    text = row.text("vaf")
    if not text:
        return None
    try:
        value = float(text.rstrip("% ")) / (100 if text.rstrip().endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        row.report("PLN003", "vaf")
        return None
    return value
