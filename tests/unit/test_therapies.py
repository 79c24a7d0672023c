"""The shipped agents: resolved by every name a clinician writes, in English or Chinese."""

from __future__ import annotations

import pytest

from tumorboard.vocab.therapies import Therapies

TABLE = Therapies.load()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("osimertinib", "osimertinib"),
        ("Tagrisso", "osimertinib"),
        ("AZD9291", "osimertinib"),
        ("奥希替尼", "osimertinib"),
        ("T-DXd", "trastuzumab deruxtecan"),
        ("fam-trastuzumab deruxtecan-nxki", "trastuzumab deruxtecan"),
        ("almonertinib", "aumolertinib"),
        ("glumetinib", "gumarontinib"),
        ("chidamide", "tucidinostat"),
        ("5-FU", "fluorouracil"),
        ("ATRA", "tretinoin"),
        ("no such drug", None),
    ],
)
def test_an_agent_is_found_by_code_name_brand_or_synonym(written: str, code: str | None) -> None:
    assert TABLE.resolve(written) == code


def test_no_name_means_two_agents() -> None:
    assert {name: codes for name, codes in TABLE.names.items() if len(codes) > 1} == {}


def test_generations_of_egfr_inhibitors_are_told_apart() -> None:
    assert "egfr_tki_1g" in TABLE.classes("gefitinib")
    assert "egfr_tki_2g" in TABLE.classes("afatinib")
    assert "egfr_tki_3g" in TABLE.classes("osimertinib")
    assert "egfr_tki" not in TABLE.classes("amivantamab")
