"""One alternate allele without the bases it shares with the reference, and the regions looked at beyond coding ones."""

from __future__ import annotations

from typing import NamedTuple

# Regions whose non-coding changes matter, 1-based inclusive, written by build: MET exon 14 with 100 bases of both introns
# (NM_000245.4), the TERT promoter up to 300 bases before the start codon (NM_198253.3).
WINDOWS = {
    "GRCh37": {"7": (116411803, 116412143), "5": (1295105, 1295405)},
    "GRCh38": {"7": (116771749, 116772089), "5": (1294990, 1295290)},
}
WINDOW_GENE = {"7": "MET", "5": "TERT"}


class Change(NamedTuple):
    """An alternate allele with shared bases trimmed: interbase `start`, bases possibly empty."""

    chrom: str
    start: int
    ref: str
    alt: str


def trim(chrom: str, pos: int, ref: str, alt: str) -> Change:
    """Without shared bases, the shared end first, so that a left-aligned indel stays left-aligned.

    Examples
    --------
    >>> trim("7", 55174771, "AGGAATTAAGAGAAGC", "A")
    Change(chrom='7', start=55174771, ref='GGAATTAAGAGAAGC', alt='')
    """
    start = pos - 1
    if len(ref) == len(alt) == 1:
        return Change(chrom, start, ref, alt) if ref != alt else Change(chrom, pos, "", "")
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while ref and alt and ref[0] == alt[0]:
        ref, alt, start = ref[1:], alt[1:], start + 1
    return Change(chrom, start, ref, alt)


def window_gene(assembly: str, change: Change) -> str:
    """The gene whose non-coding region of interest the change touches; empty when none."""
    first, last = WINDOWS.get(assembly, {}).get(change.chrom, (0, -1))
    touches = change.start < last and change.start + len(change.ref) >= first
    return WINDOW_GENE[change.chrom] if touches else ""
