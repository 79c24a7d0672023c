"""Known alleles: found by position under every way of trimming, and what they make certain of a variant.

A known allele is certain by position.  Where an annotation names another gene or another residue for it, the position
holds and the disagreement is an issue: residue numbers of another transcript must never match a label by accident.

Source: decision 022; peers.md R19.
"""

from __future__ import annotations

from dataclasses import replace

from tumorboard.formats.alleles.change import Change
from tumorboard.formats.alleles.protein import protein_change
from tumorboard.model.alteration import ProteinChange, Variant
from tumorboard.vocab import Alleles
from tumorboard.vocab.alleles import KnownAllele


def find_known(alleles: Alleles, assembly: str, change: Change, *, pos: int, ref: str, alt: str) -> KnownAllele | None:
    """The known allele, looked up as trimmed and, for an indel, also trimmed from the other side.

    `pos` (1-based), `ref` and `alt` are the allele as the file writes it.
    """
    found = alleles.find(assembly, change.chrom, change.start, change.ref, change.alt)
    if found is None and len(ref) != len(alt) and not (change.ref and change.alt):
        start = pos - 1
        while ref and alt and ref[0] == alt[0]:
            ref, alt, start = ref[1:], alt[1:], start + 1
        found = alleles.find(assembly, change.chrom, start, ref, alt)
    return found


def from_known(known: KnownAllele) -> tuple[str, ProteinChange | None]:
    """HGVS text and value of a known allele's protein change; nothing for a promoter or splice change."""
    if known.change in {"promoter", "splice"}:
        return "", None
    change = protein_change(f"p.{known.change}")
    return (f"p.{known.change}" if change else ""), change


def describe_known(known: KnownAllele, variant: Variant) -> Variant:
    """`variant` with everything that the known allele makes certain."""
    text, change = from_known(known)
    return replace(
        variant,
        gene=known.gene,
        transcript=known.transcript,
        hgvs_c=known.hgvs_c.rpartition(":")[2],
        hgvs_p=text,
        protein=change,
        consequences=(known.consequence,) if known.consequence else (),
        exon=known.exon,
        category="promoter" if known.change == "promoter" else "",
        known_allele=known.key,
        annotation=variant.annotation or "known_allele",
    )
