"""Changes by position on a chromosome, as HGVS g. or in the forms of variant tables, with the assembly where it is named.

What is read
    ``chr7:g.140753336A>T``, ``NC_000007.14:g.140753336A>T``, ``7:140453136 A>T``, ``7-140453136-A-T``, ``chr7:140453136:A:T``,
    ``chr7:g.55174772_55174786del``, ``chr7:g.5_6insACG``, ``chr7:g.5_6delinsT``.
What it means
    Positions are 1-based in text and interbase inside; bases shared by both alleles are trimmed.  A deletion or duplication
    whose bases are not written has no `ref`: only its place is known.

Source: HGVS nomenclature 21.0; NCBI RefSeq accessions of the chromosomes of GRCh37 and GRCh38 (the versions of GRCh38 are one
higher than those of GRCh37 for every chromosome).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Versions of NC_000001 ... NC_000024 in GRCh37.
_GRCH37 = (10, 11, 11, 11, 9, 11, 13, 10, 11, 10, 9, 11, 10, 8, 9, 9, 10, 9, 9, 10, 8, 10, 10, 9)
_CHANGE = re.compile(
    r"(?:NC_0000(?P<nc>\d\d)\.(?P<version>\d+)|(?:chr)?(?P<chrom>[1-9]|1\d|2[0-2]|X|Y|MT?))\s*[:\s-]\s*(?:g\.)?\s*"
    r"(?P<start>\d+)(?:_(?P<end>\d+))?\s*(?:[:\s-]\s*)?(?P<rest>[a-z>/:\s-]+)$",
    re.IGNORECASE,
)
_REPLACED = re.compile(r"([ACGT]*)[>-]([ACGT]*)$")
_EDIT = re.compile(r"(del|ins|dup)([ACGT]*)(?:ins([ACGT]+))?$")


@dataclass(frozen=True, slots=True)
class GenomicChange:
    """`start`, `end` interbase; `ref` None where the bases of a deletion or duplication are not written.

    `kind` is substitution (any replacement with both alleles written), deletion, insertion, duplication or delins.
    """

    kind: str
    assembly: str
    chrom: str
    start: int
    end: int
    ref: str | None
    alt: str


def genomic_change(text: str) -> GenomicChange | None:
    """A change by position; None when the text is not one.

    Examples
    --------
    >>> found = genomic_change("NC_000007.14:g.140753336A>T")
    >>> found.assembly, found.chrom, found.start, found.ref, found.alt
    ('GRCh38', '7', 140753335, 'A', 'T')
    """
    found = _CHANGE.match(text.strip())
    if found is None:
        return None
    chrom, assembly = _chromosome(found)
    start, end = int(found["start"]), int(found["end"] or found["start"])
    if not chrom or not start or end < start:
        return None
    rest = re.sub(r"(?<=[ACGT])[\s:/]+(?=[ACGT])", ">", found["rest"], flags=re.IGNORECASE)
    rest = re.sub(r"\s+", "", rest)
    rest = re.sub(r"(del|ins|dup)|([acgt]+)", lambda m: (m[1] or "").lower() or m[2].upper(), rest, flags=re.IGNORECASE)
    return _change(chrom, assembly, start, end, rest)


def accession(assembly: str, chrom: str) -> str:
    """The RefSeq accession of a chromosome, which names the assembly; empty for a chromosome that is not numbered, X or Y.

    Examples
    --------
    >>> accession("GRCh38", "7"), accession("GRCh37", "X")
    ('NC_000007.14', 'NC_000023.10')
    """
    number = {"X": 23, "Y": 24}.get(chrom, int(chrom) if chrom.isdigit() else 0)
    if not 1 <= number <= len(_GRCH37):
        return ""
    return f"NC_{number:06d}.{_GRCH37[number - 1] + (assembly == 'GRCh38')}"


def _chromosome(found: re.Match[str]) -> tuple[str, str]:
    if found["nc"] is None:
        return found["chrom"].upper().replace("MT", "M"), ""
    number, version = int(found["nc"]), int(found["version"])
    if not 1 <= number <= len(_GRCH37) or not 0 <= version - _GRCH37[number - 1] <= 1:
        return "", ""
    chrom = {23: "X", 24: "Y"}.get(number, str(number))
    return chrom, "GRCh37" if version == _GRCH37[number - 1] else "GRCh38"


def _change(chrom: str, assembly: str, start: int, end: int, rest: str) -> GenomicChange | None:
    replaced = _REPLACED.match(rest)
    if replaced is not None:
        ref, alt = replaced[1], replaced[2]
        if not ref or ref == alt or (end > start and len(ref) != end - start + 1):
            return None
        first = start - 1
        while ref and alt and ref[-1] == alt[-1]:
            ref, alt = ref[:-1], alt[:-1]
        while ref and alt and ref[0] == alt[0]:
            ref, alt, first = ref[1:], alt[1:], first + 1
        return GenomicChange("substitution", assembly, chrom, first, first + len(ref), ref, alt)
    edit = _EDIT.match(rest)
    if edit is None:
        return None
    word, bases, added = edit[1], edit[2], edit[3] or ""
    span = end - start + 1
    if word == "ins":
        fits = bases and span == 2 and not added
        return GenomicChange("insertion", assembly, chrom, start, start, "", bases) if fits else None
    if bases and len(bases) != span:
        return None
    if word == "dup":
        return GenomicChange("duplication", assembly, chrom, end, end, "", bases) if not added else None
    kind = "delins" if added else "deletion"
    return GenomicChange(kind, assembly, chrom, start - 1, end, bases or None, added)
