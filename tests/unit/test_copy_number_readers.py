"""What each copy-number format says, as its reader gives it: copies, ratios and calls, never more than the source."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.copies_support import READERS, codes, of, place, profile, read, sniffers, table

from tumorboard.formats.readers import cnvkit, facets, pcgr_cna, purple, seg

CNS = "chromosome start end gene log2 probes"
CALLED = "chromosome start end gene log2 cn probes"
ALLELIC = "chromosome start end gene log2 baf cn cn1 cn2 probes"
CHR1 = "chr1 0 249250621"  # reaches the end of chromosome 1 of GRCh37 and proves it
CHR17 = "chr17 100 81000000"


# --- CNVkit -------------------------------------------------------------------------------------------------------


def test_cns_gives_ratios_and_no_call(tmp_path: Path) -> None:
    parsed = read(cnvkit, table(tmp_path, "t.cns", CNS, f"{CHR1} - 0.01 900", f"{CHR17} - 3.5 200"))
    assert parsed.value is not None and parsed.value.assembly == "GRCh37"
    (row,) = of(parsed.value, "ERBB2")
    assert (row.log2_ratio, row.copies, row.call) == (3.5, None, "")
    assert codes(parsed) == ["CNA062"]


def test_a_file_that_names_genes_speaks_only_for_them(tmp_path: Path) -> None:
    found = profile(
        cnvkit, table(tmp_path, "t.cns", CNS, f"{CHR1} NRAS,Antitarget 0 9", f"{CHR17} ERBB2,HER2,TP53 1 9")
    )
    assert [row.gene for row in found.copy_numbers] == ["NRAS", "ERBB2", "TP53"]


def test_genes_are_read_by_name_where_the_assembly_is_unknown(tmp_path: Path) -> None:
    rows = ("chr17 100 40000000 ERBB2,TP53 1.2 9", "chr17 40000000 70000000 TP53,BRCA1 0.0 9", "chr7 1 9000 NOGENE 0 9")
    parsed = read(cnvkit, table(tmp_path, "t.cns", CNS, *rows))
    assert parsed.value is not None and parsed.value.assembly == ""
    assert {row.gene: row.log2_ratio for row in parsed.value.copy_numbers} == {"ERBB2": 1.2, "BRCA1": 0.0}
    assert codes(parsed) == ["CNA035", "CNA041", "CNA062"]


def test_genes_that_do_not_lie_where_they_are_named_refuse_the_file(tmp_path: Path) -> None:
    genes = ("BRCA1", "TP53", "NF1", "ERBB2", "CDK12")
    rows = [f"chr2 {n * 1000} {n * 1000 + 500} {gene} 0 9" for n, gene in enumerate(genes, start=1)]
    parsed = read(cnvkit, table(tmp_path, "t.cns", CNS, *rows), assembly="GRCh38")
    assert parsed.value is None and "CNA015" in codes(parsed)


def test_without_genes_and_assembly_the_file_is_refused(tmp_path: Path) -> None:
    parsed = read(cnvkit, table(tmp_path, "t.cns", CNS, "chr17 100 40000000 - 1 9"))
    assert parsed.value is None and codes(parsed) == ["CNA010"]


def test_bins_are_refused_with_words(tmp_path: Path) -> None:
    path = table(tmp_path, "t.cnr", "chromosome start end gene log2 depth weight", "chr1 0 100 NRAS 0.1 90 0.9")
    parsed = read(cnvkit, path)
    assert sniffers(path) == ["cnvkit"] and parsed.value is None and codes(parsed) == ["CNA001"]


@pytest.mark.parametrize(
    "log2, cn, call",
    [
        pytest.param(-2.3, 0, "", id="0: both copies lost, or one in a pure tumor"),
        pytest.param(-0.9, 1, "", id="1: one copy lost, or both in half of the cells"),
        pytest.param(0.01, 2, "neutral", id="2: neutral"),
        pytest.param(0.45, 3, "gain", id="3: a gain is no amplification"),
        pytest.param(0.75, 4, "", id="4: a gain, or an amplification in few cells"),
        pytest.param(4.2, 37, "", id="37: the number is not one of copies"),
    ],
)
def test_cn_of_cut_offs_is_no_count_of_copies(tmp_path: Path, log2: float, cn: int, call: str) -> None:
    rows = (f"{CHR1} - -0.9 1 9", f"{CHR17} - {log2} {cn} 9", "chr2 0 100 - 0.25 3 9")
    parsed = read(cnvkit, table(tmp_path, "t.call.cns", CALLED, *rows))
    assert parsed.value is not None
    (row,) = of(parsed.value, "ERBB2")
    assert (row.copies, row.log2_ratio, row.call) == (None, log2, call)
    assert row.call_rule == ("cnvkit_threshold" if call else "")
    assert "CNA060" in codes(parsed)


def test_a_gain_on_a_sex_chromosome_is_no_call(tmp_path: Path) -> None:
    rows = (f"{CHR1} - -0.9 1 9", "chrX 0 155270560 - 0.3 3 9")
    assert {row.call for row in of(profile(cnvkit, table(tmp_path, "t.cns", CALLED, *rows)), "AR")} == {""}


def test_cn_of_the_clonal_method_is_copies_with_a_warning(tmp_path: Path) -> None:
    rows = (f"{CHR1} - -0.35 0.9 2 2 0 9", f"{CHR17} - 2.3219 0.7 10 7 3 9", "chr2 0 200000000 - 0.25 NA 2 NA NA 9")
    parsed = read(cnvkit, table(tmp_path, "t.call.cns", ALLELIC, *rows))
    assert parsed.value is not None
    found = {g: [(r.copies, r.minor_copies, r.call) for r in of(parsed.value, g)] for g in ("NRAS", "ERBB2", "ALK")}
    assert found == {"NRAS": [(2, 0, "")], "ERBB2": [(10, 3, "")], "ALK": [(2, None, "")]}
    assert "CNA061" in codes(parsed)


def test_cn_of_other_cut_offs_is_not_used(tmp_path: Path) -> None:
    rows = (f"{CHR1} - -1.5 0 9", f"{CHR17} - 0.28 2 9")  # 0 below -1.1; 2 up to 0.3
    parsed = read(cnvkit, table(tmp_path, "t.call.cns", CALLED, *rows))
    assert parsed.value is not None and {(r.copies, r.call) for r in parsed.value.copy_numbers} == {(None, "")}
    assert "CNA063" in codes(parsed)


# --- PURPLE -------------------------------------------------------------------------------------------------------

PURPLE_SEGMENTS = "chromosome start end copyNumber bafCount segmentStartSupport minorAlleleCopyNumber"
PURPLE_GENES = "chromosome start end gene minCopyNumber maxCopyNumber somaticRegions transcriptId isCanonical minMinorAlleleCopyNumber"
PURPLE_DRIVERS = "chromosome gene isCanonical driver driverLikelihood minCopyNumber maxCopyNumber"
PURPLE_PURITY = "purity diploidProportion ploidy gender status msStatus tml tmlStatus tmbPerMb tmbStatus"


def test_purple_segments_are_absolute_copies(tmp_path: Path) -> None:
    path = table(tmp_path, "T1.purple.cnv.somatic.tsv", PURPLE_SEGMENTS, "1 1 248956422 3.1 9 TELOMERE 1.02")
    found = profile(purple, path, assembly="GRCh38")
    (row,) = of(found, "NRAS")
    assert (row.copies, row.minor_copies, found.sample, found.kinds) == (3.1, 1.02, "T1", {"copy_number"})


SCARRED = (
    "1 1 60000000 2.0 9 TELOMERE 1.0",
    "1 60000001 100000000 1.1 9 NONE 0.04",  # 40 Mb without the lesser allele, in the short arm
    "1 100000001 248956422 2.0 9 NONE 1.0",
)


def test_segments_of_both_alleles_give_the_scars_with_the_share_they_cover(tmp_path: Path) -> None:
    path = table(tmp_path, "T1.purple.cnv.somatic.tsv", PURPLE_SEGMENTS, *SCARRED)
    (counted,) = profile(purple, path, assembly="GRCh38").biomarkers
    assert (counted.marker, counted.method, counted.scale) == ("HRD_SEGMENTS", "segments", "scarHRD")
    assert counted.value == 3.0  # one loss, two breaks in the short arm
    assert counted.detail == "loh=1;tai=0;lst=2;covered=0.087"
    assert counted.source is not None and counted.source.file == path.name


def test_a_segment_whose_lesser_allele_is_not_known_covers_nothing(tmp_path: Path) -> None:
    row = "1 100 200 0 10 {start} {end} 0.5 2 {lesser}"
    columns = "chrom seg num.mark nhet cnlr.median start end cf.em tcn.em lcn.em segclust"
    rows = [
        row.format(start=1, end=60_000_000, lesser="1") + " 1",
        row.format(start=60_000_001, end=240_000_000, lesser="NA") + " 2",
    ]
    (counted,) = profile(facets, table(tmp_path, "t.cncf.txt", columns, *rows), assembly="GRCh37").biomarkers
    assert counted.detail == "loh=0;tai=0;lst=0;covered=0.021"


@pytest.mark.parametrize("reader", ["seg", "cnvkit"])
def test_ratios_alone_give_no_scars(tmp_path: Path, reader: str) -> None:
    if reader == "seg":
        found = profile(
            seg,
            table(tmp_path, "t.seg", "ID chrom loc.start loc.end num.mark seg.mean", "T 1 1 200000000 9 0.5"),
            assembly="GRCh37",
        )
    else:
        found = profile(cnvkit, table(tmp_path, "t.cns", CNS, f"{CHR1} - 0.01 900"))
    assert found.biomarkers == ()


def test_a_fitted_zero_below_zero_is_no_copy_and_a_negative_number_is_refused(tmp_path: Path) -> None:
    rows = ("1 1 248956422 -0.0117 9 TELOMERE 0", "17 1 83257441 -2 9 TELOMERE 0")
    parsed = read(purple, table(tmp_path, "T1.purple.cnv.somatic.tsv", PURPLE_SEGMENTS, *rows), assembly="GRCh38")
    assert parsed.value is not None
    assert {r.copies for r in of(parsed.value, "NRAS")} == {0.0} and parsed.value.tally == {"malformed": 1}
    assert codes(parsed) == ["CNA026", "CNA022"]


def test_purple_genes_have_the_lowest_copies_of_their_exons(tmp_path: Path) -> None:
    brca2, hoxb8 = place("BRCA2"), place("HOXB8")
    rows = (
        f"13 {brca2.start} {brca2.end} BRCA2 0.1 2.0 2 ENST1 true 0",
        f"17 {hoxb8.start} {hoxb8.end} HOXB8 2 2 1 ENST2 true 1",
        "9 21967752 21995301 CDKN2A 0 0 1 ENST3 false 0",
        "9 1 100 LOC0000 2 2 1 ENST4 true 1",
    )
    parsed = read(purple, table(tmp_path, "T1.purple.cnv.gene.tsv", PURPLE_GENES, *rows))
    assert parsed.value is not None
    assert [(r.gene, r.copies, r.minor_copies, r.call) for r in parsed.value.copy_numbers] == [("BRCA2", 0.1, 0, "")]
    assert parsed.value.tally == {"other_gene": 1, "other_transcript": 1, "unknown_gene": 1}
    assert parsed.value.assembly == "GRCh38" and codes(parsed) == ["CNA074", "CNA040"]


def test_genes_that_lie_on_the_other_assembly_refuse_the_file(tmp_path: Path) -> None:
    brca2 = place("BRCA2", "GRCh37")
    path = table(tmp_path, "g.tsv", PURPLE_GENES, f"13 {brca2.start} {brca2.end} BRCA2 2 2 1 ENST1 true 1")
    parsed = read(purple, path, assembly="GRCh38")
    assert parsed.value is None and codes(parsed) == ["CNA014"]
    assert profile(purple, path).assembly == "GRCh37"


@pytest.mark.parametrize(
    "driver, call, reason, code",
    [
        pytest.param("AMP", "amplification", "", "", id="amplification"),
        pytest.param("DEL", "deep_loss", "", "CNA075", id="deletion of a part, reported by the source"),
        pytest.param("PARTIAL_AMP", "", "partial_amplification", "CNA071", id="part of a gene"),
        pytest.param("HOM_DEL_DISRUPTION", "", "disruption", "CNA072", id="disruption"),
        pytest.param("GERMLINE_DELETION", "", "germline_driver", "CNA073", id="germline"),
        pytest.param("MUTATION", "", "driver_without_copies", "", id="mutation with many copies"),
    ],
)
def test_what_a_driver_of_purple_is(tmp_path: Path, driver: str, call: str, reason: str, code: str) -> None:
    path = table(tmp_path, "T1.purple.driver.catalog.somatic.tsv", PURPLE_DRIVERS, f"17 ERBB2 true {driver} 1 6.5 20.1")
    parsed = read(purple, path)
    assert parsed.value is not None
    assert [(r.call, r.call_rule, r.copies) for r in parsed.value.copy_numbers] == (
        [(call, "purple_driver", 6.5)] if call else []
    )
    assert parsed.value.tally == ({reason: 1} if reason else {}) and codes(parsed) == ([code] if code else [])


def test_purity_ploidy_sex_burden_and_instability(tmp_path: Path) -> None:
    row = "0.62 0.1 3.4 FEMALE NORMAL MSI 900 HIGH 7.2 LOW"
    found = profile(purple, table(tmp_path, "T1.purple.purity.tsv", PURPLE_PURITY, row))
    assert (found.purity, found.ploidy, found.sex, found.records, found.kept) == (0.62, 3.4, "female", 1, 1)
    assert [(b.marker, b.state, b.value, b.unit) for b in found.biomarkers] == [
        ("MSI", "high", None, ""),
        ("TMB", "low", 7.2, "mut_per_mb"),  # tmlStatus HIGH is mutational load
    ]


def test_where_no_tumor_was_found_nothing_counts(tmp_path: Path) -> None:
    row = "1.0 0.9 2.0 MALE NO_TUMOR MSS 1 LOW 0.1 LOW"
    parsed = read(purple, table(tmp_path, "T1.purple.purity.tsv", PURPLE_PURITY, row))
    assert parsed.value is not None and codes(parsed) == ["CNA070"]
    assert (parsed.value.purity, parsed.value.biomarkers, parsed.value.tally) == (None, (), {"no_tumor": 1})


@pytest.mark.parametrize(
    "row, purity, ploidy",
    [
        pytest.param("62 0.1 3.4 MALE NORMAL MSS 1 LOW 1 LOW", None, 3.4, id="percent"),
        pytest.param("0.5 0.1 -1 MALE NORMAL MSS 1 LOW 1 LOW", 0.5, None, id="negative ploidy"),
    ],
)
def test_a_purity_that_cannot_be_is_not_given(
    tmp_path: Path, row: str, purity: float | None, ploidy: float | None
) -> None:
    parsed = read(purple, table(tmp_path, "T1.purple.purity.tsv", PURPLE_PURITY, row))
    assert parsed.value is not None and codes(parsed) == ["CNA077"]
    assert (parsed.value.purity, parsed.value.ploidy) == (purity, ploidy)


@pytest.mark.parametrize("rows", [(), ("0.5 0.1 2 MALE NORMAL MSS 1 LOW 1 LOW",) * 2], ids=["none", "two"])
def test_a_purity_file_holds_one_tumor(tmp_path: Path, rows: tuple[str, ...]) -> None:
    parsed = read(purple, table(tmp_path, "T1.purple.purity.tsv", PURPLE_PURITY, *rows))
    assert parsed.value is None and "CNA076" in codes(parsed)


# --- FACETS -------------------------------------------------------------------------------------------------------

FACETS_FIT = "chrom seg num.mark nhet cnlr.median mafR segclust start end cf.em tcn.em lcn.em"
FACETS_GENES = "sample gene chrom gene_start gene_end median_cnlr_seg tcn.em lcn.em cn_state filter"


def test_facets_segments_are_copies_and_an_unknown_lesser_allele_is_no_loss(tmp_path: Path) -> None:
    rows = (
        "1 1 99 0 0.1 NA 1 1 248956422 0.6 3 NA",
        "23 2 99 9 0.1 0.2 1 1 156040895 0.6 2 0",
        "17 3 9 9 0 0 1 1 83257441 NA NA NA",
    )
    parsed = read(facets, table(tmp_path, "t.cncf.tsv", FACETS_FIT, *rows), assembly="GRCh38")
    assert parsed.value is not None
    assert [(r.copies, r.minor_copies) for g in ("NRAS", "AR", "TP53") for r in of(parsed.value, g)] == [
        (3, None),
        (2, 0),
    ]
    assert parsed.value.tally == {"no_value": 1} and codes(parsed) == ["CNA023"]


def test_facets_files_of_the_wrapper_have_other_names(tmp_path: Path) -> None:
    header = "ID chrom loc.start loc.end seg num.mark nhet cnlr.median mafR segclust tcn lcn"
    found = profile(facets, table(tmp_path, "t_hisens.cncf.txt", header, "S1 1 1 249250621 1 9 9 0 0 1 4 2"))
    assert (found.sample, found.assembly, {r.copies for r in of(found, "NRAS")}) == ("S1", "GRCh37", {4})


@pytest.mark.parametrize(
    "state, filtered, call, code",
    [
        pytest.param("AMP", "PASS", "amplification", "", id="amplification"),
        pytest.param("AMP~(LOH)", "RESCUE", "amplification", "", id="rescued"),
        pytest.param("AMP", "suppress_segment_too_large", "", "CNA081", id="suppressed by the source"),
        pytest.param("GAIN", "PASS", "gain", "", id="gain"),
        pytest.param("TETRAPLOID", "PASS", "", "", id="a gain or neutral, by the genome"),
        pytest.param("HOMDEL", "PASS", "deep_loss", "", id="homozygous deletion"),
        pytest.param("HETLOSS", "PASS", "loss", "", id="loss"),
        pytest.param("INDETERMINATE", "PASS", "", "", id="indeterminate"),
    ],
)
def test_the_state_of_a_gene_is_facets_own_word(
    tmp_path: Path, state: str, filtered: str, call: str, code: str
) -> None:
    path = table(tmp_path, "t.gene_level.txt", FACETS_GENES, f"S1 ERBB2 17 1 2 0.9 7 1 {state} {filtered}")
    parsed = read(facets, path)
    assert parsed.value is not None and codes(parsed) == ([code] if code else [])
    assert [(r.gene, r.copies, r.minor_copies, r.call) for r in parsed.value.copy_numbers] == [("ERBB2", 7, 1, call)]


# --- PCGR ---------------------------------------------------------------------------------------------------------

PCGR_GENES = (
    "CHROM SEGMENT_START SEGMENT_END SYMBOL ENSEMBL_GENE_ID CN_MAJOR CN_MINOR VARIANT_CLASS TRANSCRIPT_OVERLAP_PERCENT "
    "SAMPLE_ID TUMOR_PLOIDY TUMOR_PLOIDY_SOURCE TUMOR_PURITY"
)


def test_pcgr_genes_have_copies_the_class_and_purity(tmp_path: Path) -> None:
    rows = (
        "17 1 9 ERBB2 ENSG00000141736 6 1 amplification 60 S1 2.4 provided 0.7",
        "17 10 20 ERBB2 ENSG00000141736 1 1 . 40 S1 2.4 provided 0.7",
        "9 1 9 CDKN2A . 0 0 homdel 100 S1 2.4 provided 0.7",
        "8 1 9 MYC . 3 1 gain 100 S1 2.4 provided 0.7",
        "8 1 9 BRAF . 1 0 hetdel 100 S1 2.4 provided 0.7",
        "8 1 9 NOGENE . 1 0 hetdel 100 S1 2.4 provided 0.7",
    )
    parsed = read(pcgr_cna, table(tmp_path, "S1.pcgr.grch38.cna_gene_ann.tsv", PCGR_GENES, *rows))
    assert parsed.value is not None
    assert [(r.gene, r.copies, r.minor_copies, r.call) for r in parsed.value.copy_numbers] == [
        ("ERBB2", 7, 1, "amplification"),
        ("CDKN2A", 0, 0, "deep_loss"),
        ("MYC", 4, 1, "gain"),
        ("BRAF", 1, 0, "loss"),
    ]
    assert (parsed.value.purity, parsed.value.ploidy) == (0.7, 2.4)
    assert parsed.value.tally == {"repeated_gene": 1, "unknown_gene": 1} and codes(parsed) == ["CNA040"]


def test_pcgr_tells_an_estimated_ploidy_and_a_class_it_does_not_know(tmp_path: Path) -> None:
    rows = ("17 1 9 ERBB2 . 6 1 hyperamplified 60 S1 2.4 estimated .",)
    parsed = read(pcgr_cna, table(tmp_path, "S1.tsv", PCGR_GENES, *rows))
    assert parsed.value is not None and parsed.value.purity is None
    assert [r.call for r in parsed.value.copy_numbers] == [""] and codes(parsed) == ["CNA092", "CNA090"]


def test_equal_rows_that_contradict_leave_the_gene_without_a_value(tmp_path: Path) -> None:
    rows = ("17 1 9 ERBB2 . 6 1 gain 50 S1 2 provided .", "17 1 9 HER2 . 1 1 . 50 S1 2 provided .")
    named = profile(pcgr_cna, table(tmp_path, "a.tsv", PCGR_GENES, *rows))
    assert [r.copies for r in of(named, "ERBB2")] == [7]  # the approved symbol wins over an alias
    parsed = read(pcgr_cna, table(tmp_path, "b.tsv", PCGR_GENES, rows[0], rows[1].replace("HER2", "ERBB2")))
    assert parsed.value is not None and not parsed.value.copy_numbers
    assert parsed.value.tally == {"repeated_gene": 2} and codes(parsed) == ["CNA042"]


def test_swapped_alleles_are_the_same_total_and_the_lesser_is_the_minor(tmp_path: Path) -> None:
    path = table(tmp_path, "t.tsv", "Chromosome Start End nMajor nMinor", "1 1 249250621 1 3")
    assert {(r.copies, r.minor_copies) for r in of(profile(pcgr_cna, path), "NRAS")} == {(4, 1)}


# --- SEG ----------------------------------------------------------------------------------------------------------

SEG = "ID chrom loc.start loc.end num.mark seg.mean"
MANY = ("A 1 1 249250621 9 0.4", "B 1 1 249250621 9 -0.4", "B 23 1 155270560 9 1.5")


def test_a_sample_out_of_many(tmp_path: Path) -> None:
    found = profile(seg, table(tmp_path, "s.seg", SEG, *MANY), sample="B")
    assert (found.samples, found.sample, found.records) == (("A", "B"), "B", 2)
    assert [(r.log2_ratio, r.copies, r.call) for g in ("NRAS", "AR") for r in of(found, g)] == [
        (-0.4, None, ""),
        (1.5, None, ""),
    ]


@pytest.mark.parametrize(
    "rows, asked, code",
    [
        pytest.param(MANY, "", "TBL020", id="many, none chosen"),
        pytest.param(MANY, "C", "TBL021", id="not in the file"),
        pytest.param(MANY[:1], "C", "TBL021", id="another one than the only one"),
    ],
)
def test_a_sample_that_cannot_be_told_is_refused(tmp_path: Path, rows: tuple[str, ...], asked: str, code: str) -> None:
    parsed = read(seg, table(tmp_path, "s.seg", SEG, *rows), sample=asked)
    assert parsed.value is None and codes(parsed) == [code]


def test_a_seg_of_copies_is_refused(tmp_path: Path) -> None:
    rows = [f"A {n} 1 1000000 9 {mean}" for n, mean in enumerate((2.0, 2.1, 3.0, 1.0, 2.0), start=1)]
    parsed = read(seg, table(tmp_path, "s.seg", SEG, *rows), assembly="GRCh37")
    assert parsed.value is None and codes(parsed) == ["CNA052"]


def test_the_tables_of_the_broad_and_of_gdc_are_seg_files_too(tmp_path: Path) -> None:
    for header in (
        "Sample Chromosome Start End Num_Probes Segment_Mean",
        "GDC_Aliquot Chromosome Start End Num_Probes Segment_Mean",
    ):
        path = table(tmp_path, "s.txt", header, "A chr1 1 248956422 9 0.4")
        assert sniffers(path) == ["seg"]
        assert {r.log2_ratio for r in of(profile(seg, path, assembly="GRCh38"), "NRAS")} == {0.4}


# --- all ----------------------------------------------------------------------------------------------------------


def test_every_format_is_taken_by_one_reader(tmp_path: Path) -> None:
    headers = {
        "cnvkit": (CNS, CALLED, ALLELIC),
        "purple": (PURPLE_SEGMENTS, PURPLE_GENES, PURPLE_DRIVERS, PURPLE_PURITY),
        "facets": (FACETS_FIT, FACETS_GENES),
        "pcgr_cna": (PCGR_GENES, "Chromosome Start End nMajor nMinor"),
        "seg": (SEG,),
    }
    for name, known in headers.items():
        for header in known:
            assert sniffers(table(tmp_path, "t.tsv", header, " ".join("1" for _ in header.split()))) == [name]


def test_a_reader_names_itself_and_its_evidence() -> None:
    for reader in READERS:
        assert reader.NAME and reader.SUFFIXES and reader.VERIFIED and "copy_number" in reader.KINDS
