"""The criteria of many trials as numbered nodes, each distinct one once: what two protocols ask alike is asked once.

Children have lower numbers than their parents, so that one pass from the first to the last node answers everything; no
step follows a tree by recursion, and a tree of any depth, or one whose parts are shared a thousand times, costs its
distinct nodes.  What is offered to a patient are the innermost parts of a trial, or the trial itself where it has none.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from tumorboard.criteria import combinators as c
from tumorboard.model.trial import PlacedPart, Trial
from tumorboard.model.verdict import Criterion

KINDS: dict[type, str] = {
    c.All: "all",
    c.Any: "any",
    c.Not: "not",
    c.AtLeast: "at_least",
    c.If: "if",
    c.FlagIf: "flag_if",
    c.Always: "always",
    c.Never: "never",
}
CYCLE = "cycle"  # a criterion that holds itself: nothing answers it
_LARGE = ENDLESS = 1 << 40


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One distinct criterion.

    Parameters
    ----------
    kind
        leaf, cycle, or the combinator's name.
    parts
        Numbers of its parts, lower than its own.
    k
        Of a count: how many must be MET.
    depth, size
        Levels below it, and leaves of the tree written out (bounded).
    take
        Of an *all* or *any* with parts: what a list holds at their numbers, the first of them twice.
    """

    criterion: Criterion
    kind: str
    parts: tuple[int, ...] = ()
    k: int = 0
    depth: int = 0
    size: int = 1
    take: Callable[[Sequence[Any]], tuple[Any, ...]] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PlannedPart:
    """A place to enter: its trial by position, its criteria by number, `root` the number of their conjunction.

    `take` gets what a list holds at the numbers of the criteria.
    """

    trial: int
    placed: PlacedPart
    criteria: tuple[int, ...]
    root: int
    take: Callable[[Sequence[Any]], tuple[Any, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Nodes in an order in which each comes after its parts, and the places to enter in the order of the trials."""

    trials: tuple[Trial, ...]
    nodes: tuple[Node, ...]
    leaves: tuple[int, ...]
    parts: tuple[PlannedPart, ...]

    @classmethod
    def of(cls, trials: Iterable[Trial]) -> Plan:
        """The plan of these trials."""
        given = tuple(trials)
        numbers = Numbers()
        parts = tuple(_planned(n, placed, numbers) for n, t in enumerate(given) for placed in t.entries())
        nodes = tuple(numbers.nodes)
        return cls(given, nodes, tuple(n for n, node in enumerate(nodes) if node.kind == "leaf"), parts)

    def below(self, root: int) -> list[int]:
        """Every node that a node is made of, itself included, parts before wholes."""
        seen = {root}
        todo = [root]
        while todo:
            for part in self.nodes[todo.pop()].parts:
                if part not in seen:
                    seen.add(part)
                    todo.append(part)
        return sorted(seen)


def _planned(trial: int, placed: PlacedPart, numbers: Numbers) -> PlannedPart:
    asked = tuple(criterion.asks for criterion in placed.criteria)
    criteria = tuple(numbers.of(a) for a in asked)
    # with fewer than two numbers, itemgetter would give no tuple
    take = itemgetter(*criteria) if len(criteria) > 1 else lambda values: tuple(values[n] for n in criteria)
    return PlannedPart(trial, placed, criteria, numbers.conjunction(asked, criteria), take)


@dataclass(slots=True)
class Numbers:
    """Gives every distinct criterion its number."""

    nodes: list[Node] = field(default_factory=list)
    _by_form: dict[Hashable, int] = field(default_factory=dict)
    _by_object: dict[int, int] = field(default_factory=dict)
    _kept: list[Criterion] = field(default_factory=list)  # an object's identity is its own as long as it lives

    def of(self, criterion: Criterion) -> int:
        """The number of a criterion, its parts numbered before it."""
        known = self._by_object.get(id(criterion))
        if known is not None:
            return known
        open_: set[int] = set()
        todo = [criterion]
        while todo:
            one = todo[-1]
            if id(one) in self._by_object:
                todo.pop()
                continue
            parts = c.children(one)
            waiting = [p for p in parts if id(p) not in self._by_object]
            if not waiting:
                self._remember(one, self._numbered(one, tuple(self._by_object[id(p)] for p in parts)))
                open_.discard(id(one))
                todo.pop()
                continue
            open_.add(id(one))
            for part in reversed(waiting):
                if id(part) in open_:
                    self._remember(part, self._add((CYCLE,), Node(part, CYCLE, depth=ENDLESS)))
                else:
                    todo.append(part)
        return self._by_object[id(criterion)]

    def conjunction(self, asked: tuple[Criterion, ...], numbers: tuple[int, ...]) -> int:
        """The number of *all of these*."""
        return self._whole("all", numbers, 0, c.All(asked))

    def _remember(self, criterion: Criterion, number: int) -> None:
        self._by_object[id(criterion)] = number
        self._kept.append(criterion)

    def _numbered(self, criterion: Criterion, parts: tuple[int, ...]) -> int:
        kind = KINDS.get(type(criterion), "leaf")
        if kind == "leaf":
            return self._add(criterion, Node(criterion, kind))  # type: ignore[arg-type]
        return self._whole(kind, parts, criterion.k if isinstance(criterion, c.AtLeast) else 0, criterion)

    def _whole(self, kind: str, parts: tuple[int, ...], k: int, criterion: Criterion) -> int:
        known = self._by_form.get((kind, k, parts))
        if known is not None:
            return known
        depth = 1 + max((self.nodes[p].depth for p in parts), default=-1)
        size = min(_LARGE, sum(self.nodes[p].size for p in parts)) if parts else 0
        # with one number alone, itemgetter would give no tuple
        take = itemgetter(*parts, parts[0]) if kind in {"all", "any"} and parts else None
        return self._add((kind, k, parts), Node(criterion, kind, parts, k, depth, size, take))

    def _add(self, form: Hashable, node: Node) -> int:
        known = self._by_form.get(form)
        if known is None:
            known = self._by_form[form] = len(self.nodes)
            self.nodes.append(node)
        return known
