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


def agree(known: KnownAllele, bare: Variant, annotated: Variant | None) -> tuple[Variant, str]:
    """The annotated variant where it agrees with the known allele, else what the known allele makes certain.

    Parameters
    ----------
    bare
        Position, reads and origin without any consequence.
    annotated
        What the annotation says of it; None when it says nothing that matters.

    Returns
    -------
    variant, doubt
        ``silent`` when the annotation finds nothing where a coding allele is known, ``contradicted`` when it names another
        gene or residue; otherwise empty.
    """
    certain = describe_known(known, bare)
    if annotated is None:
        speaks = known.kind != "polymorphism" and known.change not in ("promoter", "splice")
        return certain, "silent" if speaks else ""
    if annotated.gene != known.gene:
        return certain, "contradicted"
    wanted = from_known(known)[1]
    if wanted is not None and annotated.protein is not None and not _may_be(annotated.protein, wanted):
        return certain, "contradicted"
    if wanted is not None and annotated.protein != wanted:
        return replace(annotated, protein=wanted, hgvs_p=certain.hgvs_p, known_allele=known.key), ""
    return replace(annotated, known_allele=known.key, category=certain.category), ""


def _may_be(found: ProteinChange, known: ProteinChange) -> bool:
    """Whether a change, perhaps written with fewer residues (``W288fs``, ``599_600insD``), is the known one."""
    residues = ((found.ref, known.ref), (found.end_ref, known.end_ref))
    if (found.kind, found.start) != (known.kind, known.start) or any(a and a != b for a, b in residues):
        return False
    return found.alt == known.alt or (found.kind == "frameshift" and not found.alt)
