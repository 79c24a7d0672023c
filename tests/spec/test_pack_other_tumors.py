"""Colorectal and thyroid cancer, melanoma and tumor-agnostic indications of the starter pack."""

from __future__ import annotations

from datetime import date

import pytest
from tests.pack_support import biomarker_verdict, case, regimens, statements

from tumorboard.model.verdict import Verdict

PROFILES = [
    ("COAD", ["BRAF V600E"], ["cetuximab + encorafenib", "cetuximab + encorafenib + fluorouracil + leucovorin + oxaliplatin"], ["dabrafenib + trametinib", "vemurafenib"]),
    ("READ", ["KRAS G12C"], ["panitumumab + sotorasib", "adagrasib + cetuximab"], ["sotorasib", "cetuximab", "panitumumab"]),
    ("COAD", ["KRAS G12D"], [], ["cetuximab", "panitumumab", "panitumumab + sotorasib", "fluorouracil + leucovorin + oxaliplatin + panitumumab"]),
    ("COAD", ["MSI-H"], ["pembrolizumab", "ipilimumab + nivolumab"], []),
    ("SKCM", ["BRAF V600E"], ["dabrafenib + trametinib", "binimetinib + encorafenib", "cobimetinib + vemurafenib"], ["cetuximab + encorafenib"]),
    ("SKCM", ["BRAF V600K"], ["dabrafenib + trametinib", "vemurafenib", "dabrafenib"], []),  # by EMA's labels alone
    ("SKCM", ["BRAF K601E"], [], ["dabrafenib + trametinib", "vemurafenib"]),
    ("SKCM", ["NRAS Q61R"], ["binimetinib", "tunlametinib"], []),
    ("THME", ["RET M918T"], ["selpercatinib", "vandetanib"], []),
    ("THAP", ["BRAF V600E"], ["dabrafenib + trametinib"], []),
    ("PAAD", ["BRAF V600E"], ["dabrafenib + trametinib"], []),
    ("PAAD", ["NTRK1 fusion"], ["larotrectinib", "entrectinib"], []),
    ("PAAD", ["RET fusion"], ["selpercatinib"], ["pralsetinib"]),
    ("UCEC", ["MSI-H"], ["pembrolizumab", "dostarlimab"], ["ipilimumab + nivolumab"]),
    ("UCEC", ["TMB 14"], ["pembrolizumab"], []),
    ("UCEC", ["TMB 6"], [], ["pembrolizumab"]),
    ("DLBCLNOS", ["BRAF V600E"], [], ["dabrafenib + trametinib"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(disease: str, findings: list[str], expected: list[str], never: list[str]) -> None:
    found = regimens(case(disease, *findings))
    assert set(expected) - found == set()
    assert set(never) & found == set()


def test_egfr_antibodies_need_ras_tested_and_wild_type() -> None:
    row = "TB.COADREAD.RAS.005"
    assert biomarker_verdict(row, case("COAD", tested=True)) is Verdict.MET
    assert biomarker_verdict(row, case("COAD")) is Verdict.UNKNOWN
    assert biomarker_verdict(row, case("COAD", "KRAS G12D", tested=True)) is not Verdict.MET


@pytest.mark.parametrize("finding", ["KRAS G12D", "KRAS A146T", "NRAS Q61K", "KRAS Q61H"])
def test_ras_mutation_is_resistance_to_every_egfr_antibody_regimen(finding: str) -> None:
    found = regimens(case("COAD", finding), "resistance")
    assert {"cetuximab", "panitumumab", "fluorouracil + leucovorin + oxaliplatin + panitumumab"} <= found


WITHDRAWN = [
    ("TB.NSCLC.EGFR.043", "FDA", date(2022, 1, 1), date(2024, 7, 15)),
    ("TB.BRCA.TNBC.006", "FDA", date(2020, 1, 1), date(2021, 10, 6)),
    ("TB.THYROID.RET.002", "FDA", date(2022, 1, 1), date(2023, 6, 30)),
]


@pytest.mark.parametrize(("row", "agency", "held", "ended"), WITHDRAWN)
def test_a_withdrawn_indication_held_until_its_day_and_not_after(
    row: str, agency: str, held: date, ended: date
) -> None:
    """R12."""
    statement = next(s for s in statements() if s.id == row)
    approval = next(a for a in statement.approvals if a.agency == agency)
    assert (approval.holds(held), approval.holds(ended)) == (True, False)


def test_an_unknown_approval_never_holds() -> None:
    unknown = [a for s in statements() for a in s.approvals if a.status == "unknown"]
    assert unknown
    assert not any(a.holds(date(2026, 1, 1)) for a in unknown)
