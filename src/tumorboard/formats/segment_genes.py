"""From segments to genes: which segment speaks for a gene, and what the others of the gene would have said.

The rule
    A value speaks for a gene when the segments that have it hold at least half of the gene's coding bases; the record
    named is the one that holds most.  The share is measured on exons for genes of cancer and on the span from start to
    stop codon for others.
What is told and not used
    A smaller part with other copies: an amplified sliver is no amplification, and a focal deletion that takes part of a
    gene must not be lost.  Where such a part of a gene of cancer has no copy left, the gene gets a second row without a
    number, so that *is it deleted* is unknown instead of no.  Two segments that hold half of a gene each and contradict
    each other leave it without a value.
Which genes are kept
    Every listed gene; any other gene only with a value that could matter (`remarkable`), which spares a case 18,000
    rows that no statement asks for.  None of Y: half of the patients have no copy of it, and no listed gene lies there.

Source: 50 % of the transcript is PCGR's default for reporting a gene (``--cna_transcript_overlap_pct``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tumorboard.formats.reports import Reports
from tumorboard.formats.segments import Gathered, Segment, Value
from tumorboard.model.alteration import CopyNumber
from tumorboard.model.profile import ReadRequest
from tumorboard.vocab.gene_places import GenePlace

MOST = 0.5
# Which differences between parts are worth telling, and which genes outside the listed ones are worth keeping.  These
# decide what is shown; what counts as amplified or deleted is decided by dated thresholds elsewhere.
OTHER_COPIES, OTHER_LOG2 = 0.5, 0.2
REMARKABLE_COPIES, REMARKABLE_LOG2 = (0.5, 5.0), (-1.0, 0.7)
ASTRAY, ASTRAY_SHARE = 3, 0.1  # genes that a file may name on segments where they do not lie: renamed and moved ones
PART = "part_of_gene"
OPEN = Value(call_rule=PART)  # the gene was measured in part: nothing can be said, and its absence would say too much


@dataclass(slots=True)
class Placed:
    """Values of genes, and what each segment came to."""

    copy_numbers: list[CopyNumber] = field(default_factory=list)
    outcome: dict[int, str] = field(default_factory=dict)  # record -> kept or a reason of the tally

    def note(self, segment: Segment, outcome: str) -> None:
        """Let a segment be the best of what it was so far and `outcome`."""
        order = ("without_gene", PART, "other_gene", "kept")
        before = self.outcome.get(segment.record, "without_gene")
        self.outcome[segment.record] = max(before, outcome, key=order.index)

    def close(self, found: Gathered) -> int:
        """Enter every segment into the tally; how many were kept."""
        outcomes = [self.outcome.get(s.record, "without_gene") for s in found.segments]
        found.tally.update(o for o in outcomes if o != "kept")
        return outcomes.count("kept")


def by_place(found: Gathered, assembly: str, request: ReadRequest, reports: Reports) -> Placed:
    """Every gene whose coding part lies on a segment, with the value of the segment that holds most of it."""
    placed = Placed()
    others = 0
    for chrom, ordered in _by_chromosome(found.segments, reports).items():
        starts, reach = [s.start for s in ordered], _reach(ordered)
        for place in request.vocab.places.on(assembly, chrom):
            held = _holders(place, ordered, starts, reach)
            if held:
                others += settle_gene(place, held, placed, reports)
    if others:
        reports.info("CNA033", genes=others)
    return placed


def settle_gene(place: GenePlace, held: Sequence[tuple[int, Segment]], placed: Placed, reports: Reports) -> bool:
    """Give a gene the value of the segment that speaks for it; whether an unlisted gene was parted.

    Parameters
    ----------
    held
        Coding bases and segment, one entry for each segment that holds any.
    """
    agreeing = {s.record: sum(n for n, o in held if not differs(o.value, s.value)) for _, s in held}
    _, main = min(held, key=lambda h: (-agreeing[h[1].record], -h[0], h[1].record))
    bases, enough = agreeing[main.record], place.coding_bases * MOST
    parts = [(n, s) for n, s in held if differs(s.value, main.value)]
    for _, segment in held:
        placed.note(segment, PART)
    contradicted = sum(n for n, _ in parts) >= enough
    if bases < enough or contradicted:
        if place.listed:
            reports.warning("CNA034" if contradicted else "CNA032", record=main.record, line=main.line)
            placed.copy_numbers.append(value_of(place.symbol, OPEN, main, reports))
    elif place.listed or (remarkable(main.value) and place.chrom != "Y"):
        placed.note(main, "kept")
        placed.copy_numbers.append(value_of(place.symbol, main.value, main, reports))
        if place.listed:
            _tell_parts(place.symbol, main, [s for _, s in parts], placed, reports)
    else:
        placed.note(main, "other_gene")
    return bool(parts) and not place.listed


def value_of(gene: str, value: Value, segment: Segment, reports: Reports) -> CopyNumber:
    """A value as a gene's, with the record it comes from."""
    return CopyNumber(gene=gene, **value._asdict(), source=segment.place(reports.file))


def differs(one: Value, other: Value) -> bool:
    """Whether two parts of a gene say something else."""
    if one.copies is not None and other.copies is not None:
        return abs(one.copies - other.copies) >= OTHER_COPIES
    if one.log2_ratio is not None and other.log2_ratio is not None:
        return abs(one.log2_ratio - other.log2_ratio) >= OTHER_LOG2
    return one != other


def remarkable(value: Value) -> bool:
    """Whether an unlisted gene is worth keeping: it could count as amplified or deleted by some threshold."""
    if value.call in {"amplification", "deep_loss"}:
        return True
    if value.copies is not None:
        low, high = REMARKABLE_COPIES
        return value.copies <= low or value.copies >= high
    low, high = REMARKABLE_LOG2
    return value.log2_ratio is not None and not low < value.log2_ratio < high


def is_listed(gene: str, request: ReadRequest) -> bool:
    """Whether an approved symbol is a gene of cancer, by the table of places or by its role."""
    place = request.vocab.places.of("GRCh38", gene) or request.vocab.places.of("GRCh37", gene)
    entry = request.vocab.genes.entries.get(gene)
    return bool((place and place.listed) or (entry and entry.role))


def _tell_parts(gene: str, main: Segment, parts: Iterable[Segment], placed: Placed, reports: Reports) -> None:
    gone = False
    for part in parts:
        lower = _amount(part.value) < _amount(main.value)
        reports.warning("CNA030" if lower else "CNA031", record=part.record, line=part.line)
        copies = part.value.copies
        if lower and not gone and copies is not None and round(copies) == 0:
            gone = True  # one row is enough to leave the question open
            placed.copy_numbers.append(value_of(gene, OPEN, part, reports))


def _amount(value: Value) -> float:
    known = value.copies if value.copies is not None else value.log2_ratio
    return 0.0 if known is None else known


def _by_chromosome(segments: Iterable[Segment], reports: Reports) -> dict[str, list[Segment]]:
    found: dict[str, list[Segment]] = {}
    for segment in segments:
        found.setdefault(segment.chrom, []).append(segment)
    for ordered in found.values():
        ordered.sort(key=lambda s: (s.start, s.end, s.record))
        end = 0
        for segment in ordered:
            if segment.start < end - 1:  # neighbors may share the position of a marker
                reports.warning("CNA024", record=segment.record, line=segment.line)
            end = max(end, segment.end)
    return found


def _reach(ordered: Sequence[Segment]) -> list[int]:
    """The furthest end up to and including each segment."""
    found, furthest = [], 0
    for segment in ordered:
        furthest = max(furthest, segment.end)
        found.append(furthest)
    return found


def _holders(
    place: GenePlace, ordered: Sequence[Segment], starts: Sequence[int], reach: Sequence[int]
) -> list[tuple[int, Segment]]:
    """Coding bases and segment, for every segment that holds any of the gene."""
    found = []
    at = bisect_left(starts, place.end) - 1
    while at >= 0 and reach[at] > place.start:
        bases = place.covered(ordered[at].start, ordered[at].end)
        if bases:
            found.append((bases, ordered[at]))
        at -= 1
    return found


def named_genes(found: Gathered, assembly: str, request: ReadRequest, reports: Reports) -> Placed | None:
    """The genes that segments name; None, with an ERROR, when they do not lie where the assembly has them.

    Of a gene that several segments name, the one that holds most of it speaks for it; without an assembly that cannot be
    told, and a gene whose segments differ is left without a value.
    """
    placed, unknown, astray, at_home = Placed(), set[str](), 0, 0
    for gene, segments in _by_gene(found.segments, request, unknown).items():
        place = request.vocab.places.of(assembly, gene) if assembly else None
        if place is None:
            _settle_unplaced(gene, segments, placed, request, reports)
            continue
        held = [(place.covered(s.start, s.end), s) for s in segments if s.chrom == place.chrom]
        held = [h for h in held if h[0]]
        at_home += bool(held)
        astray += not held
        if held:
            settle_gene(place, held, placed, reports)
        for segment in segments:
            placed.note(segment, PART)
    if unknown:
        reports.info("CNA041", names=len(unknown))
    if astray > max(ASTRAY, at_home * ASTRAY_SHARE):
        reports.error("CNA015", assembly=assembly, astray=astray, genes=astray + at_home)
        return None
    return placed


def _settle_unplaced(
    gene: str, segments: Sequence[Segment], placed: Placed, request: ReadRequest, reports: Reports
) -> None:
    first, listed = segments[0], is_listed(gene, request)
    if any(differs(s.value, first.value) for s in segments[1:]):
        for segment in segments:
            placed.note(segment, PART)
        if listed:
            reports.warning("CNA035", record=first.record, line=first.line)
    elif listed or remarkable(first.value):
        placed.note(first, "kept")
        placed.copy_numbers.append(value_of(gene, first.value, first, reports))
    else:
        placed.note(first, "other_gene")


def _by_gene(segments: Iterable[Segment], request: ReadRequest, unknown: set[str]) -> dict[str, list[Segment]]:
    found: dict[str, list[Segment]] = {}
    for segment in segments:
        genes = set()
        for name in segment.genes:
            gene = request.vocab.genes.approved(name)
            if gene:
                genes.add(gene)
            else:
                unknown.add(name)
        for gene in sorted(genes):
            found.setdefault(gene, []).append(segment)
    return found
