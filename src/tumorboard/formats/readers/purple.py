"""PURPLE (hmftools): segments, genes, purity and the driver catalog of one tumor; each file is a read of its own.

``*.purple.cnv.somatic.tsv``
    Segments with ``copyNumber`` and ``minorAlleleCopyNumber``, absolute copies; 1-based, both ends included.
``*.purple.cnv.gene.tsv``
    A row for each gene: `copies` is ``minCopyNumber``, the lowest of any exon, as PURPLE itself judges amplification and deletion;
    genes whose parts differ are counted in an issue.
``*.purple.purity.tsv``
    One row: `purity`, `ploidy`, `sex`, and TMB per megabase and MSI as biomarkers.  ``tmlStatus`` is mutational *load* and is not
    read.  Where PURPLE found no tumor (``NO_TUMOR``) nothing of it counts.
``*.driver.catalog.somatic.tsv``
    AMP becomes an amplification and DEL a deep loss, PURPLE's own calls.  PARTIAL_AMP is no amplification; disruptions and
    germline events are told and not used; mutations come from the VCF.

``*.purple.segment.tsv`` holds the regions before they are fitted and is refused.

Source: hmftools (hartwigmedical/hmftools): PURPLE documentation and column names of its files.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import MappingProxyType

from tumorboard.formats.copy_profile import gene_profile, segment_profile
from tumorboard.formats.gene_copies import GeneCopies
from tumorboard.formats.opening import Head, read_head
from tumorboard.formats.reports import Reports
from tumorboard.formats.segment_genes import OTHER_COPIES
from tumorboard.formats.segments import Value, absolute, gather
from tumorboard.formats.tables import Row, Spellings, Table, open_table
from tumorboard.issues import Parsed
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.profile import Profile, ReadRequest

NAME = "purple"
SUFFIXES = (
    ".purple.cnv.somatic.tsv",
    ".purple.cnv.gene.tsv",
    ".purple.purity.tsv",
    ".driver.catalog.somatic.tsv",
    ".tsv",
)
VERIFIED = "segments, purity and driver catalog of ORANGE's test run; gene table: unverified on real files"
KINDS = frozenset({"copy_number", "msi", "tmb"})

SEGMENTS = {
    "chrom": ("chromosome",),
    "start": ("start",),
    "end": ("end",),
    "copies": ("copyNumber",),
    "minor": ("minorAlleleCopyNumber", "minorAllelePloidy"),
}
GENES = {
    "gene": ("gene",),
    "chrom": ("chromosome",),
    "start": ("start",),
    "end": ("end",),
    "copies": ("minCopyNumber",),
    "most": ("maxCopyNumber",),
    "minor": ("minMinorAlleleCopyNumber", "minMinorAllelePloidy"),
    "canonical": ("isCanonical",),
}
DRIVERS = {
    "gene": ("gene",),
    "driver": ("driver",),
    "copies": ("minCopyNumber",),
    "most": ("maxCopyNumber",),
    "canonical": ("isCanonical",),
}
PURITY = {
    "purity": ("purity",),
    "ploidy": ("ploidy",),
    "sex": ("gender",),
    "status": ("status",),
    "msi": ("msStatus",),
    "tmb": ("tmbPerMb",),
    "tmb_status": ("tmbStatus",),
}
CALLS = {"AMP": "amplification", "DEL": "deep_loss"}
LEFT = {"PARTIAL_AMP": "CNA071", "HOM_DEL_DISRUPTION": "CNA072", "HOM_DUP_DISRUPTION": "CNA072"}
RULE = "purple_driver"
SEXES = {"MALE": "male", "FEMALE": "female", "MALE_KLINEFELTER": "male"}
MSI = {"MSS": "stable", "MSI": "high"}
TMB = {"HIGH": "high", "LOW": "low"}


def sniff(head: Head) -> bool:
    """Whether the columns are those of one of the files."""
    return bool(_kind(head))


def _kind(head: Head) -> str:
    if head.has("chromosome", "start", "end", "copyNumber", "segmentStartSupport"):
        return "segments"
    if head.has("gene", "minCopyNumber", "maxCopyNumber", "somaticRegions"):
        return "genes"
    if head.has("gene", "driver", "driverLikelihood", "minCopyNumber"):
        return "drivers"
    if head.has("purity", "ploidy", "diploidProportion"):
        return "purity"
    return "regions" if head.has("germlineStatus", "tumorCopyNumber", "fittedTumorCopyNumber") else ""


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """What the file says of the tumor; None when it is none of the four or columns or assembly cannot be told."""
    reports = Reports(path.name)
    profile = None
    match _kind(read_head(path)):
        case "regions":
            reports.error("CNA002")
        case "genes":
            if table := _open(path, reports, GENES, "gene", "copies"):
                profile = _genes(table, request)
        case "drivers":
            if table := _open(path, reports, DRIVERS, "gene", "driver", "copies"):
                profile = _drivers(table, request)
        case "purity":
            if table := _open(path, reports, PURITY, "purity", "ploidy"):
                profile = _purity(table)
        case _:
            if table := _open(path, reports, SEGMENTS, "chrom", "start", "end", "copies"):
                found = gather(table.rows(), _copies, reports, counts_from=1)
                profile = segment_profile(NAME, found, table, request, sample=_sample(path.name))
    return Parsed(profile, reports.closed())


def _open(path: Path, reports: Reports, columns: Spellings, *required: str) -> Table | None:
    return open_table(path, reports, columns, required=required)


def _sample(file: str) -> str:
    """PURPLE names its files after the tumor."""
    for mark in (".purple.", ".driver.catalog", ".linx."):
        if mark in file:
            return file.partition(mark)[0]
    return ""


def _copies(row: Row) -> Value | None:
    return absolute(row, "copies", "minor")


def _genes(table: Table, request: ReadRequest) -> Profile | None:
    genes = GeneCopies(request, table.reports)
    parted = 0
    for row in table.rows():
        if row.text("canonical").lower() == "false":
            genes.leave("other_transcript")
            continue
        value, most = _copies(row), row.number("most")
        genes.add(row, value)
        parted += bool(value and value.copies is not None and most is not None and most - value.copies >= OTHER_COPIES)
    if parted:
        table.reports.info("CNA074", genes=parted)
    return gene_profile(NAME, genes, table, sample=_sample(table.reports.file))


def _drivers(table: Table, request: ReadRequest) -> Profile | None:
    genes = GeneCopies(request, table.reports)
    for row in table.rows():
        word = row.text("driver").upper()
        if word in LEFT:
            row.report(LEFT[word], "driver")
            genes.leave("partial_amplification" if word == "PARTIAL_AMP" else "disruption")
        elif word.startswith("GERMLINE"):
            row.report("CNA073", "driver")
            genes.leave("germline_driver")
        elif word not in CALLS:
            genes.leave("driver_without_copies")
        elif row.text("canonical").lower() == "false":
            genes.leave("other_transcript")
        else:
            _driver(row, word, genes)
    return gene_profile(NAME, genes, table, sample=_sample(table.reports.file))


def _driver(row: Row, word: str, genes: GeneCopies) -> None:
    value, most = absolute(row, "copies"), row.number("most")
    if value is not None:
        if word == "DEL" and value.copies is not None and most is not None and most - value.copies >= OTHER_COPIES:
            row.report("CNA075", "most")
        value = value._replace(call=CALLS[word], call_rule=RULE)
    genes.add(row, value)


def _purity(table: Table) -> Profile | None:
    """The one row; None, with an ERROR, when there is none or several."""
    rows = tuple(table.rows())
    if len(rows) != 1:
        table.reports.error("CNA076", records=len(rows))
        return None
    row, tally = rows[0], Counter[str](malformed=table.malformed)
    sample = _sample(table.reports.file)
    kinds = KINDS - {"copy_number"}
    if row.text("status").upper() == "NO_TUMOR":
        row.report("CNA070", "status")
        tally["no_tumor"] += 1
        counts = MappingProxyType({k: n for k, n in sorted(tally.items()) if n})
        return Profile(format=NAME, kinds=kinds, sample=sample, records=1 + table.malformed, tally=counts)
    purity, ploidy = row.number("purity"), row.number("ploidy")
    if purity is not None and not 0 < purity <= 1:
        row.report("CNA077", "purity")
        purity = None
    if ploidy is not None and ploidy <= 0:
        row.report("CNA077", "ploidy")
        ploidy = None
    return Profile(
        format=NAME,
        kinds=kinds,
        biomarkers=tuple(_biomarkers(row)),
        sample=sample,
        purity=purity,
        ploidy=ploidy,
        sex=SEXES.get(row.text("sex").upper(), ""),
        records=1 + table.malformed,
        kept=1,
        tally=MappingProxyType({k: n for k, n in sorted(tally.items()) if n}),
    )


def _biomarkers(row: Row) -> list[Biomarker]:
    found = []
    state = MSI.get(row.text("msi").upper())
    if state:
        found.append(Biomarker(marker="MSI", method="ngs", state=state, source=row.place("msi")))
    tmb = row.number("tmb")
    if tmb is not None and tmb >= 0:
        found.append(
            Biomarker(
                marker="TMB",
                method="ngs",
                state=TMB.get(row.text("tmb_status").upper(), ""),
                value=tmb,
                unit="mut_per_mb",
                source=row.place("tmb"),
            )
        )
    return found
