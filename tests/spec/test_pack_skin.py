"""Basal cell carcinoma: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import case, check, regimens

UNFIT = ("recurrent after surgery or radiotherapy, or not a candidate for either",)
PROFILES = [
    ("BCC", [], {}, ["vismodegib"], ["sonidegib"]),
    ("BCC", [], {"extent": "locally_advanced", "answers": UNFIT}, ["sonidegib", "vismodegib"], []),
    ("BCC", [], {"extent": "localized"}, [], ["sonidegib", "vismodegib"]),
    ("SKCM", [], {}, [], ["sonidegib", "vismodegib"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)


@pytest.mark.parametrize("allele", ["D473H", "W281C", "L412F"])
def test_an_allele_of_smo_resists_the_class(allele: str) -> None:
    assert "class hedgehog_inhibitor" in regimens(case("BCC", f"SMO {allele}"), "resistance")


def test_another_allele_of_smo_resists_nothing() -> None:
    assert "class hedgehog_inhibitor" not in regimens(case("BCC", "SMO R562Q"), "resistance")
