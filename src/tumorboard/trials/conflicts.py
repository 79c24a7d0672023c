"""Criteria of one part that cannot hold together: conjuncts of which no patient can satisfy all.

Numbers by the values that they leave (`bounds`), closed lists and tumor types by what is in all of them (`choices`), a question
by one that it answers (`implied`).  Alternatives contradict when each of them does.  What is found is certain (but for alleles
that are called benign, which some questions leave out and others name); not every contradiction is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from tumorboard.criteria import combinators as c
from tumorboard.criteria.base import Leaf
from tumorboard.model.verdict import Criterion
from tumorboard.trials.contradictions import bounds, choices, implied
from tumorboard.vocab import Vocabulary

DEEPEST = 2  # alternatives within alternatives
MOST = 12  # alternatives of one *or*


def excluding(asked: Iterable[Criterion], vocab: Vocabulary, *, branches: bool = True) -> bool:
    """Whether nobody can satisfy all of these.

    Parameters
    ----------
    branches
        Whether alternatives are looked into.
    """
    held = [one for criterion in asked for one in conjuncts(criterion)]
    return _apart(held, vocab, DEEPEST if branches else 0)


def _apart(held: Sequence[Criterion], vocab: Vocabulary, deeper: int) -> bool:
    wanted = [cast(Leaf, one) for one in held if not isinstance(one, c.COMBINATORS)]
    denied = [one.part for one in held if isinstance(one, c.Not)]
    unwanted = [cast(Leaf, part) for part in denied if not isinstance(part, c.COMBINATORS)]
    if (
        bounds.empty(wanted, unwanted, vocab)
        or choices.empty(wanted, unwanted, vocab)
        or implied.any_(wanted, unwanted, vocab)
    ):
        return True
    if not deeper:
        return False
    for at, one in enumerate(held):
        ways = _alternatives(one)
        if ways and len(ways) <= MOST:
            others = [*held[:at], *held[at + 1 :]]
            if all(_apart([*others, *conjuncts(way)], vocab, deeper - 1) for way in ways):
                return True
    return False


def _alternatives(one: Criterion) -> tuple[Criterion, ...]:
    match one:
        case c.Any(parts):
            return parts
        case c.Not(c.All(parts)):
            return tuple(c.Not(part) for part in parts)
    return ()


def conjuncts(asks: Criterion) -> Iterator[Criterion]:
    """Everything that must hold for a criterion to hold, each once; whatever its depth, and if it holds itself."""
    todo, seen = [asks], set[int]()
    while todo:
        one = todo.pop()
        match one:
            case c.All(parts):
                below: tuple[Criterion, ...] = parts
            case c.Not(c.Any(parts)):
                below = tuple(c.Not(part) for part in parts)
            case c.Not(c.Not(part)):
                below = (part,)
            case _:
                yield one
                continue
        held = one.part if isinstance(one, c.Not) else one
        if id(held) not in seen:
            seen.add(id(held))
            todo += reversed(below)
