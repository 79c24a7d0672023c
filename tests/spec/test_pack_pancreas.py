"""Pancreatic cancer: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import biomarker_verdict, case, check

from tumorboard.model.verdict import Verdict

NEW: dict[str, Any] = {"had": ()}
SECOND: dict[str, Any] = {"had": ("fluorouracil+irinotecan+leucovorin+oxaliplatin",)}
KEPT: dict[str, Any] = {
    "setting": "maintenance",
    "answers": ("no progression during at least 16 weeks of first-line platinum",),
}
PROFILES = [
    ("PAAD", ["gBRCA2"], KEPT, ["olaparib", "rucaparib"], []),
    ("PAAD", ["gPALB2"], KEPT, ["rucaparib", "cisplatin + gemcitabine"], ["olaparib"]),
    ("PAAD", ["BRCA2 loss"], NEW, ["cisplatin + gemcitabine", "fluorouracil + irinotecan + leucovorin + oxaliplatin"], ["olaparib"]),
    ("PAAD", ["NRG1 fusion"], SECOND, ["zenocutuzumab"], ["adagrasib"]),
    ("PAAD", ["KRAS G12C"], SECOND, ["adagrasib", "sotorasib", "daraxonrasib"], ["panitumumab + sotorasib"]),
    ("PAAD", ["KRAS G12D"], SECOND, ["daraxonrasib"], ["adagrasib", "sotorasib"]),
    ("PAAD", ["KRAS G12D"], NEW, [], ["daraxonrasib"]),
    ("PAAD", [], {**NEW, "tested": True}, ["gemcitabine + nimotuzumab"], []),
    ("PANET", ["gBRCA2"], KEPT, [], ["olaparib"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)


def test_a_somatic_brca_variant_does_not_meet_the_germline_label_of_olaparib() -> None:
    assert biomarker_verdict("TB.PAAD.BRCA.001", case("PAAD", "BRCA2 loss", tested=True)) is not Verdict.MET


def test_nimotuzumab_needs_kras_tested_and_wild_type() -> None:
    assert biomarker_verdict("TB.PAAD.KRAS.004", case("PAAD")) is Verdict.UNKNOWN
    assert biomarker_verdict("TB.PAAD.KRAS.004", case("PAAD", "KRAS G12D", tested=True)) is not Verdict.MET
