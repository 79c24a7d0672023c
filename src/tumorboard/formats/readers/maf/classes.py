"""Variant_Classification as Sequence Ontology terms, and what is lost on the way.

A classification is coarser than a consequence: *Splice_Site* does not say which site, *Silent* covers a retained stop.
Where the table gives the consequence itself, that is used instead.

Source: TCGA MAF specification 2.4.1 and vcf2maf's GetVariantClassification (commit bf53e52) for the classes; standards.md
1.3 for what they lose; Sequence Ontology for the terms.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tumorboard.formats.alleles.terms import TermInfo, Terms
from tumorboard.model.alteration import ProteinChange

DONOR, ACCEPTOR, REGION = "splice_donor_variant", "splice_acceptor_variant", "splice_region_variant"
EXACT = {
    "missense_mutation": "missense_variant", "missense": "missense_variant", "nonsense_mutation": "stop_gained",
    "nonsense": "stop_gained", "nonstop_mutation": "stop_lost", "frame_shift_del": "frameshift_variant",
    "frame_shift_ins": "frameshift_variant", "frameshift_deletion": "frameshift_variant",
    "frameshift_insertion": "frameshift_variant", "in_frame_del": "inframe_deletion", "in_frame_ins": "inframe_insertion",
    "silent": "synonymous_variant", "synonymous_mutation": "synonymous_variant", "splice_region": REGION,
    "intron": "intron_variant", "rna": "non_coding_transcript_exon_variant", "lincrna": "non_coding_transcript_variant",
    "igr": "intergenic_variant", "5'utr": "5_prime_UTR_variant", "3'utr": "3_prime_UTR_variant",
    "5'flank": "upstream_gene_variant", "3'flank": "downstream_gene_variant",
    "de_novo_start_inframe": "5_prime_UTR_premature_start_codon_gain_variant",
    "de_novo_start_outofframe": "5_prime_UTR_premature_start_codon_gain_variant",
    "promoter": "upstream_gene_variant",
}  # fmt: skip
LOSSY = {
    "translation_start_site": "start_lost", "start_codon_snp": "start_lost", "start_codon_del": "start_lost",
    "start_codon_ins": "start_lost", "stop_codon_del": "stop_lost", "stop_codon_ins": "stop_lost",
}  # fmt: skip
SPLICE_SITE = frozenset({"splice_site", "splice_site_snp", "splice_site_del", "splice_site_ins", "splice", "splicing"})
MEANINGLESS = frozenset({"", "targeted_region", "unknown", "na", ".", "-", "other"})
REARRANGED = frozenset({"fusion", "structural_variant", "sv", "translocation", "rearrangement"})
INTRONIC = re.compile(r"c\.[-*]?\d+([+-])(\d{1,9})")
BY_PROTEIN = {
    "substitution": "missense_variant", "nonsense": "stop_gained", "frameshift": "frameshift_variant",
    "deletion": "inframe_deletion", "insertion": "inframe_insertion", "duplication": "inframe_insertion",
    "delins": "protein_altering_variant", "start_lost": "start_lost", "stop_lost": "stop_lost", "extension": "stop_lost",
    "synonymous": "synonymous_variant",
}  # fmt: skip
# Terms that a protein change contradicts: it is none of the kinds.
NEEDS = {
    "frameshift_variant": frozenset({"frameshift", "nonsense", "start_lost", "stop_lost", "extension", "unknown"}),
    "missense_variant": frozenset({"substitution", "delins", "start_lost", "unknown"}),
    "synonymous_variant": frozenset({"synonymous", "unknown"}),
}


class Told(NamedTuple):
    """The consequence of a row.

    `source` is consequence, class, protein or empty (nothing is said); `doubt` is lossy, unknown_class, rearranged,
    contradicted or empty.
    """

    info: TermInfo
    source: str = ""
    doubt: str = ""


def consequence_of(
    terms: Terms, consequence: str, classification: str, protein: ProteinChange | None, hgvs_c: str
) -> Told:
    """The terms of a row: from its consequence, else its classification, else its protein change."""
    if consequence:
        return Told(terms[consequence.replace(",", "&").replace(";", "&").replace(" ", "")], "consequence")
    low = classification.strip().lower().replace(" ", "_").replace("5_prime", "5'").replace("3_prime", "3'")
    if low in REARRANGED:
        return Told(terms[""], "class", "rearranged")
    if low in SPLICE_SITE:
        return Told(terms[_splice(protein, hgvs_c)], "class", "" if INTRONIC.search(hgvs_c) else "lossy")
    if low in EXACT:
        term = EXACT[low]
        if protein is not None and term in NEEDS and protein.kind not in NEEDS[term]:
            return Told(terms[BY_PROTEIN.get(protein.kind, term)], "protein", "contradicted")
        return Told(terms[term], "class")
    if low in LOSSY:
        return Told(terms[LOSSY[low]], "class", "lossy")
    doubt = "" if low in MEANINGLESS else "unknown_class"
    if protein is not None and protein.kind in BY_PROTEIN:
        return Told(terms[BY_PROTEIN[protein.kind]], "protein", doubt)
    return Told(terms[""], "", doubt)


def _splice(protein: ProteinChange | None, hgvs_c: str) -> str:
    """What a splice-site classification can mean: the site by the HGVS offset, else either of the two.

    A whole residue exchange is written only for a base of the exon, beside the site and not in it.
    """
    found = INTRONIC.search(hgvs_c)
    if found is not None:
        if int(found[2]) > 2:
            return REGION
        return DONOR if found[1] == "+" else ACCEPTOR
    if protein is not None and protein.kind in {"substitution", "synonymous"}:
        return f"{BY_PROTEIN[protein.kind]}&{REGION}"
    return f"{ACCEPTOR}&{DONOR}"
