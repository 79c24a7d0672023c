"""The order in which a program is worked off, and the rows in which its sets stand meanwhile.

Patients are worked on block by block, so that all that a block needs stays near the processor.  A row holds the two sets
of a node, *met* and *could*, side by side; it is used again when nothing asks for its node any more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tumorboard.trials.screening.compiled import AND, FALSE, LEAF, LEAST, NOT, OPEN, OR, TRUE, Program
from tumorboard.trials.screening.sets import Words
from tumorboard.trials.screening.sharing import leaves_of, parts_of

BLOCK = 512  # words: 32,768 patients, of whom 3,000 leaves take 24 MB

Rows = list[Any]
Does = Callable[[Rows, int, int, int], object]


@dataclass(slots=True)
class Plan:
    """Steps over numbered rows: those of the leaves, then everyone, nobody, everyone open, then what is worked out.

    Parameters
    ----------
    asks
        The numbers of the leaves that are answered beside it: all, or those of one of several processes.
    """

    leaves: int
    parts: int
    steps: list[tuple[Any, int, int, int]] = field(default_factory=list)
    rows: int = 0
    asks: Sequence[int] = ()

    def run(self, pairs: Words, valid: Words, *, sets: Words | None = None, block: int = BLOCK) -> Words:
        """The sets of every part: (parts, 2, words), who has it met and who could have.

        Parameters
        ----------
        pairs
            (leaves, 2, words): the same of every leaf.
        valid
            (words,): everyone.
        sets
            Where they are written; None for a new array.
        """
        if sets is None:
            sets = np.empty((self.parts, 2, valid.shape[0]), np.uint64)
        for first in range(0, valid.shape[0], block):
            here = slice(first, first + block)
            self._run(pairs[:, :, here], valid[here], sets[:, :, here])
        return sets

    def _run(self, pairs: Words, valid: Words, sets: Words) -> None:
        width = valid.shape[0]
        near = np.ascontiguousarray(pairs).reshape(self.leaves, 2 * width)
        work = np.empty((self.rows - self.leaves - 3, 2 * width), np.uint64)
        both = np.concatenate((valid, valid))
        nobody = np.zeros(2 * width, np.uint64)
        rows: Rows = [*near, both, nobody, np.concatenate((nobody[:width], valid)), *work]
        out = np.bitwise_or
        for does, a, b, to in self.steps:
            if does is None:
                sets[b] = rows[a].reshape(2, width)
            elif does is out or does is np.bitwise_and:
                does(rows[a], rows[b], rows[to])
            else:  # negation
                np.bitwise_xor(rows[a][width:], valid, rows[to][:width])
                np.bitwise_xor(rows[a][:width], valid, rows[to][width:])


def planned(program: Program, at: int = 0, of: int = 1) -> Plan:
    """The steps of a program, part by part in the order of its entries, and the leaves that are asked for it.

    Parameters
    ----------
    at, of
        Of several processes that share the program, which one it is for: each has some of the leaves and of the parts.
    """
    planning = _Planning(program)
    planning.plan.asks = leaves_of(program.leaves, at, of)
    wanted: dict[int, list[int]] = {}
    for number in parts_of(len(program.entries), at, of):
        wanted.setdefault(program.entries[number].root, []).append(number)
    planning.count({root: len(numbers) for root, numbers in wanted.items()})
    for root, numbers in wanted.items():
        planning.work(root)
        for number in numbers:
            planning.copy(root, number)
    return planning.plan


class _Planning:
    def __init__(self, program: Program) -> None:
        self._nodes = program.nodes
        leaves = len(program.leaves)
        self.plan = Plan(leaves, len(program.entries), rows=leaves + 3)
        self._everyone, self._nobody = leaves, leaves + 1
        self._free: list[int] = []
        self._place: dict[int, int] = {}
        self._uses = [0] * len(program.nodes)

    def count(self, roots: dict[int, int]) -> None:
        """How often each node is asked for; a node stands after those that it asks for."""
        for root, times in roots.items():
            self._uses[root] += times
        for number in range(len(self._nodes) - 1, -1, -1):
            node = self._nodes[number]
            if self._uses[number] and node.op != LEAF:
                for arg in node.args:
                    self._uses[arg] += 1

    def work(self, root: int) -> None:
        """The steps that give a node, where it does not stand already."""
        todo = [root]
        while todo:
            number = todo[-1]
            node = self._nodes[number]
            missing = [] if node.op == LEAF else [a for a in node.args if a not in self._place]
            if number in self._place or not missing:
                todo.pop()
                if number not in self._place:
                    self._place[number] = self._made(number)
                continue
            todo += reversed(missing)

    def copy(self, node: int, part: int) -> None:
        """The step that gives a node to a part."""
        self.plan.steps.append((None, self._place[node], part, 0))
        self._done(node)

    def _made(self, number: int) -> int:
        node = self._nodes[number]
        if node.op in (LEAF, TRUE, FALSE, OPEN):
            at = {LEAF: 0, TRUE: self._everyone, FALSE: self._nobody, OPEN: self._nobody + 1}[node.op]
            return node.args[0] if node.op == LEAF else at
        args = [self._place[a] for a in node.args]
        if node.op == NOT:
            to = self._row()
            self.plan.steps.append(("not", args[0], 0, to))
        elif node.op == LEAST:
            to = self._counted(args, node.k)
        else:
            to = self._row()
            self._fold(np.bitwise_and if node.op == AND else np.bitwise_or, args, to)
        for arg in node.args:
            self._done(arg)
        return to

    def _fold(self, does: Any, args: list[int], to: int) -> None:
        first, *rest = args
        for arg in rest:
            self.plan.steps.append((does, first, arg, to))
            first = to

    def _counted(self, args: list[int], k: int) -> int:
        """At least `k` of the rows: row j holds those that have j of the rows so far."""
        reached = [self._everyone, *(self._row() for _ in range(k))]
        step = self.plan.steps.append
        for row in reached[1:]:
            step((np.bitwise_and, self._nobody, self._nobody, row))
        one = self._row()
        for arg in args:
            for j in range(k, 0, -1):
                step((np.bitwise_and, reached[j - 1], arg, one))
                step((np.bitwise_or, reached[j], one, reached[j]))
        self._free += [one, *reached[1:-1]]
        return reached[-1]

    def _row(self) -> int:
        if self._free:
            return self._free.pop()
        self.plan.rows += 1
        return self.plan.rows - 1

    def _done(self, node: int) -> None:
        self._uses[node] -= 1
        if not self._uses[node] and self._nodes[node].op in (NOT, AND, OR, LEAST):
            self._free.append(self._place.pop(node))
