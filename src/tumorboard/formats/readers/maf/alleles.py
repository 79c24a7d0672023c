"""Which allele of a row is the variant, and where it lies: MAF positions as interbase ones.

An indel is written with ``-`` and without the base before it; Start and End of an insertion flank its place.

Source: TCGA MAF specification 2.4.1 (alleles, positions); vcf2maf (Tumor_Seq_Allele2 is the variant); cBioPortal's order
of preference between the two alleles as described in standards.md 1.3.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tumorboard.formats.alleles.assembly import CHROMOSOMES, LENGTHS
from tumorboard.formats.alleles.change import Change, trim

BASES = re.compile(r"[ACGTN]+")
SUBSTITUTED = re.compile(r"[ACGT]>([ACGT])$")
COMPLEMENT = dict(zip("ACGT", "TGCA", strict=True))
UNSTATED = frozenset({"", "NA", ".", "N/A", "NULL", "NONE", "0"})
LONGEST = {assembly: dict(zip(CHROMOSOMES, sizes, strict=True)) for assembly, sizes in LENGTHS.items()}


class Allele(NamedTuple):
    """The variant allele; `doubt` is two_alleles, no_alternate, unstated, no_bases or empty; bases empty for ``-``."""

    ref: str
    alt: str
    homozygous: bool = False
    doubt: str = ""


def variant_allele(ref: str, alt1: str, alt2: str, *, second_is_variant: bool = False) -> Allele:
    """The allele that differs from the reference.

    Parameters
    ----------
    ref, alt1, alt2
        Reference_Allele, Tumor_Seq_Allele1 and Tumor_Seq_Allele2 as written.
    second_is_variant
        Of two alleles that both differ, the second is the variant (vcf2maf); else bases go before ``-``, then the first.

    Examples
    --------
    >>> variant_allele("A", "A", "T"), variant_allele("AG", "AG", "-").alt, variant_allele("-", "", "CT").ref
    (Allele(ref='A', alt='T', homozygous=False, doubt=''), '', '')
    """
    base, first, second = (_bases(x) for x in (ref, alt1, alt2))
    if base is None:
        return Allele("", "", doubt="unstated" if _unstated(ref) else "no_bases")
    found = [x for x in (first, second) if x is not None and x != base]
    if not found:
        if all(_unstated(x) for x in (alt1, alt2)):
            return Allele(base, "", doubt="unstated")
        if not all(_unstated(x) or _bases(x) is not None for x in (alt1, alt2)):
            return Allele(base, "", doubt="no_bases")
        return Allele(base, "", doubt="no_alternate")
    if len(found) == 1 or found[0] == found[1]:
        return Allele(base, found[0], homozygous=len(found) == 2)
    if second_is_variant:
        return Allele(base, found[1], doubt="two_alleles")
    return Allele(base, found[0] or found[1], doubt="two_alleles")


def told_apart(ref: str, alt1: str, alt2: str, hgvs_c: str) -> Allele | None:
    """Of two alleles that differ from the reference the one that the HGVS text names on either strand; None if neither.

    Examples
    --------
    >>> told_apart("A", "C", "T", "ENST00000646891.2:c.1799T>A").alt
    'T'
    """
    named = SUBSTITUTED.search(hgvs_c)
    base = _bases(ref)
    if named is None or not base:
        return None
    spellings = {named[1], COMPLEMENT[named[1]]}
    found = [x for x in (_bases(alt1), _bases(alt2)) if x in spellings]
    return Allele(base, found[0]) if len(found) == 1 and found[0] else None


def place(chrom: str, start: int | None, end: int | None, allele: Allele) -> tuple[Change | None, str]:
    """The trimmed allele, or None and why: no_position, no_fit (End and alleles disagree), ambiguous_insertion.

    Examples
    --------
    >>> place("17", 7579344, 7579345, Allele("", "G"))[0]   # between the two bases
    Change(chrom='17', start=7579344, ref='', alt='G')
    >>> place("7", 55242465, 55242479, Allele("GGAATTAAGAGAAGC", ""))[0].start
    55242464
    """
    if not chrom or start is None or start < 1:
        return None, "no_position"
    if not allele.ref:
        if end == start:
            return None, "ambiguous_insertion"  # before or after this base: both are written
        if end is not None and end != start + 1:
            return None, "no_fit"
        return Change(chrom, start, "", allele.alt), ""
    if end is not None and end != start + len(allele.ref) - 1:
        return None, "no_fit"
    if not allele.alt:
        return Change(chrom, start - 1, allele.ref, ""), ""
    return trim(chrom, start, allele.ref, allele.alt), ""


def beyond_end(assembly: str, change: Change) -> bool:
    """Whether the allele lies behind the end of its chromosome."""
    last = LONGEST.get(assembly, {}).get(change.chrom)
    return last is not None and change.start + len(change.ref) > last


def _unstated(text: str) -> bool:
    return text.strip().upper() in UNSTATED


def _bases(text: str) -> str | None:
    """The bases, empty for ``-``; None when the cell holds none."""
    plain = text.strip().upper()
    if plain and not plain.strip("-"):
        return ""
    return plain if BASES.fullmatch(plain) and not _unstated(text) else None
