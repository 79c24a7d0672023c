"""What a leaf of CTML says of a patient here, beside what MatchEngine says: coverage decides between negative and not tested.

The patients are like those on whom MatchEngine was probed, once with what a file happens to show and once with a declared test of every gene.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.evidence_support import context
from tests.truth_support import interpreted

from tumorboard import vocab
from tumorboard.criteria.combinators import All
from tumorboard.formats.trials.ctml.nodes import Reader
from tumorboard.formats.trials.ctml.notes import Notes
from tumorboard.model.verdict import Criterion

ON = date(2026, 11, 23)
PATIENTS = {
    "none": "",
    "V600E": "BRAF V600E",
    "G469A": "BRAF G469A",
    "both": "BRAF V600E; BRAF G469A",
    "V600*": "BRAF V600*",
    "delins": "BRAF V600_K601delinsE",
    "BRAFamp": "BRAF amplification",
    "MSIH": "MSI high",
    "EML4-ALK": "EML4::ALK",
    "ERBB2amp": "ERBB2 amplification",
    "EGFRe19": "EGFR E746_A750del exon 19",
    "HER2pos": "HER2 IHC 3+",
    "tmb20": "TMB 20",
}
WHO = "LUAD; male; age 60"


def mutation(gene: str, **more: Any) -> dict[str, Any]:
    return {"genomic": {"hugo_symbol": gene, "variant_category": "Mutation", **more}}


def genomic(**keys: Any) -> dict[str, Any]:
    return {"genomic": keys}


def clinical(**keys: Any) -> dict[str, Any]:
    return {"clinical": keys}


MUTATED = {"V600E", "G469A", "both", "V600*", "delins"}
# leaf, patients met, patients not met; of the rest nothing is known without a test, and the opposite with one
GENOMIC: list[tuple[str, dict[str, Any], set[str], set[str]]] = [
    ("no BRAF mutation", genomic(hugo_symbol="BRAF", variant_category="!Mutation"), set(), MUTATED),
    ("no BRAF V600E", mutation("BRAF", protein_change="!p.V600E"), set(), {"V600E", "both"}),
    ("two negations say the same", genomic(hugo_symbol="!BRAF", variant_category="Mutation", protein_change="!p.V600E"), set(), {"V600E", "both"}),
    ("codon 600, stop and delins too", mutation("BRAF", wildcard_protein_change="p.V600"), {"V600E", "both", "V600*", "delins"}, set()),
    ("without p. the same", mutation("BRAF", wildcard_protein_change="V600"), {"V600E", "both", "V600*", "delins"}, set()),
    ("any variation", genomic(hugo_symbol="BRAF", variant_category="Any Variation"), MUTATED | {"BRAFamp"}, set()),
    ("wild type", mutation("BRAF", wildtype=True), set(), MUTATED),
    ("exon 19", mutation("EGFR", exon=19), {"EGFRe19"}, set()),
    ("exon as text", mutation("EGFR", exon="19"), {"EGFRe19"}, set()),
    ("not exon 19", mutation("EGFR", exon="!19"), set(), {"EGFRe19"}),
    ("ALK rearranged", genomic(hugo_symbol="ALK", variant_category="Structural Variation"), {"EML4-ALK"}, set()),
    ("ALK not rearranged", genomic(hugo_symbol="ALK", variant_category="!Structural Variation"), set(), {"EML4-ALK"}),
    ("EML4 with ALK", genomic(hugo_symbol="EML4", fusion_partner_hugo_symbol="ALK", variant_category="Structural Variation"), {"EML4-ALK"}, set()),
    ("ALK with EML4", genomic(hugo_symbol="ALK", fusion_partner_hugo_symbol="EML4", variant_category="Structural Variation"), {"EML4-ALK"}, set()),
    ("ERBB2 amplified", genomic(hugo_symbol="ERBB2", variant_category="CNV", cnv_call="High Amplification"), {"ERBB2amp"}, set()),
]  # fmt: skip


def verdict(node: dict[str, Any], line: str) -> str:
    criteria = Reader(Notes("t.json"), vocab.load()).match([node], "match")
    return told(All(criteria), "; ".join(filter(None, (WHO, line))))


def told(criterion: Criterion, line: str) -> str:
    return criterion.check(interpreted(line, on=ON), context(ON)).verdict.name


@pytest.mark.parametrize(("what", "leaf", "met", "not_met"), GENOMIC, ids=[r[0] for r in GENOMIC])
def test_a_genomic_leaf_is_unknown_without_a_test_and_settled_with_one(
    what: str, leaf: dict[str, Any], met: set[str], not_met: set[str]
) -> None:
    settled = {**dict.fromkeys(met, "MET"), **dict.fromkeys(not_met, "NOT_MET")}
    opposite = "NOT_MET" if met else "MET"
    found = {p: verdict(leaf, f"undeclared; {line}".rstrip("; ")) for p, line in PATIENTS.items()}
    assert found == {p: settled.get(p, "UNKNOWN") for p in PATIENTS}
    tested = {p: verdict(leaf, f"tested; {line}".rstrip("; ")) for p, line in PATIENTS.items()}
    assert tested == {p: settled.get(p, opposite) for p in PATIENTS}


CLINICAL: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("HER2 negative", clinical(her2_status="Negative"), {"HER2 IHC 3+": "NOT_MET", "": "UNKNOWN", "HER2 IHC 0": "MET"}),
    ("an unknown key", clinical(stage="IV"), {"stage IV": "UNKNOWN", "": "UNKNOWN"}),
    ("and its negation", clinical(stage="!IV"), {"stage IV": "UNKNOWN", "": "UNKNOWN"}),
    ("TMB", clinical(tmb_numerical=">=10"), {"TMB 20": "MET", "TMB 2": "NOT_MET", "": "UNKNOWN"}),
    ("low TMB", clinical(tmb_numerical="<10"), {"TMB 20": "NOT_MET", "TMB 2": "MET", "": "UNKNOWN"}),
    ("TMB above", clinical(tmb_numerical=">20"), {"TMB 20": "UNKNOWN", "TMB 30": "MET", "TMB 10": "NOT_MET"}),
    ("MMR", genomic(mmr_status="MMR-Deficient"), {"MSI high": "MET", "MSI stable": "NOT_MET", "": "UNKNOWN"}),
    ("not MSI-H", genomic(ms_status="!MSI-H"), {"MSI high": "NOT_MET", "MSI stable": "MET", "": "UNKNOWN"}),
    ("MSS", genomic(ms_status="MSS"), {"MSI high": "NOT_MET", "MSI stable": "UNKNOWN", "": "UNKNOWN"}),
    ("signature", genomic(uva_signature="Yes"), {"": "UNKNOWN"}),
]


@pytest.mark.parametrize(("what", "leaf", "expected"), CLINICAL, ids=[r[0] for r in CLINICAL])
def test_what_was_not_recorded_is_unknown(what: str, leaf: dict[str, Any], expected: dict[str, str]) -> None:
    assert {line: verdict(leaf, line) for line in expected} == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("!Melanoma", ["MET", "NOT_MET", "MET", "UNKNOWN"]),
        ("Lung", ["MET", "NOT_MET", "NOT_MET", "UNKNOWN"]),
        ("LUAD", ["MET", "NOT_MET", "NOT_MET", "UNKNOWN"]),
        ("_SOLID_", ["MET", "MET", "NOT_MET", "UNKNOWN"]),
        ("_LIQUID_", ["NOT_MET", "NOT_MET", "MET", "UNKNOWN"]),
    ],
)
def test_a_missing_diagnosis_is_unknown_and_codes_are_read(name: str, expected: list[str]) -> None:
    (asked,) = Reader(Notes("t.json"), vocab.load()).match([clinical(oncotree_primary_diagnosis=name)], "match")
    assert [told(asked, line) for line in ("LUAD", "MEL", "AML", "age 60")] == expected


@pytest.mark.parametrize(
    ("value", "verdicts"),
    [
        (">=40", "NOT_MET MET MET"),
        ("<40", "MET NOT_MET NOT_MET"),
        ("==40", "NOT_MET MET NOT_MET"),
        (">40", "NOT_MET UNKNOWN MET"),
        ("<=40", "MET UNKNOWN NOT_MET"),
        (">=40.5", "NOT_MET UNKNOWN MET"),
    ],
)
def test_only_patients_at_the_limit_of_an_age_are_for_a_person(value: str, verdicts: str) -> None:
    (asked,) = Reader(Notes("t.json"), vocab.load()).match([clinical(age_numerical=value)], "match")
    assert [told(asked, f"age {n}") for n in (39, 40, 41)] == verdicts.split()
