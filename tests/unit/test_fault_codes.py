"""Every coded fault of snapshots and fetching has a row in the documentation, and no row is without its fault."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"\b(?:FET|SNP|OKB)\d{3}\b")


def test_every_coded_fault_has_a_row_in_the_documentation_and_every_row_a_fault() -> None:
    said = {c for m in (ROOT / "src").rglob("*.py") for c in CODE.findall(m.read_text("utf-8"))}
    told = {c for page in (ROOT / "docs" / "knowledge").glob("*.md") for c in CODE.findall(page.read_text("utf-8"))}
    assert said == told
    assert len(said) > 10
