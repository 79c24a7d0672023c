"""The VCF reader on small files written from the specification."""

from __future__ import annotations

from tests.vcf_support import FIXTURES, codes, profile, read

from tumorboard.model.alteration import Origin, ProteinChange


def test_the_traps_of_one_small_file() -> None:
    parsed = read(FIXTURES / "traps.vcf")
    found = parsed.value
    assert found is not None
    braf, spanned, mnv = found.variants
    assert (braf.gene, braf.protein) == ("BRAF", ProteinChange("substitution", "V", 600, alt="E"))
    assert (braf.vaf, braf.alt_reads, braf.depth, braf.depth_rule) == (0.4, 40, 100, "ad")
    assert braf.origin is Origin.SOMATIC
    assert (braf.transcript, braf.exon, braf.population_af, braf.clinvar) == (
        "ENST00000646891.2", 15, 0.000004, "pathogenic",
    )  # fmt: skip
    assert braf.known_allele == "BRAF:V600E"
    assert spanned.alt_reads == 10, "the index into AD counts the * allele"
    assert spanned.filter == ""
    assert mnv.position is not None and (mnv.position.ref, mnv.position.alt) == ("CAT", "TGG"), "never atomized"
    assert dict(found.tally) == {
        "breakend_without_partner": 1, "filtered": 2, "spanning_deletion": 1, "symbolic_allele": 1, "synonymous": 1,
    }  # fmt: skip
    assert found.records == 9
    assert codes(parsed).count("VCF051") == 2, "both coding alleles that failed a filter are named"


def test_the_header_proves_the_assembly_and_names_the_tumor() -> None:
    found = profile(FIXTURES / "traps.vcf")
    assert (found.assembly, found.sample, found.annotated) == ("GRCh38", "TUMOR", True)
