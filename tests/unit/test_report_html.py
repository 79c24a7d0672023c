"""The report as HTML: whole, self-contained, inert."""

from __future__ import annotations

import pytest
from tests.report_support import CASES, page


@pytest.mark.parametrize("name", sorted(set(CASES) - {"many"}))
def test_every_kind_of_case_has_a_page(name: str) -> None:
    text = page(name)
    assert text.startswith("<!doctype html>")
    assert text.rstrip().endswith("</html>")
