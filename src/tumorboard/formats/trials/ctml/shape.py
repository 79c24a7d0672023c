"""Whether another engine, which writes a match list out as paths, would read the same criteria in it (CTML026, CTML031)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tumorboard.formats.trials.ctml.notes import Notes
from tumorboard.trials.matchengine.fault import Stopped
from tumorboard.trials.matchengine.paths import paths, tree

MOST_PATHS = 10_000

Conjunctions = frozenset[frozenset[str]]


def check(match: object, place: str, notes: Notes) -> None:
    """Reports a match list whose paths differ from its meaning, or are too many to compare."""
    if not isinstance(match, list):
        return
    if _count(match) > MOST_PATHS:
        notes.add("CTML031", place, most=MOST_PATHS)
        return
    try:
        theirs = {
            frozenset(_leaf(k, v) for c in p for leaf in c.leaves for k, v in leaf.items()) for p in paths(tree(match))
        }
    except Stopped:
        return  # told where the leaf or node stands
    if _least(theirs) != _least(set(_all(match))):
        notes.add("CTML026", place)


def _least(found: set[frozenset[str]]) -> Conjunctions:
    """Without those that another of them already says with fewer criteria."""
    ordered = sorted(found, key=len)
    kept: list[frozenset[str]] = []
    for one in ordered[:MOST_PATHS]:
        if len(ordered) > 500 or not any(k <= one for k in kept):
            kept.append(one)
    return frozenset(kept)


def _leaf(kind: str, leaf: object) -> str:
    return f"{kind} {json.dumps(leaf, sort_keys=True, default=str)}"


def _all(items: list[object]) -> Conjunctions:
    found: Conjunctions = frozenset({frozenset()})
    for item in items:
        held = _node(item)
        found = frozenset(a | b for a in found for b in held)
    return found


def _node(item: object) -> Conjunctions:
    if not isinstance(item, Mapping):
        return frozenset({frozenset()})
    found: Conjunctions = frozenset({frozenset()})
    for key, value in item.items():
        held = _key(key, value)
        if held is not None:
            found = frozenset(a | b for a in found for b in held)
    return found


def _key(key: str, value: object) -> Conjunctions | None:
    if key.startswith("and"):
        return _all(value) if isinstance(value, list) else None
    if key.startswith("or"):
        listed = value if isinstance(value, list) else []
        return frozenset(c for item in listed for c in _node(item)) or None
    return frozenset({frozenset({_leaf(key, value)})})


def _count(value: object) -> int:
    """How many conjunctions writing it out makes, equal ones counted each."""
    if isinstance(value, list):
        total = 1
        for item in value:
            total = min(total * max(_count(item), 1), MOST_PATHS + 1)
        return total
    if not isinstance(value, Mapping):
        return 1
    total = 1
    for key, held in value.items():
        if key.startswith("and") and isinstance(held, list):
            total *= _count(held)
        elif key.startswith("or") and isinstance(held, list):
            total *= max(sum(_count(item) for item in held), 1)
        total = min(total, MOST_PATHS + 1)
    return total
