"""SEG: log2 ratios of segments, of one tumor or of many in one file.

What is read
    ``ID chrom loc.start loc.end num.mark seg.mean`` (cBioPortal, IGV, GISTIC), ``Sample Chromosome Start End Num_Probes
    Segment_Mean`` (Broad, GDC), and the same without a sample column.
Coordinates
    1-based, both ends included: the positions of the first and last marker (DNAcopy).
Values
    `log2_ratio` only.  Without purity and ploidy it is no number of copies and no call.
Sample
    The one that was asked for; the only one; else the file is refused.
Accounts
    `records` counts the segments of the sample, and lines that could not be read.

Source: cBioPortal File-Formats (SEG); GDC copy number segment files; Olshen 2004, Biostatistics 5:557 (DNAcopy).
"""

from __future__ import annotations

from pathlib import Path
from statistics import median

from tumorboard.formats.cells import fold
from tumorboard.formats.copy_profile import chosen_rows, segment_profile
from tumorboard.formats.opening import Head
from tumorboard.formats.reports import Reports
from tumorboard.formats.segments import Gathered, Value, gather
from tumorboard.formats.tables import Row, open_table
from tumorboard.issues import Parsed
from tumorboard.model.profile import Profile, ReadRequest

NAME = "seg"
SUFFIXES = (".seg", ".seg.txt", ".seg.gz")
VERIFIED = "two cBioPortal files (240 samples on a panel, 60 samples on exomes and genomes); GDC's columns from its documentation"
KINDS = frozenset({"copy_number"})

COLUMNS = {
    "sample": ("ID", "Sample", "GDC_Aliquot", "sample_id", "Tumor_Sample_Barcode", "Aliquot"),
    "chrom": ("chrom", "Chromosome", "chr"),
    "start": ("loc.start", "Start", "start_position", "loc_start"),
    "end": ("loc.end", "End", "end_position", "loc_end"),
    "mean": ("seg.mean", "Segment_Mean", "SegmentMean", "seg_mean", "log2ratio"),
}
MEANS = frozenset(fold(name) for name in COLUMNS["mean"][:4])
FEW = 5  # segments; of fewer it cannot be told whether they hold copies instead of log2 ratios


def sniff(head: Head) -> bool:
    """Whether the header names the mean of a segment."""
    return any(fold(name) in MEANS for name in head.columns)


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The log2 ratios of one sample's genes; None when the table, the sample or the assembly cannot be told."""
    reports = Reports(path.name)
    table = open_table(path, reports, COLUMNS, required=("chrom", "start", "end", "mean"))
    if table is None:
        return Parsed(None, reports.closed())
    chosen = chosen_rows(table, request)
    if chosen is None:
        return Parsed(None, reports.closed())
    found = gather(chosen.rows, _value, reports, counts_from=1)
    profile = None
    if _are_ratios(found, reports):
        profile = segment_profile(NAME, found, table, request, sample=chosen.sample, samples=chosen.samples)
    return Parsed(profile, reports.closed())


def _value(row: Row) -> Value | None:
    return Value(log2_ratio=row.number("mean"))


def _are_ratios(found: Gathered, reports: Reports) -> bool:
    """Whether the means can be log2 ratios: copies are never negative and lie around two."""
    means = [s.value.log2_ratio for s in found.segments if s.value.log2_ratio is not None]
    if len(means) >= FEW and min(means) >= 0 and median(means) > 1:
        reports.error("CNA052")
        return False
    return True
