"""Small cell lung cancer: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import check

PROFILES = [
    ("SCLC", [], {"had": ("carboplatin+etoposide",)}, ["tarlatamab"], []),
    ("SCLC", [], {"had": ()}, [], ["tarlatamab"]),
    ("LUAD", [], {"had": ("carboplatin+pemetrexed",)}, [], ["tarlatamab"]),
    ("SCLC", ["EGFR L858R"], {"had": ("carboplatin+etoposide",)}, ["tarlatamab"], ["osimertinib"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)
