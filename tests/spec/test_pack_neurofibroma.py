"""Plexiform neurofibroma: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import check

PLEXIFORM = ("plexiform, symptomatic and not completely resectable",)
CHILD: dict[str, Any] = {"age": 6, "extent": "", "answers": PLEXIFORM}
ADULT: dict[str, Any] = {"age": 30, "extent": "", "answers": PLEXIFORM}
PROFILES = [
    ("NFIB", ["gNF1"], CHILD, ["selumetinib", "mirdametinib"], []),
    ("NFIB", ["gNF1"], ADULT, ["selumetinib", "mirdametinib"], []),
    ("NFIB", ["gNF1"], {"age": 1, "answers": PLEXIFORM}, ["selumetinib"], ["mirdametinib"]),
    ("MPNST", ["gNF1"], ADULT, [], ["selumetinib", "mirdametinib"]),
    ("NFIB", [], ADULT, [], ["selumetinib", "mirdametinib"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)
