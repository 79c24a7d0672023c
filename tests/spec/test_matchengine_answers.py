"""What MatchEngine V2 answers, row by row: clinically wrong answers included, because a peer is described, not followed.

Each row is a one-arm trial and the invented samples that the unmodified engine returned for it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from tests.matchengine_support import comment, copies, fusion, matched, mutation, repair, sample, trial

OLD = {"REPORT_DATE": datetime(2015, 1, 1)}
SAMPLES = [
    sample("plain"),
    sample("V600E", mutation("BRAF", "p.V600E")),
    sample("V600E wt=no", mutation("BRAF", "p.V600E", WILDTYPE=False)),
    sample("G469A", mutation("BRAF", "p.G469A")),
    sample("BRAF wt", mutation("BRAF", None, TRUE_PROTEIN_CHANGE=None, WILDTYPE=True)),
    sample("BRAF NRAS", mutation("BRAF", "p.V600E"), mutation("NRAS", "p.Q61R")),
    sample("BRAF TP53", mutation("BRAF", "p.V600E"), mutation("TP53", "p.R175H")),
    sample("BRAF NRAS TP53", mutation("BRAF", "p.V600E"), mutation("NRAS", "p.Q61R"), mutation("TP53", "p.R175H")),
    sample("KRAS", mutation("KRAS", "p.G12C")),
    sample("KRAS TP53", mutation("KRAS", "p.G12C"), mutation("TP53", "p.R175H")),
    sample("old text", comment("EML4-ALK fusion seen"), **OLD),
    sample("old text is ALK", comment("ALK"), **OLD),
    sample("old text denies", comment("no ALK rearrangement"), **OLD),
    sample("undated fusion", fusion("EML4", "ALK"), REPORT_DATE=None),
    sample("EML4-ALK", fusion("EML4", "ALK")),
    sample("ALK-nothing", fusion("ALK", None)),
    sample("ALK-ALK", fusion("ALK", "ALK")),
    sample("ERBB2 gain", copies("ERBB2", "Gain")),
    sample("40 today", BIRTH_DATE_INT=19861123),
    sample("40 and a day", BIRTH_DATE_INT=19861122),
    sample("40 tomorrow", BIRTH_DATE_INT=19861124),
    sample("no diagnosis", ONCOTREE_PRIMARY_DIAGNOSIS_NAME=None),
    sample("AML", ONCOTREE_PRIMARY_DIAGNOSIS_NAME="Acute Myeloid Leukemia"),
    sample("stranger", ONCOTREE_PRIMARY_DIAGNOSIS_NAME="Made Up Cancer"),
    sample("skin", ONCOTREE_PRIMARY_DIAGNOSIS_NAME="Cutaneous Melanoma"),
    sample("woman", GENDER="Female"),
    sample("woman BRAF", mutation("BRAF", "p.V600E"), GENDER="Female"),
    sample("proficient", repair("Proficient (MMR-P / MSS)")),
    sample("deficient", repair("Deficient (MMR-D / MSI-H)")),
    sample("exon 19", mutation("EGFR", "p.E746_A750del", TRUE_TRANSCRIPT_EXON=19)),
    sample("HER2", HER2_STATUS="Positive"),
]
ALL = {s.id for s in SAMPLES}
BRAF8 = {
    "V600E",
    "V600E wt=no",
    "G469A",
    "BRAF wt",
    "BRAF NRAS",
    "BRAF TP53",
    "BRAF NRAS TP53",
    "woman BRAF",
}
V600_6 = BRAF8 - {"G469A", "BRAF wt"}
TEXT = {"old text", "old text denies"}
ALK5 = TEXT | {"EML4-ALK", "ALK-nothing", "ALK-ALK"}
SV = "Structural Variation"


def gene(symbol: str, **more: Any) -> dict[str, Any]:
    return {"genomic": {"hugo_symbol": symbol, "variant_category": "Mutation", **more}}


def genomic(**keys: Any) -> dict[str, Any]:
    return {"genomic": keys}


def dx(name: str) -> dict[str, Any]:
    return {"clinical": {"oncotree_primary_diagnosis": name}}


def clinical(**keys: Any) -> dict[str, Any]:
    return {"clinical": keys}


HER2 = clinical(her2_status="Positive")
NESTED = {"or": [gene("KRAS"), {"and": [gene("BRAF"), {"or": [gene("NRAS"), gene("EGFR")]}]}]}
ROWS: list[tuple[str, list[dict[str, Any]], set[str]]] = [
    ("two keys on one field keep the later", [gene("BRAF", protein_change="p.V600E", wildcard_protein_change="p.G469")], {"G469A"}),
    ("and in the other order the other", [gene("BRAF", wildcard_protein_change="p.G469", protein_change="p.V600E")], V600_6),
    ("a nested or loses its partner", [{"and": [NESTED, {"or": [gene("TP53"), gene("ALK")]}]}], {"BRAF NRAS", "BRAF NRAS TP53", "BRAF TP53", "KRAS TP53"}),
    ("category in another case", [genomic(hugo_symbol="ALK", variant_category="structural variation")], set()),
    ("a rearrangement, even a denied one", [genomic(hugo_symbol="ALK", variant_category=SV)], ALK5),
    ("no rearrangement", [genomic(hugo_symbol="ALK", variant_category=f"!{SV}")], ALL - ALK5),
    ("SV as category", [genomic(hugo_symbol="ALK", variant_category="SV")], set()),
    ("intergenic partner", [genomic(hugo_symbol="ALK", variant_category=SV, fusion_partner_hugo_symbol="intergenic")], TEXT | {"ALK-nothing"}),
    ("any gene with ALK", [genomic(hugo_symbol="any_gene", variant_category=SV, fusion_partner_hugo_symbol="ALK")], {"ALK-ALK", "EML4-ALK"}),
    ("ALK with ALK", [genomic(hugo_symbol="ALK", variant_category=SV, fusion_partner_hugo_symbol="ALK")], TEXT | {"ALK-ALK"}),
    ("not wild type needs a stored no", [gene("BRAF", wildtype=False)], {"V600E wt=no"}),
    ("wild type as text", [gene("BRAF", wildtype="true")], set()),
    ("wild type as text, denied", [gene("BRAF", wildtype="!true")], ALL),
    ("age ==", [clinical(age_numerical="==40")], {"40 today"}),
    ("age <=", [clinical(age_numerical="<=40")], {"40 tomorrow", "40 today"}),
    ("age >=", [clinical(age_numerical=">=40")], ALL - {"40 tomorrow"}),
    ("age > needs a day more", [clinical(age_numerical=">40")], ALL - {"40 today", "40 tomorrow"}),
    ("age <", [clinical(age_numerical="<40")], {"40 tomorrow"}),
    ("a month as a fraction", [clinical(age_numerical="<40.083")], {"40 today", "40 and a day", "40 tomorrow"}),
    ("a second fraction is dropped", [clinical(age_numerical=">=40.0.9")], ALL - {"40 tomorrow"}),
    ("gene in lower case", [gene("braf")], set()),
    ("copy call of the patient", [genomic(hugo_symbol="ERBB2", variant_category="Copy Number Variation", cnv_call="Gain")], {"ERBB2 gain"}),
    ("copy call of the curator", [genomic(hugo_symbol="ERBB2", variant_category="Copy Number Variation", cnv_call="Low Amplification")], {"ERBB2 gain"}),
    ("CNV as category", [genomic(hugo_symbol="ERBB2", variant_category="CNV")], {"ERBB2 gain"}),
    ("no category", [genomic(hugo_symbol="ERBB2")], {"ERBB2 gain"}),
    ("an ignored alternative empties the or", [{"and": [gene("BRAF"), {"or": [HER2, gene("KRAS")]}]}], BRAF8),
    ("alone in an or it is nothing", [{"or": [HER2, gene("KRAS")]}], {"KRAS", "KRAS TP53"}),
    ("in an and it vanishes", [{"and": [HER2, gene("BRAF")]}], BRAF8),
    ("two leaves in one node", [{"or": [{**clinical(gender="Female"), **gene("BRAF")}, gene("KRAS")]}], {"KRAS", "KRAS TP53", "woman BRAF"}),
    ("and beside or under an or", [{"or": [{"and": [gene("BRAF")], "or": [gene("KRAS"), gene("NRAS")]}, gene("ALK")]}], BRAF8 | {"KRAS", "KRAS TP53"}),
    ("a leaf and its negation", [{"and": [gene("BRAF"), genomic(hugo_symbol="BRAF", variant_category="!Mutation")]}], set()),
    ("an unknown key", [gene("BRAF", allele_fraction=0.3)], set()),
    ("no variation", [genomic(hugo_symbol="BRAF", variant_category="!Any Variation")], ALL - BRAF8),
    ("any variation", [genomic(hugo_symbol="ERBB2", variant_category="any variation")], {"ERBB2 gain"}),
    ("negation of one key turns the leaf", [gene("BRAF", protein_change="!p.V600E")], ALL - V600_6),
    ("a diagnosis nobody knows", [dx("Made Up Cancer")], {"stranger"}),
    ("and its negation", [dx("!Made Up Cancer")], ALL - {"stranger"}),
    ("diagnosis in lower case", [dx("lung adenocarcinoma")], set()),
    ("not solid", [dx("!_SOLID_")], {"AML", "stranger", "no diagnosis"}),
    ("liquid", [dx("_LIQUID_")], {"AML"}),
    ("descendants", [dx("Melanoma")], {"skin"}),
    ("two clinical keys", [clinical(oncotree_primary_diagnosis="Lung", gender="Female")], {"woman", "woman BRAF"}),
    ("MSI-L is read as proficient", [genomic(ms_status="MSI-L")], {"proficient"}),
    ("MSS too", [genomic(ms_status="MSS")], {"proficient"}),
    ("repair denied", [genomic(mmr_status="!MMR-Proficient")], ALL - {"proficient"}),
    ("repair and MSI keep the later", [genomic(mmr_status="MMR-Deficient", ms_status="MSS")], {"proficient"}),
    ("a gene beside a signature is not asked", [genomic(hugo_symbol="BRAF", mmr_status="MMR-Deficient")], {"deficient"}),
    ("codon denied", [gene("BRAF", wildcard_protein_change="!p.V600")], ALL - V600_6),
    ("exon as a fraction", [gene("EGFR", exon=19.0)], {"exon 19"}),
    ("exon as text", [gene("EGFR", exon="19")], set()),
    ("exon as text, denied", [gene("EGFR", exon="!19")], ALL),
    ("a list matches nobody", [gene("BRAF", protein_change=["p.V600E", "p.V600K"])], set()),
    ("a null gene matches what has none", [genomic(hugo_symbol=None, variant_category="SV")], {s.id for s in SAMPLES if s.genomic and s.genomic[0]["VARIANT_CATEGORY"] == "SV"}),
    ("an unknown clinical key", [clinical(stage="IV")], set()),
    ("and its negation is everybody", [clinical(stage="!IV")], ALL),
    ("an empty match", [], set()),
    ("an empty and", [{"and": []}], set()),
    ("an empty or is passed over", [{"and": [gene("BRAF"), {"or": []}]}], BRAF8),
    ("not male", [clinical(gender="!Male")], {"woman", "woman BRAF"}),
    ("gender in lower case", [clinical(gender="male")], set()),
    ("no burden, in neither direction", [{"or": [clinical(tmb_numerical=">=10"), clinical(tmb_numerical="<10")]}], set()),
]  # fmt: skip


@pytest.mark.parametrize(("what", "nodes", "expected"), ROWS, ids=[r[0] for r in ROWS])
def test_a_trial_returns_what_the_engine_returned(what: str, nodes: list[dict[str, Any]], expected: set[str]) -> None:
    assert matched(trial(*nodes), SAMPLES) == sorted(expected)


CLINICAL_ONLY = {
    "age ==", "age <=", "age >=", "age > needs a day more", "age <", "a month as a fraction",
    "a second fraction is dropped", "a diagnosis nobody knows", "and its negation", "diagnosis in lower case",
    "not solid", "liquid", "descendants", "two clinical keys", "not male", "gender in lower case",
    "and its negation is everybody",
}  # fmt: skip


@pytest.mark.parametrize(("what", "nodes", "expected"), ROWS, ids=[r[0] for r in ROWS])
def test_with_default_flags_only_paths_with_clinical_criteria_alone_fall_silent(
    what: str, nodes: list[dict[str, Any]], expected: set[str]
) -> None:
    silent = what in CLINICAL_ONLY
    told = matched(trial(*nodes), SAMPLES, match_on_closed=False, all_clinical_reasons=False)
    assert told == ([] if silent else sorted(expected))
