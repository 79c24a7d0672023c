"""Known alleles are found by position on both assemblies, under every way a caller may write them."""

from __future__ import annotations

import re

import pytest

from tumorboard.vocab import Alleles, Genes

KINDS = {"oncogenic", "pathogenic", "polymorphism"}
TERMS = {
    "missense_variant", "stop_gained", "start_lost", "stop_lost", "frameshift_variant", "inframe_deletion",
    "inframe_insertion", "synonymous_variant", "splice_acceptor_variant", "splice_donor_variant", "upstream_gene_variant",
}  # fmt: skip


@pytest.fixture(scope="module")
def alleles() -> Alleles:
    return Alleles.load()


# Positions: 1-based as printed in a VCF, from ClinVar and the literature (checked against the tables of Cancer Hotspots).
@pytest.mark.parametrize(
    ("gene", "change", "assembly", "chrom", "pos", "ref", "alt"),
    [
        ("BRAF", "V600E", "GRCh37", "7", 140453136, "A", "T"),
        ("BRAF", "V600E", "GRCh38", "7", 140753336, "A", "T"),
        ("BRAF", "V600K", "GRCh37", "7", 140453136, "AC", "TT"),
        ("PIK3CA", "H1047R", "GRCh37", "3", 178952085, "A", "G"),
        ("PIK3CA", "H1047R", "GRCh38", "3", 179234297, "A", "G"),
        ("KRAS", "G12C", "GRCh37", "12", 25398285, "C", "A"),
        ("KRAS", "G12C", "GRCh38", "12", 25245351, "C", "A"),
        ("EGFR", "L858R", "GRCh37", "7", 55259515, "T", "G"),
        ("EGFR", "L858R", "GRCh38", "7", 55191822, "T", "G"),
        ("EGFR", "T790M", "GRCh38", "7", 55181378, "C", "T"),
        ("TERT", "promoter", "GRCh37", "5", 1295228, "G", "A"),
        ("TERT", "promoter", "GRCh37", "5", 1295250, "G", "A"),
        ("TERT", "promoter", "GRCh38", "5", 1295113, "G", "A"),
        ("TERT", "promoter", "GRCh38", "5", 1295135, "G", "A"),
        ("JAK2", "V617F", "GRCh38", "9", 5073770, "G", "T"),
        ("IDH1", "R132H", "GRCh37", "2", 209113112, "C", "T"),
        ("MYD88", "L265P", "GRCh37", "3", 38182641, "T", "C"),
        ("ROS1", "G2032R", "GRCh37", "6", 117638347, "C", "T"),
        ("RET", "M918T", "GRCh37", "10", 43617416, "T", "C"),
        ("H3-3A", "K28M", "GRCh37", "1", 226252135, "A", "T"),
        ("ABL1", "T315I", "GRCh37", "9", 133748283, "C", "T"),
        ("TP53", "R175H", "GRCh38", "17", 7675088, "C", "T"),
        ("DNMT3A", "R882H", "GRCh38", "2", 25234373, "C", "T"),
    ],
)
def test_an_allele_named_in_labels_is_found_by_position(
    alleles: Alleles, gene: str, change: str, assembly: str, chrom: str, pos: int, ref: str, alt: str
) -> None:
    known = alleles.find(assembly, f"chr{chrom}", pos - 1, ref, alt)
    assert known is not None
    assert (known.gene, known.change, known.kind) == (gene, change, "oncogenic")


# (assembly, chrom, interbase start, ref, alt) of one event as different callers place it in a repeat.
@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("EGFR:c.2235_2249del", ("GRCh37", "7", 55242464, "GGAATTAAGAGAAGC", "")),
        ("EGFR:c.2236_2250del", ("GRCh37", "7", 55242465, "GAATTAAGAGAAGCA", "")),
        ("NPM1:c.860_863dup", ("GRCh37", "5", 170837543, "", "TCTG")),
        ("NPM1:c.860_863dup", ("GRCh37", "5", 170837547, "", "TCTG")),
        ("ERBB2:c.2313_2324dup", ("GRCh37", "17", 37880981, "", "GCATACGTGATG")),
        ("ASXL1:c.1934dup", ("GRCh38", "20", 32434638, "", "G")),
        ("CHEK2:c.1100del", ("GRCh38", "22", 28695868, "G", "")),
        ("BRCA2:c.5946del", ("GRCh38", "13", 32340300, "T", "")),
        ("BRCA1:c.68_69del", ("GRCh37", "17", 41276044, "CT", "")),
    ],
)
def test_an_insertion_or_deletion_is_found_where_a_caller_may_place_it(
    alleles: Alleles, key: str, written: tuple[str, str, int, str, str]
) -> None:
    known = alleles.find(*written)
    assert known is not None and known.key == key


def test_an_allele_is_found_under_its_other_names(alleles: Alleles) -> None:
    assert alleles.named["H3-3A", "K27M"] == alleles.named["H3-3A", "K28M"]
    assert {a.change for a in alleles.named["ERBB2", "A775_G776insYVMA"]} == {"Y772_A775dup"}
    assert {a.change for a in alleles.named["NPM1", "W288fs"]} == {"W288Cfs"}
    assert {a.hgvs_c for a in alleles.named["BRAF", "V600E"]} >= {"c.1799T>A", "c.1799_1800delinsAA"}


def test_every_placement_is_trimmed(alleles: Alleles) -> None:
    for _, _, start, ref, alt in alleles.at:
        assert ref != alt and start >= 0
        assert not (ref and alt and (ref[0] == alt[0] or ref[-1] == alt[-1]))
        assert set(ref + alt) <= set("ACGT")


def test_every_row_has_an_approved_gene_a_known_kind_and_a_known_consequence(alleles: Alleles) -> None:
    symbols = Genes.load().entries
    for known in alleles.at.values():
        assert known.gene in symbols, known
        assert known.kind in KINDS and known.consequence in TERMS and known.source, known


def test_every_protein_change_can_be_read(alleles: Alleles) -> None:
    form = re.compile(r"^([A-Z*]\d+(_[A-Z*]\d+)?([A-Z*]|=|del|dup|[A-Z]?fs|ins[A-Z*]+|delins[A-Z*]+)|promoter|splice)$")
    assert sorted({k.change for k in alleles.at.values() if not form.match(k.change)}) == []


def test_a_polymorphism_is_never_also_listed_as_oncogenic(alleles: Alleles) -> None:
    both = {(k.gene, k.hgvs_c) for k in alleles.at.values() if k.kind == "polymorphism"} & {
        (k.gene, k.hgvs_c) for k in alleles.at.values() if k.kind != "polymorphism"
    }
    assert both == set()


def test_there_are_enough_alleles_on_both_assemblies(alleles: Alleles) -> None:
    by_build = {b: {k.key for key, k in alleles.at.items() if key[0] == b} for b in ("GRCh37", "GRCh38")}
    assert len(by_build["GRCh37"] & by_build["GRCh38"]) >= 600
