"""PCGR's copy numbers: the segments that are given to it, and the genes it reports.

Segments
    ``Chromosome Start End nMajor nMinor``: allele-specific copies, 1-based, both ends included.  `copies` is the sum,
    `minor_copies` the lesser of the two.
Genes
    ``*.cna_gene_ann.tsv.gz``: a row for each gene and segment with ``SYMBOL``, ``CN_MAJOR``, ``CN_MINOR`` (``N_MAJOR`` in
    earlier versions), ``VARIANT_CLASS`` and the share of the transcripts that the segment holds; the segment with the
    largest share speaks for the gene.  The class is PCGR's own word by thresholds that its user chose (five copies for
    *amplification* unless changed); it is kept as the call, beside the copies.
Purity and ploidy
    As the gene table states them.  A ploidy that PCGR estimated from the segments is used, with an issue.

Source: PCGR documentation (sigven/pcgr, input and output files); columns and classes of version 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tumorboard.formats.copy_profile import chosen_rows, gene_profile, segment_profile
from tumorboard.formats.gene_copies import GeneCopies
from tumorboard.formats.opening import Head, read_head
from tumorboard.formats.reports import Reports
from tumorboard.formats.segments import Value, gather
from tumorboard.formats.tables import Row, Table, open_table
from tumorboard.issues import Parsed
from tumorboard.model.profile import Profile, ReadRequest

NAME = "pcgr_cna"
SUFFIXES = (".cna.tsv", ".cna_gene_ann.tsv.gz", ".tsv", ".tsv.gz")
VERIFIED = "segments: PCGR's two example tumors on both assemblies; gene table: unverified on real files"
KINDS = frozenset({"copy_number"})

SEGMENTS = {
    "sample": ("sample", "sample_id"),
    "chrom": ("Chromosome",),
    "start": ("Start",),
    "end": ("End",),
    "major": ("nMajor",),
    "minor": ("nMinor",),
}
GENES = {
    "sample": ("SAMPLE_ID",),
    "gene": ("SYMBOL",),
    "ensembl": ("ENSEMBL_GENE_ID",),
    "major": ("CN_MAJOR", "N_MAJOR"),
    "minor": ("CN_MINOR", "N_MINOR"),
    "class": ("VARIANT_CLASS",),
    "share": ("MEAN_TRANSCRIPT_CNA_OVERLAP", "TRANSCRIPT_OVERLAP_PERCENT", "TRANSCRIPT_OVERLAP"),
    "ploidy": ("TUMOR_PLOIDY",),
    "ploidy_source": ("TUMOR_PLOIDY_SOURCE",),
    "purity": ("TUMOR_PURITY",),
}
CALLS = {
    "amplification": "amplification",
    "gain": "gain",
    "hetdel": "loss",
    "hemdel": "loss",
    "homdel": "deep_loss",
}
NO_CALL = frozenset({"", "neutral", "undefined", "other"})
RULE = "pcgr_variant_class"


def sniff(head: Head) -> bool:
    """Whether the columns are those of PCGR's segments or of its gene table."""
    segments = head.has("Chromosome", "Start", "End", "nMajor", "nMinor")
    return segments or (head.has("SYMBOL", "VARIANT_CLASS") and (head.has("CN_MAJOR") or head.has("N_MAJOR")))


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The copies of the genes; None when columns, sample or assembly cannot be told."""
    reports = Reports(path.name)
    profile = None
    if read_head(path).has("SYMBOL"):
        table = open_table(path, reports, GENES, required=("gene", "major", "minor"))
        profile = _genes(table, request) if table else None
    else:
        table = open_table(path, reports, SEGMENTS, required=("chrom", "start", "end", "major", "minor"))
        profile = _segments(table, request) if table else None
    return Parsed(profile, reports.closed())


def _segments(table: Table, request: ReadRequest) -> Profile | None:
    chosen = chosen_rows(table, request)
    if chosen is None:
        return None
    found = gather(chosen.rows, _copies, table.reports, counts_from=1)
    return segment_profile(NAME, found, table, request, sample=chosen.sample, samples=chosen.samples)


def _genes(table: Table, request: ReadRequest) -> Profile | None:
    chosen = chosen_rows(table, request)
    if chosen is None:
        return None
    genes = GeneCopies(request, table.reports)
    unknown = 0
    for row in chosen.rows:
        value = _copies(row)
        word = row.text("class").lower()
        if value is not None and word in CALLS:
            value = value._replace(call=CALLS[word], call_rule=RULE)
        unknown += word not in CALLS and word not in NO_CALL
        genes.add(row, value, rank=row.number("share") or 0.0)
    if unknown:
        table.reports.warning("CNA092", records=unknown)
    more = {"sample": chosen.sample, "samples": chosen.samples, **_purity(chosen.rows, table)}
    return gene_profile(NAME, genes, table, **more)


def _copies(row: Row) -> Value | None:
    """The sum of both alleles, and the lesser one; one allele without the other says nothing."""
    major, minor = row.number("major"), row.number("minor")
    if major is None or minor is None:
        return Value()
    if major < 0 or minor < 0:
        row.report("CNA022", "major" if major < 0 else "minor")
        return None
    return Value(major + minor, min(major, minor))


def _purity(rows: Sequence[Row], table: Table) -> dict[str, float]:
    """Purity and ploidy, the same in every row."""
    if not rows:
        return {}
    found = {}
    ploidy, purity = rows[0].number("ploidy"), rows[0].number("purity")
    if ploidy is not None and ploidy > 0:
        found["ploidy"] = ploidy
        if rows[0].text("ploidy_source").lower() == "estimated":
            table.reports.info("CNA090")
    if purity is not None and 0 < purity <= 1:
        found["purity"] = purity
    return found
