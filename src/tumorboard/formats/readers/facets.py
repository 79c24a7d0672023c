"""FACETS: segments (``*.cncf.txt``, or the fit's table as it is) and the gene table of facetsSuite.

Segments
    ``chrom seg num.mark nhet cnlr.median ... start end cf.em tcn.em lcn.em``, or with ``ID``, ``loc.start`` and ``loc.end``.
    Positions are those of SNPs, 1-based, both ends included; chromosome 23 is X.
Copies
    ``tcn.em`` and ``lcn.em`` (else ``tcn`` and ``lcn``) are absolute copies, total and lesser; where purity could not be told
    they are NA, and the record says nothing.  ``lcn`` is NA where there are too few heterozygous SNPs: *not known*, which is no
    loss of heterozygosity.  A copy number of a subclone is the subclone's (``cf.em`` is not applied).
Genes
    ``gene_level.txt``: one row a gene, chosen by FACETS.  ``cn_state`` is the source's own word and becomes the call, unless
    ``filter`` suppresses it; the copies stay.

Source: Shen 2016, Nucleic Acids Res 44:e131 (FACETS); facetsSuite (mskcc/facets-suite), gene-level changes and states.
"""

from __future__ import annotations

from pathlib import Path

from tumorboard.formats.copy_profile import chosen_rows, gene_profile, segment_profile
from tumorboard.formats.gene_copies import GeneCopies
from tumorboard.formats.opening import Head, read_head
from tumorboard.formats.reports import Reports
from tumorboard.formats.segments import Value, absolute, gather
from tumorboard.formats.tables import Row, Table, open_table
from tumorboard.issues import Parsed
from tumorboard.model.profile import Profile, ReadRequest

NAME = "facets"
SUFFIXES = (".cncf.txt", ".cncf.tsv", ".gene_level.txt", ".txt", ".tsv")
VERIFIED = "unverified on real files; columns from the sources of FACETS and facetsSuite"
KINDS = frozenset({"copy_number"})

COPIES = {"total": ("tcn.em", "tcn"), "lesser": ("lcn.em", "lcn")}
SEGMENTS = {
    "sample": ("ID", "sample"),
    "chrom": ("chrom",),
    "start": ("start", "loc.start"),
    "end": ("end", "loc.end"),
    **COPIES,
}
GENES = {
    "sample": ("sample",),
    "gene": ("gene",),
    "chrom": ("chrom",),
    "start": ("gene_start",),
    "end": ("gene_end",),
    "state": ("cn_state",),
    "filter": ("filter",),
    **COPIES,
}
# FACETS's words; those that mean a gain in one genome and a loss in a doubled one are no call.
CALLS = {
    "HOMDEL": "deep_loss",
    "HETLOSS": "loss",
    "LOSS BEFORE & AFTER": "loss",
    "LOSS BEFORE": "loss",
    "LOSS AFTER": "loss",
    "DOUBLE LOSS AFTER": "loss",
    "CNLOH BEFORE & LOSS": "loss",
    "DIPLOID": "neutral",
    "GAIN": "gain",
    "CNLOH & GAIN": "gain",
    "CNLOH BEFORE & GAIN": "gain",
    "AMP": "amplification",
    "AMP (LOH)": "amplification",
    "AMP (BALANCED)": "amplification",
}
RULE = "facets_cn_state"
PASSED = ("PASS", "RESCUE")


def sniff(head: Head) -> bool:
    """Whether the columns are those of FACETS's fit or of the gene table."""
    fit = head.has("cnlr.median", "segclust") and (head.has("tcn.em") or head.has("tcn"))
    return fit or head.has("gene", "median_cnlr_seg") or head.has("gene", "tcn.em", "cn_state")


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The copies of one tumor's genes; None when columns, sample or assembly cannot be told."""
    reports = Reports(path.name)
    profile = None
    if read_head(path).has("gene"):
        table = open_table(path, reports, GENES, required=("gene", "total"))
        profile = _genes(table, request) if table else None
    else:
        table = open_table(path, reports, SEGMENTS, required=("chrom", "start", "end", "total", "lesser"))
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
    suppressed = 0
    for row in chosen.rows:
        value = _copies(row)
        call = CALLS.get(row.text("state").upper(), "")
        passed = row.text("filter").upper().startswith(PASSED) or not row.text("filter")
        suppressed += bool(call) and not passed
        if value is not None and call and passed:
            value = value._replace(call=call, call_rule=RULE)
        genes.add(row, value)
    if suppressed:
        table.reports.info("CNA081", records=suppressed)
    return gene_profile(NAME, genes, table, sample=chosen.sample, samples=chosen.samples)


def _copies(row: Row) -> Value | None:
    return absolute(row, "total", "lesser")
