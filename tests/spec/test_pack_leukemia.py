"""Chronic myeloid and acute lymphoblastic leukemia of the starter pack, through the criteria and through the ranking."""

from __future__ import annotations

import pytest
from tests.pack_support import case, context, regimens

from tumorboard.board.assess import assess_case
from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge import pack_loader
from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case
from tumorboard.model.verdict import Verdict

PH = "BCR::ABL1"
NEW, RELAPSED = {"states": ["newly_diagnosed", "chronic_phase"]}, {"states": ["relapsed"]}
LATER = {"states": ["chronic_phase"], "had": ("imatinib",)}

# (disease, findings, facts, expected among the regimens, never among them)
PROFILES = [
    ("CML", [PH], NEW, ["imatinib", "dasatinib", "nilotinib", "bosutinib", "asciminib", "flumatinib"], []),
    ("CML", [], NEW, ["imatinib", "dasatinib", "nilotinib"], []),
    ("CMLBCRABL1", [PH], LATER, ["dasatinib", "nilotinib", "bosutinib", "asciminib"], []),
    ("CML", [PH, "ABL1 T315I"], LATER, ["ponatinib", "asciminib", "olverembatinib"], []),
    ("ACML", [], NEW, [], ["imatinib", "dasatinib"]),
    ("BLL", [PH], RELAPSED, ["dasatinib", "imatinib"], ["nilotinib", "asciminib"]),
    ("BLL", [PH], {"states": ["newly_diagnosed"]}, ["blinatumomab + dasatinib"], []),
    ("BLL", [], RELAPSED, ["tisagenlecleucel", "brexucabtagene autoleucel"], ["dasatinib"]),
    ("BLL", ["CD19 positive"], RELAPSED, ["blinatumomab"], ["inotuzumab ozogamicin"]),
    ("BLL", ["CD22 positive"], RELAPSED, ["inotuzumab ozogamicin"], ["blinatumomab"]),
    ("BLL", ["EBF1::PDGFRB"], {"tested": True}, ["dasatinib", "imatinib"], []),
    ("TLL", ["CD19 negative"], RELAPSED, [], ["blinatumomab", "tisagenlecleucel"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, object], expected: list[str], never: list[str]
) -> None:
    found = regimens(case(disease, *findings, age=24, **facts))  # type: ignore[arg-type]
    assert set(expected) - found == set()
    assert set(never) & found == set()


# (allele, inhibitors that are never kept): ELN 2020 and NCCN, by drug
ALLELES = [
    ("T315I", ["bosutinib", "dasatinib", "imatinib", "nilotinib"]),
    ("V299L", ["bosutinib", "dasatinib"]),
    ("F317L", ["bosutinib", "dasatinib"]),
    ("Y253H", ["nilotinib"]),
    ("E255K", ["nilotinib"]),
    ("F359V", ["asciminib", "nilotinib"]),
    ("A337T", ["asciminib"]),
    ("G250E", ["bosutinib"]),
]
INHIBITORS = {"asciminib", "bosutinib", "dasatinib", "imatinib", "nilotinib", "ponatinib"}


def assessed(profile: Case) -> Assessment:
    return assess_case(profile, pack_loader.load(LEAVES), context())


@pytest.mark.parametrize(("allele", "useless"), ALLELES)
def test_an_allele_removes_exactly_the_inhibitors_it_withstands(allele: str, useless: list[str]) -> None:
    result = assessed(case("CML", PH, f"ABL1 {allele}", states=["chronic_phase"]))
    kept = {o.therapies[0] for o in result.options if len(o.therapies) == 1} & INHIBITORS
    assert kept == INHIBITORS - set(useless)
    told = {r.code for o in result.rejected if o.therapies[0] in useless for r in (*o.against, *o.conflicts)}
    assert "resistance.as_strong" in told


def test_t315i_ranks_the_inhibitors_made_for_it_first() -> None:
    result = assessed(case("CML", PH, "ABL1 T315I", states=["chronic_phase"], had=("imatinib", "dasatinib")))
    assert {o.therapies for o in result.options[:3]} == {("asciminib",), ("olverembatinib",), ("ponatinib",)}
    assert ("dasatinib",) not in {o.therapies for o in result.options}


def test_ponatinib_is_no_option_in_a_newly_diagnosed_chronic_phase() -> None:
    assert ("ponatinib",) not in {o.therapies for o in assessed(case("CML", PH, **NEW)).options}


def test_a_chronic_myeloid_leukemia_needs_no_second_proof_of_its_fusion() -> None:
    kept = [o for o in assessed(case("CML", **NEW)).options if o.therapies == ("imatinib",)]
    assert kept[0].verdict is Verdict.MET
    assert kept[0].bucket == "approved_own_tumor"


def test_cd19_directed_therapies_are_rejected_where_the_antigen_is_lost() -> None:
    result = assessed(case("BLL", "CD19 negative", "CD22 positive", age=20, **RELAPSED))
    kept = {" + ".join(o.therapies) for o in result.options}
    assert "inotuzumab ozogamicin" in kept
    assert not {"blinatumomab", "tisagenlecleucel", "brexucabtagene autoleucel"} & kept


MARKERS = [
    ("BLL", "ETV6::RUNX1", {("diagnostic", "unknown_tumor"), ("prognostic_better", "same_tumor")}),
    ("BLL", "PLOIDY_LOW positive", {("diagnostic", "unknown_tumor"), ("prognostic_worse", "same_tumor")}),
    ("MPN", PH, {("diagnostic", "unknown_tumor")}),
    ("PV", PH, {("diagnostic", "other_tumor")}),
]


@pytest.mark.parametrize(("disease", "finding", "expected"), MARKERS, ids=["ETV6", "hypodiploid", "MPN", "PV"])
def test_a_finding_is_told_for_diagnosis_and_risk(disease: str, finding: str, expected: set[tuple[str, str]]) -> None:
    found = assessed(case(disease, finding)).markers
    assert {(m.predicate, m.relation) for m in found if m.verdict is Verdict.MET} == expected
