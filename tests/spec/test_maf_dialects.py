"""What each dialect of MAF says, in tables: alleles and places, classifications, protein changes, origin, reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.maf_support import codes, only, profile, read, row, text, write

from tumorboard.criteria.alterations import kind
from tumorboard.formats.alleles.change import Change
from tumorboard.formats.alleles.terms import Terms
from tumorboard.formats.readers.maf.alleles import Allele, place, variant_allele
from tumorboard.formats.readers.maf.classes import consequence_of
from tumorboard.formats.readers.maf.protein import change_of
from tumorboard.model.alteration import Origin, ProteinChange

MINIMAL = {
    "Chromosome": "7",
    "Start_Position": "140453136",
    "Reference_Allele": "A",
    "Tumor_Seq_Allele2": "T",
    "Tumor_Sample_Barcode": "T-1",
}
LAML = {
    "Hugo_Symbol": "DNMT3A", "Entrez_Gene_Id": "1788", "Center": "genome.wustl.edu", "NCBI_Build": "37", "Chromosome": "2",
    "Start_Position": "25457242", "End_position": "25457242", "Strand": "+", "Variant_Classification": "Missense_Mutation",
    "Reference_Allele": "C", "Tumor_Seq_Allele1": "C", "Tumor_Seq_Allele2": "T", "Tumor_Sample_Barcode": "T-1",
    "Protein_Change": "p.R882H", "i_TumorVAF_WU": "45.5", "i_transcript_name": "NM_022552.3",
}  # fmt: skip
CBIOPORTAL = {
    "Hugo_Symbol": "PIK3CA", "NCBI_Build": "GRCh37", "Chromosome": "3", "Variant_Classification": "Missense_Mutation",
    "Reference_Allele": "A", "Tumor_Seq_Allele2": "G", "Tumor_Sample_Barcode": "T-1", "HGVSp_Short": "p.H1047R",
}  # fmt: skip
GDC = row(
    STRAND="-1", Mutation_Status="Somatic", FILTER="PASS", t_depth="80", t_ref_count="60", t_alt_count="20", n_depth="50",
    Consequence="missense_variant;splice_region_variant", Exon_Number="15/18", gnomADe_AF="4e-06", gnomADe_AFR_AF="0.0001",
    CLIN_SIG="pathogenic;drug_response", SOMATIC="0;1;1", Match_Norm_Seq_Allele1="A", Match_Norm_Seq_Allele2="A",
)  # fmt: skip


def test_gdc_and_vcf2maf_columns_are_read_by_name(tmp_path: Path) -> None:
    found = only(tmp_path, GDC)
    assert (found.gene, found.protein) == ("BRAF", ProteinChange("substitution", "V", 600, alt="E"))
    assert found.consequences == ("missense_variant", "splice_region_variant")
    assert (found.transcript, found.hgvs_c, found.exon) == ("ENST00000646891", "c.1799T>A", 15)
    assert (found.vaf, found.depth, found.alt_reads, found.depth_rule) == (0.25, 80, 20, "maf_counts")
    assert (found.origin, found.filter, found.clinvar) == (Origin.SOMATIC, "PASS", "pathogenic;drug_response")
    assert (found.population_af, found.known_allele) == (0.0001, "BRAF:c.1799T>A")
    assert found.position is not None and (found.position.chrom, found.position.start) == ("7", 140753335)


def test_the_transcripts_strand_of_gdc_is_not_the_strand_of_the_alleles(tmp_path: Path) -> None:
    assert only(tmp_path, GDC).position is not None
    assert only(tmp_path, row(Strand="-")).position is None
    assert "MAF046" in codes(read(write(tmp_path, text(row(Strand="-")))))


def test_the_maftools_dialect_has_percent_another_end_column_and_another_protein_column(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text(LAML, comments="")))
    assert parsed.value is not None
    (found,) = parsed.value.variants
    assert (found.gene, found.hgvs_p, found.transcript) == ("DNMT3A", "p.R882H", "NM_022552.3")
    assert (found.vaf, found.depth_rule) == (0.455, "maf_vaf")
    assert "MAF068" in codes(parsed)


def test_cbioportals_required_columns_suffice_and_give_no_position(tmp_path: Path) -> None:
    found = only(tmp_path, CBIOPORTAL)
    assert (found.gene, found.position, found.consequences) == ("PIK3CA", None, ("missense_variant",))
    assert found.protein == ProteinChange("substitution", "H", 1047, alt="R")


@pytest.mark.parametrize("extra", [{}, {"End_Position": "140453136"}], ids=["5 columns", "6 columns"])
def test_a_minimal_maf_yields_known_alleles_and_nothing_else(tmp_path: Path, extra: dict[str, str]) -> None:
    rows = ({**MINIMAL, **extra}, {**MINIMAL, "Start_Position": "140453200", "Reference_Allele": "C"})
    parsed = read(write(tmp_path, text(*rows, comments="")), assembly="GRCh37")
    assert parsed.value is not None
    assert [(v.gene, v.hgvs_p, v.annotation) for v in parsed.value.variants] == [("BRAF", "p.V600E", "known_allele")]
    assert (parsed.value.annotated, dict(parsed.value.tally)) == (False, {"not_interpretable": 1})
    assert [dict(i.params) for i in parsed.issues if i.code == "MAF060"] == [{"records": 1}]


def test_known_alleles_tell_an_assembly_that_nobody_states(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text(MINIMAL, comments="")))
    assert parsed.value is not None and parsed.value.assembly == "GRCh37"
    assert [dict(i.params) for i in parsed.issues if i.code == "MAF028"] == [{"alleles": 1, "assembly": "GRCh37"}]


def test_a_minimal_maf_without_known_alleles_needs_an_assembly(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text({**MINIMAL, "Start_Position": "140453200"}, comments="")))
    assert parsed.value is None
    assert [dict(i.params) for i in parsed.issues if i.code == "MAF020"] == [{"likely": "none"}]


@pytest.mark.parametrize("ref, alt1, alt2, second, expected", [
    ("A", "A", "T", False, Allele("A", "T")),
    ("A", "T", "A", False, Allele("A", "T")),
    ("A", "", "T", False, Allele("A", "T")),
    ("a", "NA", "t", False, Allele("A", "T")),
    ("A", "T", "T", False, Allele("A", "T", homozygous=True)),
    ("-", "-", "CAG", False, Allele("", "CAG")),
    ("AG", "AG", "-", False, Allele("AG", "")),
    ("AG", "-", "--", False, Allele("AG", "", homozygous=True)),
    ("A", "C", "T", False, Allele("A", "C", doubt="two_alleles")),
    ("A", "C", "T", True, Allele("A", "T", doubt="two_alleles")),
    ("AG", "-", "A", False, Allele("AG", "A", doubt="two_alleles")),
    ("A", "A", "A", False, Allele("A", "", doubt="no_alternate")),
    ("A", "", "", False, Allele("A", "", doubt="unstated")),
    ("", "A", "T", False, Allele("", "", doubt="unstated")),
    ("A", "A", "<DEL>", False, Allele("A", "", doubt="no_bases")),
    ("n/a?", "A", "T", False, Allele("", "", doubt="no_bases")),
])  # fmt: skip
def test_the_variant_is_the_allele_that_differs_from_the_reference(
    ref: str, alt1: str, alt2: str, second: bool, expected: Allele
) -> None:
    assert variant_allele(ref, alt1, alt2, second_is_variant=second) == expected


@pytest.mark.parametrize("start, end, ref, alt, expected", [
    (100, 100, "A", "T", Change("1", 99, "A", "T")),
    (100, 101, "", "G", Change("1", 100, "", "G")),       # between bases 100 and 101
    (100, None, "", "G", Change("1", 100, "", "G")),
    (100, 102, "ACT", "", Change("1", 99, "ACT", "")),
    (100, 101, "AC", "TG", Change("1", 99, "AC", "TG")),
    (100, 102, "ACT", "AT", Change("1", 100, "C", "")),   # written as in a VCF
    (100, 100, "A", "AT", Change("1", 100, "", "T")),
    (100, 100, "", "G", "ambiguous_insertion"),
    (100, 105, "", "G", "no_fit"),
    (100, 101, "A", "T", "no_fit"),
    (None, None, "A", "T", "no_position"),
    (0, 0, "A", "T", "no_position"),
])  # fmt: skip
def test_a_place_is_interbase_without_shared_bases(
    start: int | None, end: int | None, ref: str, alt: str, expected: Change | str
) -> None:
    change, why = place("1", start, end, Allele(ref, alt))
    assert (change or why) == expected


@pytest.mark.parametrize("gene, chrom, start, end, ref, alt, known", [
    ("EGFR", "7", "55174772", "55174786", "GGAATTAAGAGAAGC", "-", "EGFR:c.2235_2249del"),
    ("EGFR", "7", "55174773", "55174787", "GAATTAAGAGAAGCA", "-", "EGFR:c.2236_2250del"),
    ("NPM1", "5", "171410539", "171410540", "-", "TCTG", "NPM1:c.860_863dup"),
])  # fmt: skip
def test_known_indels_are_found_without_their_anchor_base(
    tmp_path: Path, gene: str, chrom: str, start: str, end: str, ref: str, alt: str, known: str
) -> None:
    cells = {"Hugo_Symbol": gene, "Entrez_Gene_Id": "", "HGVSp_Short": "", "HGVSc": "", "Chromosome": chrom}
    cells |= {"Start_Position": start, "End_Position": end, "Reference_Allele": ref, "Tumor_Seq_Allele1": ref}
    found = only(tmp_path, row(**cells, Tumor_Seq_Allele2=alt, Variant_Classification="In_Frame_Del"))
    assert found.known_allele == known


@pytest.mark.parametrize("classification, hgvs_c, protein, terms, doubt", [
    ("Missense_Mutation", "", "p.V600E", "missense_variant", ""),
    ("Nonsense_Mutation", "", "p.R213*", "stop_gained", ""),
    ("Nonstop_Mutation", "", "", "stop_lost", ""),
    ("Frame_Shift_Del", "", "p.E746fs", "frameshift_variant", ""),
    ("In_Frame_Ins", "", "", "inframe_insertion", ""),
    ("Silent", "", "p.V600=", "synonymous_variant", ""),
    ("Splice_Site", "c.672+1G>A", "p.X224_splice", "splice_donor_variant", ""),
    ("Splice_Site", "c.673-2A>G", "p.X225_splice", "splice_acceptor_variant", ""),
    ("Splice_Site", "c.673-8A>G", "", "splice_region_variant", ""),
    ("Splice_Site", "", "p.K960R", "missense_variant splice_region_variant", "lossy"),
    ("Splice_Site", "", "", "splice_acceptor_variant splice_donor_variant", "lossy"),
    ("Splice_Region", "", "", "splice_region_variant", ""),
    ("Translation_Start_Site", "", "p.M1?", "start_lost", "lossy"),
    ("5'Flank", "", "", "upstream_gene_variant", ""),
    ("IGR", "", "", "intergenic_variant", ""),
    ("Targeted_Region", "", "", "", ""),
    ("Targeted_Region", "", "p.V600E", "missense_variant", ""),
    ("", "", "p.V600E", "missense_variant", ""),
    ("Something_Else", "", "", "", "unknown_class"),
    ("Frame_Shift_Ins", "", "p.L114delinsSV", "protein_altering_variant", "contradicted"),
    ("Missense_Mutation", "", "p.R213*", "stop_gained", "contradicted"),
    ("Fusion", "", "", "", "rearranged"),
])  # fmt: skip
def test_a_classification_becomes_consequence_terms(
    classification: str, hgvs_c: str, protein: str, terms: str, doubt: str
) -> None:
    change = change_of(protein, stop_gained=None)
    told = consequence_of(Terms(), "", classification, change, hgvs_c)
    assert (" ".join(told.info.terms), told.doubt) == (terms, doubt)


def test_a_consequence_outranks_the_classification(tmp_path: Path) -> None:
    cells = {
        "Consequence": "protein_altering_variant",
        "Variant_Classification": "Frame_Shift_Ins",
        "HGVSp_Short": "p.L114delinsSV",
    }
    found = only(tmp_path, row(**cells, Hugo_Symbol="TP53", Entrez_Gene_Id="7157", Chromosome="17", Start_Position="7676025",
                               End_Position="7676026", Reference_Allele="-", Tumor_Seq_Allele1="-", Tumor_Seq_Allele2="CAG"))  # fmt: skip
    assert found.consequences == ("protein_altering_variant",)


@pytest.mark.parametrize("cell, expected", [
    ("p.V600E", ProteinChange("substitution", "V", 600, alt="E")),
    ("V600E", ProteinChange("substitution", "V", 600, alt="E")),
    ("p.Val600Glu", ProteinChange("substitution", "V", 600, alt="E")),
    ("ENSP00000288602.6:p.Val600Glu", ProteinChange("substitution", "V", 600, alt="E")),
    ("p.(V600E)", ProteinChange("substitution", "V", 600, alt="E")),
    ("p.R213*", ProteinChange("nonsense", "R", 213, alt="*")),
    ("p.R213X", ProteinChange("nonsense", "R", 213, alt="*")),
    ("p.H115Pfs*34", ProteinChange("frameshift", "H", 115, alt="P")),
    ("p.W288fs", ProteinChange("frameshift", "W", 288)),
    ("p.E746_A750del", ProteinChange("deletion", "E", 746, "A", 750)),
    ("p.ELREA746del", ProteinChange("deletion", "E", 746, "A", 750)),
    ("p.LW287fs", ProteinChange("frameshift", "L", 287)),
    ("p.VV600EE", ProteinChange("delins", "V", 600, "V", 601, "EE")),
    ("p.599_600insDFREYEY", ProteinChange("insertion", "", 599, "", 600, "DFREYEY")),
    ("p.310_311TQ>TWQ", ProteinChange("insertion", "T", 310, "Q", 311, "W")),
    ("p.600_600D>DSS", ProteinChange("insertion", "D", 600, "", 601, "SS")),
    ("p.594_600FREYEYD>Y", ProteinChange("delins", "F", 594, "D", 600, "Y")),
    ("p.307_309NVE>K", ProteinChange("delins", "N", 307, "E", 309, "K")),
    ("p.X125_splice", None),
    ("p.-9fs", None),
    ("p.?", None),
    ("promoter", None),
    ("", None),
])  # fmt: skip
def test_protein_changes_of_every_dialect_become_one_value(cell: str, expected: ProteinChange | None) -> None:
    assert change_of(cell, stop_gained=None) == expected


def test_an_inserted_stop_truncates_and_is_no_insertion_in_frame(tmp_path: Path) -> None:
    cells = {
        "Hugo_Symbol": "FLT3",
        "Entrez_Gene_Id": "2322",
        "HGVSp_Short": "p.601_602insQRI*",
        "Variant_Classification": "In_Frame_Ins",
    }
    assert kind(only(tmp_path, {**CBIOPORTAL, **cells})) == "truncating"


def test_a_text_that_reads_on_past_its_stop_is_of_a_kind_nobody_knows(tmp_path: Path) -> None:
    """So is a FLT3 duplication of TCGA LAML written that was translated in another frame: neither yes nor no."""
    cells = {
        "Hugo_Symbol": "FLT3",
        "Entrez_Gene_Id": "2322",
        "HGVSp_Short": "p.601_602insQMGVSKRKFRVWRI*I*S",
        "Variant_Classification": "In_Frame_Ins",
    }
    assert kind(only(tmp_path, {**CBIOPORTAL, **cells})) == "other"
    assert kind(only(tmp_path, {**CBIOPORTAL, **cells, "Variant_Classification": "Nonsense_Mutation"})) == "truncating"


@pytest.mark.parametrize("cells, origin, code", [
    ({}, Origin.UNKNOWN, ""),
    ({"Mutation_Status": "Somatic"}, Origin.SOMATIC, ""),
    ({"Mutation_Status": "SOMATIC"}, Origin.SOMATIC, ""),
    ({"Mutation_Status": "Germline"}, Origin.GERMLINE, ""),
    ({"Mutation_Status": "Unknown"}, Origin.UNKNOWN, ""),
    ({"Mutation_Status": "LOH"}, Origin.UNKNOWN, "MAF053"),
    ({"SOMATIC": "1"}, Origin.UNKNOWN, ""),
    ({"Match_Norm_Seq_Allele1": "A", "Match_Norm_Seq_Allele2": "A"}, Origin.UNKNOWN, ""),
    ({"Match_Norm_Seq_Allele1": "A", "Match_Norm_Seq_Allele2": "A", "n_depth": "40", "n_alt_count": "0"}, Origin.SOMATIC, ""),
    ({"Match_Norm_Seq_Allele1": "A", "Match_Norm_Seq_Allele2": "A", "n_depth": "40", "n_alt_count": "3"}, Origin.UNKNOWN, ""),
    ({"Match_Norm_Seq_Allele1": "A", "Match_Norm_Seq_Allele2": "T"}, Origin.GERMLINE, ""),
    ({"Match_Norm_Seq_Allele1": "A", "Match_Norm_Seq_Allele2": "T", "Mutation_Status": "Somatic"}, Origin.UNKNOWN, "MAF056"),
])  # fmt: skip
def test_the_origin_is_what_the_row_says(tmp_path: Path, cells: dict[str, str], origin: Origin, code: str) -> None:
    parsed = read(write(tmp_path, text(row(**cells))))
    assert parsed.value is not None and [v.origin for v in parsed.value.variants] == [origin]
    assert [c for c in codes(parsed) if c.startswith("MAF05")] == ([code] if code else [])


@pytest.mark.parametrize("alt1, alt2, zygosity", [("A", "T", "heterozygous"), ("T", "T", "homozygous"), ("", "T", "")])
def test_a_germline_row_tells_its_zygosity(tmp_path: Path, alt1: str, alt2: str, zygosity: str) -> None:
    cells = {"Mutation_Status": "Germline", "Tumor_Seq_Allele1": alt1, "Tumor_Seq_Allele2": alt2}
    assert only(tmp_path, row(**cells)).zygosity == zygosity


@pytest.mark.parametrize("status", ["None", "Wildtype", "Post-transcriptional modification"])
def test_a_row_that_calls_itself_no_mutation_is_none(tmp_path: Path, status: str) -> None:
    assert dict(profile(write(tmp_path, text(row(Mutation_Status=status)))).tally) == {"not_a_mutation": 1}


@pytest.mark.parametrize("cells, reads", [
    ({"t_depth": "100", "t_ref_count": "70", "t_alt_count": "30"}, (100, 30, 0.3, "maf_counts")),
    ({"t_ref_count": "70", "t_alt_count": "30"}, (100, 30, 0.3, "maf_counts")),
    ({"t_depth": "50", "t_ref_count": "70", "t_alt_count": "30"}, (100, 30, 0.3, "maf_counts")),
    ({"t_depth": "100.0", "t_alt_count": "30.0"}, (100, 30, 0.3, "maf_counts")),
    ({"t_alt_count": "30"}, (None, 30, None, "maf_counts")),
    ({"t_depth": "100"}, (100, None, None, "maf_counts")),
    ({"tumor_f": "0.3"}, (None, None, 0.3, "maf_vaf")),
    ({"vaf": "30%"}, (None, None, 0.3, "maf_vaf")),
    ({"t_depth": "10", "t_alt_count": "30"}, (None, None, None, "")),
    ({"AF": "0.3"}, (None, None, None, "")),
    ({"t_depth": "NA", "t_alt_count": "."}, (None, None, None, "")),
])  # fmt: skip
def test_reads_come_from_counts_else_from_a_fraction(
    tmp_path: Path, cells: dict[str, str], reads: tuple[int | None, int | None, float | None, str]
) -> None:
    found = only(tmp_path, row(**cells))
    assert (found.depth, found.alt_reads, found.vaf, found.depth_rule) == reads


def test_percent_is_decided_for_the_file_and_not_for_the_cell(tmp_path: Path) -> None:
    rows = (row(tumor_f="0.8"), row(tumor_f="45", Tumor_Sample_Barcode="T-2"))
    assert profile(write(tmp_path, text(*rows)), sample="T-1").variants[0].vaf == 0.008


@pytest.mark.parametrize("cells, frequency", [
    ({"gnomAD_AF": "0.02", "gnomAD_AFR_AF": "0.1"}, 0.1),
    ({"ExAC_AF": "0.003", "ExAC_AF_Adj": "0.004"}, 0.004),
    ({"AF": "0.3", "EUR_AF": "0.25"}, 0.3),
    ({"AF": "0.3"}, None),
    ({"gnomADe_AF": ""}, None),
])  # fmt: skip
def test_the_highest_population_frequency_counts(
    tmp_path: Path, cells: dict[str, str], frequency: float | None
) -> None:
    assert only(tmp_path, row(**cells)).population_af == frequency


@pytest.mark.parametrize("cell, kept, code", [
    ("PASS", True, ""), (".", True, ""), ("", True, ""), ("common_variant", True, ""), ("PASS;common_variant", True, ""),
    ("weak_evidence", False, "MAF052"), ("common_variant;strand_bias", False, "MAF052"),
])  # fmt: skip
def test_a_failed_filter_hides_no_known_allele_silently(tmp_path: Path, cell: str, kept: bool, code: str) -> None:
    parsed = read(write(tmp_path, text(row(FILTER=cell))))
    assert parsed.value is not None and bool(parsed.value.variants) is kept
    assert [c for c in codes(parsed) if c.startswith("MAF05")] == ([code] if code else [])


@pytest.mark.parametrize("cells, gene, code", [
    ({"Hugo_Symbol": "BRAF", "Entrez_Gene_Id": "673"}, "BRAF", ""),
    ({"Hugo_Symbol": "HER2", "Entrez_Gene_Id": "0"}, "ERBB2", ""),
    ({"Hugo_Symbol": "MLL2", "Entrez_Gene_Id": "8085"}, "KMT2D", ""),
    ({"Hugo_Symbol": "1-Mar", "Entrez_Gene_Id": "55016"}, "MARCHF1", ""),
    ({"Hugo_Symbol": "Unknown", "Entrez_Gene_Id": "673"}, "BRAF", ""),
    ({"Hugo_Symbol": "TP53", "Entrez_Gene_Id": "673"}, "BRAF", "TBL030"),
    ({"Hugo_Symbol": "NOSUCHGENE", "Entrez_Gene_Id": ""}, "NOSUCHGENE", "TBL032"),
])  # fmt: skip
def test_the_entrez_id_settles_what_a_symbol_means(tmp_path: Path, cells: dict[str, str], gene: str, code: str) -> None:
    other = {"Start_Position": "140753400", "End_Position": "140753400", "HGVSp_Short": "p.A1C"}
    parsed = read(write(tmp_path, text(row(**cells, **other))))
    assert parsed.value is not None and [v.gene for v in parsed.value.variants] == [gene]
    assert [c for c in codes(parsed) if c.startswith("TBL03")] == ([code] if code else [])


TERT = {
    "Hugo_Symbol": "TERT", "Entrez_Gene_Id": "7015", "Chromosome": "5", "Variant_Classification": "5'Flank", "HGVSp_Short": "",
    "Reference_Allele": "G", "Tumor_Seq_Allele1": "G", "Tumor_Seq_Allele2": "A", "HGVSc": "",
}  # fmt: skip


@pytest.mark.parametrize("cells, category, known", [
    ({"Start_Position": "1295113", "End_Position": "1295113"}, "promoter", "TERT:c.-124C>T"),
    ({"Start_Position": "1295200", "End_Position": "1295200"}, "", ""),
    ({"Start_Position": "", "End_Position": ""}, "promoter", ""),
    ({"Start_Position": "", "End_Position": "", "HGVSc": "c.-300C>T"}, "", ""),
])  # fmt: skip
def test_a_tert_promoter_row_is_kept_and_called_so_where_it_is_a_known_one_or_says_no_more(
    tmp_path: Path, cells: dict[str, str], category: str, known: str
) -> None:
    found = only(tmp_path, row(**{**TERT, **cells}))
    assert (found.category, found.known_allele, found.consequences) == (category, known, ("upstream_gene_variant",))


def test_the_flank_of_another_gene_is_not_coding(tmp_path: Path) -> None:
    cells = {**TERT, "Hugo_Symbol": "SDHD", "Entrez_Gene_Id": "6392", "Chromosome": "11"}
    assert dict(profile(write(tmp_path, text(row(**cells)))).tally) == {"not_coding": 1}


def test_position_outranks_a_residue_of_another_transcript(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text(row(HGVSp_Short="p.V640E", Transcript_ID="ENST00000644969"))))
    assert parsed.value is not None and [v.hgvs_p for v in parsed.value.variants] == ["p.V600E"]
    assert "MAF062" in codes(parsed)
