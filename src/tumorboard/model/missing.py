"""What kind of thing a missing fact is: a test to order, a fact that somebody can record, or a question for a person."""

from __future__ import annotations

TESTS = ("assay.", "biomarker.", "annotation", "confirmation", "functional_class", "origin", "copies")
MANUAL = "manual"


def is_test(fact: str) -> bool:
    """Whether a laboratory has to answer."""
    return fact.startswith(TESTS) and not fact.endswith(":date")


def is_manual(fact: str) -> bool:
    """Whether it is the wording of one protocol that a person has to answer."""
    return fact.partition(":")[0] == MANUAL


def cheapest_first(facts: frozenset[str]) -> tuple[str, ...]:
    """What only has to be recorded first, then what is tested, then what a person reads in the protocol."""
    return tuple(sorted(facts, key=lambda f: (is_manual(f), is_test(f), f)))
