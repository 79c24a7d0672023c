"""Uveal melanoma: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import check

NEW: dict[str, Any] = {"had": ()}
LATER: dict[str, Any] = {"had": ("ipilimumab+nivolumab",)}
PROFILES = [
    ("UM", ["HLA_A0201 positive", "GNAQ Q209L"], NEW, ["tebentafusp"], ["crizotinib + darovasertib"]),
    ("UM", ["HLA_A0201 negative", "GNA11 Q209L"], NEW, ["crizotinib + darovasertib"], ["tebentafusp"]),
    ("UM", ["HLA_A0201 negative"], LATER, [], ["crizotinib + darovasertib", "tebentafusp"]),
    ("SKCM", ["HLA_A0201 positive"], NEW, [], ["tebentafusp"]),
    ("UM", ["BRAF V600E"], NEW, [], ["tebentafusp", "cobimetinib + vemurafenib"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)
