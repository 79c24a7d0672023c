"""Head and neck cancer: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import check

FIRST: dict[str, Any] = {"had": ()}
LATER: dict[str, Any] = {"had": ("cisplatin",)}
BEFORE: dict[str, Any] = {"setting": "neoadjuvant", "extent": "locally_advanced", "answers": ("resectable",)}
WITH_CHEMO = "cisplatin + fluorouracil + pembrolizumab"
PROFILES = [
    ("HNSC", ["PD-L1 CPS 20 22C3"], FIRST, ["pembrolizumab", WITH_CHEMO], []),
    ("HNSC", ["PD-L1 CPS 0 22C3"], FIRST, [], ["pembrolizumab", WITH_CHEMO]),
    ("HNSC", ["PD-L1 TPS 60 22C3"], LATER, ["pembrolizumab"], [WITH_CHEMO]),
    ("HNSC", ["PD-L1 CPS 5 22C3"], BEFORE, ["pembrolizumab"], []),
    ("HNSC", ["HRAS G12V"], LATER, ["tipifarnib"], []),
    ("HNSC", ["KRAS G12V"], LATER, [], ["tipifarnib"]),
    ("SDCA", ["HER2 positive"], FIRST, ["docetaxel + trastuzumab"], []),
    ("SDCA", ["AR positive"], FIRST, ["bicalutamide + leuprorelin"], ["docetaxel + trastuzumab"]),
    ("HNSC", ["AR positive"], FIRST, [], ["bicalutamide + leuprorelin"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)
