"""A plain table of genes and changes, or a list with one typed finding a line.

Table
    Columns separated by tab, comma or semicolon, in any order: a gene and at least one of alteration, protein, coding,
    type, copies; or findings in one column with others beside it.  Optional: vaf, exon, origin, classification, zygosity,
    depth, transcript, sample.  English and common Chinese names (`columns.SPELLINGS`).
List
    One finding a line, as a clinician types it; lines that begin with ``#`` are comments.
What is read
    The cells of a record put together are typed text (`formats.typed`); what is not understood is counted and told.
Accounts
    `records` counts the records (of the chosen sample), `kept` those that became a value; the tally holds the rest.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import MappingProxyType

from tumorboard.formats.cells import parse_number
from tumorboard.formats.opening import DAMAGED, Head, Opened, read_head
from tumorboard.formats.readers.plain import columns
from tumorboard.formats.readers.plain.rows import Records, Value, place_of
from tumorboard.formats.reports import Reports
from tumorboard.formats.samples import choose_sample
from tumorboard.formats.tables import Row, Table, open_table
from tumorboard.formats.typed import parse_typed
from tumorboard.issues import Parsed, Severity
from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.profile import Profile, ReadRequest

NAME = "plain"
SUFFIXES = (".tsv", ".csv", ".txt", ".tsv.gz", ".csv.gz", ".txt.gz")
VERIFIED = "own examples only: a plain table has no specification"
KINDS = frozenset({"variant", "copy_number", "fusion", "splice", "biomarker"})
CLEARLY = 2.0  # no slip of the pen makes a fraction of it


def sniff(head: Head) -> bool:
    """Whether the header row is that of a plain table, or most lines look like findings."""
    return not head.is_binary and (columns.is_table(head) or columns.is_list(head))


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The findings, with every record accounted for; None when the file is neither a plain table nor a list."""
    reports = Reports(path.name)
    head = read_head(path)
    if columns.is_table(head):
        required = (("gene", "change"), columns.TELLING)
        table = open_table(path, reports, columns.SPELLINGS, required=required, by_hand=True)
        return Parsed(_table(table, request) if table else None, reports.closed())
    return Parsed(_list(path, request, reports), reports.closed())


def _table(table: Table, request: ReadRequest) -> Profile | None:
    rows = list(table.rows())
    samples = tuple(dict.fromkeys(name for r in rows if (name := r.text("sample"))))
    chosen: str | None = ""
    if samples:
        chosen = choose_sample(request, samples, table.reports, field=table.column("sample"))
    if chosen is None:
        tally = {"malformed": table.malformed, "sample_not_chosen": len(rows)}
        return Profile(
            format=NAME,
            kinds=frozenset(),
            samples=samples,
            records=table.records,
            tally=MappingProxyType({k: n for k, n in tally.items() if n}),
        )
    mine = [r for r in rows if not chosen or r.text("sample") in {"", chosen}]
    records = Records(table, request, percent=_percent(table, mine))
    for row in mine:
        records.add(row)
    for name, count in sorted(records.unused.items()):
        table.reports.info("PLN008", field=table.column(name), records=count)
    tally = records.tally + Counter(malformed=table.malformed)
    return _profile(records.values, len(mine) + table.malformed, records.kept, tally, samples, chosen)


def _percent(table: Table, rows: list[Row]) -> bool:
    """Whether the fractions are percentages: by the name of the column, or because most are above 1 and one is clearly so."""
    name = table.column("vaf")
    if "%" in name or "percent" in name.lower():
        return True
    cells = [r.text("vaf") for r in rows]
    numbers = [n for c in cells if not c.endswith("%") and (n := parse_number(c)) is not None]
    percent = bool(numbers) and max(numbers) >= CLEARLY and sum(n > 1 for n in numbers) * 2 > len(numbers)
    if percent:
        table.reports.info("PLN004", field=name)
    return percent


def _list(path: Path, request: ReadRequest, reports: Reports) -> Profile | None:
    values: list[Value] = []
    tally: Counter[str] = Counter()
    records = kept = 0
    for number, text in Opened(path, reports).lines():
        if text is not None and (not text.strip() or text.startswith("#") or (not records and columns.is_title(text))):
            continue
        records += 1
        if text is not None and "\t" in text and not reports.counts["PLN010"]:
            reports.warning("PLN010", line=number)
        if text is None or DAMAGED in text:
            tally["malformed"] += 1
            continue
        read = parse_typed(text, request, place=place_of(path.name, number, records))
        for issue in read.issues:
            severity = Severity.WARNING if issue.severity is Severity.ERROR else issue.severity
            reports.add(issue.code, severity, issue.place, **dict(issue.params))
        if read.value is None:
            tally["not_understood"] += 1
            continue
        kept += 1
        profile = read.value
        values += [*profile.variants, *profile.copy_numbers, *profile.fusions, *profile.splice_events]
        values += [*profile.biomarkers, *profile.negatives]
    if not kept:
        if not reports.failed():
            reports.error("PLN009")
        return None
    return _profile(values, records, kept, tally, (), "")


def _profile(
    values: list[Value], records: int, kept: int, tally: Counter[str], samples: tuple[str, ...], sample: str
) -> Profile:
    return Profile(
        format=NAME,
        kinds=KINDS,
        variants=tuple(v for v in values if isinstance(v, Variant)),
        copy_numbers=tuple(v for v in values if isinstance(v, CopyNumber)),
        fusions=tuple(v for v in values if isinstance(v, Fusion)),
        splice_events=tuple(v for v in values if isinstance(v, SpliceEvent)),
        biomarkers=tuple(v for v in values if isinstance(v, Biomarker)),
        negatives=tuple(dict.fromkeys(v for v in values if isinstance(v, tuple))),
        samples=samples,
        sample=sample,
        records=records,
        kept=kept,
        tally=MappingProxyType({reason: n for reason, n in sorted(tally.items()) if n}),
    )
