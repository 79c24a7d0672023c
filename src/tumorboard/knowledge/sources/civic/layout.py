"""Which file of a release is which table, by CIViC's names and else by a column of its own, and what does not belong together.

A table is recognized before its columns are checked, so that a renamed column is a fault of that table and never the silent absence
of it.  One release has one table of each kind: files of two releases in one folder are refused, for their items would be mixed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tumorboard.formats.opening import Opened, read_head
from tumorboard.formats.reports import Reports
from tumorboard.issues import Issue

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
RELEASE = re.compile(rf"(\d\d)-({'|'.join(MONTHS)})-(\d{{4}})")
# Kind -> how the files of a release are called.
NAMES = {"evidence": "ClinicalEvidenceSummaries", "assertions": "AssertionSummaries", "variants": "VariantSummaries"}
UNUSED = ("MolecularProfileSummaries", "VariantGroupSummaries", "GeneSummaries", "FeatureSummaries")
# Kind -> columns that no other table has: one is enough, for any of them may have been renamed.
OWN = {
    "evidence": {"evidence_id", "evidence_level", "evidence_type", "evidence_direction", "evidence_status"},
    "assertions": {"assertion_id", "assertion_type", "assertion_direction", "amp_category", "nccn_guideline"},
    "variants": {"variant_types", "hgvs_descriptions", "hgvs_expressions", "allele_registry_id"},
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables by kind, each in the order of its name; `unused` are tables of CIViC and other files that say nothing here."""

    evidence: tuple[Path, ...] = ()
    assertions: tuple[Path, ...] = ()
    variants: tuple[Path, ...] = ()
    unused: tuple[Path, ...] = ()


def layout(files: Sequence[Path]) -> Layout:
    """Every file in its place."""
    found: dict[str, list[Path]] = {}
    for path in sorted(files):
        found.setdefault(_kind(path), []).append(path)
    return Layout(**{kind: tuple(paths) for kind, paths in found.items()})


def _kind(path: Path) -> str:
    if ".tsv" not in path.name:
        return "unused"
    for kind, name in (*NAMES.items(), *(("unused", name) for name in UNUSED)):
        if path.name.split(".")[0].split("-")[-1] == name:
            return kind
    columns = set(read_head(path).columns)
    return next((kind for kind, own in OWN.items() if columns & own), "unused")


def label(path: Path) -> str:
    """The release in the name of a file, as an ISO date; empty when there is none."""
    found = RELEASE.search(path.name)
    return f"{found[3]}-{MONTHS.index(found[2]) + 1:02d}-{found[1]}" if found else ""


def misplaced(files: Sequence[Path]) -> tuple[Issue, ...]:
    """What is wrong with the files as a whole: no evidence, two tables of a kind, two releases, a page in place of a table."""
    where = layout(files)
    reports = Reports("the files")
    if not where.evidence:
        reports.error("CIV005")
    for kind in NAMES:
        tables = getattr(where, kind)
        if len(tables) > 1:
            reports.error("CIV008", kind=kind, files=tuple(p.name for p in tables))
    releases = sorted({label(p) for p in files} - {""})
    if len(releases) > 1:
        reports.error("CIV009", releases=tuple(releases))
    issues = [*reports.closed()]
    for path in where.unused:
        if ".tsv" in path.name:
            issues += _is_text(path)
    return tuple(issues)


def _is_text(path: Path) -> tuple[Issue, ...]:
    """What keeps a file that is not used from being a table at all: it came in place of one."""
    reports = Reports(path.name)
    first = next(Opened(path, reports).lines(), None)
    if first is not None and "\t" not in (first.text or ""):
        reports.error("CIV010")
    return reports.closed() if reports.failed() else ()
