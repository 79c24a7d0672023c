"""Criteria of many trial parts as one program over sets of patients: every distinct leaf and subtree stands in it once.

A set pair is two rows of bits, *met* and *could* (met or unknown).  *And*, *or* and *at least k* do the same to both rows, and
what is negated swaps and inverts them, so that Kleene's three values cost one operation where two values would.  Negations
are moved down to the leaves.  Nothing here recurses: a tree may be as deep as its author made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from tumorboard.criteria import combinators as c
from tumorboard.criteria.base import leaf_text
from tumorboard.model.trial import Trial, TrialCriterion, shut, strictest
from tumorboard.model.verdict import Criterion

TRUE, FALSE, OPEN, LEAF, NOT, AND, OR, LEAST = range(8)


@dataclass(frozen=True, slots=True)
class Node:
    """One operation: `args` are nodes that stand before it (of a leaf its number), `k` the count of *at least*."""

    op: int
    args: tuple[int, ...] = ()
    k: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One innermost trial part; `part` is empty for a trial without parts.

    Parameters
    ----------
    root
        Its node in the program: all that it asks, what it inherits included.
    digest
        Of its tree; equal for equal trees in any program.
    """

    trial: str
    part: str
    status: str
    root: int
    digest: str

    @property
    def key(self) -> tuple[str, str]:
        """What tells entries apart."""
        return self.trial, self.part


@dataclass(frozen=True, slots=True)
class Program:
    """Distinct leaves, distinct nodes in an order in which each follows its arguments, and the parts."""

    leaves: tuple[Criterion, ...]
    nodes: tuple[Node, ...]
    entries: tuple[Entry, ...]

    def leaves_of(self, root: int) -> frozenset[int]:
        """The numbers of the leaves below a node."""
        found: set[int] = set()
        seen = {root}
        todo = [root]
        while todo:
            node = self.nodes[todo.pop()]
            if node.op == LEAF:
                found.add(node.args[0])
                continue
            fresh = [a for a in node.args if a not in seen]
            seen.update(fresh)
            todo += fresh
        return frozenset(found)

    def needed(self) -> Program:
        """The program of these entries alone, without nodes and leaves that none of them asks for."""
        wanted = {e.root for e in self.entries}
        for number in range(len(self.nodes) - 1, -1, -1):
            if number in wanted and self.nodes[number].op != LEAF:
                wanted.update(self.nodes[number].args)
        leaves: list[Criterion] = []
        nodes: list[Node] = []
        at: dict[int, int] = {}
        for number in sorted(wanted):
            node = self.nodes[number]
            if node.op == LEAF:
                leaves.append(self.leaves[node.args[0]])
                node = Node(LEAF, (len(leaves) - 1,))
            else:
                node = Node(node.op, tuple(at[a] for a in node.args), node.k)
            at[number] = len(nodes)
            nodes.append(node)
        return Program(tuple(leaves), tuple(nodes), tuple(replace(e, root=at[e.root]) for e in self.entries))


def compiled(trials: Iterable[Trial]) -> Program:
    """The program of what the trials offer: their innermost parts, or a trial itself where it has none.

    What a part inherits is one node that it shares with its siblings.
    """
    build = Build()
    entries = []
    for trial in trials:
        name = trial.ids[0].value
        above = build.every([_asked(build, trial.criteria)])
        if not trial.parts:
            entries.append(build.entry(name, "", "closed" if shut(trial.sites) else trial.status, above))
        todo = [(p, above, trial.status, shut(trial.sites)) for p in reversed(trial.parts)]
        while todo:
            part, inherited, outer, nowhere = todo.pop()
            status = strictest(outer, part.status or outer)
            nowhere = shut(part.sites) if part.sites else nowhere
            root = build.every([inherited, _asked(build, part.criteria)])
            if not part.parts:
                entries.append(build.entry(name, part.id, "closed" if nowhere else status, root))
            todo += [(p, root, status, nowhere) for p in reversed(part.parts)]
    return build.program(entries)


def of_criteria(criteria: Sequence[Criterion]) -> Program:
    """The program of single criteria, each an entry that is named by its number."""
    build = Build()
    return build.program([build.entry("", str(n), "open", build.node(one)) for n, one in enumerate(criteria)])


def _asked(build: Build, criteria: Sequence[TrialCriterion]) -> int:
    return build.every([build.node(one.asks) for one in criteria])


class Build:
    """Collects nodes, each distinct one once."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._number: dict[Node, int] = {}
        self._leaves: list[Criterion] = []
        self._leaf: dict[Criterion, int] = {}
        self._digests: list[bytes] = []
        # By identity: the hash of a deep tree would recurse.  The criterion rides along, so that its id stays its own.
        self._known: dict[tuple[int, bool], tuple[Criterion, int]] = {}
        self.true = self._put(Node(TRUE))
        self.false = self._put(Node(FALSE))
        self.open = self._put(Node(OPEN))

    def entry(self, trial: str, part: str, status: str, root: int) -> Entry:
        """A part with its node."""
        return Entry(trial, part, status, root, self._digests[root].hex())

    def program(self, entries: Sequence[Entry]) -> Program:
        """All that was put."""
        return Program(tuple(self._leaves), tuple(self._nodes), tuple(entries))

    def node(self, criterion: Criterion) -> int:
        """The node of a criterion."""
        todo: list[tuple[Criterion, bool, bool]] = [(criterion, False, False)]
        inside: set[tuple[int, bool]] = set()
        while todo:
            one, negated, ready = todo.pop()
            key = (id(one), negated)
            if key in self._known:
                continue
            below = _below(one, negated)
            if below and not ready:
                if key in inside:  # it holds itself: nothing answers it
                    self._known[key] = (one, self.open)
                    continue
                inside.add(key)
                todo.append((one, negated, True))
                todo += [(child, flipped, False) for child, flipped in below]
                continue
            made = self._made(one, negated, [self._known[id(child), flipped][1] for child, flipped in below])
            self._known[key] = (one, made)
        return self._known[id(criterion), False][1]

    def _made(self, one: Criterion, negated: bool, args: list[int]) -> int:
        match one:
            case c.Not():
                return args[0]
            case c.Always() | c.FlagIf():
                return self.false if negated else self.true
            case c.Never():
                return self.true if negated else self.false
            case c.All() | c.Any() | c.AtLeast():
                k = len(args) if isinstance(one, c.All) else one.k if isinstance(one, c.AtLeast) else 1
                return self.least(len(args) - k + 1 if negated else k, args)
            case c.If():
                on, off, then, otherwise = args
                either = [self.every([on, then]), self.every([off, otherwise]), self.every([then, otherwise])]
                return self.least(1, either)
            case _:
                return self._of_leaf(one, negated)

    def _of_leaf(self, leaf: Criterion, negated: bool) -> int:
        number = self._leaf.get(leaf)
        if number is None:
            number = self._leaf[leaf] = len(self._leaves)
            self._leaves.append(leaf)
        made = self._put(Node(LEAF, (number,)))
        return self._put(Node(NOT, (made,))) if negated else made

    def every(self, args: Sequence[int]) -> int:
        """*And*."""
        return self.least(len(args), args)

    def least(self, k: int, args: Sequence[int]) -> int:
        """At least `k` of the nodes, in its simplest form."""
        k -= sum(a == self.true for a in args)
        rest = sorted(a for a in args if a not in (self.true, self.false))
        if k <= 0:
            return self.true
        if k > len(rest):
            return self.false
        if k in (1, len(rest)):
            rest = sorted(set(rest)) if k == 1 or len(set(rest)) < len(rest) else rest
            return rest[0] if len(rest) == 1 else self._put(Node(OR if k == 1 else AND, tuple(rest)))
        return self._put(Node(LEAST, tuple(rest), k))

    def _put(self, node: Node) -> int:
        number = self._number.get(node)
        if number is None:
            number = self._number[node] = len(self._nodes)
            self._nodes.append(node)
            self._digests.append(self._digest(node))
        return number

    def _digest(self, node: Node) -> bytes:
        told = blake2b(f"{node.op} {node.k} ".encode(), digest_size=16)
        if node.op == LEAF:
            told.update(leaf_text(self._leaves[node.args[0]]).encode())  # type: ignore[arg-type]
        else:
            for one in sorted(self._digests[a] for a in node.args):
                told.update(one)
        return told.digest()


def _below(one: Criterion, negated: bool) -> list[tuple[Criterion, bool]]:
    """The parts of a combinator, each with whether it is asked negated."""
    match one:
        case c.Not(part):
            return [(part, not negated)]
        case c.If(condition, then, otherwise):
            return [(condition, False), (condition, True), (then, negated), (otherwise, negated)]
        case c.FlagIf():
            return []
        case _:
            return [(part, negated) for part in c.children(one)]
