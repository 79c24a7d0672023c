"""Lung cancer: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

import pytest
from tests.pack_support import biomarker_verdict, case, regimens
from tests.spec.test_codon_only import options

from tumorboard.model.verdict import Verdict

# (disease, findings, expected among the regimens, never among them)
PROFILES = [
    ("LUAD", ["EGFR L858R"], ["osimertinib", "amivantamab + lazertinib", "carboplatin + osimertinib + pemetrexed"], ["sotorasib"]),
    ("LUAD", ["EGFR E746_A750del 19"], ["osimertinib", "erlotinib"], ["mobocertinib"]),
    ("LUAD", ["EGFR A767_V769dup 20"], ["amivantamab", "amivantamab + carboplatin + pemetrexed", "sunvozertinib"], ["osimertinib"]),
    ("LUAD", ["EGFR K745_E746insIPVAKE 19"], ["afatinib", "erlotinib", "gefitinib"], ["amivantamab", "sunvozertinib"]),
    ("LUAD", ["EGFR I740_K745dup 19"], ["afatinib", "erlotinib", "gefitinib"], ["amivantamab"]),
    ("LUAD", ["EGFR L861Q"], ["afatinib", "osimertinib"], ["gefitinib"]),
    ("LUAD", ["ALK fusion"], ["alectinib", "brigatinib", "lorlatinib"], ["osimertinib"]),
    ("LUSC", ["ALK fusion"], ["alectinib", "lorlatinib"], []),
    ("LUAD", ["ROS1 fusion"], ["crizotinib", "entrectinib", "repotrectinib", "taletrectinib"], ["alectinib"]),
    ("LUAD", ["RET fusion"], ["pralsetinib", "selpercatinib"], ["alectinib"]),
    ("LUAD", ["NTRK1 fusion"], ["entrectinib", "larotrectinib", "repotrectinib"], []),
    ("LUAD", ["BRAF V600E"], ["dabrafenib + trametinib", "binimetinib + encorafenib"], ["cetuximab + encorafenib"]),
    ("LUAD", ["BRAF G466V"], [], ["dabrafenib + trametinib", "binimetinib + encorafenib", "vemurafenib"]),
    ("LUAD", ["KRAS G12C"], ["adagrasib", "sotorasib"], ["panitumumab + sotorasib"]),
    ("LUAD", ["KRAS G12D"], [], ["adagrasib", "sotorasib"]),
    ("LUAD", ["MET exon 14"], ["capmatinib", "tepotinib"], []),
    ("LUAD", ["ERBB2 Y772_A775dup 20"], ["trastuzumab deruxtecan", "zongertinib", "sevabertinib"], ["osimertinib", "amivantamab"]),
    ("LUAD", ["ERBB2 S310F 8"], ["trastuzumab deruxtecan"], ["zongertinib", "sevabertinib"]),
    ("LUAD", ["ERBB2 V777L 20"], ["trastuzumab deruxtecan", "zongertinib", "sevabertinib"], []),
    ("COAD", ["EGFR L858R"], [], ["osimertinib"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(disease: str, findings: list[str], expected: list[str], never: list[str]) -> None:
    found = regimens(case(disease, *findings))
    assert set(expected) - found == set()
    assert set(never) & found == set()


RESISTANT = [
    (["EGFR L858R", "EGFR T790M"], "class egfr_tki_1g"),
    (["EGFR L858R", "EGFR C797S"], "class egfr_tki_3g"),
    (["EGFR A767_V769dup 20"], "class egfr_tki_1g"),
    (["ALK fusion", "ALK G1202R"], "alectinib"),
    (["ROS1 fusion", "ROS1 G2032R"], "crizotinib"),
    (["KRAS G12C", "KRAS Y96D"], "class kras_g12c_inhibitor"),
    (["RET fusion", "RET G810S"], "class ret_inhibitor"),
]


@pytest.mark.parametrize(("findings", "agent"), RESISTANT, ids=lambda v: str(v)[:40])
def test_a_resistance_alteration_is_found_beside_the_driver(findings: list[str], agent: str) -> None:
    assert agent in regimens(case("LUAD", *findings), "resistance")


@pytest.mark.parametrize("findings", [["EGFR L858R"], ["ALK fusion"], ["RET fusion"]])
def test_a_driver_alone_is_no_resistance_to_its_own_inhibitor(findings: list[str]) -> None:
    found = regimens(case("LUAD", *findings), "resistance")
    assert found <= {"atezolizumab", "nivolumab", "pembrolizumab"}


def test_pembrolizumab_alone_needs_a_test_for_egfr_and_alk() -> None:
    """R3: a wild-type requirement in a label is NOT_MET for a carrier, and UNKNOWN, never MET, for the untested."""
    row, stain = "TB.NSCLC.PDL1.001", "PD-L1 TPS 80 22C3"
    assert biomarker_verdict(row, case("LUAD", stain, tested=True)) is Verdict.MET
    assert biomarker_verdict(row, case("LUAD", stain)) is Verdict.UNKNOWN
    assert biomarker_verdict(row, case("LUAD", stain, "EGFR L858R", tested=True)) is Verdict.NOT_MET
    assert biomarker_verdict(row, case("LUAD", stain, "ALK fusion", tested=True)) is Verdict.NOT_MET


def test_a_pd_l1_score_of_another_clone_does_not_decide_the_label() -> None:
    assert biomarker_verdict("TB.NSCLC.PDL1.001", case("LUAD", "PD-L1 TPS 80 SP263", tested=True)) is Verdict.UNKNOWN
    assert biomarker_verdict("TB.NSCLC.PDL1.001", case("LUAD", "PD-L1 TPS 20 22C3", tested=True)) is Verdict.NOT_MET


def test_a_second_line_label_is_not_met_by_an_untreated_patient() -> None:
    untreated = case("LUAD", "KRAS G12C", had=())
    assert not {"adagrasib", "sotorasib"} & regimens(untreated)
    assert {"adagrasib", "sotorasib"} <= regimens(case("LUAD", "KRAS G12C", had=("carboplatin+pemetrexed",)))


def test_osimertinib_after_an_earlier_inhibitor_needs_t790m() -> None:
    pretreated = case("LUAD", "EGFR L858R", "EGFR T790M", had=("gefitinib",))
    assert "osimertinib" in regimens(pretreated, open_context=False)
    assert "gefitinib" not in regimens(pretreated)


@pytest.mark.parametrize("change", ["A763_Y764insFQEA", "A763_Y764insLQEA"])
@pytest.mark.parametrize("tested", [True, False])
def test_the_helical_exon_20_insertion_is_no_resistance_to_an_egfr_tki(change: str, tested: bool) -> None:
    profile = case("LUAD", f"EGFR {change} 20", tested=tested)
    assert regimens(profile, "resistance") == set()
    assert biomarker_verdict("TB.NSCLC.EGFR.063", profile) is (Verdict.NOT_MET if tested else Verdict.UNKNOWN)


@pytest.mark.parametrize(
    "finding", ["EGFR K745_E746insIPVAKE 19", "EGFR A763_Y764insFQEA 20", "EGFR D770_N771insSVD 20"]
)
def test_an_insertion_in_exon_19_or_20_is_an_egfr_aberration(finding: str) -> None:
    """Although it may be a variant of unknown significance to the machine, PD-1 labels exclude it."""
    profile = case("LUAD", finding, tested=True)
    assert biomarker_verdict("TB.NSCLC.PDL1.007a", profile) is Verdict.NOT_MET
    assert biomarker_verdict("TB.NSCLC.PDL1.007a", case("LUAD", tested=True)) is Verdict.MET


@pytest.mark.parametrize(
    ("finding", "verdict"),
    [("ERBB2 S310F 8", Verdict.NOT_MET), ("ERBB2 G309A 8", Verdict.NOT_MET), ("ERBB2 R678Q 17", Verdict.NOT_MET),
     ("ERBB2 Y772_A775dup 20", Verdict.MET)],
)  # fmt: skip
def test_kinase_inhibitors_of_her2_ask_for_a_mutation_of_the_kinase(finding: str, verdict: Verdict) -> None:
    for row in ("TB.NSCLC.ERBB2.002", "TB.NSCLC.ERBB2.003", "TB.NSCLC.ERBB2.007"):
        assert biomarker_verdict(row, case("LUAD", finding, tested=True)) is verdict
    assert biomarker_verdict("TB.NSCLC.ERBB2.001", case("LUAD", finding, tested=True)) is Verdict.MET


TYPED = [
    # typed, kept EGFR TKI of the older generations and osimertinib, expected resistance to the first generation
    ("EGFR A763_Y764insFQEA", {"Erlotinib", "Gefitinib", "Osimertinib"}, ""),
    ("EGFR A763_Y764insLQEA", {"Erlotinib", "Gefitinib", "Osimertinib"}, ""),
    ("EGFR K745_E746insIPVAKE", {"Afatinib", "Erlotinib", "Gefitinib"}, ""),
    ("EGFR A767_V769dup", set(), "met"),
    ("EGFR exon 20 insertion", set(), "unknown"),  # which one is not said
]


@pytest.mark.parametrize(("typed", "kept", "resists"), TYPED)
def test_insertions_as_a_clinician_types_them(typed: str, kept: set[str], resists: str) -> None:
    found = options("LUAD", typed)
    regimens_kept = {" + ".join(o["therapies"]) for o in found if o["kept"] and o["predicate"] == "sensitivity"}
    assert regimens_kept & {"Afatinib", "Erlotinib", "Gefitinib", "Osimertinib"} == kept
    assert not any("Pembrolizumab" in r or "Cemiplimab" in r for r in regimens_kept)
    against = [o for o in found if o["kept"] and "TB.NSCLC.EGFR.063" in o["statements"]]
    assert {o["verdict"] for o in against} == ({resists} if resists else set())


def test_her2_outside_the_kinase_asks_for_the_antibody_drug_conjugate() -> None:
    found = [o for o in options("LUAD", "ERBB2 S310F") if o["kept"]]
    assert found[0]["therapies"] == ["Trastuzumab deruxtecan"]
    assert not {"Zongertinib", "Sevabertinib"} & {t for o in found for t in o["therapies"]}
