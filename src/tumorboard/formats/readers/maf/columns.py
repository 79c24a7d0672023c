"""Columns of the MAF dialects under one name each.

Source: TCGA MAF specification 2.4.1; vcf2maf (commit bf53e52); GDC MAF format; cBioPortal File-Formats.md (commit 58a7a43);
maftools' TCGA LAML file; Oncotator's column names.
"""

from __future__ import annotations

from collections.abc import Sequence

from tumorboard.formats.alleles.frequency import is_frequency
from tumorboard.formats.tables import Required, Spellings, Table

SPELLINGS: Spellings = {
    "gene": ("Hugo_Symbol", "Gene_Symbol", "SYMBOL"),
    "entrez": ("Entrez_Gene_Id", "Entrez_Gene_ID"),
    "build": ("NCBI_Build", "Genome_Build"),
    "chrom": ("Chromosome", "Chrom"),
    "start": ("Start_Position", "Start_position"),
    "end": ("End_Position", "End_position"),
    "strand": ("Strand",),
    "class": ("Variant_Classification",),
    "consequence": ("Consequence",),
    "ref": ("Reference_Allele",),
    "alt1": ("Tumor_Seq_Allele1",),
    "alt2": ("Tumor_Seq_Allele2",),
    "sample": ("Tumor_Sample_Barcode", "Tumor_Sample_ID", "Tumor_Sample"),
    "normal1": ("Match_Norm_Seq_Allele1",),
    "normal2": ("Match_Norm_Seq_Allele2",),
    "status": ("Mutation_Status",),
    "filter": ("FILTER",),
    "hgvs_c": ("HGVSc", "cDNA_Change", "HGVSc_Short"),
    "hgvsp_short": ("HGVSp_Short",),
    "hgvsp": ("HGVSp",),
    "protein_change": ("Protein_Change", "Amino_Acid_Change", "AA_Change", "AAChange", "amino_acid_change", "ONCOTATOR_PROTEIN_CHANGE"),
    "transcript": ("Transcript_ID", "Annotation_Transcript", "i_transcript_name", "Feature", "Transcript"),
    "exon": ("Exon_Number", "EXON", "Transcript_Exon"),
    "codons": ("Codons",),
    "t_depth": ("t_depth", "tumor_depth", "t_total_depth"),
    "t_ref": ("t_ref_count", "i_t_ref_count", "t_ref_reads"),
    "t_alt": ("t_alt_count", "i_t_alt_count", "t_var_count", "t_alt_reads"),
    "n_depth": ("n_depth",),
    "n_ref": ("n_ref_count",),
    "n_alt": ("n_alt_count",),
    "vaf": ("t_vaf", "tumor_vaf", "vaf", "t_AF", "tumor_f", "i_tumor_f", "i_TumorVAF_WU", "Tumor_VAF", "t_alt_freq"),
    "clinvar": ("CLIN_SIG", "ClinVar_CLNSIG", "CLNSIG", "ClinVar_Significance"),
}  # fmt: skip
PROTEIN = ("hgvsp_short", "hgvsp", "protein_change")
ANNOTATION = ("class", "consequence", *PROTEIN)
REQUIRED: Required = ("sample", ("ref", "alt2", "class", *PROTEIN))
POPULATIONS = (
    "gnomad",
    "exac",
    "1000g",
    "kg",
    "esp",
    "topmed",
    "max_af",
    "afr_",
    "amr_",
    "asn_",
    "eas_",
    "eur_",
    "sas_",
    "aa_",
    "ea_",
)


def has_positions(table: Table) -> bool:
    """Whether the table places alleles on a chromosome."""
    return {"chrom", "start", "ref"} <= table.index.keys() and bool({"alt1", "alt2"} & table.index.keys())


def has_annotation(table: Table) -> bool:
    """Whether the table says of a gene what happens to it."""
    return "gene" in table.index and any(name in table.index for name in ANNOTATION)


def is_vcf2maf(table: Table) -> bool:
    """Whether vcf2maf wrote the table, in which Tumor_Seq_Allele2 always is the variant."""
    return {"vcf_id", "vcf_pos", "variant_id", "all_effects"} & set(table.header) != set()


def frequency_columns(header: Sequence[str]) -> tuple[int, ...]:
    """Position of every column with a population frequency.

    Notes
    -----
    ``AF`` alone is the 1000 Genomes frequency only beside its populations; elsewhere it may be the tumor's own fraction.
    """
    found = [i for i, name in enumerate(header) if name.lower().startswith(POPULATIONS) and is_frequency(name.upper())]
    if "EUR_AF" in header:
        found += [i for i, name in enumerate(header) if name in ("AF", "GMAF")]
    return tuple(found)
