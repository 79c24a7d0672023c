"""Which findings in a tumor ask for a germline test (Kuzbari 2023; Mandelker 2019, the latter as overridable policy)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.truth_support import interpreted

from tumorboard.model.case import Case
from tumorboard.testing.short_case import short_case

SEVEN = [
    ("BRCA1", "N100fs"), ("BRCA2", "N100fs"), ("PALB2", "N100fs"), ("MLH1", "N100fs"), ("MSH2", "N100fs"),
    ("MSH6", "N100fs"), ("RET", "M918T"),
]  # fmt: skip


def advice(line: str | Case) -> list[tuple[str, str, str]]:
    found = interpreted(line).findings
    assert found is not None
    return [(g.gene, g.advice, g.reason.code) for g in found.germline]


@pytest.mark.parametrize(("gene", "change"), SEVEN)
@pytest.mark.parametrize("tumor", ["HGSOC", "LUAD", "GB", "COAD", "age 75"])
def test_the_seven_genes_are_followed_up_in_any_tumor_at_any_age(gene: str, change: str, tumor: str) -> None:
    assert advice(f"{tumor}; age 75; {gene} {change} vaf 0.48") == [(gene, "recommend", "germline.follow_up")]


TABLE = [
    # case, gene, advice, reason
    ("HGSOC; BRCA1 N100fs vaf 0.48", "BRCA1", "recommend", "germline.follow_up"),
    ("IDC; age 62; TP53 R273H vaf 0.48", "TP53", "not_indicated", "germline.age"),
    ("IDC; age 25; TP53 R273H vaf 0.48", "TP53", "consider", "germline.follow_up"),
    ("IDC; TP53 R273H vaf 0.48", "TP53", "consider", "germline.setting_unknown"),  # age not recorded
    ("LUAD; age 25; TP53 R273H vaf 0.48", "TP53", "not_indicated", "germline.other_tumor"),
    ("HGSOC; BRCA1 C61G pathogenic vaf 0.2", "BRCA1", "not_indicated", "germline.low_fraction"),  # low-VAF SNV
    ("HGSOC; BRCA1 C61G pathogenic vaf 0.3", "BRCA1", "not_indicated", "germline.low_fraction"),  # above, not at
    ("HGSOC; BRCA1 C61G pathogenic vaf 0.31", "BRCA1", "recommend", "germline.follow_up"),
    ("HGSOC; BRCA1 N100fs vaf 0.2", "BRCA1", "not_indicated", "germline.low_fraction"),  # small indels: 20 %
    ("HGSOC; BRCA1 N100fs vaf 0.21", "BRCA1", "recommend", "germline.follow_up"),
    ("HGSOC; BRCA1 C61G pathogenic", "BRCA1", "recommend", "germline.follow_up"),  # fraction not given: not suppressed
    # never suppressed by the fraction alone when a family or personal criterion is met
    ("HGSOC; BRCA1 C61G pathogenic vaf 0.1; family_history yes", "BRCA1", "recommend", "germline.criterion"),
    ("IDC; age 62; TP53 R273H vaf 0.1; family_history yes", "TP53", "recommend", "germline.criterion"),
    # a low fraction in plasma is left to a person
    ("HGSOC; tested; plasma; BRCA1 C61G pathogenic vaf 0.02", "BRCA1", "consider", "germline.low_fraction"),
    ("HGSOC; tested; normal; BRCA1 C61G pathogenic germline", "BRCA1", "recommend", "germline.found_in_normal"),
    ("HGSOC; tested; normal; BRCA1 C61G pathogenic somatic vaf 0.6", "BRCA1", "not_indicated", "germline.somatic_by_normal"),
    ("IDC; ATM N100fs vaf 0.5", "ATM", "consider", "germline.follow_up"),  # the setting is from memory
    ("LUAD; ATM N100fs vaf 0.5", "ATM", "not_indicated", "germline.other_tumor"),
    ("LUAD; STK11 N100fs vaf 0.5", "STK11", "not_indicated", "germline.low_conversion"),
    ("COAD; MUTYH N100fs vaf 0.5", "MUTYH", "not_indicated", "germline.one_allele"),
    ("COAD; MUTYH N100fs vaf 0.5; MUTYH N100fs vaf 0.5", "MUTYH", "not_indicated", "germline.one_allele"),  # read twice
    ("HGSOC; BRCA1 N100fs vaf 0.5 af 0.03", "BRCA1", "consider", "germline.frequent"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "gene", "expected", "reason"), TABLE)
def test_follow_up_by_gene_tumor_age_fraction_and_history(case: str, gene: str, expected: str, reason: str) -> None:
    given = advice(case)
    assert given
    assert set(given) == {(gene, expected, reason)}


def test_two_different_alleles_of_a_recessive_gene_are_followed_up() -> None:
    assert {a for _, a, _ in advice("COAD; MUTYH N100fs vaf 0.5; MUTYH R200* vaf 0.5")} == {"consider"}


NOTHING = [
    "HGSOC; BRCA1 A100V vaf 0.5",  # unknown significance
    "HGSOC; BRCA1 A100V vaf 0.5 benign",
    "HGSOC; BRCA1 N100fs vaf 0.5 benign",
    "HGSOC; BRCA1 P871L vaf 0.5",  # a known polymorphism
    "HGSOC; EGFR L858R vaf 0.5",  # not a gene of the policy
    "HGSOC; BRCA1 L100= vaf 0.5",
]


@pytest.mark.parametrize("case", NOTHING)
def test_what_is_not_pathogenic_is_not_followed_up(case: str) -> None:
    assert advice(case) == []


def test_a_patient_who_declined_gets_one_line_that_names_no_gene() -> None:
    case = short_case("HGSOC; BRCA1 N100fs vaf 0.5; BRCA2 N100fs vaf 0.5")
    assert len(advice(case)) == 2
    assert advice(replace(case, germline_consent=False)) == [("", "not_indicated", "germline.declined")]
    nothing = short_case("LUAD; EGFR L858R")
    assert advice(replace(nothing, germline_consent=False)) == []


REPAIR = [
    # stains and marks of a sporadic tumor, gene, advice
    ("MSH2 lost", "MSH2", "recommend"),
    ("MSH6 lost; MSH2 lost", "MSH2|MSH6", "recommend"),
    ("PMS2 lost", "PMS2", "recommend"),
    ("MLH1 lost; PMS2 lost", "MLH1", "consider"),  # methylation or BRAF V600E first
    ("MLH1 lost; PMS2 lost; MLH1_METHYLATION methylated", "MLH1", "not_indicated"),
    ("MLH1 lost; PMS2 lost; BRAF V600E", "MLH1", "not_indicated"),
    ("MMR deficient", "", "consider"),
]


@pytest.mark.parametrize(("stains", "gene", "expected"), REPAIR)
def test_mismatch_repair_deficiency_asks_by_the_protein_lost(stains: str, gene: str, expected: str) -> None:
    assert [(g, a) for g, a, _ in advice(f"COAD; {stains}")] == [(gene, expected)]
