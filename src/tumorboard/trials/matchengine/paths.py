"""From a match tree to conjunctive paths, as MatchEngine V2 walks it.

The order of work decides the answer: a second *or* below an *and* is hung under those nodes that have no child at that
moment, so an *or* inside an *and* inside the first *or*, which is worked off later, ends up beside it instead of before
it.  The engine then matches patients that the document does not describe (CTML026); that is reproduced here.

Source: docs/formats/ctml.md, "From tree to paths"; checked against the engine's own expected graphs and paths.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tumorboard.trials.matchengine.fault import Stopped

MOST_PATHS = 100_000

Item = Mapping[str, object]


@dataclass(slots=True)
class Node:
    """An *and* with its leaves, or an *or*, which has none.

    `label` is what the node was made of; `first_or` is the *or* under whose ends later ones are hung.
    """

    is_and: bool
    label: str
    criteria: list[Item] = field(default_factory=list)
    first_or: int | None = None


@dataclass(slots=True)
class Tree:
    """Nodes by number, in order of creation; node 0 is the root."""

    nodes: list[Node] = field(default_factory=lambda: [Node(True, "ROOT and")])
    children: list[list[int]] = field(default_factory=lambda: [[]])

    def add(self, node: Node, parent: int | None) -> int:
        """The number of the new node, below `parent` unless that is None."""
        self.nodes.append(node)
        self.children.append([])
        number = len(self.nodes) - 1
        if parent is not None:
            self.children[parent].append(number)
        return number

    def ends(self, below: int) -> list[int]:
        """Descendants of a node that have no child now, in order of creation."""
        seen: set[int] = set()
        todo = [below]
        while todo:
            for child in self.children[todo.pop()]:
                if child not in seen:
                    seen.add(child)
                    todo.append(child)
        return sorted(n for n in seen if not self.children[n])


@dataclass(frozen=True, slots=True)
class Criteria:
    """The leaves of one node on a path, and how deep the node stands."""

    depth: int
    leaves: tuple[Item, ...]


Path = tuple[Criteria, ...]
Work = deque[tuple[int, Item]]


def tree(match: Sequence[object]) -> Tree:
    """The graph of a match list.

    Raises
    ------
    Stopped
        CTML020 for a node that is no mapping or a list that is none; CTML022 for an operator beside a leaf.
    """
    grown = Tree()
    work: Work = deque()
    for item in map(_mapping, match):
        _refuse_mixed(item)
        (work.appendleft if any(k.startswith("or") for k in item) else work.append)((0, item))
    while work:
        parent, item = work.pop()
        for key, value in item.items():
            if key.startswith("and"):
                _and(grown, work, parent, _list(value))
            elif key.startswith("or"):
                _or(grown, work, parent, _list(value))
            elif grown.nodes[parent].is_and:
                grown.nodes[parent].criteria.append(item)
            else:
                grown.add(Node(True, key, [item]), parent)
    return grown


def _and(grown: Tree, work: Work, parent: int, items: Sequence[object]) -> None:
    below = parent if grown.nodes[parent].is_and else len(grown.nodes)
    leaves: list[Item] = []
    for item in map(_mapping, items):
        for key, value in item.items():
            if key.startswith("or"):
                work.appendleft((below, {key: value}))
            elif key.startswith("and"):
                work.append((below, {key: value}))
            else:
                leaves.append({key: value})
    if grown.nodes[parent].is_and:
        grown.nodes[parent].criteria.extend(leaves)
    else:
        grown.add(Node(True, "and", leaves), parent)


def _or(grown: Tree, work: Work, parent: int, items: Sequence[object]) -> None:
    holder = grown.nodes[parent]
    number = grown.add(Node(False, "or"), None)
    for item in map(_mapping, items):
        _refuse_mixed(item)
        work.append((number, item))
    if not holder.is_and:
        grown.children[parent].append(number)
    elif holder.first_or is None:
        grown.children[parent].append(number)
        holder.first_or = number
    else:
        for end in grown.ends(holder.first_or):
            grown.children[end].append(number)


def paths(grown: Tree) -> list[Path]:
    """Every way from the root to a node without a child, by order of creation of those nodes.

    Raises
    ------
    Stopped
        CTML031 beyond a hundred thousand of them.
    """
    found: list[Path] = []
    for end in [n for n, below in enumerate(grown.children) if not below]:
        for way in _ways(grown, end):
            if len(found) == MOST_PATHS:
                raise Stopped("CTML031", most=MOST_PATHS)
            nodes = [(depth, grown.nodes[n]) for depth, n in enumerate(way)]
            found.append(tuple(Criteria(d, tuple(n.criteria)) for d, n in nodes if n.criteria))
    return found


def _ways(grown: Tree, end: int) -> Iterator[list[int]]:
    """Every way from the root to `end`, depth first, children in the order in which they were linked."""
    leading = _leading_to(grown, end)
    way: list[int] = []
    stack: list[tuple[int, int]] = [(0, 0)] if 0 in leading else []
    while stack:
        node, depth = stack.pop()
        del way[depth:]
        way.append(node)
        if node == end:
            yield list(way)
            continue
        stack.extend((child, depth + 1) for child in reversed(grown.children[node]) if child in leading)


def _leading_to(grown: Tree, end: int) -> set[int]:
    parents: list[list[int]] = [[] for _ in grown.nodes]
    for node, below in enumerate(grown.children):
        for child in below:
            parents[child].append(node)
    seen = {end}
    todo = [end]
    while todo:
        for parent in parents[todo.pop()]:
            if parent not in seen:
                seen.add(parent)
                todo.append(parent)
    return seen


def _mapping(item: object) -> Item:
    if not isinstance(item, Mapping):
        raise Stopped("CTML020")
    return item


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise Stopped("CTML020")
    return value


def _refuse_mixed(item: Item) -> None:
    operators = [k for k in item if k.startswith(("and", "or"))]
    if operators and len(operators) < len(item):
        raise Stopped("CTML022", keys=tuple(sorted(item)))
