"""The smallest sets of answers for criteria in which a leaf stands more than once, searched for.

While criteria are not all MET, at least one leaf of a *block* must change: of an *all* any part that is not MET gives
one, of an *any* all parts together.  Trying the leaves of a block one after the other, to a depth that grows by one, finds
every smallest set and no larger one before it.

Source: the hitting-set tree of Reiter 1987, Artificial Intelligence 32:57, on blocks made as needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tumorboard.model.verdict import Verdict
from tumorboard.trials.cheapest import Changes
from tumorboard.trials.plan import Plan
from tumorboard.trials.verdicts import MET, UNKNOWN, Answers, combined

EFFORT = 20_000  # nodes answered in one search before it gives up: some hundredths of a second


@dataclass(slots=True)
class Search:
    """The search for one group of criteria with `leaves` leaves; `order` lists its nodes, parts before wholes."""

    answers: Answers
    roots: tuple[int, ...]
    order: Sequence[int]
    leaves: int
    effort: int = EFFORT
    _sets: set[Changes] = field(default_factory=set)
    _cut: bool = False  # a deeper set may exist than was looked for

    @property
    def spent(self) -> bool:
        """Whether it gave up before everything was tried."""
        return self.effort < 0

    def smallest(self) -> list[Changes] | None:
        """Every smallest set, empty where there is none at all; None when it gave up before it knew."""
        for depth in range(1, self.leaves + 1):
            self._cut = False
            self._look({}, depth, frozenset())
            if self._sets or self.spent or not self._cut:
                break
        return list(self._sets) if self._sets or not self.spent else None

    def holds(self, changes: Mapping[int, Verdict]) -> bool:
        """Whether all criteria are MET with these answers."""
        codes = self._after(changes)
        return all(codes[r] >= MET for r in self.roots)

    def _look(self, changes: dict[int, Verdict], left: int, tried: Changes) -> None:
        self.effort -= len(self.order)
        if self.spent:
            return
        codes = self._after(changes)
        wrong = next((r for r in self.roots if codes[r] < MET), None)
        if wrong is None:
            self._sets.add(frozenset(changes.items()))
            return
        if left == 0:
            self._cut = True
            return
        for leaf in sorted(_Block(self.answers.plan, codes, frozenset(changes)).of(wrong)):
            for wanted in (Verdict.MET, Verdict.NOT_MET):
                one = (leaf, wanted)
                # What was tried before at this place need not be tried below its siblings: the set is the same.
                if one not in tried and wanted is not self.answers.verdict(leaf):
                    self._look({**changes, leaf: wanted}, left - 1, tried)
                    tried |= {one}

    def _after(self, changes: Mapping[int, Verdict]) -> dict[int, int]:
        """The codes of the group's nodes with these answers, flags aside."""
        nodes, before = self.answers.plan.nodes, self.answers.codes
        codes: dict[int, int] = {}
        for n in self.order:
            node = nodes[n]
            if node.kind == "leaf":
                codes[n] = 8 * changes[n].value if n in changes else before[n] & 24
            else:
                codes[n] = combined(node, [codes[p] for p in node.parts]) & 24
        return codes


@dataclass(slots=True)
class _Block:
    """Leaves of which at least one must change; the answers of `fixed` ones are given."""

    plan: Plan
    codes: Mapping[int, int]
    fixed: frozenset[int]

    def of(self, root: int) -> set[int]:
        """A block of a node that is not MET."""
        found: set[int] = set()
        # (node, up): its verdict has to rise to MET, or to fall to NOT_MET.
        todo, seen = [(root, True)], {(root, True)}
        while todo:
            number, up = todo.pop()
            if self.plan.nodes[number].kind == "leaf":
                found |= {number} - self.fixed
            for below in self._below(number, up):
                if below not in seen:
                    seen.add(below)
                    todo.append(below)
        return found

    def _below(self, number: int, up: bool) -> list[tuple[int, bool]]:
        node = self.plan.nodes[number]
        parts = node.parts
        match node.kind:
            case "not":
                return [(parts[0], not up)]
            case "all" | "any" | "at_least":
                k = len(parts) if node.kind == "all" else node.k if node.kind == "at_least" else 1
                return [(p, up) for p in self._counted(parts, k if up else len(parts) - k + 1, up)]
            case "if":
                condition = self.codes[parts[0]]
                if UNKNOWN <= condition < MET:
                    return [(parts[0], True), (parts[0], False), (parts[1], up), (parts[2], up)]
                return [(parts[0], condition < MET), (parts[1 if condition >= MET else 2], up)]
            case _:  # leaves, constants, flags and what cannot be read
                return []

    def _counted(self, parts: Sequence[int], k: int, up: bool) -> list[int]:
        """Parts of which one must change for `k` of them to be as wanted: as few as show it."""
        wrong = [p for p in parts if (self.codes[p] < MET if up else self.codes[p] >= UNKNOWN)]
        needed = k - (len(parts) - len(wrong))
        # All but one of the needed ones may be among those left out.
        wrong.sort(key=lambda p: (self.plan.nodes[p].size, p))
        return wrong[: len(wrong) - max(0, needed - 1)]
