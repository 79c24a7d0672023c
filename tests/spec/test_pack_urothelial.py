"""Urothelial cancer: which regimens of the starter pack a profile meets, which it must not, and what was withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.pack_support import case, check, regimens, statements

NEW: dict[str, Any] = {"had": ()}
UNFIT: dict[str, Any] = {"had": (), "answers": ("not a candidate for cisplatin",)}
LATER: dict[str, Any] = {"had": ("cisplatin+gemcitabine", "pembrolizumab")}
PROFILES = [
    ("BLCA", ["FGFR3 S249C"], LATER, ["erdafitinib", "enfortumab vedotin"], []),
    ("UTUC", ["FGFR3 R248C"], LATER, ["erdafitinib"], []),
    ("BLCA", ["FGFR3 fusion"], LATER, ["erdafitinib"], []),
    ("BLCA", ["FGFR3 S249C"], NEW, ["enfortumab vedotin + pembrolizumab"], ["erdafitinib"]),
    ("BLCA", ["FGFR3 K650E"], LATER, [], ["erdafitinib"]),
    ("BLCA", ["HER2 positive"], LATER, ["disitamab vedotin"], ["trastuzumab"]),
    ("BLCA", ["HER2 low"], LATER, [], ["disitamab vedotin"]),
    ("BLCA", ["PD-L1 CPS 12 22C3"], UNFIT, ["pembrolizumab"], ["erdafitinib"]),
    ("BLCA", ["PD-L1 CPS 5 22C3"], UNFIT, [], ["pembrolizumab", "atezolizumab"]),
    ("BLCA", ["PD-L1 IC 6 SP142"], UNFIT, ["atezolizumab"], ["pembrolizumab"]),
    ("BLCA", ["PD-L1 TC 2 28-8"], {"setting": "adjuvant", "extent": "localized"}, ["nivolumab"], ["enfortumab vedotin"]),
    ("BLCA", ["CTDNA_MRD positive"], {"setting": "adjuvant", "extent": "localized"}, ["atezolizumab"], ["nivolumab"]),
    ("BLCA", ["CTDNA_MRD negative"], {"setting": "adjuvant", "extent": "localized"}, [], ["atezolizumab"]),
    ("BLCA", ["HER2 low"], NEW, ["disitamab vedotin + toripalimab"], ["disitamab vedotin"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)


WITHDRAWN = [
    ("TB.UC.PDL1.001", "FDA", date(2022, 12, 1), date(2022, 12, 2)),
    ("TB.UC.PDL1.002", "FDA", date(2021, 1, 1), date(2021, 4, 13)),
    ("TB.UC.PDL1.003", "FDA", date(2021, 1, 1), date(2021, 2, 19)),
    ("TB.UC.PDL1.004", "FDA", date(2021, 1, 1), date(2021, 8, 31)),
    ("TB.UC.FGFR2.001", "FDA", date(2023, 1, 1), date(2024, 1, 19)),
]


@pytest.mark.parametrize(("row", "agency", "held", "ended"), WITHDRAWN)
def test_a_withdrawn_indication_held_until_its_day_and_not_after(
    row: str, agency: str, held: date, ended: date
) -> None:
    statement = next(s for s in statements() if s.id == row)
    approval = next(a for a in statement.approvals if a.agency == agency)
    assert (approval.holds(held), approval.holds(ended)) == (True, False)


def test_a_gatekeeper_mutation_resists_the_class() -> None:
    assert "class fgfr_inhibitor" in regimens(case("BLCA", "FGFR3 S249C", "FGFR3 V555M"), "resistance")
    assert "class fgfr_inhibitor" not in regimens(case("BLCA", "FGFR3 S249C"), "resistance")
