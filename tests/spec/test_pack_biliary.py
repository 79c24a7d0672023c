"""Biliary tract cancer: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import biomarker_verdict, case, check, regimens

from tumorboard.model.verdict import Verdict

NEW: dict[str, Any] = {"had": ()}
SECOND: dict[str, Any] = {"had": ("cisplatin+durvalumab+gemcitabine",)}
PROFILES = [
    ("IHCH", ["IDH1 R132C"], SECOND, ["ivosidenib"], ["pemigatinib"]),
    ("IHCH", ["IDH1 R132C"], NEW, [], ["ivosidenib"]),
    ("GBC", ["IDH1 R132C"], SECOND, [], ["ivosidenib"]),
    ("IHCH", ["FGFR2 fusion"], SECOND, ["futibatinib", "pemigatinib"], ["ivosidenib"]),
    ("PHCH", ["FGFR2 fusion"], SECOND, ["futibatinib", "pemigatinib"], []),
    ("GBC", ["FGFR2 fusion"], SECOND, [], ["futibatinib", "pemigatinib"]),
    ("GBC", ["HER2 3+"], SECOND, ["zanidatamab", "pertuzumab + trastuzumab"], []),
    ("GBC", ["HER2 positive"], SECOND, ["trastuzumab + tucatinib"], ["zanidatamab"]),
    ("IHCH", ["BRAF V600E"], SECOND, ["dabrafenib + trametinib"], ["vemurafenib"]),
    ("IHCH", ["MSI-H"], SECOND, ["pembrolizumab"], []),
    ("IHCH", ["NRG1 fusion"], SECOND, ["zenocutuzumab"], []),
    ("IHCH", ["KRAS G12C"], SECOND, ["adagrasib"], ["sotorasib"]),
    ("IHCH", ["KRAS G12D"], SECOND, [], ["adagrasib"]),
    ("COAD", ["FGFR2 fusion"], SECOND, [], ["futibatinib", "pemigatinib"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)


def test_an_fgfr2_point_mutation_is_no_fusion() -> None:
    assert biomarker_verdict("TB.BTC.FGFR2.001", case("IHCH", "FGFR2 C383R", tested=True)) is Verdict.NOT_MET


@pytest.mark.parametrize("finding", ["FGFR2 V565F", "FGFR2 N550K"])
def test_gatekeeper_and_brake_mutations_resist_reversible_inhibitors_only(finding: str) -> None:
    found = regimens(case("IHCH", "FGFR2 fusion", finding), "resistance")
    assert {"pemigatinib", "infigratinib"} <= found
    assert "futibatinib" not in found
