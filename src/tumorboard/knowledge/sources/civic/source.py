"""CIViC as a source: where its tables come from, how a snapshot is recognized, and its statements."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tumorboard.formats.opening import read_head
from tumorboard.formats.reports import Reports
from tumorboard.issues import Issue
from tumorboard.knowledge.download import Wanted
from tumorboard.knowledge.sources.civic.compile import compile_items
from tumorboard.knowledge.sources.civic.tables import is_evidence, read_items
from tumorboard.vocab import Vocabulary

NAME = "civic"
LICENSE = "CC0-1.0"
ATTRIBUTION = (
    "CIViC, civicdb.org; Griffith et al. 2017, Nat Genet 49:170; Krysiak et al. 2023, Nucleic Acids Res 51:D1230"
)
BASE = "https://civicdb.org/downloads"
TABLES = (
    "ClinicalEvidenceSummaries.tsv",
    "AssertionSummaries.tsv",
    "VariantSummaries.tsv",
    "MolecularProfileSummaries.tsv",
    "VariantGroupSummaries.tsv",
    "FeatureSummaries.tsv",
)
MOST = 200 << 20
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RELEASE = re.compile(rf"(\d\d)-({'|'.join(_MONTHS)})-(\d{{4}})")


def plan(release: str) -> tuple[Wanted, ...]:
    """The files of a release (``2024-08-01``); of the nightly one when `release` is empty."""
    label = "nightly"
    if release:
        year, month, day = release.split("-")
        label = f"{day}-{_MONTHS[int(month) - 1]}-{year}"
    return tuple(Wanted(f"{BASE}/{label}/{label}-{name}", f"{label}-{name}", MOST) for name in TABLES)


def release_of(files: Sequence[Path]) -> str:
    """The release as an ISO date: from the names of the files, else the newest review in the evidence table."""
    for path in files:
        found = _RELEASE.search(path.name)
        if found:
            return f"{found[3]}-{_MONTHS.index(found[2]) + 1:02d}-{found[1]}"
    newest = max(
        (item.reviewed[:10] for path in evidence_tables(files) for item in read_items(path, Reports(path.name))),
        default="",
    )
    return newest if re.fullmatch(r"\d{4}-\d{2}-\d{2}", newest) else ""


def evidence_tables(files: Sequence[Path]) -> list[Path]:
    """The files that hold evidence items, by their columns."""
    return [p for p in sorted(files) if ".tsv" in p.name and is_evidence(read_head(p).columns)]


def check(files: Sequence[Path]) -> tuple[Issue, ...]:
    """What is wrong with the files before they become a snapshot: no evidence table, a changed layout, damage."""
    tables = evidence_tables(files)
    if not tables:
        reports = Reports(files[0].name if files else NAME)
        reports.error("CIV005")
        return reports.closed()
    issues: list[Issue] = []
    for path in tables:
        reports = Reports(path.name)
        if not any(True for _ in read_items(path, reports)) and not reports.failed():
            reports.error("CIV006")
        issues += reports.closed()
    return tuple(issues)


def compiled(files: Sequence[Path], vocab: Vocabulary) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
    """Rows of statements of every evidence item that is carried exactly, and the account of all items."""
    items = [item for path in evidence_tables(files) for item in read_items(path, Reports(path.name))]
    rows, account = compile_items(items, vocab)
    told = {"items": account.items, "carried": account.carried, "statements": account.statements}
    return rows, {**told, "refused": account.refused}
