"""Arriba ``fusions.tsv`` and ``fusions.discarded.tsv``, versions 1 and 2: fusion transcripts called from RNA.

What becomes of a record
    A fusion, with its partners as Arriba orders them (``gene1`` makes the 5' end).  Where Arriba could not predict the
    transcribed strand, strand and direction tell which part of each gene is kept; where they do not either, it is unordered.
Reading frame
    ``stop-codon`` means that the 3' part is not translated: not in frame.  Genes joined head to head or tail to tail yield
    no chimeric protein.
Kinase
    Kept when a kinase domain is listed as retained to 100 %; otherwise not said, because domains that are lost are not listed.
Discarded calls
    A filter without a number of reads means that Arriba discarded the call: counted ``filtered``, and named in an issue
    when a known driver is a partner.

Source: Arriba documentation, *Output files* (suhrig/arriba, 1.0 to 2.5).
"""

from __future__ import annotations

import re
from pathlib import Path

from tumorboard.criteria.rearrangements import FIVE_PRIME, THREE_PRIME
from tumorboard.formats.fusion_calls import Calls
from tumorboard.formats.opening import Head
from tumorboard.formats.reports import Reports
from tumorboard.formats.tables import Row, open_table
from tumorboard.issues import Parsed
from tumorboard.model.alteration import Fusion
from tumorboard.model.profile import Profile, ReadRequest

NAME = "arriba"
SUFFIXES = (".tsv", ".tsv.gz", ".txt")
VERIFIED = "Arriba 2 (HCC1395, 181 calls; the BCR::ABL1 test file of 2.5.1); version 1 from its documentation, unverified on real files"
KINDS = frozenset({"fusion"})

COLUMNS = {
    "gene1": ("gene1",),
    "gene2": ("gene2",),
    "strand1": ("strand1(gene/fusion)",),
    "strand2": ("strand2(gene/fusion)",),
    "breakpoint1": ("breakpoint1",),
    "breakpoint2": ("breakpoint2",),
    "type": ("type",),
    "direction1": ("direction1",),
    "direction2": ("direction2",),
    "split_reads1": ("split_reads1",),
    "split_reads2": ("split_reads2",),
    "discordant_mates": ("discordant_mates",),
    "confidence": ("confidence",),
    "reading_frame": ("reading_frame",),
    "domains": ("retained_protein_domains",),
    "gene_id1": ("gene_id1",),
    "gene_id2": ("gene_id2",),
    "filters": ("filters",),
    "peptide": ("peptide_sequence",),
}
REQUIRED = ("gene1", "gene2", "breakpoint1", "breakpoint2", "type", "confidence")
FRAMES = {"in-frame": True, "out-of-frame": False, "stop-codon": False}
EVENTS = {
    "translocation": "translocation",
    "inversion": "inversion",
    "deletion": "deletion",
    "duplication": "duplication",
    "itd": "duplication",
    "read-through": "read_through",
    "non-canonical-splicing": "non_canonical_splicing",
    "5'-5'": "head_to_head",
    "3'-3'": "tail_to_tail",
}
KINASE = re.compile(r"(?:^|[,|])Protein_(?:kinase_domain|tyrosine_kinase)\(100%\)")
MIRRORED = frozenset({"head_to_head", "tail_to_tail"})


def sniff(head: Head) -> bool:
    """Whether the columns are Arriba's."""
    return head.has("gene1", "gene2", "strand1(gene/fusion)", "breakpoint1", "breakpoint2", "split_reads1")


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The fusions of one tumor, every record accounted for; None when required columns are missing."""
    reports = Reports(path.name)
    table = open_table(path, reports, COLUMNS, required=REQUIRED)
    if table is None:
        return Parsed(None, reports.closed())
    calls = Calls(NAME, table, request, "rna")
    for row in table.rows():
        _call(row, calls)
    return calls.parsed()


def _call(row: Row, calls: Calls) -> None:
    first = calls.partner(row, "gene1", row.raw("gene1"), row.text("gene_id1"))
    second = calls.partner(row, "gene2", row.raw("gene2"), row.text("gene_id2"))
    at, to = calls.breakpoint(row, "breakpoint1"), calls.breakpoint(row, "breakpoint2")
    if first is None or second is None or at is None or to is None:
        calls.leave("malformed")
        return
    if _discarded(row):
        if {first.gene, second.gene} & (THREE_PRIME | FIVE_PRIME):
            row.report("FUS011", "filters")
        calls.leave("filtered")
        return
    event = _event(row)
    turned, ordered, mirrored = _order(row)
    sides, points = (first.gene, second.gene), (at, to)
    fusion = Fusion(
        five_prime=sides[turned],
        three_prime=sides[1 - turned],
        ordered=ordered,
        in_frame=_frame(row, mirrored or not MIRRORED.isdisjoint(event.split("/"))),
        kinase_retained=True if KINASE.search(row.raw("domains")) else None,
        breakpoints=(points[turned], points[1 - turned]),
        reads=_reads(row),
        confidence=calls.confidence(row, "confidence"),
        event=event,
    )
    calls.keep(row, fusion)


def _discarded(row: Row) -> bool:
    """Whether a filter took the whole call and not only some of its reads."""
    return any(f.strip() and "(" not in f for f in row.text("filters").split(","))


def _event(row: Row) -> str:
    words = row.text("type").lower().replace("_", "-").split("/")
    return "/".join(EVENTS[w.strip()] for w in words if w.strip() in EVENTS)


def _order(row: Row) -> tuple[int, bool, bool]:
    """(1 when gene2 is 5', whether the order is known, whether both genes keep the same end)."""
    strands = row.text("strand1"), row.text("strand2")
    if not row.raw("strand1") or not row.raw("strand2"):
        return 0, True, False  # a table without strands still says that gene1 is 5'
    if all(s[2:3] in ("+", "-") for s in strands):
        return 0, True, False
    ends = [_end_kept(s[:1], row.text(d)) for s, d in zip(strands, ("direction1", "direction2"), strict=True)]
    if not all(ends):
        return 0, False, False
    if ends[0] == ends[1]:
        return 0, False, True
    return int(ends[0] == "3"), True, False


def _end_kept(strand: str, direction: str) -> str:
    """Which end of the gene is in the fusion: the partner lies ``downstream`` (higher) or ``upstream`` of its breakpoint."""
    if strand not in ("+", "-") or direction not in ("downstream", "upstream"):
        return ""
    return "5" if (strand == "+") == (direction == "downstream") else "3"


def _frame(row: Row, mirrored: bool) -> bool | None:
    text = row.text("reading_frame").lower()
    if text and text not in FRAMES:
        row.report("FUS012", "reading_frame")
    found = FRAMES.get(text)
    if found is None:
        found = _frame_of_peptide(row.text("peptide"))
    return False if mirrored and found is None else found


def _frame_of_peptide(peptide: str) -> bool | None:
    """In frame when the 3' part has a residue of the 3' gene (upper case) and no stop comes before the junction."""
    before, mark, after = peptide.rpartition("|")
    if not mark or not before:
        return None
    return "*" not in before and any(c.isupper() for c in after)


def _reads(row: Row) -> int | None:
    numbers = [row.whole(c) for c in ("split_reads1", "split_reads2", "discordant_mates")]
    known = [n for n in numbers if n is not None]
    return sum(known) if known else None
