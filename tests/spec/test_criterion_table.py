"""The table of questions and answers that the reference pages show: every kind of question, met, not met and unknown."""

from __future__ import annotations

import pytest
from tests.truth_support import answer

from tumorboard.criteria.leaves import LEAVES
from tumorboard.testing.criterion_examples import TABLE, Row

# Decided by a person's answer to exactly this text, which a short case cannot hold.
ONLY_UNKNOWN = {"Manual"}


@pytest.mark.parametrize("row", TABLE, ids=[f"{r.question} | {r.case}" for r in TABLE])
def test_the_answer_is_the_one_shown(row: Row) -> None:
    assert answer(row.question, row.case).name == row.verdict


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_every_kind_of_question_is_shown_with_every_answer(name: str) -> None:
    answers = {r.verdict for r in TABLE if r.leaf == name}
    assert answers == ({"UNKNOWN"} if name in ONLY_UNKNOWN else {"MET", "NOT_MET", "UNKNOWN"})


def test_no_row_is_said_twice() -> None:
    assert len({(r.question, r.case) for r in TABLE}) == len(TABLE)
