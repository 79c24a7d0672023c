"""Gastric and esophageal cancer: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

import pytest
from tests.pack_support import biomarker_verdict, case, regimens
from tests.spec.test_codon_only import options

from tumorboard.model.verdict import Verdict

NEW: dict[str, object] = {"had": ()}
LATER: dict[str, object] = {"had": ("capecitabine+cisplatin+trastuzumab",)}
PROFILES = [
    ("STAD", ["HER2 positive"], NEW, ["capecitabine + cisplatin + trastuzumab"], ["trastuzumab deruxtecan"]),
    ("STAD", ["HER2 positive", "PD-L1 CPS 3 22C3"], NEW, ["capecitabine + oxaliplatin + pembrolizumab + trastuzumab"], ["capecitabine + oxaliplatin + pembrolizumab"]),
    ("STAD", ["HER2 positive", "PD-L1 CPS 0 22C3"], NEW, ["capecitabine + cisplatin + trastuzumab"], ["capecitabine + oxaliplatin + pembrolizumab + trastuzumab"]),
    ("GEJ", ["HER2 positive"], LATER, ["trastuzumab deruxtecan"], ["capecitabine + cisplatin + trastuzumab"]),
    ("STAD", ["HER2 zero", "CLDN18_2 80%"], NEW, ["capecitabine + oxaliplatin + zolbetuximab", "fluorouracil + leucovorin + oxaliplatin + zolbetuximab"], []),
    ("STAD", ["HER2 zero", "CLDN18_2 60%"], NEW, [], ["capecitabine + oxaliplatin + zolbetuximab"]),
    ("STAD", ["HER2 positive", "CLDN18_2 80%"], NEW, [], ["capecitabine + oxaliplatin + zolbetuximab"]),
    ("STAD", ["HER2 zero", "PD-L1 CPS 3 22C3"], NEW, ["capecitabine + oxaliplatin + pembrolizumab"], ["capecitabine + nivolumab + oxaliplatin", "pembrolizumab"]),
    ("ESCA", ["HER2 zero", "PD-L1 CPS 8 28-8"], NEW, ["capecitabine + nivolumab + oxaliplatin"], ["capecitabine + oxaliplatin + pembrolizumab"]),
    ("STAD", ["HER2 zero", "PD-L1 CPS 0 22C3"], NEW, [], ["capecitabine + oxaliplatin + pembrolizumab"]),
    ("STAD", ["MSI-H"], NEW, ["pembrolizumab", "ipilimumab + nivolumab"], []),
    ("ESCC", ["PD-L1 CPS 12 22C3"], NEW, ["cisplatin + fluorouracil + pembrolizumab"], ["capecitabine + cisplatin + trastuzumab"]),
    ("ESCC", ["PD-L1 TPS 5 28-8"], NEW, ["ipilimumab + nivolumab", "cisplatin + fluorouracil + nivolumab"], ["cisplatin + fluorouracil + pembrolizumab"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, object], expected: list[str], never: list[str]
) -> None:
    found = regimens(case(disease, *findings, **facts))
    assert set(expected) - found == set()
    assert set(never) & found == set()


def test_zolbetuximab_waits_for_the_her2_status() -> None:
    row = "TB.EGC.CLDN18.001"
    assert biomarker_verdict(row, case("STAD", "CLDN18_2 80%")) is Verdict.UNKNOWN
    assert biomarker_verdict(row, case("STAD", "CLDN18_2 80%", "HER2 low")) is Verdict.MET


def test_erbb2_amplification_by_sequencing_does_not_open_trastuzumab() -> None:
    assert biomarker_verdict("TB.EGC.HER2.001a", case("STAD", "ERBB2 amplification")) is Verdict.UNKNOWN


NOT_HERE = [
    # tumor, typed, regimen that another tumor's label or trial speaks for, kept
    ("STAD", "HER2 3+", "Trastuzumab emtansine", False),  # GATSBY
    ("ESCA", "HER2 3+", "Trastuzumab emtansine", False),
    ("STAD", "HER2 3+", "Capecitabine + Lapatinib", False),  # closed for futility; LOGiC
    ("STAD", "HER2 3+", "Trastuzumab deruxtecan", True),
    ("BLCA", "HER2 3+", "Trastuzumab emtansine", True),  # not tried, so not denied
    ("COAD", "KRAS G12D", "Binimetinib", False),
    ("COAD", "NRAS Q61K", "Binimetinib", False),  # NCI-MATCH: 1 of 47
    ("SKCM", "NRAS Q61K", "Binimetinib", True),  # NEMO
    ("COAD", "BRAF V600E", "Dabrafenib", False),
    ("COAD", "BRAF V600E", "Cetuximab + Encorafenib", True),
]


@pytest.mark.parametrize(("disease", "typed", "regimen", "kept"), NOT_HERE)
def test_what_failed_in_a_tumor_is_no_option_in_it(disease: str, typed: str, regimen: str, kept: bool) -> None:
    found = {
        " + ".join(o["therapies"]) for o in options(disease, typed) if o["kept"] and o["predicate"] == "sensitivity"
    }
    assert (regimen in found) is kept
