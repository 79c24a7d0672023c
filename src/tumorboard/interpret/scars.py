"""Genomic scars of homologous recombination deficiency, counted on allele-specific segments of the autosomes.

LOH     segments with the lesser allele lost, longer than 15 Mb, on chromosomes that did not lose it everywhere.
LST     breaks between two segments of at least 10 Mb, less than 3 Mb apart, in one arm, once segments below 3 Mb are gone.
TAI     allelic imbalance that reaches a telomere and does not cross the centromere.

Neighbors with the same copies are one segment, whatever lies between them.  A segment across the centromere is in both
arms.  What a chromosome arm without a segment, or a segment whose lesser allele is not known, would add is not counted.

Source: Abkevich 2012, Br J Cancer 107:1776 (LOH); Popova 2012, Cancer Res 72:5454 (LST); Birkbak 2012, Cancer Discov
2:366 (TAI); read as scarHRD 0.1.1 (sztup/scarHRD; Sztupinszki 2018, npj Breast Cancer 4:16) puts them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

LOH_LONGER_THAN = 15_000_000
LST_LEAST, LST_SMALL, LST_GAP = 10_000_000, 3_000_000, 3_000_000
TAI_LEAST = 1_000_000


@dataclass(frozen=True, slots=True)
class AlleleSegment:
    """Copies of either allele on an interval (interbase), `major` not below `minor`."""

    chrom: str
    start: int
    end: int
    major: int
    minor: int

    @property
    def length(self) -> int:
        """In bases."""
        return self.end - self.start

    @property
    def copies(self) -> tuple[int, int]:
        """Of both alleles, the greater first."""
        return self.major, self.minor


@dataclass(frozen=True, slots=True)
class Scars:
    """The three counts."""

    loh: int
    tai: int
    lst: int

    @property
    def total(self) -> int:
        """Their unweighted sum, without correction for ploidy."""
        return self.loh + self.tai + self.lst


def scars(segments: Iterable[AlleleSegment], centromeres: Mapping[str, tuple[int, int]]) -> Scars:
    """The counts over the chromosomes that `centromeres` places: the autosomes.

    Parameters
    ----------
    segments
        In any order, not overlapping.
    """
    by_chrom: dict[str, list[AlleleSegment]] = {}
    for segment in segments:
        if segment.chrom in centromeres:
            by_chrom.setdefault(segment.chrom, []).append(segment)
    found = Scars(0, 0, 0)
    for chrom, held in sorted(by_chrom.items()):
        row, middle = _merged(sorted(held, key=lambda s: s.start)), centromeres[chrom]
        found = Scars(found.loh + _loh(row), found.tai + _tai(row, middle), found.lst + _lst(row, middle))
    return found


def _merged(row: Sequence[AlleleSegment]) -> list[AlleleSegment]:
    """Neighbors with the same copies as one segment."""
    found: list[AlleleSegment] = []
    for segment in row:
        if found and found[-1].copies == segment.copies:
            found[-1] = replace(found[-1], end=max(found[-1].end, segment.end))
        else:
            found.append(segment)
    return found


def _loh(row: Sequence[AlleleSegment]) -> int:
    if all(s.minor == 0 for s in row):
        return 0  # the whole chromosome was lost once: no scar of repair
    capped = _merged([replace(s, major=min(s.major, 1), minor=min(s.minor, 1)) for s in row])
    return sum(s.minor == 0 and s.major > 0 and s.length > LOH_LONGER_THAN for s in capped)


def _lst(row: Sequence[AlleleSegment], middle: tuple[int, int]) -> int:
    if len(row) < 2:
        return 0
    start, end = middle
    short = _merged([s for s in row if s.start <= start])
    long = _merged([s for s in row if s.end >= end])
    if short:
        short[-1] = replace(short[-1], end=start)
    if long:
        long[0] = replace(long[0], start=end)
    return sum(_transitions(_without_small(arm)) for arm in (short, long))


def _without_small(arm: list[AlleleSegment]) -> list[AlleleSegment]:
    """One after another, from the telomere of the short arm on: each removal may join its neighbors."""
    while (small := next((i for i, s in enumerate(arm) if s.length < LST_SMALL), None)) is not None:
        arm = _merged([*arm[:small], *arm[small + 1 :]])
    return arm


def _transitions(arm: Sequence[AlleleSegment]) -> int:
    return sum(
        one.length >= LST_LEAST and other.length >= LST_LEAST and other.start - one.end < LST_GAP
        for one, other in pairwise(arm)
    )


def _tai(row: Sequence[AlleleSegment], middle: tuple[int, int]) -> int:
    kept = _merged([s for s in row if s.length >= TAI_LEAST])
    if len(kept) < 2:
        return 0  # a whole chromosome in imbalance reaches both telomeres across the centromere
    usual, (start, end) = _usual_copies(kept), middle
    first, last = kept[0], kept[-1]
    return (_imbalanced(first, usual) and first.end < start) + (_imbalanced(last, usual) and last.start > end)


def _usual_copies(row: Sequence[AlleleSegment]) -> int:
    """The total copies that most of the chromosome has; 0 where nothing is left of it."""
    lengths: dict[int, int] = {}
    for segment in row:
        lengths[sum(segment.copies)] = lengths.get(sum(segment.copies), 0) + segment.length
    lengths.pop(0, None)
    return max(sorted(lengths), key=lambda copies: lengths[copies], default=0)


def _imbalanced(segment: AlleleSegment, usual: int) -> bool:
    """Between the alleles; where most of the chromosome has an odd number, its usual state is none."""
    if usual > 1 and usual % 2:
        return not (sum(segment.copies) == usual and segment.minor > 0)
    return segment.major != segment.minor
