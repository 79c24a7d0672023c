"""Every built-in leaf passes the suite that plugins inherit."""

from __future__ import annotations

import pytest

from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.testing.criterion_conformance import check_leaf
from tumorboard.testing.criterion_examples import EXAMPLES
from tumorboard.testing.small_world import context

PARSED = [parse(text, LEAVES) for text in EXAMPLES]


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_the_leaf_conforms(name: str) -> None:
    check_leaf(LEAVES[name], [e for e in PARSED if type(e) is LEAVES[name]], context())  # type: ignore[misc]


def test_the_examples_are_written_canonically() -> None:
    from tumorboard.criteria.text import to_text

    assert [to_text(e) for e in PARSED] == list(EXAMPLES)
