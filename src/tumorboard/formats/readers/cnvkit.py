"""CNVkit: segments (``.cns``) and called segments (``.call.cns``); bins (``.cnr``) and coverages (``.cnn``) are refused.

Columns
    ``chromosome start end gene log2`` and ``probes``; called files add ``cn`` and, with a VCF, ``baf cn1 cn2``.  0-based,
    half-open.  ``gene`` lists the targets with bins on the segment, by comma; ``-`` is none.
Genes
    A file that names genes speaks for those genes only: of others it has no bins.  Where no gene is named (whole genomes) the
    genes that lie on a segment have its value.
What cn is
    An integer from log2, either by four cut-offs (``-m threshold``, the default) or as ploidy x 2^log2 (``-m clonal``).  The file
    says neither which nor whether ``--purity`` was given; the first question is answered by the numbers themselves.

    ==========  ==============================================================================================
    threshold   `cn` is no count of copies.  2 is *neutral*, 3 *gain* on autosomes; 0, 1 and 4 or more stay without a
                call: log2 -1.1 is one lost copy in a pure tumor, -1 both in a half pure one, 0.7 a gain.
    clonal      `cn` are copies, `cn2` those of the minor allele; they hold if ``--purity`` was given, which an issue says.
    neither     only log2 is used.
    ==========  ==============================================================================================

    An empty ``cn2`` is *not known*, not loss of heterozygosity.

Source: CNVkit documentation (etal/cnvkit, *Calling copy number*; file formats); thresholds -1.1, -0.25, 0.2, 0.7.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from math import ceil
from pathlib import Path

from tumorboard.formats.cells import parse_number
from tumorboard.formats.copy_profile import profile_of, segment_profile
from tumorboard.formats.opening import Head, read_head
from tumorboard.formats.reports import Reports
from tumorboard.formats.segment_assembly import settle_assembly
from tumorboard.formats.segment_genes import named_genes
from tumorboard.formats.segments import Value, gather
from tumorboard.formats.tables import Row, open_table
from tumorboard.issues import Parsed
from tumorboard.model.profile import Profile, ReadRequest

NAME = "cnvkit"
SUFFIXES = (".cns", ".call.cns", ".cns.gz")
VERIFIED = (
    "eleven segment files of CNVkit's test suite (one called), and files called by CNVkit 0.9.14 with every method"
)
KINDS = frozenset({"copy_number"})

COLUMNS = {
    "chrom": ("chromosome",),
    "start": ("start",),
    "end": ("end",),
    "gene": ("gene",),
    "log2": ("log2",),
    "probes": ("probes",),
    "cn": ("cn",),
    "minor": ("cn2",),
}
NO_GENES = frozenset({"", "-", ".", "antitarget", "background", "cgh"})
CUTS = (-1.1, -0.25, 0.2, 0.7)
PLOIDIES = (2, 3, 4, 5, 6, 1)
SEX = frozenset({"X", "Y"})
CALLS = {2: "neutral", 3: "gain"}
RULE = "cnvkit_threshold"


class Method(Enum):
    """How `cn` came about."""

    NONE = "none"
    THRESHOLD = "threshold"
    CLONAL = "clonal"
    UNKNOWN = "unknown"


def sniff(head: Head) -> bool:
    """Whether the columns are those of CNVkit's tables."""
    return head.has("chromosome", "start", "end", "gene", "log2")


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The ratios or copies of the genes; None for bins and where the assembly cannot be told."""
    reports = Reports(path.name)
    if sniff(head := read_head(path)) and not head.has("probes"):
        reports.error("CNA001")
        return Parsed(None, reports.closed())
    table = open_table(path, reports, COLUMNS, required=("chrom", "start", "end", "gene", "log2"))
    if table is None:
        return Parsed(None, reports.closed())
    rows = tuple(table.rows())
    method = _method(rows)
    _tell(method, reports)
    found = gather(rows, lambda row: _value(row, method), reports, counts_from=0, genes=_names)
    if not any(s.genes for s in found.segments):
        return Parsed(segment_profile(NAME, found, table, request), reports.closed())
    assembly = settle_assembly(found, request, reports, needed=False)
    placed = None if assembly is None else named_genes(found, assembly, request, reports)
    if placed is None:
        return Parsed(None, reports.closed())
    kept = placed.close(found)
    profile = profile_of(
        NAME, placed.copy_numbers, table, found.tally, records=found.records, kept=kept, assembly=assembly or ""
    )
    return Parsed(profile, reports.closed())


def _names(row: Row) -> tuple[str, ...]:
    parts = dict.fromkeys(part.strip() for part in re.split("[,;|]", row.raw("gene")))
    return tuple(name for name in parts if name.lower() not in NO_GENES)


def _value(row: Row, method: Method) -> Value | None:
    log2 = row.number("log2")
    if method is Method.THRESHOLD:
        cn = row.whole("cn")
        call = CALLS.get(cn, "") if cn is not None and _chrom(row) not in SEX else ""
        return Value(log2_ratio=log2, call=call, call_rule=RULE if call else "")
    if method is Method.CLONAL:
        cn, minor = row.whole("cn"), row.whole("minor")
        if (cn is not None and cn < 0) or (minor is not None and (cn is None or not 0 <= minor <= cn)):
            row.report("CNA022", "cn")
            return None
        return Value(None if cn is None else float(cn), None if minor is None else float(minor), log2_ratio=log2)
    return Value(log2_ratio=log2)


def _method(rows: Sequence[Row]) -> Method:
    """Which formula the called numbers obey, on the autosomes."""
    pairs = []
    for row in rows:
        cn, log2 = parse_number(row.text("cn")), parse_number(row.text("log2"))
        if cn is not None and log2 is not None and cn.is_integer() and _chrom(row) not in SEX:
            pairs.append((int(cn), log2))
    if not pairs:
        return Method.NONE if not any(row.text("cn") for row in rows) else Method.UNKNOWN
    # Every segment must obey: with other cut-offs than the default ones most numbers still look like rounded copies.
    if any(all(_by_cuts(cn, log2, p) for cn, log2 in pairs) for p in PLOIDIES):
        return Method.THRESHOLD
    return Method.CLONAL if any(all(_by_ratio(cn, log2, p) for cn, log2 in pairs) for p in PLOIDIES) else Method.UNKNOWN


def _by_cuts(cn: int, log2: float, ploidy: int) -> bool:
    for copies, cut in enumerate(CUTS):
        if log2 <= cut:
            return cn == copies
    exact = _copies(log2, ploidy)
    return cn in {ceil(exact * (1 - 1e-5)), ceil(exact * (1 + 1e-5))}


def _by_ratio(cn: int, log2: float, ploidy: int) -> bool:
    return abs(cn - _copies(log2, ploidy)) <= 0.5 + 1e-4 * max(1, cn)


def _copies(log2: float, ploidy: int) -> float:
    return float(ploidy * 2 ** min(log2, 30.0))


def _chrom(row: Row) -> str:
    return row.raw("chrom").lower().removeprefix("chr").upper()


def _tell(method: Method, reports: Reports) -> None:
    if method is Method.THRESHOLD:
        reports.warning("CNA060", field="cn")
    elif method is Method.CLONAL:
        reports.warning("CNA061", field="cn")
    elif method is Method.UNKNOWN:
        reports.warning("CNA063", field="cn")
