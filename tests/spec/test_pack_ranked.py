"""The same profiles through the whole assessment: what stands first, and what is never kept."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import case, context

from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge import pack_loader

assess = pytest.importorskip("tumorboard.board.assess", reason="the assessment has not landed")

RANKED: list[tuple[str, list[str], set[str], set[str]]] = [
    ("LUAD", ["EGFR L858R"], {"osimertinib"}, set()),
    ("LUAD", ["ALK fusion"], {"alectinib", "brigatinib", "lorlatinib"}, set()),
    ("SKCM", ["BRAF V600E"], {"dabrafenib + trametinib", "binimetinib + encorafenib", "cobimetinib + vemurafenib"}, set()),
    ("PAAD", ["NTRK1 fusion"], {"entrectinib", "larotrectinib", "repotrectinib"}, set()),
    ("COAD", ["KRAS G12C"], {"panitumumab + sotorasib", "adagrasib + cetuximab"}, {"cetuximab", "panitumumab"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("disease", "findings", "first", "never"), RANKED, ids=lambda v: str(sorted(v) if isinstance(v, set) else v)[:30]
)
def test_the_first_option_is_a_standard_of_care(
    disease: str, findings: list[str], first: set[str], never: set[str]
) -> None:
    result: Any = assess.assess_case(case(disease, *findings), pack_loader.load(LEAVES), context())
    kept = [" + ".join(o.therapies) for o in result.options]
    assert kept
    assert kept[0] in first
    assert not never & set(kept)
