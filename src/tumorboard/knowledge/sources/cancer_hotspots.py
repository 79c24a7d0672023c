"""Cancer Hotspots: samples at each recurrent residue, and of each change, from the table of version 2.

The table is the site's ``hotspots_v2.xls`` (sheets of single-nucleotide and of in-frame hotspots; reading it needs the package
``xlrd``), or one of its sheets saved as tab-separated text with the header as it is.  Rows that the authors did not retain
are left out; splice sites are no residues.

Source: Chang et al. 2018, Cancer Discov 8:174; cancerhotspots.org.  Content ODbL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tumorboard.formats.opening import Opened
from tumorboard.formats.reports import Reports
from tumorboard.issues import Issue
from tumorboard.knowledge.download import Wanted
from tumorboard.vocab import Vocabulary

NAME = "cancer_hotspots"
KIND = "hotspots"
LICENSE = "ODbL-1.0"
ATTRIBUTION = "Cancer Hotspots, cancerhotspots.org; Chang et al. 2018, Cancer Discov 8:174"
VERIFIED = "hotspots_v2.xls"
BASE = "https://www.cancerhotspots.org/files"
TABLE = "hotspots_v2.xls"
MOST = 64 << 20
NEEDED = ("Hugo_Symbol", "Amino_Acid_Position", "Mutation_Count", "Reference_Amino_Acid", "Variant_Amino_Acid")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SPAN = re.compile(r"(\d+)(?:-(\d+))?$")
_COUNTED = re.compile(r"(.+):(\d+)$")
_CHANGE = re.compile(r"[A-Z]?(\d+)")


def plan(release: str, mirror: str = "") -> tuple[Wanted, ...]:
    """The table of version 2, which is the only one with counts of each change."""
    return (Wanted(f"{(mirror or BASE).rstrip('/')}/{TABLE}", TABLE, MOST),)


def release_of(files: Sequence[Path]) -> str:
    """``v2``, as the name of the table says; empty otherwise."""
    return "v2" if any("v2" in f.name for f in files) else ""


def check(files: Sequence[Path]) -> tuple[Issue, ...]:
    """What keeps the files from being a snapshot."""
    issues: list[Issue] = []
    for path in files:
        reports = Reports(path.name)
        if not any(True for _ in _rows(path, reports)) and not reports.failed():
            reports.error("SIT005")
        issues += reports.closed()
    return tuple(issues)


@dataclass(slots=True)
class Residue:
    """Counts at one residue while the tables are read."""

    single: int = 0
    indel: int = 0
    changes: dict[str, int] = field(default_factory=dict)


def counts(files: Sequence[Path], vocab: Vocabulary) -> tuple[list[list[Any]], Mapping[str, Any]]:
    """[gene, residue, samples by single changes, samples by in-frame changes, changes] by gene and residue, and the account."""
    found: dict[tuple[str, int], Residue] = {}
    account = {"rows": 0, "not retained": 0, "no residue": 0, "gene unknown": 0}
    for path in files:
        for row in _rows(path, Reports(path.name)):
            account["rows"] += 1
            if row.get("judgement", "RETAIN") != "RETAIN":
                account["not retained"] += 1
                continue
            gene = vocab.genes.approved(row["Hugo_Symbol"])
            span = _SPAN.match(row["Amino_Acid_Position"])
            if gene is None or span is None:
                account["gene unknown" if gene is None else "no residue"] += 1
                continue
            if span[2] is None and not re.match(r"[A-Z]\d", row["Variant_Amino_Acid"]):
                _single(found, gene, int(span[1]), row)
            else:
                _indel(found, gene, row)
    told = [[g, n, r.single, r.indel, dict(sorted(r.changes.items()))] for (g, n), r in sorted(found.items())]
    return told, {**account, "residues": len(told)}


def _single(found: dict[tuple[str, int], Residue], gene: str, number: int, row: Mapping[str, str]) -> None:
    """``Q:422`` and ``R:204``: samples at the residue, and with this residue in its place."""
    reference = max(_counted(row["Reference_Amino_Acid"]), key=lambda pair: pair[1], default=("", 0))[0]
    here = found.setdefault((gene, number), Residue())
    here.single = max(here.single, int(row["Mutation_Count"]))
    for residue, samples in _counted(row["Variant_Amino_Acid"]):
        if len(reference) == 1 and len(residue) == 1:
            here.changes[f"{reference}{number}{residue}"] = samples


def _indel(found: dict[tuple[str, int], Residue], gene: str, row: Mapping[str, str]) -> None:
    """``V28_E33del:4``: the range is one hotspot, counted at the residue where each change begins."""
    for change, samples in _counted(row["Variant_Amino_Acid"]):
        begins = _CHANGE.match(change)
        if begins is None:
            continue
        here = found.setdefault((gene, int(begins[1])), Residue())
        here.indel = max(here.indel, int(row["Mutation_Count"]))
        here.changes[change] = samples


def _counted(text: str) -> list[tuple[str, int]]:
    return [(m[1], int(m[2])) for part in text.split("|") if (m := _COUNTED.match(part.strip()))]


def _rows(path: Path, reports: Reports) -> Iterator[dict[str, str]]:
    """Rows of every sheet by column name."""
    for sheet in _sheets(path, reports):
        header = next(sheet, [])
        absent = tuple(n for n in NEEDED if n not in header)
        if absent:
            reports.error("SIT008", columns=absent)
            continue
        for cells in sheet:
            row = dict(zip(header, cells, strict=False))
            if row.get("Hugo_Symbol") and _whole(row.get("Mutation_Count", "")):
                yield {**row, "Mutation_Count": str(int(float(row["Mutation_Count"])))}
            else:
                reports.warning("SIT002")


def _whole(text: str) -> bool:
    try:
        return float(text) == int(float(text))
    except ValueError:
        return False


def _sheets(path: Path, reports: Reports) -> Iterator[Iterator[list[str]]]:
    with path.open("rb") as stream:
        binary = stream.read(len(OLE)) == OLE
    if not binary:
        opened = Opened(path, reports)
        yield (line.text.split("\t") for line in opened.lines() if line.text)
        return
    try:
        import xlrd  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        reports.error("SIT009")
        return
    try:
        book = xlrd.open_workbook(str(path))
    except xlrd.XLRDError:
        reports.error("SIT003")
        return
    for sheet in book.sheets():
        yield ([_text(v) for v in sheet.row_values(n)] for n in range(sheet.nrows))


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
