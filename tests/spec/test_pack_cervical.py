"""Cervical cancer: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import check

FIRST: dict[str, Any] = {"had": ()}
LATER: dict[str, Any] = {"had": ("cisplatin+paclitaxel",)}
WITH_CHEMO = "carboplatin + paclitaxel + pembrolizumab"
PROFILES = [
    ("CESC", ["PD-L1 CPS 5 22C3"], FIRST, [WITH_CHEMO, "bevacizumab + cisplatin + paclitaxel + pembrolizumab"], ["pembrolizumab"]),
    ("CESC", ["PD-L1 CPS 0 22C3"], FIRST, [], [WITH_CHEMO]),
    ("CESC", ["PD-L1 CPS 5 22C3"], LATER, ["pembrolizumab", "zimberelimab", "tisotumab vedotin"], [WITH_CHEMO]),
    ("ECAD", ["PD-L1 CPS 0 22C3"], LATER, ["tisotumab vedotin"], ["pembrolizumab", "zimberelimab"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)
