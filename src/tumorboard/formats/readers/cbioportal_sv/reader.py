"""cBioPortal's structural variants (``data_sv.txt``) and its older fusions (``data_fusions.txt``) of one sample.

What becomes of a record
    A fusion; ``EGFRvIII`` and ``MET exon 14 skipping`` by their names a splice event.  Small and large events are alike
    here: what a rearrangement means is decided elsewhere.
Order
    5' first only where a text joins both names; otherwise the fusion has no order (see `texts`).

Source: cBioPortal/cbioportal docs/File-Formats.md (commit 58a7a43).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from tumorboard.formats.alleles.assembly import stated_assembly
from tumorboard.formats.fusion_calls import Calls
from tumorboard.formats.gene_names import GeneNames
from tumorboard.formats.opening import Head, read_head
from tumorboard.formats.readers.cbioportal_sv import legacy, sites
from tumorboard.formats.reports import Reports
from tumorboard.formats.samples import asked_sample, choose_sample
from tumorboard.formats.tables import Row, Table, open_table
from tumorboard.issues import Parsed
from tumorboard.model.profile import Profile, ReadRequest

NAME = "cbioportal_sv"
SUFFIXES = (".txt", ".txt.gz", ".tsv", ".tsv.gz")
VERIFIED = "unverified on real files: read as cBioPortal's documentation says"
KINDS = frozenset({"fusion", "splice"})


def sniff(head: Head) -> bool:
    """Whether the columns are those of structural variants or of the older fusions."""
    newer = head.has("Sample_Id") and (head.has("Site1_Hugo_Symbol") or head.has("Site2_Hugo_Symbol"))
    return newer or head.has("Tumor_Sample_Barcode", "Fusion")


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The fusions of one sample, every record accounted for; None when columns, sample or assembly cannot be told.

    Notes
    -----
    A file of several samples of which none was chosen gives an ERROR and a profile without facts that lists them.
    """
    reports = Reports(path.name)
    older = read_head(path).has("Tumor_Sample_Barcode", "Fusion")
    columns, required = (legacy.COLUMNS, legacy.REQUIRED) if older else (sites.COLUMNS, sites.REQUIRED)
    table = open_table(path, reports, columns, required=required)
    if table is None:
        return Parsed(None, reports.closed())
    by_sample: dict[str, list[Row]] = {}
    nameless = 0
    for row in table.rows():
        name = row.text("sample")
        if name:
            by_sample.setdefault(name, []).append(row)
        else:
            row.report("CBP013", "sample")
            nameless += 1
    return Parsed(_chosen(table, request, by_sample, nameless), reports.closed())


def _chosen(table: Table, request: ReadRequest, by_sample: dict[str, list[Row]], nameless: int) -> Profile | None:
    samples = tuple(by_sample)
    if not samples and table.records:
        if not table.reports.failed():
            table.reports.error("CBP013", field=table.column("sample"))
        return None
    sample = (
        choose_sample(request, samples, table.reports, field=table.column("sample"))
        if samples
        else asked_sample(request)
    )
    if sample is None:
        left = {
            "malformed": table.malformed + nameless,
            "sample_not_chosen": table.records - table.malformed - nameless,
        }
        tally = MappingProxyType({reason: n for reason, n in left.items() if n})
        return Profile(format=NAME, kinds=frozenset(), samples=samples, records=table.records, tally=tally)
    rows = by_sample.get(sample, [])
    assembly = _assembly(table, request, rows)
    if assembly is None:
        return None
    calls = Calls(NAME, table, replace(request, assembly=assembly), "")
    calls.tally["malformed"] += nameless
    _take(rows, calls)
    profile = calls.parsed().value
    if profile is None:
        return None
    records = len(rows) + table.malformed + nameless
    return replace(profile, sample=sample, samples=samples, records=records, assembly=assembly)


def _take(rows: Sequence[Row], calls: Calls) -> None:
    names = GeneNames(calls.genes)
    if "fusion" in calls.table.index:
        for group in legacy.groups(rows):
            legacy.take(group, calls, names)
        return
    for row in rows:
        sites.take(row, calls, names)


def _assembly(table: Table, request: ReadRequest, rows: Sequence[Row]) -> str | None:
    """The assembly of the breakpoints, empty when nothing states it; None, with an ERROR, when it is contradictory."""
    stated = sorted({build for row in rows if (build := stated_assembly(row.text("build")))})
    reports, field = table.reports, table.column("build")
    if "unsupported" in stated:
        reports.error("CBP030", field=field)
    elif len(stated) > 1:
        reports.error("CBP031", field=field, found=tuple(stated))
    elif stated and request.assembly and stated[0] != request.assembly:
        reports.error("CBP032", field=field, declared=stated[0], requested=request.assembly)
    else:
        return stated[0] if stated else request.assembly
    return None
