"""Which consequence terms make a variant worth a value, and which of several is worst.

`Terms` remembers every text it has seen: a file of millions of transcripts holds some hundreds of distinct texts.

Source: Sequence Ontology terms and their order as Ensembl VEP 115 publishes them; SnpEff's and bcftools' own names.
"""

from __future__ import annotations

from dataclasses import dataclass

# Most severe first; SnpEff's spellings stand beside the Sequence Ontology term they refine.
_WORST_FIRST = """
transcript_ablation exon_loss_variant gene_fusion bidirectional_gene_fusion splice_acceptor_variant splice_donor_variant
stop_gained frameshift_variant stop_lost start_lost initiator_codon_variant transcript_amplification inframe_insertion
disruptive_inframe_insertion conservative_inframe_insertion inframe_deletion disruptive_inframe_deletion
conservative_inframe_deletion missense_variant rare_amino_acid_variant protein_altering_variant splice_donor_5th_base_variant
splice_region_variant splice_donor_region_variant splice_polypyrimidine_tract_variant incomplete_terminal_codon_variant
start_retained_variant stop_retained_variant synonymous_variant coding_sequence_variant mature_miRNA_variant
5_prime_UTR_premature_start_codon_gain_variant 5_prime_UTR_variant 3_prime_UTR_variant
non_coding_transcript_exon_variant intron_variant NMD_transcript_variant non_coding_transcript_variant
upstream_gene_variant downstream_gene_variant TF_binding_site_variant regulatory_region_variant intergenic_variant
"""
SEVERITY = _WORST_FIRST.split()
RANK = {term: i for i, term in enumerate(SEVERITY)}
QUIET = {"splice_polypyrimidine_tract_variant", "start_retained_variant", "stop_retained_variant", "synonymous_variant"}
REPORTABLE = frozenset(SEVERITY[: SEVERITY.index("coding_sequence_variant") + 1]) - QUIET
SILENT = frozenset({"synonymous_variant", "stop_retained_variant", "start_retained_variant"})
BESIDE = frozenset(SEVERITY[SEVERITY.index("upstream_gene_variant") :])
BCFTOOLS = {
    "missense": "missense_variant", "synonymous": "synonymous_variant", "frameshift": "frameshift_variant",
    "inframe_altering": "protein_altering_variant", "splice_acceptor": "splice_acceptor_variant",
    "splice_donor": "splice_donor_variant", "splice_region": "splice_region_variant", "intron": "intron_variant",
    "5_prime_utr": "5_prime_UTR_variant", "3_prime_utr": "3_prime_UTR_variant", "intergenic": "intergenic_variant",
    "non_coding": "non_coding_transcript_variant", "coding_sequence": "coding_sequence_variant",
    "stop_retained": "stop_retained_variant", "start_retained": "start_retained_variant",
    "NMD_transcript": "NMD_transcript_variant",
}  # fmt: skip
# SnpEff 4 and older in upper case; Funcotator and MAF in mixed case.
OTHER_NAMES = {
    "non_synonymous_coding": "missense_variant", "synonymous_coding": "synonymous_variant",
    "frame_shift": "frameshift_variant", "codon_deletion": "inframe_deletion", "codon_insertion": "inframe_insertion",
    "codon_change_plus_codon_deletion": "inframe_deletion", "codon_change_plus_codon_insertion": "inframe_insertion",
    "splice_site_acceptor": "splice_acceptor_variant", "splice_site_donor": "splice_donor_variant",
    "splice_site_region": "splice_region_variant", "intron": "intron_variant", "upstream": "upstream_gene_variant",
    "downstream": "downstream_gene_variant", "utr_5_prime": "5_prime_UTR_variant", "utr_3_prime": "3_prime_UTR_variant",
    "missense": "missense_variant", "nonsense": "stop_gained", "nonstop": "stop_lost", "silent": "synonymous_variant",
    "frame_shift_del": "frameshift_variant", "frame_shift_ins": "frameshift_variant", "in_frame_del": "inframe_deletion",
    "in_frame_ins": "inframe_insertion", "splice_site": "splice_donor_variant", "five_prime_flank": "upstream_gene_variant",
    "five_prime_utr": "5_prime_UTR_variant", "three_prime_utr": "3_prime_UTR_variant", "igr": "intergenic_variant",
}  # fmt: skip
LOWER = {term.lower(): term for term in SEVERITY}


@dataclass(frozen=True, slots=True)
class TermInfo:
    """A consequence text: its terms, worst first; `severity` of the worst, 0 the worst of all."""

    terms: tuple[str, ...]
    severity: int
    reportable: bool
    silent: bool
    elsewhere: bool = False  # bcftools' ``@pos``: told by the record at that position
    beside: bool = False  # upstream, downstream or intergenic


class Terms(dict[str, TermInfo]):
    """Text of a consequence field -> `TermInfo`, worked out once per distinct text."""

    def __missing__(self, text: str) -> TermInfo:
        if text.startswith("@"):
            info = TermInfo((), len(SEVERITY), False, False, elsewhere=True)
        elif text.startswith("*"):  # bcftools: behind a stop that the same haplotype gained, so never translated
            info = TermInfo(tuple(sorted(_names(text[1:]), key=_rank)), len(SEVERITY), False, False)
        else:
            terms = tuple(sorted(_names(text), key=_rank))
            info = TermInfo(
                terms,
                min(map(_rank, terms), default=len(SEVERITY)),
                any(t in REPORTABLE for t in terms),
                any(t in SILENT for t in terms),
                beside=bool(terms) and set(terms) <= BESIDE,
            )
        self[text] = info
        return info


def _names(text: str) -> list[str]:
    found = []
    for part in text.replace("+", "&").split("&"):
        name = part.strip().partition("[")[0]
        low = name.lower()
        if name:
            found.append(BCFTOOLS.get(name) or LOWER.get(low) or OTHER_NAMES.get(low) or low)
    return found


def _rank(term: str) -> int:
    return RANK.get(term, len(SEVERITY))
