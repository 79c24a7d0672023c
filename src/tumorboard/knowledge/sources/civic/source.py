"""CIViC as a source: where its tables come from, how a snapshot is recognized, and its statements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tumorboard.errors import InputError
from tumorboard.formats.reports import Reports
from tumorboard.issues import Issue
from tumorboard.knowledge.download import Wanted
from tumorboard.knowledge.sources.civic.compile import TYPES, compile_items, unknown_words
from tumorboard.knowledge.sources.civic.layout import MONTHS, NAMES, UNUSED, label, layout, misplaced
from tumorboard.knowledge.sources.civic.tables import Item, read_assertions, read_items
from tumorboard.knowledge.sources.civic.variants import CivicVariant, read_variants
from tumorboard.vocab import Vocabulary

NAME = "civic"
LICENSE = "CC0-1.0"
ATTRIBUTION = (
    "CIViC, civicdb.org; Griffith et al. 2017, Nat Genet 49:170; Krysiak et al. 2023, Nucleic Acids Res 51:D1230"
)
BASE = "https://civicdb.org/downloads"
TABLES = tuple(f"{name}.tsv" for name in (*NAMES.values(), *UNUSED))
MOST = 200 << 20


def plan(release: str, mirror: str = "") -> tuple[Wanted, ...]:
    """The files of a release (``2024-08-01``); of the nightly one when `release` is empty.

    Raises
    ------
    InputError
        If the release is no day.
    """
    named = "nightly"
    if release:
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])-(\d\d)", release)
        if found is None:
            raise InputError("a release of CIViC is a day", remedy="Give it as YYYY-MM-DD.", code="SNP005")
        named = f"{found[3]}-{MONTHS[int(found[2]) - 1]}-{found[1]}"
    base = (mirror or BASE).rstrip("/")
    return tuple(
        Wanted(f"{base}/{named}/{named}-{name}", f"{named}-{name}", MOST, optional=name != TABLES[0]) for name in TABLES
    )


def release_of(files: Sequence[Path]) -> str:
    """The release as an ISO date: from the names of the files, else the newest review in the evidence table."""
    labels = [found for found in map(label, files) if found]
    if labels:
        return labels[0]
    newest = max(
        (item.reviewed[:10] for path in evidence_tables(files) for item in read_items(path, Reports(path.name))),
        default="",
    )
    return newest if re.fullmatch(r"\d{4}-\d{2}-\d{2}", newest) else ""


def evidence_tables(files: Sequence[Path]) -> tuple[Path, ...]:
    """The files that hold evidence items."""
    return layout(files).evidence


def assertion_tables(files: Sequence[Path]) -> tuple[Path, ...]:
    """The files that hold assertions."""
    return layout(files).assertions


def variants(files: Sequence[Path]) -> tuple[CivicVariant, ...] | None:
    """The variants of a snapshot's table, in its order; None when the snapshot does not hold it."""
    tables = layout(files).variants
    if not tables:
        return None
    return tuple(v for path in tables for v in read_variants(path, Reports(path.name)))


def check(files: Sequence[Path]) -> tuple[Issue, ...]:
    """What is wrong with the files before they become a snapshot: no evidence table, mixed releases, a changed layout, damage."""
    issues = list(misplaced(files))
    if issues:
        return tuple(issues)
    where = layout(files)
    for path in where.evidence:
        reports = Reports(path.name)
        items = list(read_items(path, reports))
        if not items and not reports.failed():
            reports.error("CIV006")
        new = tuple(sorted({i.type for i in items} - TYPES))
        if new:
            reports.warning("CIV007", types=new)
        _words(items, reports)
        issues += reports.closed()
    for path in where.assertions:
        reports = Reports(path.name)
        _words(list(read_assertions(path, reports)), reports)
        issues += reports.closed()
    for path in where.variants:
        reports = Reports(path.name)
        for _ in read_variants(path, reports):
            pass
        issues += reports.closed()
    return tuple(issues)


def _words(items: Sequence[Item], reports: Reports) -> None:
    """Words of a column that are not known here, told with how many records they keep from becoming statements."""
    for column, (words, records) in unknown_words(items).items():
        reports.warning("CIV011", column=column, words=words, records=records)


def records(files: Sequence[Path]) -> Mapping[str, int]:
    """How many records each table has that the files hold."""
    where = layout(files)
    found = {
        "evidence": sum(1 for path in where.evidence for _ in read_items(path, Reports(path.name))),
        "assertions": sum(1 for path in where.assertions for _ in read_assertions(path, Reports(path.name))),
        "variants": sum(1 for path in where.variants for _ in read_variants(path, Reports(path.name))),
    }
    return {table: number for table, number in found.items() if number}


def compiled(files: Sequence[Path], vocab: Vocabulary) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
    """Rows of statements of every item and assertion that is carried exactly, and the account of all of them.

    The account's `tables` counts the records of each table; None is a table that the snapshot does not hold.
    """
    where = layout(files)
    items = [item for path in where.evidence for item in read_items(path, Reports(path.name))]
    assertions = [a for path in where.assertions for a in read_assertions(path, Reports(path.name))]
    rows, account = compile_items([*items, *_with_interaction(assertions, items)], vocab)
    told = {"items": account.items, "carried": account.carried, "statements": account.statements}
    known = variants(files)
    tables = {
        "evidence": len(items),
        "assertions": len(assertions) if where.assertions else None,
        "variants": len(known) if known is not None else None,
    }
    told["places"] = sum(v.start is not None for v in known or ())
    unused = [p.name for p in where.unused]
    return rows, {**told, "tables": tables, "unused": unused, "refused": account.refused}


def _with_interaction(assertions: Iterable[Item], items: Iterable[Item]) -> Iterator[Item]:
    """Assertions with how their drugs are given together, which only the items they sum up tell, where those agree."""
    by_id = {i.id: i for i in items}
    for assertion in assertions:
        drugs = _drugs(assertion)
        told = {by_id[e].interaction for e in assertion.items if e in by_id and _drugs(by_id[e]) == drugs}
        yield replace(assertion, interaction=told.pop() if len(drugs) > 1 and len(told) == 1 else "")


def _drugs(item: Item) -> frozenset[str]:
    return frozenset(n.strip().casefold() for n in item.therapies.split(",") if n.strip())
