"""Kidney tumors: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import check

VHL: dict[str, Any] = {"extent": "localized", "answers": ("treatment needed, no immediate surgery",)}
LATER: dict[str, Any] = {"had": ("axitinib+pembrolizumab",)}
PROFILES = [
    ("CCRCC", ["gVHL"], VHL, ["belzutifan"], ["everolimus"]),
    ("HMBL", ["gVHL"], VHL, ["belzutifan"], []),
    ("PANET", ["gVHL"], VHL, ["belzutifan"], []),
    ("CCRCC", ["VHL loss"], VHL, [], ["belzutifan"]),
    ("CCRCC", [], LATER, ["belzutifan"], []),
    ("CCRCC", [], {"had": ()}, [], ["belzutifan"]),
    ("PRCC", [], LATER, [], ["belzutifan", "bevacizumab + erlotinib"]),
    ("FHRCC", ["FH_IHC lost"], {}, ["bevacizumab + erlotinib"], ["belzutifan"]),
    ("PRCC", ["MET amplification"], {}, ["savolitinib"], ["capmatinib", "tepotinib"]),
    ("RAML", ["gTSC2"], {"extent": "localized"}, ["everolimus"], ["belzutifan"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)
