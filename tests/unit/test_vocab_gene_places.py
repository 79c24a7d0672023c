"""Gene places: the coding part of a gene on both assemblies, as RefSeq has it."""

from __future__ import annotations

import pytest

from tumorboard import vocab
from tumorboard.vocab import GenePlaces
from tumorboard.vocab.gene_places import GenePlace

PLACES = GenePlaces.load()
LENGTH_X = {"GRCh37": 155270560, "GRCh38": 156040895}


@pytest.mark.parametrize(
    "gene, chrom, position37, position38",
    [
        pytest.param("BRAF", "7", 140453136, 140753336, id="BRAF V600E"),
        pytest.param("EGFR", "7", 55259515, 55191822, id="EGFR L858R"),
        pytest.param("KRAS", "12", 25398285, 25245351, id="KRAS G12C"),
        pytest.param("PIK3CA", "3", 178952085, 179234297, id="PIK3CA H1047R"),
    ],
)
def test_a_known_hotspot_lies_in_a_coding_exon_of_its_gene(
    gene: str, chrom: str, position37: int, position38: int
) -> None:
    for assembly, position in (("GRCh37", position37), ("GRCh38", position38)):
        place = PLACES.of(assembly, gene)
        assert place is not None and place.chrom == chrom and place.covered(position - 1, position) == 1


def test_every_known_allele_of_a_coding_exon_lies_in_the_place_of_its_gene() -> None:
    outside = {
        (assembly, allele.key)
        for (assembly, chrom, start, ref, _), allele in vocab.load().alleles.at.items()
        if allele.consequence in {"missense_variant", "stop_gained"} and len(ref) == 1
        for place in [PLACES.of(assembly, allele.gene)]
        if place is None or place.chrom != chrom or not place.covered(start, start + 1)
    }
    assert outside == set()


def test_a_coding_sequence_has_whole_codons_on_both_assemblies() -> None:
    broken = {
        symbol
        for symbol in (line.split("\t")[0] for line in PLACES.lines if line.split("\t")[2])
        for assembly in ("GRCh37", "GRCh38")
        for place in [PLACES.of(assembly, symbol)]
        if place and len(place.coding) > 1 and place.coding_bases % 3
    }
    assert broken == set()


def test_every_gene_with_a_role_has_a_place_and_exons() -> None:
    roles = [line.split("\t")[0] for line in vocab.Genes.load().entries._lines if line.split("\t")[4]]  # type: ignore[attr-defined]
    assert len(roles) > 300
    for assembly in ("GRCh37", "GRCh38"):
        assert [g for g in roles if not ((place := PLACES.of(assembly, g)) and place.listed)] == []


def test_genes_of_a_chromosome_come_in_order_and_within_its_length() -> None:
    for assembly, length in LENGTH_X.items():
        places = PLACES.on(assembly, "X")
        assert 750 < len(places) < 900
        assert [p.start for p in places] == sorted(p.start for p in places)
        assert all(0 < p.start < p.end < length for p in places)


def test_what_touches_an_interval_is_what_a_plain_search_finds() -> None:
    for start, end in ((21_900_000, 22_050_000), (21_968_227, 21_968_228), (0, 10), (133_000_000, 133_800_000)):
        plain = tuple(p for p in PLACES.on("GRCh37", "9") if p.start < end and p.end > start)
        assert PLACES.within("GRCh37", "9", start, end) == plain
    assert "CDKN2A" in {p.symbol for p in PLACES.within("GRCh37", "9", 21_900_000, 22_050_000)}


def test_a_name_without_a_place_has_none() -> None:
    assert PLACES.of("GRCh38", "NOSUCH") is None and PLACES.on("GRCh38", "MT") == ()


def test_covered_counts_coding_bases_only() -> None:
    place = GenePlace("X", "1", 10, 40, ((10, 15), (30, 40)))
    assert [place.covered(*i) for i in ((0, 100), (15, 30), (14, 31), (40, 50))] == [15, 0, 2, 0]


def test_an_empty_table_knows_nothing() -> None:
    assert GenePlaces().of("GRCh37", "TP53") is None and GenePlaces().within("GRCh38", "17", 0, 10**9) == ()
