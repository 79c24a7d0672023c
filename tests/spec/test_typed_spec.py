"""What a clinician types, and what the program takes it for."""

from __future__ import annotations

import pytest
from tests.typed_support import codes, told

UNDERSTOOD = [
    ("EGFR L858R", "EGFR variant L858R exon 21"),
    ("EGFR p.Leu858Arg", "EGFR variant L858R exon 21"),
    ("BRAF V600E", "BRAF variant V600E exon 15"),
    ("p.V600E", "BRAF variant V600E exon 15"),
    ("EGFR exon 19 deletion", "EGFR variant deletion exon 19"),
    ("HER2 amplified", "ERBB2 copies amplification"),
    ("EML4::ALK", "EML4::ALK"),
    ("ALK rearrangement", "?+ALK"),
    ("MSI-H", "MSI high"),
    ("PD-L1 TPS 60% (22C3)", "PDL1 ihc TPS 60 percent 22C3"),
    ("RAS wild type", "KRAS no variant ; NRAS no variant"),
]


@pytest.mark.parametrize("text, value", UNDERSTOOD, ids=[t for t, _ in UNDERSTOOD])
def test_typed_text_becomes_this_value(text: str, value: str) -> None:
    assert told(text) == value


def test_what_is_not_understood_is_refused_with_an_issue() -> None:
    assert told("EGFR L858R perhaps") == ""
    assert codes("EGFR L858R perhaps") == ["TYP002"]
