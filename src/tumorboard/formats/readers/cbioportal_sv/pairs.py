"""From two genes and what is said of them to a fusion: order, doubt, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tumorboard.criteria.rearrangements import FIVE_PRIME, THREE_PRIME
from tumorboard.formats.readers.cbioportal_sv.texts import order_of
from tumorboard.formats.tables import Row
from tumorboard.model.alteration import Fusion


class Side(NamedTuple):
    """A partner: the approved symbol (empty when none), as it is written, and its breakpoint (``2:29446394``)."""

    gene: str
    written: str
    at: str = ""


def fusion_of(row: Row, one: Side, other: Side, texts: Sequence[str], **facts: Any) -> Fusion:
    """The fusion with the 5' partner first where the texts say it; otherwise without an order.

    A gene that acts only as the 3' partner, written before a gene that is no driver, makes the stated order doubtful.
    """
    order = order_of(texts, {one.gene, one.written}, {other.gene, other.written})
    if order == 2:
        one, other = other, one
    ordered = order > 0 and one.gene != other.gene
    if ordered and one.gene in THREE_PRIME and other.gene not in THREE_PRIME | FIVE_PRIME:
        row.report("FUS014")
        ordered = False
    same = one.gene == other.gene and bool(one.gene)
    return Fusion(
        five_prime=one.gene,
        three_prime=other.gene,
        ordered=ordered or same,
        breakpoints=(one.at, other.at),
        **facts,
    )


def evidence_of(dna: str, rna: str) -> str:
    """``rna`` where RNA supports the fusion, else ``dna``, else empty."""
    yes = {"yes", "true", "1", "y"}
    return "rna" if rna.strip().lower() in yes else "dna" if dna.strip().lower() in yes else ""
