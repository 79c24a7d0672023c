"""Annotation: layouts by header description, alleles as each tool writes them, one transcript a gene."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.vcf_support import CHR7, VEP, codes, profile, read, text, write

from tumorboard.formats.alleles.frequency import is_frequency
from tumorboard.formats.alleles.protein import from_bcftools, from_vep_residues, joined_codon
from tumorboard.formats.readers.vcf.consequence import find_layouts, trimmed_alleles
from tumorboard.model.alteration import Origin, ProteinChange, Variant

SNPEFF = (
    "##INFO=<ID=ANN,Number=.,Type=String,Description=\"Functional annotations: 'Allele | Annotation | Annotation_Impact | "
    "Gene_Name | Gene_ID | Feature_Type | Feature_ID | Transcript_BioType | Rank | HGVS.c | HGVS.p | cDNA.pos / cDNA.length | "
    "CDS.pos / CDS.length | AA.pos / AA.length | Distance | ERRORS / WARNINGS / INFO' \">"
)
EFF = (
    "##INFO=<ID=EFF,Number=.,Type=String,Description=\"Predicted effects for this variant.Format: 'Effect ( Effect_Impact | "
    "Functional_Class | Codon_Change | Amino_Acid_Change | Amino_Acid_length | Gene_Name | Transcript_BioType | Gene_Coding | "
    "Transcript_ID | Exon_Rank  | Genotype [ | ERRORS | WARNINGS ] )' \">"
)
BCSQ = (
    '##INFO=<ID=BCSQ,Number=.,Type=String,Description="Local consequence annotation from BCFtools/csq, see '
    'http://example.org for details. Format: Consequence|gene|transcript|biotype|strand|amino_acid_change|dna_change">'
)
FUNCOTATOR = (
    '##INFO=<ID=FUNCOTATION,Number=A,Type=String,Description="Functional annotation from the Funcotator tool.  Funcotation '
    "fields are: Gencode_34_hugoSymbol|Gencode_34_variantClassification|Gencode_34_annotationTranscript|"
    'Gencode_34_transcriptExon|Gencode_34_cDnaChange|Gencode_34_proteinChange|gnomAD_exome_AF">'
)
FORMAT = "GT:AD 0/1:60,40"


def variants(folder: Path, info: str, *, header: str = VEP, site: str = "chr7 140753400 . G C") -> tuple[Variant, ...]:
    return profile(write(folder, text(f"{site} . PASS {info} {FORMAT}", header=(CHR7, header)))).variants


def test_the_layout_is_recognized_by_its_description_and_not_by_its_key() -> None:
    def kinds(line: str, key: str) -> list[str]:
        return [x.kind for x in find_layouts({key: line.split('Description="', 1)[1]})]

    assert kinds(VEP, "ANN") == ["vep"]
    assert kinds(SNPEFF, "CSQ") == ["snpeff"]
    assert kinds(EFF, "EFF") == ["snpeff_old"]
    assert kinds(BCSQ, "CSQ") == ["bcftools"]
    assert kinds(FUNCOTATOR, "FUNCOTATION") == ["funcotator"]
    assert kinds('x Description="Combined depth">', "DP") == []


@pytest.mark.parametrize("header, info", [
    (SNPEFF, "ANN=C|missense_variant|MODERATE|BRAF|ENSG1|transcript|NM_004333.6|protein_coding|15/18|c.1790T>G|p.Leu597Arg|1/2|3/4|597/766||"),
    (EFF, "EFF=NON_SYNONYMOUS_CODING(MODERATE|MISSENSE|cTa/cGa|p.Leu597Arg/c.1790T>G|766|BRAF|protein_coding|CODING|NM_004333|15|1)"),
    (BCSQ, "BCSQ=missense|BRAF|ENST00000288602|protein_coding|-|597L>597R|140753400G>C"),
    (FUNCOTATOR, "FUNCOTATION=[BRAF|MISSENSE|ENST00000288602.6|15|c.1790T>G|p.L597R|0.0001]"),
    (VEP, "CSQ=C|missense_variant|BRAF|ENST00000646891.2|ENSP00000493543.1:p.Leu597Arg|NM_004333.6||YES|"),
])  # fmt: skip
def test_every_annotator_says_the_same_change(tmp_path: Path, header: str, info: str) -> None:
    (found,) = variants(tmp_path, info, header=header)
    assert (found.gene, found.consequences) == ("BRAF", ("missense_variant",))
    assert found.protein == ProteinChange("substitution", "L", 597, alt="R")


@pytest.mark.parametrize("ref, alts, spelled", [
    ("A", ("T",), ["T"]),
    ("CA", ("C", "CAT"), ["-", "AT"]),
    ("A", ("AGG", "T"), ["AGG", "T"]),  # no shared first base: VEP leaves them whole
    ("CAT", ("TGG",), ["TGG"]),
    ("CA", ("C", "*"), ["-", "*"]),
])  # fmt: skip
def test_alleles_as_vep_spells_them(ref: str, alts: tuple[str, ...], spelled: list[str]) -> None:
    assert trimmed_alleles(ref, alts) == spelled


def test_an_annotation_goes_to_the_allele_it_speaks_of(tmp_path: Path) -> None:
    info = "CSQ=-|frameshift_variant|BRAF|ENST1|p.Leu597fs|NM_1||YES|,AT|inframe_insertion|BRAF|ENST1|p.Leu597_Ala598insMet|NM_1||YES|"
    record = f"chr7 140753400 . CA C,CAT . PASS {info} GT:AD 0/1/2:60,30,10"
    first, second = profile(write(tmp_path, text(record, header=(CHR7, VEP)))).variants
    assert (first.consequences, first.alt_reads) == (("frameshift_variant",), 30)
    assert (second.consequences, second.alt_reads) == (("inframe_insertion",), 10)


def test_after_splitting_the_other_alleles_annotation_is_not_taken(tmp_path: Path) -> None:
    info = (
        "CSQ=A|missense_variant|BRAF|ENST1|p.Leu597Val|NM_1||YES|,C|missense_variant|BRAF|ENST1|p.Leu597Arg|NM_1||YES|"
    )
    (found,) = variants(tmp_path, info)
    assert found.protein is not None and found.protein.alt == "R"


def test_the_allele_number_decides_where_it_is_given(tmp_path: Path) -> None:
    header = VEP.replace("Allele|", "Allele|ALLELE_NUM|")
    info = (
        "CSQ=X|2|missense_variant|BRAF|ENST1|p.Leu597Val|NM_1||YES|,X|1|stop_gained|BRAF|ENST1|p.Leu597Ter|NM_1||YES|"
    )
    (found,) = variants(tmp_path, info, header=header)
    assert found.protein == ProteinChange("nonsense", "L", 597, alt="*")


def test_an_allele_no_annotation_speaks_of_is_not_interpretable(tmp_path: Path) -> None:
    info = "CSQ=A|missense_variant|BRAF|ENST1|p.Leu597Val|NM_1||YES|"
    parsed = read(write(tmp_path, text(f"chr7 140753400 . G C . PASS {info} {FORMAT}", header=(CHR7, VEP))))
    assert parsed.value is not None and parsed.value.tally == {"not_interpretable": 1}
    assert "VCF061" in codes(parsed)


SELECT, PLUS, CANON = "NM_004333.6||YES|", "|NM_001374258.1|YES|", "||YES|"


@pytest.mark.parametrize("entries, transcript", [
    ([("missense_variant", "T1", CANON), ("missense_variant", "T2", SELECT)], "T2"),
    ([("missense_variant", "T1", CANON), ("missense_variant", "T2", PLUS)], "T2"),
    ([("missense_variant", "T1", "|||"), ("missense_variant", "T2", CANON)], "T2"),
    ([("missense_variant", "T1", "|||"), ("stop_gained", "T2", "|||")], "T2"),
    ([("intron_variant", "T1", SELECT), ("missense_variant", "T2", PLUS)], "T2"),
    ([("intron_variant", "T1", SELECT), ("missense_variant", "T2", CANON)], ""),
])  # fmt: skip
def test_one_transcript_is_chosen_mane_first(
    tmp_path: Path, entries: list[tuple[str, str, str]], transcript: str
) -> None:
    info = "CSQ=" + ",".join(f"C|{term}|BRAF|{name}|p.Leu597Arg|{flags}" for term, name, flags in entries)
    found = profile(write(tmp_path, text(f"chr7 140753400 . G C . PASS {info} {FORMAT}", header=(CHR7, VEP))))
    assert [v.transcript for v in found.variants] == ([transcript] if transcript else [])
    if not transcript:
        assert found.tally == {"coding_on_another_transcript": 1}


def test_two_genes_at_one_place_are_both_reported(tmp_path: Path) -> None:
    info = "CSQ=C|missense_variant|BRAF|T1|p.Leu597Arg|NM_1||YES|,C|stop_gained|MET|T2|p.Gln5Ter|NM_2||YES|"
    assert [v.gene for v in variants(tmp_path, info)] == ["MET", "BRAF"]


def test_a_previous_symbol_becomes_the_approved_one(tmp_path: Path) -> None:
    (found,) = variants(tmp_path, "CSQ=C|missense_variant|HER2|T1|p.Leu755Ser|NM_1||YES|")
    assert found.gene == "ERBB2"


def test_residues_of_another_transcript_never_pass_for_a_known_allele(tmp_path: Path) -> None:
    """BRAF V600E is V640E on the MANE Plus Clinical transcript: the position decides, and an issue says so (R19)."""
    info = "CSQ=T|missense_variant|BRAF|ENST00000644969.2|ENSP1:p.Val640Glu||NM_001374258.1|YES|"
    parsed = read(write(tmp_path, text(f"chr7 140753336 . A T . PASS {info} {FORMAT}", header=(CHR7, VEP))))
    assert parsed.value is not None
    (found,) = parsed.value.variants
    assert found.protein == ProteinChange("substitution", "V", 600, alt="E")
    assert (found.known_allele, found.transcript) == ("BRAF:V600E", "NM_004333.6")
    assert "VCF062" in codes(parsed)


def test_an_off_by_one_residue_at_another_position_is_no_known_allele(tmp_path: Path) -> None:
    (found,) = variants(tmp_path, "CSQ=C|missense_variant|BRAF|T1|p.Val599Glu|NM_1||YES|")
    assert found.known_allele == ""


def test_a_known_allele_is_found_in_an_annotated_file_whose_transcripts_miss_it(tmp_path: Path) -> None:
    site = "chr7 140753336 . A T"
    parsed = read(
        write(tmp_path, text(f"{site} . PASS CSQ=T|intron_variant|BRAF|T9||||| {FORMAT}", header=(CHR7, VEP)))
    )
    assert parsed.value is not None and [v.known_allele for v in parsed.value.variants] == ["BRAF:V600E"]
    assert "VCF063" in codes(parsed)


def test_a_deletion_is_known_however_it_is_anchored(tmp_path: Path) -> None:
    header = (CHR7,)
    for site in (
        "chr7 55174771 . AGGAATTAAGAGAAGC A",
        "chr7 55174772 . GGAATTAAGAGAAGCA A",
        "chr7 55174770 . AAGGAATTAAGAGAAGC AA",
    ):
        found = profile(write(tmp_path, text(f"{site} . PASS . {FORMAT}", header=header)))
        assert [v.known_allele for v in found.variants] == ["EGFR:E746_A750del"], site


def test_intronic_changes_count_only_around_met_exon_14(tmp_path: Path) -> None:
    near = variants(tmp_path, "CSQ=C|intron_variant|MET|T1||NM_1||YES|", site="chr7 116771840 . G C")
    far = variants(tmp_path, "CSQ=C|intron_variant|MET|T1||NM_1||YES|", site="chr7 116770000 . G C")
    assert [v.gene for v in near] == ["MET"] and far == ()


def test_the_tert_promoter_is_known_without_annotation_and_other_promoter_changes_are_not_called_so(
    tmp_path: Path,
) -> None:
    header = ("##contig=<ID=chr5,length=181538259>",)
    found = profile(write(tmp_path, text(
        f"chr5 1295113 . G A . PASS . {FORMAT}", f"chr5 1295200 . G A . PASS . {FORMAT}", header=header)))  # fmt: skip
    assert [(v.gene, v.category) for v in found.variants] == [("TERT", "promoter")]
    assert found.tally == {"not_interpretable": 1}


@pytest.mark.parametrize("name, frequency", [
    ("AF", True), ("MAX_AF", True), ("gnomADe_AF", True), ("gnomADg_AF_EAS", True), ("EUR_AF", True), ("GMAF", True),
    ("MAX_AF_POPS", False), ("POPAF", False), ("CLIN_SIG", False), ("AFFECTS", False), ("TUMOR_AF", False),
])  # fmt: skip
def test_which_annotation_fields_are_population_frequencies(name: str, frequency: bool) -> None:
    assert is_frequency(name) is frequency


def test_the_highest_population_frequency_is_kept(tmp_path: Path) -> None:
    header = VEP.replace("Codons", "Codons|AF|gnomADe_AF|MAX_AF|MAX_AF_POPS")
    (found,) = variants(
        tmp_path, "CSQ=C|missense_variant|BRAF|T1|p.Leu597Arg|NM_1||YES||C:0.001|0.002&0.004|0.003|0.9", header=header
    )
    assert found.population_af == 0.004


@pytest.mark.parametrize("amino, terms, change", [
    ("858L>858R", "missense_variant", ProteinChange("substitution", "L", 858, alt="R")),
    ("745KELREA>745K", "inframe_deletion", ProteinChange("deletion", "E", 746, "A", 750)),
    ("132EE>132D*", "protein_altering_variant", ProteinChange("delins", "E", 132, "E", 133, "D*")),
    ("1982SGK>1982RVS*", "frameshift_variant", ProteinChange("frameshift", "S", 1982, alt="R")),
    ("557W>557*", "stop_gained", ProteinChange("nonsense", "W", 557, alt="*")),
    ("1M>1V", "start_lost", ProteinChange("start_lost", "M", 1)),
    ("770D>770DG", "inframe_insertion", ProteinChange("insertion", "D", 770, "", 771, "G")),
    ("790T", "synonymous_variant", ProteinChange("synonymous", "T", 790, alt="T")),
    ("", "intron_variant", None),
])  # fmt: skip
def test_bcftools_notation_becomes_a_protein_change(amino: str, terms: str, change: ProteinChange | None) -> None:
    assert from_bcftools(amino, (terms,)) == change


def test_vep_residues_stand_in_where_hgvs_is_absent() -> None:
    assert from_vep_residues("V/E", "600", ("missense_variant",)) == ProteinChange("substitution", "V", 600, alt="E")
    assert from_vep_residues("ELREA/-", "746-750", ("inframe_deletion",)) == ProteinChange(
        "deletion", "E", 746, "A", 750
    )
    assert from_vep_residues("S/X", "10", ("frameshift_variant",)) is None


def test_an_effect_told_by_another_record_is_counted_there(tmp_path: Path) -> None:
    header = (CHR7, BCSQ)
    found = profile(write(tmp_path, text(
        f"chr7 140753398 . G C . PASS BCSQ=missense|BRAF|T1|protein_coding|-|597L>597R|140753398G>C+140753399A>T {FORMAT}",
        f"chr7 140753399 . A T . PASS BCSQ=@140753398 {FORMAT}", header=header)))  # fmt: skip
    assert len(found.variants) == 1 and found.tally == {"told_by_another_record": 1}


CODON = "CSQ={alt}|missense_variant|KRAS|T1|p.Gly12{to}|NM_1||YES|{codons}"


def phased(folder: Path, first: str, second: str, keys: str = "GT:AD") -> tuple[tuple[Variant, ...], list[str]]:
    header = ("##contig=<ID=chr12,length=133275309>", VEP)
    parsed = read(write(folder, text(
        f"chr12 25245350 . C T . PASS {CODON.format(alt='T', to='Asp', codons='gGt/gAt')} {keys} {first}",
        f"chr12 25245351 . C A . PASS {CODON.format(alt='A', to='Cys', codons='Ggt/Tgt')} {keys} {second}", header=header)))  # fmt: skip
    assert parsed.value is not None
    return parsed.value.variants, codes(parsed)


def test_two_phased_changes_of_one_codon_are_one_protein_change(tmp_path: Path) -> None:
    """KRAS c.34_35delinsTA is G12Y: neither G12C nor G12D, which have labels of their own."""
    found, issues = phased(tmp_path, "0|1:60,40", "0|1:60,40")
    assert [v.protein for v in found] == [ProteinChange("substitution", "G", 12, alt="Y")]
    assert "VCF057" in issues


def test_phased_changes_on_two_haplotypes_stay_two(tmp_path: Path) -> None:
    found, issues = phased(tmp_path, "0|1:60,40", "1|0:60,40")
    assert [v.protein.alt for v in found if v.protein] == ["D", "C"]
    assert not {"VCF057", "VCF058"} & set(issues)


def test_unphased_changes_of_one_codon_stay_two_and_are_doubted(tmp_path: Path) -> None:
    found, issues = phased(tmp_path, "0/1:60,40", "0/1:60,40")
    assert len(found) == 2 and "VCF058" in issues


def test_the_phase_set_counts(tmp_path: Path) -> None:
    found, issues = phased(tmp_path, "0|1:60,40:1", "0|1:60,40:2", "GT:AD:PS")
    assert len(found) == 2 and "VCF058" in issues


def test_codons_that_contradict_each_other_are_not_joined() -> None:
    assert joined_codon(("Ggt/Tgt", "Agt/Tgt")) is None
    assert joined_codon(("Ggt/Tgt", "Ggt/Agt")) is None


BND = '##INFO=<ID=MATEID,Number=.,Type=String,Description="ID of mate breakends">'


def test_mated_breakends_with_a_gene_on_both_sides_are_a_fusion(tmp_path: Path) -> None:
    header = (CHR7, VEP, BND)
    found = profile(write(tmp_path, text(
        "chr2 29223528 b1 G G]chr2:42295516] . PASS SVTYPE=BND;MATEID=b2;CSQ=]chr2:42295516]|intron_variant|ALK|T1||||| GT 0/1",
        "chr2 42295516 b2 T T]chr2:29223528] . PASS SVTYPE=BND;MATEID=b1;CSQ=]chr2:29223528]|intron_variant|EML4|T2||||| GT 0/1",
        header=header)))  # fmt: skip
    (fusion,) = found.fusions
    assert (fusion.five_prime, fusion.three_prime, fusion.ordered) == ("ALK", "EML4", False)
    assert fusion.breakpoints == ("2:29223528", "2:42295516") and fusion.evidence == "dna"
    assert found.kept == 2 and found.variants == ()


@pytest.mark.parametrize("second", [
    "chr2 42295516 b3 T T]chr2:29223528] . PASS SVTYPE=BND GT 0/1",
    "chr2 42295516 b2 T T]chr2:29223528] . PASS SVTYPE=BND;MATEID=b1 GT 0/1",
])  # fmt: skip
def test_a_breakend_without_mate_or_gene_is_counted_and_not_guessed(tmp_path: Path, second: str) -> None:
    first = "chr2 29223528 b1 G G]chr2:42295516] . PASS SVTYPE=BND;MATEID=b2;CSQ=]chr2:42295516]|intron_variant|ALK|T1||||| GT 0/1"
    found = profile(write(tmp_path, text(first, second, header=(CHR7, VEP, BND))))
    assert found.fusions == () and found.tally == {"breakend_without_partner": 2}


@pytest.mark.parametrize("info, normal, origin", [
    ("SOMATIC", "0/0:50,0", Origin.SOMATIC),
    (".", "0/0:50,0", Origin.SOMATIC),
    (".", "0/1:30,20", Origin.GERMLINE),
    (".", "./.:.", Origin.UNKNOWN),
    (".", "0/0:50,3", Origin.UNKNOWN),
    ("SOMATIC", "0/1:30,20", Origin.UNKNOWN),
])  # fmt: skip
def test_the_origin_is_stated_and_never_guessed_from_the_fraction(
    tmp_path: Path, info: str, normal: str, origin: Origin
) -> None:
    record = f"chr7 140753336 . A T . PASS {info} GT:AD 0/1:60,40 {normal}"
    found = profile(write(tmp_path, text(record, samples=("TUMOR", "NORMAL"))))
    assert found.variants[0].origin is origin


def test_without_a_normal_the_origin_is_unknown(tmp_path: Path) -> None:
    assert (
        profile(write(tmp_path, text("chr7 140753336 . A T . PASS . GT:AD 0/1:50,50"))).variants[0].origin
        is Origin.UNKNOWN
    )


def test_an_allele_the_tumor_does_not_carry_is_not_the_tumors(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text("chr7 140753336 . A T . PASS . GT:AD 0/0:60,4")))
    assert parsed.value is not None and parsed.value.tally == {"not_in_tumor": 1}
    assert "VCF053" in codes(parsed)


def test_a_failed_known_allele_is_named_and_not_used(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text("chr7 140753336 . A T . weak_evidence . GT:AD 0/1:60,4")))
    assert parsed.value is not None and (parsed.value.tally, parsed.value.variants) == ({"filtered": 1}, ())
    assert "VCF052" in codes(parsed)
    assert parsed.value.doubted == {"BRAF"}  # nor does it count as absent


def test_a_repeated_record_is_used_once(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text(*["chr7 140753336 . A T . PASS . GT:AD 0/1:60,40"] * 2)))
    assert parsed.value is not None and len(parsed.value.variants) == 1
    assert parsed.value.tally == {"duplicate": 1} and "VCF054" in codes(parsed)


def test_genotypes_at_common_sites_are_kept_to_compare_persons(tmp_path: Path) -> None:
    header = ("##contig=<ID=chr17,length=83257441>",)
    found = profile(write(tmp_path, text(
        "chr17 7676154 . G C . PASS . GT:AD 0/1:10,10 1/1:0,20", samples=("TUMOR", "NORMAL"), header=header)))  # fmt: skip
    assert found.fingerprint == {("17", 7676153, "G", "C"): 2}


def test_where_bcftools_says_nothing_no_gene_model_lies(tmp_path: Path) -> None:
    found = profile(write(tmp_path, text(f"chr7 5000000 . G C . PASS DP=3 {FORMAT}", header=(CHR7, BCSQ))))
    assert found.tally == {"not_coding": 1}
    found = profile(write(tmp_path, text(f"chr7 5000000 . G C . PASS DP=3 {FORMAT}", header=(CHR7, VEP))))
    assert found.tally == {"not_interpretable": 1}


def test_a_gene_without_symbol_goes_by_its_identifier(tmp_path: Path) -> None:
    header = VEP.replace("SYMBOL|", "SYMBOL|Gene|")
    (found,) = variants(tmp_path, "CSQ=C|missense_variant||ENSG00000999999|T1|p.Leu5Arg|||YES|", header=header)
    assert found.gene == "ENSG00000999999"
