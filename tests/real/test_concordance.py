"""The page of concordance is what its command makes, section by section, and every difference has its reason."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.real_data import ROOT, shared

TOOLS = str(Path(__file__).resolve().parents[2] / "tools")


def tool(name: str) -> Any:
    sys.path.insert(0, TOOLS)
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(TOOLS)


build_concordance, concordance_amp = tool("build_concordance"), tool("concordance_amp")
pytestmark = pytest.mark.real


@pytest.mark.parametrize("heading", build_concordance.sections())
def test_a_section_of_the_page_is_current(heading: str) -> None:
    try:
        made = build_concordance.sections()[heading](ROOT)
    except build_concordance.Absent as absent:
        pytest.skip(f"not here: {absent}")
    assert build_concordance.written()[heading] == made.strip()


def test_no_section_is_missing_or_left_over() -> None:
    assert list(build_concordance.written()) == list(build_concordance.sections())
    assert "Not made yet." not in build_concordance.written().values()


def test_every_difference_from_an_assertion_has_its_reason_and_no_reason_is_left_over() -> None:
    found = concordance_amp.compared([shared("civic_2021"), shared("civic_2024")])
    assert build_concordance.unexplained(found) == []
    differing = {(c.release, c.name) for c in found if not c.agrees}
    assert {(r["release"], r["assertion"]) for r in concordance_amp.source_rows("amp_differences")} == differing


def test_nothing_but_an_assertion_differs() -> None:
    for heading, text in build_concordance.written().items():
        if not heading.startswith("AMP"):
            assert " differ " not in text, heading
