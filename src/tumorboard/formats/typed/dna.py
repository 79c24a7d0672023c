"""Changes told on the DNA: coding changes and positions, looked up among the known alleles.

What no known allele and no rule of position tells stays without consequence: the sequence is not here to compute it.
"""

from __future__ import annotations

from dataclasses import replace

from tumorboard.formats.alleles.known import describe_known
from tumorboard.formats.typed.frame import Frame, Scene
from tumorboard.formats.typed.known import by_coding, by_place, other_base
from tumorboard.genome.coding import coding_change
from tumorboard.genome.genomic import GenomicChange, genomic_change
from tumorboard.model.alteration import GenomicPosition, Variant

ASSEMBLIES = ("GRCh37", "GRCh38")
# Founder changes by the numbers they had before HGVS; source: Breast Cancer Information Core; ClinVar.
LEGACY = {
    ("BRCA1", "185delag"): "c.68_69del",
    ("BRCA1", "5382insc"): "c.5266dup",
    ("BRCA2", "6174delt"): "c.5946del",
}


def founder_changes(frame: Frame) -> list[str]:
    """Coding changes under their old names; one that is not tabled stays unused."""
    genes = {s.genes for s in frame.subjects()}
    return [change for (gene, old), change in LEGACY.items() if (gene,) in genes and frame.take("legacy", old)]


def coding_variant(variant: Variant, text: str, transcript: str, scene: Scene) -> Variant | None:
    """`variant` with a coding change and what is known of it; None, with an issue, when it cannot be read or contradicts."""
    change = coding_change(text)
    if change is None:
        scene.error("TYP002", word=0, forms=("GENE c.2573T>G", "GENE c.5946del"))
        return None
    if not variant.gene:
        scene.error("TYP003")
        return None
    if variant.known_allele:  # its place told it already
        if variant.hgvs_c != change.text():
            scene.error("TYP021")
        return variant
    known = by_coding(scene.vocab.alleles, variant.gene, change.text(), transcript)
    if known:
        return describe_known(known[0], variant)
    term = change.consequence()
    return replace(variant, hgvs_c=change.text(), consequences=(term,) if term else ())


def genomic_variant(gene: str, text: str, scene: Scene) -> Variant | None:
    """The variant at a position; None, with an issue, when assembly or place do not fit."""
    change = genomic_change(text)
    if change is None:
        scene.error("TYP002", word=0, forms=("chr7:g.140753336A>T",))
        return None
    assembly = change.assembly or scene.request.assembly
    if not assembly or (change.assembly and scene.request.assembly not in {"", change.assembly}):
        scene.error("TYP031" if not assembly else "TYP032", assembly=assembly)
        return None
    alleles = scene.vocab.alleles
    known = by_place(alleles, assembly, change)
    if not known:
        elsewhere = [a for a in ASSEMBLIES if a != assembly and by_place(alleles, a, change)]
        if elsewhere or other_base(alleles, assembly, change):
            scene.error("TYP032", assembly=assembly)
            return None
        return Variant(gene=gene, position=_position(assembly, change))
    if gene and known[0].gene != gene:
        scene.error("TYP021")
        return None
    return describe_known(known[0], Variant(position=_position(assembly, change)))


def _position(assembly: str, change: GenomicChange) -> GenomicPosition | None:
    if change.ref is None or (change.kind == "duplication" and not change.alt):
        return None
    return GenomicPosition(assembly, change.chrom, change.start, change.end, change.ref, change.alt)
