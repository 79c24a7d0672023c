"""MAF: the small variants of one sample out of a table of one or many.

What is read
    GDC, vcf2maf, TCGA and maftools, Oncotator, cBioPortal's data_mutations, and minimal files of 5 or 6 columns; by column
    name, whatever else they hold.
Sample
    The one asked for, or the only one.  Without either the file is refused, and the profile lists its samples.
Assembly
    From NCBI_Build, checked against the request and against known positions; a file that mixes two is refused.
Without annotation
    Known alleles become variants by position, everything else is counted ``not_interpretable``, as for a VCF.
Accounts
    `records` counts the sample's rows and the rows that could not be read, which may have been the sample's; `kept` and
    the tally add up to it.

Source: TCGA MAF specification 2.4.1; GDC MAF format; mskcc/vcf2maf (commit bf53e52); cBioPortal File-Formats.md (commit
58a7a43).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from tumorboard.formats.opening import Head
from tumorboard.formats.readers.maf import columns
from tumorboard.formats.readers.maf.rows import Settler
from tumorboard.formats.readers.maf.scan import Scan
from tumorboard.formats.reports import Reports
from tumorboard.formats.samples import asked_sample, choose_sample
from tumorboard.formats.tables import Row, Table, open_table
from tumorboard.issues import Parsed, Severity
from tumorboard.model.profile import Profile, ReadRequest

NAME = "maf"
SUFFIXES = (".maf", ".maf.gz", ".maf.txt", ".txt", ".txt.gz", ".tsv", ".tsv.gz", ".csv")
VERIFIED = (
    "METABRIC (cBioPortal, 17,272 mutations) and TCGA LAML (maftools, 2,207 mutations); vcf2maf, GDC and minimal files from "
    "their specifications, unverified on real files"
)
KINDS = frozenset({"variant"})


def sniff(head: Head) -> bool:
    """Whether the columns are a MAF's: a tumor barcode with alleles or a classification."""
    if head.is_binary or not head.has("Tumor_Sample_Barcode"):
        return False
    alleles = head.has("Reference_Allele") and (head.has("Tumor_Seq_Allele2") or head.has("Tumor_Seq_Allele1"))
    return alleles or head.has("Hugo_Symbol", "Variant_Classification")


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The variants of one sample, every row accounted for; None when columns, sample or assembly cannot be told.

    Notes
    -----
    A file of several samples of which none was chosen gives an ERROR and a profile without facts that lists them.
    """
    reports = Reports(path.name)
    table = open_table(path, reports, columns.SPELLINGS, required=columns.REQUIRED)
    if table is None:
        return Parsed(None, reports.closed())
    if not columns.has_positions(table) and not columns.has_annotation(table):
        reports.error("MAF010")
        return Parsed(None, reports.closed())
    scan = Scan(table, request)
    scan.run()
    if scan.contradictory_builds():
        return Parsed(None, reports.closed())
    sample = _sample(table, scan, request)
    if sample is None:
        listed = Profile(
            format=NAME,
            kinds=frozenset(),
            samples=scan.samples(),
            records=table.records,
            tally=_shown(Counter(malformed=table.malformed, sample_not_chosen=table.records - table.malformed)),
        )
        return Parsed(listed if scan.samples() else None, reports.closed())
    assembly = scan.assembly()
    if assembly is None:
        return Parsed(None, reports.closed())
    settler = Settler(table, request.vocab, assembly, percent=scan.percent)
    return Parsed(_profile(table, scan, scan.rows, settler, sample=sample), reports.closed())


class Samples:
    """A table of many samples that was looked through: `names` in the order of the file, each read when it is asked for."""

    def __init__(self, table: Table, scan: Scan, settler: Settler) -> None:
        self._table = table
        self._scan = scan
        self._settler = settler
        self._rows: dict[str, list[Row]] = {sample: [] for sample in scan.samples()}
        for row in scan.rows:
            self._rows[row.text("sample")].append(row)
        self.names = tuple(self._rows)
        self.reports = table.reports

    def read(self, names: Sequence[str]) -> tuple[dict[str, Profile], Reports]:
        """The variants of these samples, each as the function `read` gives them, and what was met in their rows."""
        self._table.reports = Reports(self.reports.file)
        found = {n: _profile(self._table, self._scan, self._rows[n], self._settler, sample=n) for n in names}
        return found, self._table.reports


def look_through(path: Path, request: ReadRequest) -> Parsed[Samples]:
    """Every sample with rows or listed as sequenced, not yet read; None as for `read`."""
    reports = Reports(path.name)
    table = open_table(path, reports, columns.SPELLINGS, required=columns.REQUIRED)
    if table is None:
        return Parsed(None, reports.closed())
    if not columns.has_positions(table) and not columns.has_annotation(table):
        reports.error("MAF010")
        return Parsed(None, reports.closed())
    scan = Scan(table, request, everyone=True)
    scan.run()
    assembly = None if scan.contradictory_builds() else scan.assembly()
    if assembly is None:
        return Parsed(None, reports.closed())
    return Parsed(Samples(table, scan, Settler(table, request.vocab, assembly, percent=scan.percent)), ())


def _sample(table: Table, scan: Scan, request: ReadRequest) -> str | None:
    """The sample to read; one that the file lists as sequenced may have no rows."""
    asked = asked_sample(request)
    if asked and asked not in scan.counts and asked in scan.sequenced:
        table.reports.info("MAF012", field="#Sequenced_Samples")
        return asked
    if not table.records:
        table.reports.warning("MAF013")
        return asked
    if not scan.counts:
        if not table.reports.failed():
            table.reports.error("MAF014", field=table.column("sample"))
        return None
    return choose_sample(request, scan.samples(), table.reports, field=table.column("sample"))


def _profile(table: Table, scan: Scan, rows: Sequence[Row], settler: Settler, *, sample: str) -> Profile:
    settler.begin()
    tally = Counter(malformed=table.malformed + scan.nameless)
    for row in rows:
        reason = settler.settle(row)
        if reason:
            tally[reason] += 1
    for variant in settler.check_codons():
        table.reports.add("MAF058", Severity.WARNING, variant.source)
    if not settler.annotated:
        table.reports.warning("MAF060", records=tally["not_interpretable"])
    if scan.percent and any(v.depth_rule == "maf_vaf" for v in settler.variants):
        table.reports.info("MAF068", field=table.column("vaf"))
    return Profile(
        format=NAME,
        kinds=KINDS,
        variants=tuple(settler.variants),
        assembly=settler.assembly,
        annotated=settler.annotated,
        annotation_tool=scan.annotation_tool() if settler.annotated else "",
        samples=scan.samples(),
        sample=sample,
        records=len(rows) + table.malformed + scan.nameless,
        kept=len(settler.variants),
        tally=_shown(tally),
        doubted=frozenset(settler.doubted),
    )


def _shown(tally: Counter[str]) -> MappingProxyType[str, int]:
    return MappingProxyType({code: n for code, n in sorted(tally.items()) if n})
