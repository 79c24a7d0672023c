"""Endometrial cancer: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import check

FIRST: dict[str, Any] = {"had": ()}
LATER: dict[str, Any] = {"had": ("carboplatin+paclitaxel",)}
KEPT_UP: dict[str, Any] = {"had": ("carboplatin+durvalumab+paclitaxel",), "setting": "maintenance"}
CHEMO_IO = ["carboplatin + dostarlimab + paclitaxel", "carboplatin + paclitaxel + pembrolizumab"]
PROFILES = [
    ("UEC", ["MMR deficient"], FIRST, [*CHEMO_IO, "carboplatin + durvalumab + paclitaxel"], ["pembrolizumab", "dostarlimab"]),
    ("UEC", ["MSI-H"], LATER, ["pembrolizumab", "dostarlimab"], ["lenvatinib + pembrolizumab", *CHEMO_IO]),
    ("UEC", ["MMR proficient"], FIRST, CHEMO_IO, ["carboplatin + durvalumab + paclitaxel", "lenvatinib + pembrolizumab"]),
    ("UEC", ["MMR proficient"], LATER, ["lenvatinib + pembrolizumab"], ["pembrolizumab", "dostarlimab"]),
    ("UEC", ["MMR proficient"], KEPT_UP, ["durvalumab + olaparib"], []),
    ("UEC", ["MMR deficient"], KEPT_UP, [], ["durvalumab + olaparib"]),
    ("USC", ["HER2 positive"], FIRST, ["carboplatin + paclitaxel + trastuzumab"], []),
    ("USC", ["HER2 negative"], FIRST, [], ["carboplatin + paclitaxel + trastuzumab"]),
    ("UEC", ["HER2 positive"], FIRST, [], ["carboplatin + paclitaxel + trastuzumab"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)
