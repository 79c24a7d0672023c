"""Codons of the exons that labels and guidelines name, on the MANE Select protein.

A codon that an exon boundary splits belongs to both.  Only exons that are asked about are listed; for any other the
answer is "not known".

Source: coordinates of the NCBI RefSeq records named beside each gene.
"""

from __future__ import annotations

from collections.abc import Mapping

from tumorboard.criteria.protein_text import short_text
from tumorboard.model.alteration import Variant
from tumorboard.model.context import Context

CODONS: Mapping[tuple[str, int], range] = {
    # NM_005228
    ("EGFR", 18): range(688, 729),
    ("EGFR", 19): range(729, 762),
    ("EGFR", 20): range(762, 824),
    ("EGFR", 21): range(824, 876),
}


def codons(gene: str, exon: int | None) -> range | None:
    """The codons of an exon; None when the exon is not listed."""
    return CODONS.get((gene, exon)) if exon is not None else None


def exon_of(context: Context, variant: Variant) -> int | None:
    """The exon of a protein change, from the known-allele table or from its codons; None when not known."""
    protein = variant.protein
    if protein is None:
        return None
    for allele in context.vocab.alleles.named.get((variant.gene, short_text(protein)), ()):
        if allele.exon is not None:
            return allele.exon
    touched = protein.codons()
    inside = [e for (g, e), span in CODONS.items() if g == variant.gene and touched[0] in span and touched[-1] in span]
    return inside[0] if len(inside) == 1 else None
