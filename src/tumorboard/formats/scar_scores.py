"""Genomic scars as a measurement: counted where segments carry the copies of both alleles, with the share they cover.

Copies are rounded to whole ones, as the scores are defined on.  Segments whose lesser allele is not known are left out and
make the covered share smaller; whether enough is covered, and purity known, is the interpretation's question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import floor

from tumorboard.formats.segments import LENGTH, Segment
from tumorboard.interpret.scars import AlleleSegment, scars
from tumorboard.issues import Place
from tumorboard.model.biomarker import Biomarker

MARKER, SCALE = "HRD_SEGMENTS", "scarHRD"


def scar_scores(
    segments: Sequence[Segment], assembly: str, centromeres: Mapping[str, Mapping[str, tuple[int, int]]], *, file: str
) -> tuple[Biomarker, ...]:
    """One measurement, or none where no segment carries both alleles."""
    places = centromeres.get(assembly, {})
    known = [s for s in _allele_specific(segments) if s.chrom in places]
    if not known:
        return ()
    found = scars(known, places)
    covered = _union(known) / sum(LENGTH[assembly][chrom] for chrom in places)
    return (
        Biomarker(
            marker=MARKER,
            method="segments",
            value=float(found.total),
            unit="score",
            scale=SCALE,
            detail=f"loh={found.loh};tai={found.tai};lst={found.lst};covered={covered:.3f}",
            source=Place(file),
        ),
    )


def _allele_specific(segments: Iterable[Segment]) -> Iterator[AlleleSegment]:
    for s in segments:
        if s.value.copies is None or s.value.minor_copies is None:
            continue
        total, minor = _whole(s.value.copies), _whole(s.value.minor_copies)
        minor = min(minor, total)
        yield AlleleSegment(s.chrom, s.start, s.end, max(total - minor, minor), min(total - minor, minor))


def _whole(copies: float) -> int:
    return floor(max(copies, 0.0) + 0.5)


def _union(segments: Iterable[AlleleSegment]) -> int:
    """Bases that at least one segment covers."""
    bases, last = 0, ("", 0)
    for s in sorted(segments, key=lambda s: (s.chrom, s.start)):
        start = max(s.start, last[1]) if s.chrom == last[0] else s.start
        bases += max(0, s.end - start)
        last = (s.chrom, max(s.end, start))
    return bases
