"""Ovarian cancer: which regimens of the starter pack a profile meets, and which were withdrawn when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.pack_support import check, statements

FIRST: dict[str, Any] = {"setting": "maintenance", "states": ("newly_diagnosed",), "had": ("carboplatin+paclitaxel",)}
AGAIN: dict[str, Any] = {"setting": "maintenance", "states": ("relapsed", "platinum_sensitive")}
RESISTANT: dict[str, Any] = {"states": ("platinum_resistant",), "had": ("carboplatin+paclitaxel",)}
RELAPSED: dict[str, Any] = {"states": ("relapsed",), "had": ("carboplatin+paclitaxel",)}
THREE = ("carboplatin+paclitaxel", "carboplatin+gemcitabine", "pegylated liposomal doxorubicin")
PROFILES = [
    ("HGSOC", ["BRCA1 loss"], FIRST, ["olaparib", "bevacizumab + olaparib", "niraparib"], ["rucaparib"]),
    ("HGSOC", ["gBRCA2"], FIRST, ["olaparib", "bevacizumab + olaparib", "niraparib"], []),
    ("HGSOC", ["HRD positive"], FIRST, ["bevacizumab + olaparib", "niraparib"], ["olaparib"]),
    ("HGSOC", ["HRD negative"], FIRST, ["niraparib"], ["olaparib", "bevacizumab + olaparib"]),
    ("HGSOC", ["BRCA1 loss"], AGAIN, ["olaparib", "rucaparib"], ["niraparib", "bevacizumab + olaparib"]),
    ("HGSOC", ["gBRCA1"], AGAIN, ["olaparib", "rucaparib", "niraparib"], []),
    ("HGSOC", ["FOLR1 80%"], RESISTANT, ["mirvetuximab soravtansine"], []),
    ("HGSOC", ["FOLR1 60%"], RESISTANT, [], ["mirvetuximab soravtansine"]),
    ("HGSOC", ["FOLR1 80%"], {"states": ("platinum_sensitive",), "had": THREE[:1]}, [], ["mirvetuximab soravtansine"]),
    ("HGSOC", ["PD-L1 CPS 5 22C3"], RESISTANT, ["paclitaxel + pembrolizumab"], ["mirvetuximab soravtansine"]),
    ("HGSOC", ["PD-L1 CPS 0 22C3"], RESISTANT, [], ["paclitaxel + pembrolizumab"]),
    ("LGSOC", ["KRAS G12D"], RELAPSED, ["avutometinib + defactinib", "binimetinib"], []),
    ("HGSOC", ["KRAS G12D"], RELAPSED, [], ["avutometinib + defactinib", "binimetinib"]),
    ("HGSOC", ["MSI-H"], RELAPSED, ["pembrolizumab"], ["mirvetuximab soravtansine"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)


@pytest.mark.parametrize(
    ("row", "held", "ended"),
    [
        ("TB.OVC.BRCA.006", date(2022, 8, 25), date(2022, 8, 26)),
        ("TB.OVC.BRCA.007", date(2022, 6, 9), date(2022, 6, 10)),
    ],
)
def test_treatment_in_later_lines_was_withdrawn(row: str, held: date, ended: date) -> None:
    statement = next(s for s in statements() if s.id == row)
    approval = next(a for a in statement.approvals if a.agency == "FDA")
    assert (approval.holds(held), approval.holds(ended)) == (True, False)


def test_no_regimen_of_later_lines_is_now_approved_by_the_food_and_drug_administration_for_brca() -> None:
    later = [s for s in statements() if s.id in ("TB.OVC.BRCA.006", "TB.OVC.BRCA.007")]
    assert [a.holds(date(2026, 11, 24)) for s in later for a in s.approvals if a.agency == "FDA"] == [False, False]
