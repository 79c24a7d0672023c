"""Breast cancer: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

import pytest
from tests.pack_support import biomarker_verdict, case, regimens

from tumorboard.model.verdict import Verdict

HR = ["ER positive", "PR positive", "HER2 zero"]
TNBC = ["ER negative", "PR negative", "HER2 zero"]
PROFILES = [
    ("IDC", ["HER2 positive"], ["docetaxel + pertuzumab + trastuzumab", "trastuzumab deruxtecan", "capecitabine + trastuzumab + tucatinib"], ["fulvestrant + ribociclib"]),
    ("IDC", [*HR], ["letrozole + ribociclib", "fulvestrant + palbociclib", "abemaciclib + fulvestrant"], ["alpelisib + fulvestrant", "docetaxel + pertuzumab + trastuzumab", "trastuzumab deruxtecan"]),
    ("IDC", [*HR, "PIK3CA H1047R"], ["alpelisib + fulvestrant", "fulvestrant + inavolisib + palbociclib", "capivasertib + fulvestrant"], []),
    ("IDC", [*HR, "AKT1 E17K"], ["capivasertib + fulvestrant"], ["alpelisib + fulvestrant"]),
    ("ILC", [*HR, "ESR1 D538G"], ["elacestrant", "imlunestrant"], []),
    ("IDC", ["ER positive", "PR negative", "HER2 low"], ["trastuzumab deruxtecan"], ["trastuzumab emtansine"]),
    ("IDC", ["ER positive", "PR negative", "HER2 ultralow"], ["trastuzumab deruxtecan"], []),
    ("IDC", [*TNBC, "PD-L1 CPS 15 22C3"], ["nab-paclitaxel + pembrolizumab", "sacituzumab govitecan"], ["letrozole + ribociclib"]),
    ("IDC", [*TNBC, "PD-L1 CPS 5 22C3"], ["sacituzumab govitecan"], ["nab-paclitaxel + pembrolizumab"]),
    ("IDC", [*TNBC, "PIK3CA H1047R"], [], ["alpelisib + fulvestrant", "capivasertib + fulvestrant"]),
    ("LUAD", [*HR, "PIK3CA H1047R"], [], ["alpelisib + fulvestrant"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(disease: str, findings: list[str], expected: list[str], never: list[str]) -> None:
    found = regimens(case(disease, *findings))
    assert set(expected) - found == set()
    assert set(never) & found == set()


def test_receptors_that_were_not_recorded_leave_the_label_open_and_in_its_place() -> None:
    row = "TB.BRCA.PIK3CA.001"
    assert biomarker_verdict(row, case("IDC", "PIK3CA H1047R")) is Verdict.UNKNOWN
    assert biomarker_verdict(row, case("IDC", "PIK3CA H1047R", *HR)) is Verdict.MET
    assert biomarker_verdict(row, case("IDC", "PIK3CA H1047R", *TNBC)) is Verdict.NOT_MET


def test_erbb2_amplification_by_sequencing_is_not_her2_positive() -> None:
    assert biomarker_verdict("TB.BRCA.HER2.001", case("IDC", "ERBB2 amplification", tested=True)) is Verdict.UNKNOWN


def test_a_somatic_brca_variant_does_not_meet_a_germline_label() -> None:
    somatic = case("IDC", *HR, "BRCA1 C61G", tested=True)
    assert biomarker_verdict("TB.BRCA.BRCA.001", somatic) is not Verdict.MET


def test_esr1_mutation_speaks_against_aromatase_inhibitors_only() -> None:
    assert regimens(case("IDC", *HR, "ESR1 Y537S"), "resistance") == {"class aromatase_inhibitor"}
