"""Acute myeloid and promyelocytic leukemia: regimens, resistance, risk and diagnosis of the starter pack."""

from __future__ import annotations

import pytest
from tests.pack_support import biomarker_verdict, case, context, regimens

from tumorboard.board.assess import assess_case
from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge import pack_loader
from tumorboard.model.verdict import Verdict

ITD = "FLT3 D600_L601insDFREYEYD 14"
NEW, RELAPSED = {"states": ["newly_diagnosed"]}, {"states": ["relapsed"]}

# (disease, findings, facts, expected among the regimens, never among them)
PROFILES = [
    ("AML", [ITD], NEW, ["cytarabine + daunorubicin + midostaurin", "cytarabine + daunorubicin + quizartinib"], ["gilteritinib"]),
    ("AML", [ITD], RELAPSED, ["gilteritinib"], ["cytarabine + daunorubicin + midostaurin"]),
    ("AML", ["FLT3 D835Y 20"], NEW, ["cytarabine + daunorubicin + midostaurin"], ["cytarabine + daunorubicin + quizartinib"]),
    ("AML", ["FLT3 D835Y 20"], RELAPSED, ["gilteritinib"], []),
    ("AML", ["IDH1 R132C"], NEW, ["azacitidine + ivosidenib", "ivosidenib"], ["olutasidenib", "enasidenib"]),
    ("AML", ["IDH1 R132C"], RELAPSED, ["ivosidenib", "olutasidenib"], ["azacitidine + ivosidenib", "enasidenib"]),
    ("AML", ["IDH2 R140Q"], RELAPSED, ["enasidenib"], ["ivosidenib", "olutasidenib"]),
    ("TAML", ["IDH2 R172K"], RELAPSED, ["enasidenib"], []),
    ("AML", ["NPM1 W288Cfs"], RELAPSED, ["revumenib", "ziftomenib"], []),
    ("AML", ["KMT2A::MLLT3"], RELAPSED, ["revumenib"], ["ziftomenib"]),
    ("BLL", ["KMT2A::AFF1"], RELAPSED, ["revumenib"], ["ziftomenib"]),
    ("AML", ["CD33 positive"], NEW, ["cytarabine + daunorubicin + gemtuzumab ozogamicin"], []),
    ("AML", ["CD33 negative"], NEW, [], ["cytarabine + daunorubicin + gemtuzumab ozogamicin", "gemtuzumab ozogamicin"]),
    ("AML", ["KIT D816V"], NEW, [], ["cytarabine + daunorubicin + midostaurin"]),
    ("AML", [], NEW, ["azacitidine + venetoclax"], ["azacitidine + ivosidenib"]),
    ("APLPMLRARA", ["PML::RARA"], NEW, ["arsenic trioxide + tretinoin", "tretinoin"], ["arsenic trioxide"]),
    ("APLPMLRARA", ["PML::RARA"], RELAPSED, ["arsenic trioxide"], ["arsenic trioxide + tretinoin"]),
    ("CMML", ["FLT3 D835Y 20"], RELAPSED, [], ["gilteritinib"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, list[str]], expected: list[str], never: list[str]
) -> None:
    found = regimens(case(disease, *findings, **facts))
    assert set(expected) - found == set()
    assert set(never) & found == set()


RESISTANT = [
    ("AML", [ITD, "FLT3 F691L"], ["gilteritinib", "quizartinib"]),
    ("AML", [ITD, "FLT3 D835Y"], ["quizartinib"]),
    ("AML", ["IDH2 R140Q", "IDH2 Q316E"], ["enasidenib"]),
    ("AML", ["KMT2A::AFDN", "MEN1 M327I"], ["revumenib"]),
    ("APLPMLRARA", ["PML::RARA", "PML A216V"], ["arsenic trioxide"]),
    ("AMLRARA", ["ZBTB16::RARA"], ["arsenic trioxide", "tretinoin"]),
]


@pytest.mark.parametrize(("disease", "findings", "agents"), RESISTANT, ids=lambda v: str(v)[:40])
def test_a_resistance_alteration_is_found_beside_the_driver(
    disease: str, findings: list[str], agents: list[str]
) -> None:
    assert set(agents) <= regimens(case(disease, *findings), "resistance")


@pytest.mark.parametrize("driver", [ITD, "IDH1 R132H", "IDH2 R140Q", "NPM1 W288Cfs"])
def test_a_driver_alone_is_no_resistance(driver: str) -> None:
    assert regimens(case("AML", driver), "resistance") == set()


RISK = [
    (["RUNX1::RUNX1T1"], True, ["prognostic_better"]),
    (["CBFB::MYH11"], True, ["prognostic_better"]),
    (["NPM1 W288Cfs"], True, ["prognostic_better"]),
    (["NPM1 W288Cfs", ITD], True, []),
    (["KMT2A::AFDN"], True, ["prognostic_worse"]),
    (["KMT2A::MLLT3"], True, []),
    (["DEK::NUP214"], True, ["prognostic_worse"]),
    (["COMPLEX_KARYOTYPE positive"], True, ["prognostic_worse"]),
    (["DEL17P positive"], True, ["prognostic_worse"]),
    (["COMPLEX_KARYOTYPE negative"], True, []),
    ([], True, []),
]


@pytest.mark.parametrize(("findings", "tested", "expected"), RISK, ids=lambda v: str(v)[:40])
def test_risk_is_that_of_the_european_leukemianet(findings: list[str], tested: bool, expected: list[str]) -> None:
    profile = case("AML", *findings, tested=tested)
    found = assess_case(profile, pack_loader.load(LEAVES), context()).markers
    settled = {m.predicate for m in found if m.verdict is Verdict.MET and m.predicate != "diagnostic"}
    assert settled == set(expected)


def test_npm1_is_favorable_only_once_an_internal_tandem_duplication_was_looked_for() -> None:
    assert biomarker_verdict("TB.AML.NPM1.030", case("AML", "NPM1 W288Cfs")) is Verdict.UNKNOWN
    assert biomarker_verdict("TB.AML.NPM1.030", case("AML", "NPM1 W288Cfs", tested=True)) is Verdict.MET


DIAGNOSES = [
    ("AML", "PML::RARA", "TB.APL.RARA.040", "unknown_tumor"),
    ("APLPMLRARA", "PML::RARA", "TB.APL.RARA.040", "same_tumor"),
    ("MDS", "NPM1 W288Cfs", "TB.AML.NPM1.040", "other_tumor"),
    ("AML", "RUNX1::RUNX1T1", "TB.AML.CBF.040", "unknown_tumor"),
]


@pytest.mark.parametrize(("disease", "finding", "row", "relation"), DIAGNOSES)
def test_a_defining_finding_fits_refines_or_questions_the_diagnosis(
    disease: str, finding: str, row: str, relation: str
) -> None:
    found = assess_case(case(disease, finding), pack_loader.load(LEAVES), context()).markers
    told = next(m for m in found if m.statement == row)
    assert (told.predicate, told.relation, told.verdict) == ("diagnostic", relation, Verdict.MET)


def test_flt3_inhibitors_are_not_options_in_promyelocytic_leukemia() -> None:
    result = assess_case(case("APLPMLRARA", "PML::RARA", ITD, **NEW), pack_loader.load(LEAVES), context())
    kept = [" + ".join(o.therapies) for o in result.options]
    assert kept[0] == "arsenic trioxide + tretinoin"
    assert not [k for k in kept if "midostaurin" in k or "quizartinib" in k or "gilteritinib" in k]
