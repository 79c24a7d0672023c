"""Soft tissue sarcoma: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.pack_support import check, statements

LATER: dict[str, Any] = {"had": ("doxorubicin",)}
NEW: dict[str, Any] = {"had": ()}
AFAMI, LETE = "afamitresgene autoleucel", "letetresgene autoleucel"
PROFILES = [
    ("EPIS", ["INI1 lost"], NEW, ["tazemetostat"], []),
    ("EPIS", ["SMARCB1 loss"], NEW, ["tazemetostat"], []),
    ("EPIS", ["INI1 retained"], NEW, [], ["tazemetostat"]),
    ("SYNS", ["MAGEA4 positive", "HLA_A0201 positive"], LATER, [AFAMI], [LETE]),
    ("SYNS", ["MAGEA4 positive", "HLA_A0201 positive"], NEW, [], [AFAMI]),
    ("SYNS", ["MAGEA4 positive", "HLA_A0201 negative"], LATER, [], [AFAMI]),
    ("SYNS", ["MAGEA4 negative", "HLA_A0201 positive"], LATER, [], [AFAMI]),
    ("MRLS", ["MAGEA4 positive", "HLA_A0201 positive"], LATER, [], [AFAMI]),
    ("MRLS", ["NY_ESO_1 positive", "HLA_A0201 positive"], LATER, [LETE], [AFAMI]),
    ("IMT", ["ALK fusion"], NEW, ["crizotinib", "alectinib", "lorlatinib"], []),
    ("IMTL", ["ALK_IHC positive"], NEW, ["crizotinib"], ["alectinib"]),
    ("LMS", ["ALK fusion"], NEW, [], ["crizotinib"]),
    ("DDLS", ["CDK4 amplification"], NEW, ["palbociclib"], []),
    ("LMS", ["CDK4 amplification"], NEW, [], ["palbociclib"]),
    ("DES", [], {"answers": ("progressing and in need of systemic treatment",)}, ["nirogacestat"], ["imatinib"]),
    ("DFSP", [], NEW, ["imatinib"], ["nirogacestat"]),
    ("ASPS", [], {"age": 16}, ["atezolizumab"], ["imatinib"]),
    ("PECOMA", ["TSC2 loss"], NEW, ["nab-sirolimus"], []),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)


def test_tazemetostat_is_withdrawn_since_march_2026() -> None:
    statement = next(s for s in statements() if s.id == "TB.STS.INI1.001")
    approval = next(a for a in statement.approvals if a.agency == "FDA")
    assert [approval.holds(d) for d in (date(2020, 2, 1), date(2026, 3, 8), date(2026, 3, 9))] == [True, True, False]
