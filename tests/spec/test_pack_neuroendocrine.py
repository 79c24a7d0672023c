"""Neuroendocrine tumors, pheochromocytoma and paraganglioma: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import check

PROFILES = [
    ("SBWDNET", ["SSTR positive"], {}, ["lutetium oxodotreotide"], ["belzutifan"]),
    ("PANET", ["SSTR positive"], {"age": 14}, ["lutetium oxodotreotide"], []),
    ("PANET", ["SSTR negative"], {}, [], ["lutetium oxodotreotide"]),
    ("HGNEC", ["SSTR positive"], {}, [], ["lutetium oxodotreotide"]),
    ("PHC", [], {}, ["belzutifan"], ["lutetium oxodotreotide"]),
    ("PGNG", [], {"extent": "unresectable"}, ["belzutifan"], []),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)
