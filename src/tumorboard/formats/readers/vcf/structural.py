"""Breakends of a VCF as fusions: two records that name each other as mates, with a gene on either side.

A breakend without its mate, or without a gene on both sides, is counted and not guessed.  Which gene is 5' follows only
where the annotator says it (SnpEff's ``GENE1&GENE2`` of a gene fusion); otherwise the pair is unordered.

Source: VCF 4.5 section 5.4 (breakends, MATEID).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tumorboard.issues import Place
from tumorboard.model.alteration import Fusion, Origin


@dataclass(frozen=True, slots=True)
class Breakend:
    """One side of a rearrangement; `where` it is, `towards` where it leads; `genes` it lies in, best first; `ordered` when the annotator named both, 5' first."""

    id: str
    mate: str
    where: str
    towards: str
    genes: tuple[str, ...]
    ordered: tuple[str, ...]
    reads: int | None
    origin: Origin
    place: Place


def is_breakend(alt: str) -> bool:
    """Whether an alternate allele is written as a breakend, paired or single."""
    return "[" in alt or "]" in alt or alt.startswith(".") or alt.endswith(".")


def mate_position(alt: str) -> str:
    """``7:138861140`` out of ``G]chr7:138861140]``; empty for a single breakend."""
    inner = alt.replace("]", "[").split("[")
    return inner[1].removeprefix("chr") if len(inner) == 3 else ""


def pair(ends: Sequence[Breakend]) -> tuple[tuple[Fusion, ...], tuple[Breakend, ...]]:
    """Fusions out of mated breakends, and the breakends left over (no mate in the file, no second gene)."""
    by_id = {end.id: end for end in ends if end.id}
    fusions: list[Fusion] = []
    left: list[Breakend] = []
    done: set[str] = set()
    for end in ends:
        if end.id and end.id in done:
            continue
        other = by_id.get(end.mate) if end.mate else None
        if other is None or other is end or other.id in done:
            left.append(end)
            continue
        done |= {end.id, other.id}
        named = end.ordered or other.ordered
        genes = named or _partners(end, other)
        if len(genes) == 2 and genes[0] != genes[1]:
            fusions.append(_fusion(end, other, genes, ordered=bool(named)))
        else:
            left += [end, other]
    return tuple(fusions), tuple(left)


def _partners(end: Breakend, other: Breakend) -> tuple[str, ...]:
    if not end.genes or not other.genes:
        return ()
    return (end.genes[0], other.genes[0])


def _fusion(end: Breakend, other: Breakend, genes: tuple[str, ...], *, ordered: bool) -> Fusion:
    origin = end.origin if end.origin is other.origin else Origin.UNKNOWN
    first, second = genes if ordered else tuple(sorted(genes))
    points = (end.where, other.where)
    if not ordered and end.genes[0] != first:
        points = (other.where, end.where)
    reads = [n for n in (end.reads, other.reads) if n is not None]
    return Fusion(
        five_prime=first,
        three_prime=second,
        ordered=ordered,
        breakpoints=points,
        reads=max(reads, default=None),
        evidence="dna",
        origin=origin,
        source=end.place,
    )
