"""PCGR's table of RNA fusions: a pair of gene symbols, two breakpoints, split reads.

What becomes of a record
    A fusion; the left gene is 5' as the format says.  A missing partner (``--ALK``) is an empty side.
Order
    The table is put together by hand or script from any caller.  A gene that acts only as the 3' partner, written on the left
    of a gene that is no driver, makes the order doubtful: such a call is kept unordered, with an issue.
Reading frame, kinase and confidence
    Are not in the format.  ``Score`` has no scale of its own and is not used.

Source: PCGR documentation 2.3, *Input files*, RNA fusions.
"""

from __future__ import annotations

import re
from pathlib import Path

from tumorboard.criteria.rearrangements import FIVE_PRIME, THREE_PRIME
from tumorboard.formats.fusion_calls import Calls, Partner
from tumorboard.formats.opening import Head
from tumorboard.formats.reports import Reports
from tumorboard.formats.tables import Row, open_table
from tumorboard.issues import Parsed
from tumorboard.model.alteration import Fusion
from tumorboard.model.profile import Profile, ReadRequest

NAME = "pcgr_fusion"
SUFFIXES = (".tsv", ".tsv.gz", ".txt")
VERIFIED = "PCGR's example tumors on both assemblies (13 and 9 calls)"
KINDS = frozenset({"fusion"})

COLUMNS = {
    "pair": ("FusionGene",),
    "left_at": ("LeftBreakpoint",),
    "right_at": ("RightBreakpoint",),
    "reads": ("SplitReads",),
}
REQUIRED = ("pair", "left_at", "right_at")
MARK = re.compile(r"--|::")


def sniff(head: Head) -> bool:
    """Whether the columns are those of PCGR's fusion input."""
    return head.has("FusionGene", "LeftBreakpoint", "RightBreakpoint", "SplitReads")


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
    pair = _pair(row, calls)
    left_at, right_at = calls.breakpoint(row, "left_at"), calls.breakpoint(row, "right_at")
    if pair is None or left_at is None or right_at is None:
        calls.leave("malformed")
        return
    left, right = pair[0].gene, pair[1].gene
    doubtful = left in THREE_PRIME and bool(right) and right not in THREE_PRIME | FIVE_PRIME
    if doubtful:
        row.report("FUS014", "pair")
    fusion = Fusion(
        five_prime=left,
        three_prime=right,
        ordered=not doubtful,
        breakpoints=(left_at, right_at),
        reads=row.whole("reads"),
    )
    calls.keep(row, fusion)


def _pair(row: Row, calls: Calls) -> tuple[Partner, Partner] | None:
    written = row.raw("pair")
    parts = MARK.split(written)
    if len(parts) != 2:
        row.report("FUS005", "pair")
        return None
    left, right = (calls.partner(row, "pair", p) for p in parts)
    return (left, right) if left is not None and right is not None else None
