"""The three CIViC releases: every item is a statement or has a reason, and the numbers add up to those of the tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.real_data import shared

from tumorboard import vocab
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.knowledge.sources import civic

pytestmark = pytest.mark.real
RELEASES = [("civic_2021", 3650, 0.4), ("civic_2024", 4375, 0.55), ("civic_2026", 4854, 0.55)]


def files(name: str) -> list[Path]:
    return sorted(p for p in shared(name).iterdir() if ".tsv" in p.name)


@pytest.mark.parametrize(("name", "items", "share"), RELEASES)
def test_a_release_is_accounted_for_whole(name: str, items: int, share: float) -> None:
    assert civic.check(files(name)) == ()
    rows, account = civic.compiled(files(name), vocab.load())
    assert account["items"] == items
    assert account["carried"] + sum(map(len, account["refused"].values())) == items
    assert account["carried"] > share * items
    assert len(rows) == account["statements"] == len({row["id"] for row in rows})
    for row in rows:
        parse(row["biomarker"], LEAVES)
        parse(row["disease"], LEAVES)
