"""CTML026 is told exactly where MatchEngine's paths say something else than the tree: on every truth assignment of its leaves."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tumorboard.formats.trials.ctml import shape
from tumorboard.formats.trials.ctml.notes import Notes
from tumorboard.trials.matchengine.paths import paths, tree

LEAVES = "abcde"
leaf = st.sampled_from(LEAVES).map(lambda name: {"genomic": {"hugo_symbol": name}})
nodes = st.recursive(
    leaf,
    lambda below: st.builds(
        lambda kind, items: {kind: items}, st.sampled_from(["and", "or"]), st.lists(below, min_size=1, max_size=3)
    ),
    max_leaves=9,
)


def holds(node: dict[str, Any], true: set[str]) -> bool:
    """The naive meaning of a node."""
    ((kind, value),) = node.items()
    if kind == "genomic":
        return value["hugo_symbol"] in true
    return (all if kind == "and" else any)(holds(item, true) for item in value)


@settings(max_examples=300, deadline=None)
@given(st.lists(nodes, min_size=1, max_size=3))
def test_the_trap_is_told_where_the_paths_say_something_else_and_nowhere_else(match: list[dict[str, Any]]) -> None:
    found = [
        {leaf["hugo_symbol"] for c in path for held in c.leaves for leaf in held.values()}
        for path in paths(tree(match))
    ]
    chosen = [{n for n, used in zip(LEAVES, bits, strict=True) if used} for bits in product([0, 1], repeat=len(LEAVES))]
    differs = any(any(p <= true for p in found) != all(holds(n, true) for n in match) for true in chosen)
    notes = Notes("t.json")
    shape.check(match, "match", notes)
    assert [i.code for i in notes.issues] == (["CTML026"] if differs else [])
