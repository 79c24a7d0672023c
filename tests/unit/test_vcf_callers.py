"""One small file per caller: which column is the tumor, what its numbers mean, where the allele comes from."""

from __future__ import annotations

import pytest
from tests.vcf_support import FIXTURES, profile

from tumorboard.model.alteration import Origin

SOMATIC, GERMLINE, UNKNOWN = Origin.SOMATIC, Origin.GERMLINE, Origin.UNKNOWN
# file, tumor column, rule, variant reads, depth, allele fraction, origin
CALLERS = (
    ("mutect2", "P1-T", "ad", 40, 100, 0.40, SOMATIC),
    ("vardict", "P1-TUMOR", "ad", 29, 97, 29 / 97, SOMATIC),
    ("strelka2_snv", "TUMOR", "strelka_snv", 29, 100, 29 / 99, SOMATIC),
    ("strelka2_indel", "TUMOR", "strelka_indel", 25, 90, 25 / 75, SOMATIC),
    ("varscan2", "TUMOR", "ad_rd", 39, 81, 39 / 80, SOMATIC),
    ("freebayes", "tumor", "ao_ro", 30, 80, 0.375, GERMLINE),
    ("caveman", "TUMOUR", "caveman", 18, 60, 0.30, SOMATIC),
    ("pindel", "TUMOUR", "pindel", 10, 50, 0.20, UNKNOWN),
    ("somaticsniper", "TUMOR", "bcount", 20, 50, 0.40, SOMATIC),
    ("mpileup", "TUMOR", "dp4", 10, 50, 0.20, UNKNOWN),
    ("mutect1", "TUMOR", "fa_dp", 10, 40, 0.25, SOMATIC),
    ("delly", "TUMOR", "rr_rv", 10, 50, 0.20, SOMATIC),
)


@pytest.mark.parametrize("row", CALLERS, ids=lambda r: r[0])
def test_a_callers_file(row: tuple) -> None:
    name, tumor, rule, reads, depth, vaf, origin = row
    found = profile(FIXTURES / f"{name}.vcf")
    assert found.sample == tumor
    (variant,) = found.variants
    assert (variant.depth_rule, variant.alt_reads, variant.depth) == (rule, reads, depth)
    assert variant.vaf == pytest.approx(vaf)
    assert variant.origin is origin


def test_a_symbolic_duplication_is_counted_and_is_not_a_copy_number_call() -> None:
    found = profile(FIXTURES / "delly.vcf")
    assert found.tally == {"symbolic_allele": 1}
    assert found.copy_numbers == ()


def test_a_germline_allele_says_on_how_many_chromosomes() -> None:
    assert profile(FIXTURES / "freebayes.vcf").variants[0].zygosity == "heterozygous"
