"""Lung cancer: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

import pytest
from tests.pack_support import biomarker_verdict, case, regimens

from tumorboard.model.verdict import Verdict

# (disease, findings, expected among the regimens, never among them)
PROFILES = [
    ("LUAD", ["EGFR L858R"], ["osimertinib", "amivantamab + lazertinib", "carboplatin + osimertinib + pemetrexed"], ["sotorasib"]),
    ("LUAD", ["EGFR E746_A750del 19"], ["osimertinib", "erlotinib"], ["mobocertinib"]),
    ("LUAD", ["EGFR A767_V769dup 20"], ["amivantamab", "amivantamab + carboplatin + pemetrexed", "sunvozertinib"], ["osimertinib"]),
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
