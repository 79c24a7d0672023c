"""STAR-Fusion predictions, full or abridged, with or without coding effect: fusion transcripts called from RNA.

What becomes of a record
    A fusion: the left gene is 5', the right gene 3'.  ``SYMBOL^ENSG...`` is resolved by its Ensembl id.
Reading frame and kinase
    From ``PROT_FUSION_TYPE`` and the Pfam domains, written by ``--examine_coding_effect`` only.  A kinase domain that is cut
    (``-PARTIAL``) does not count as kept; domains that are lost are not listed.
Annotations
    ``NEIGHBORS`` and the collections of normal tissue mark a call that healthy tissue makes too; it stays a fact.
Reads
    Junction reads and spanning fragments together.

Source: STAR-Fusion documentation, *Output from STAR-Fusion*; FusionAnnotator for the annotations.
"""

from __future__ import annotations

import re
from pathlib import Path

from tumorboard.formats.fusion_calls import Calls
from tumorboard.formats.opening import Head
from tumorboard.formats.reports import Reports
from tumorboard.formats.tables import Row, open_table
from tumorboard.issues import Parsed
from tumorboard.model.alteration import Fusion
from tumorboard.model.profile import Profile, ReadRequest

NAME = "star_fusion"
SUFFIXES = (".tsv", ".tsv.gz", ".abridged", ".ffpm", ".final")
VERIFIED = (
    "older STAR-Fusion layouts (five files of public cell lines and a fusion control, 24 to 65 calls); the columns of current "
    "versions and of the coding effect from their documentation, unverified on real files"
)
KINDS = frozenset({"fusion"})

COLUMNS = {
    "name": ("FusionName",),
    "left": ("LeftGene",),
    "right": ("RightGene",),
    "left_at": ("LeftBreakpoint",),
    "right_at": ("RightBreakpoint",),
    "junction": ("JunctionReadCount",),
    "spanning": ("SpanningFragCount",),
    "frame": ("PROT_FUSION_TYPE",),
    "pfam_left": ("PFAM_LEFT",),
    "pfam_right": ("PFAM_RIGHT",),
    "annotations": ("annots",),
}
REQUIRED = ("name", "left", "right", "left_at", "right_at")
FRAMES = {"inframe": True, "frameshift": False}
KINASES = frozenset({"Pkinase", "Pkinase_Tyr", "PK_Tyr_Ser-Thr"})
NEIGHBORS = re.compile(r"\bNEIGHBORS")
NORMAL = re.compile(r"\b(?:GTEx_recurrent|BodyMap|Greger_Normal|Babiceanu_Normal|ConjoinG)")


def sniff(head: Head) -> bool:
    """Whether the columns are STAR-Fusion's."""
    return head.has("FusionName", "LeftGene", "LeftBreakpoint", "RightGene", "RightBreakpoint", "SpliceType")


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
    left = calls.partner(row, "left", *_parted(row.raw("left")))
    right = calls.partner(row, "right", *_parted(row.raw("right")))
    points = calls.breakpoint(row, "left_at"), calls.breakpoint(row, "right_at")
    if left is None or right is None or points[0] is None or points[1] is None:
        calls.leave("malformed")
        return
    fusion = Fusion(
        five_prime=left.gene,
        three_prime=right.gene,
        in_frame=_frame(row),
        kinase_retained=True if _has_kinase(row.raw("pfam_left")) or _has_kinase(row.raw("pfam_right")) else None,
        breakpoints=(points[0], points[1]),
        reads=_reads(row),
        event=_event(row.raw("annotations")),
    )
    calls.keep(row, fusion)


def _parted(cell: str) -> tuple[str, str]:
    """Symbol and Ensembl id out of ``SYMBOL^ENSG...``."""
    symbol, _, ensembl = cell.partition("^")
    return symbol, ensembl


def _frame(row: Row) -> bool | None:
    text = row.text("frame").lower()
    if text and text not in FRAMES:
        row.report("FUS012", "frame")
    return FRAMES.get(text)


def _has_kinase(cell: str) -> bool:
    """Whether a whole kinase domain is among ``NAME|START-END|EVALUE`` records joined by ``^``."""
    return any(domain.partition("|")[0] in KINASES for domain in cell.split("^"))


def _event(annotations: str) -> str:
    parts = []
    if "INTERCHROMOSOMAL" in annotations:
        parts.append("translocation")
    elif "LOCAL_INVERSION" in annotations:
        parts.append("inversion")
    if NEIGHBORS.search(annotations):
        parts.append("neighbors")
    if NORMAL.search(annotations):
        parts.append("seen_in_normal")
    return "/".join(parts)


def _reads(row: Row) -> int | None:
    known = [n for n in (row.whole("junction"), row.whole("spanning")) if n is not None]
    return sum(known) if known else None
