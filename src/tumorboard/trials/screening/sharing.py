"""The work on one partition, shared by several processes: each answers some of the leaves and works out some of the parts.

A question that was asked before costs next to nothing, so that processes share best the questions and not the patients: each asks
its own in every partition, and nothing is asked twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any, Protocol

import numpy as np

from tumorboard.criteria.base import leaf_text
from tumorboard.model.verdict import Criterion
from tumorboard.trials.screening.sets import Words

SEES = ("sees", "sees_course", "sees_condition")
MANY = 6  # times as much


class Crew(Protocol):
    """What a process sees of those with which it shares a partition.

    Parameters
    ----------
    at, of
        The number of this process, from 0, and how many there are.
    """

    @property
    def at(self) -> int: ...

    @property
    def of(self) -> int: ...

    def array(self, name: str, shape: tuple[int, ...]) -> Words:
        """The array of a name, the same in all processes; what is in it before it is filled is not said."""
        ...

    def wait(self) -> None:
        """Returns when all have come here."""
        ...


class Alone:
    """A process that shares with nobody."""

    at, of = 0, 1

    def array(self, name: str, shape: tuple[int, ...]) -> Words:
        """A new array."""
        return np.empty(shape, np.uint64)

    def wait(self) -> None:
        """Waits for nobody."""


ALONE = Alone()


def parts_of(parts: int, at: int, of: int) -> range:
    """The parts that one of several works out; those of a trial stand side by side and share what they inherit."""
    return range(at * parts // of, (at + 1) * parts // of)


def leaves_of(leaves: Sequence[Criterion], at: int, of: int) -> list[int]:
    """The leaves that one of several answers: those that look at the same stay together, those of a kind are shared evenly.

    Every leaf belongs to one; the same leaves are shared alike in every process and run.
    """
    if of == 1:
        return list(range(len(leaves)))
    together: dict[Hashable, list[int]] = {}
    for number, leaf in enumerate(leaves):
        together.setdefault(_looks_at(leaf), []).append(number)
    load: list[Counter[str]] = [Counter() for _ in range(of)]
    work = [0] * of
    found: list[list[int]] = [[] for _ in range(of)]
    texts = {min(group): leaf_text(leaves[min(group)]) for group in together.values()}  # type: ignore[arg-type]
    much = {min(group): _work([leaves[number] for number in group]) for group in together.values()}
    for group in sorted(together.values(), key=lambda g: (-len(g), -much[min(g)], texts[min(g)])):
        kinds = Counter(type(leaves[number]).__name__ for number in group)
        least = min(range(of), key=lambda one: (sum(load[one][kind] for kind in kinds), work[one], one))
        load[least] += kinds
        work[least] += much[min(group)]
        found[least] += group
    return sorted(found[at])


def _work(group: Sequence[Any]) -> int:
    """About how much leaves that look at the same take: one that says how it judges what it sees is asked of few patients, a view or
    another leaf of many."""
    if hasattr(group[0], "view"):
        return MANY
    return sum(1 if any(hasattr(leaf, name) for name in SEES) else MANY for leaf in group)


def _looks_at(leaf: Any) -> Hashable:
    """What leaves must have in common to be better off together: a view, or a gene."""
    if hasattr(leaf, "viewed"):
        return ("view", leaf.viewed)
    genes: str | tuple[str, ...] = getattr(leaf, "genes", ()) or getattr(leaf, "gene", "")
    gene = genes if isinstance(genes, str) else "".join(genes[:1]) if len(genes) == 1 else ""
    return ("gene", gene) if gene else ("leaf", leaf)
