"""Leaves over many patients: `check` itself, once for all who agree in what it reads, and two sets out of its verdicts.

What a leaf says it sees (`sees`, `sees_course`, `sees_condition`, `view`) is answered alike where it is seen alike, and asked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from tumorboard.criteria.base import leaf_text
from tumorboard.criteria.facts import Facet, Facts
from tumorboard.criteria.treatment import Selector, matches
from tumorboard.criteria.watched import Derive, Remembered, Watched
from tumorboard.model.context import Context
from tumorboard.model.verdict import Criterion, Verdict
from tumorboard.trials.screening.asking import Asking, Verdicts
from tumorboard.trials.screening.columns import Table
from tumorboard.trials.screening.grouping import Groups
from tumorboard.trials.screening.items import COURSES, JUDGED, Lists, lists_of
from tumorboard.trials.screening.looking import Looking
from tumorboard.trials.screening.memory import Facets, Memory
from tumorboard.trials.screening.sets import Words, packed, words_of


class Answers:
    """The leaves of one set of patients.

    Parameters
    ----------
    derive
        What an interpretation says of these facts; None where the facts hold it, or nothing is interpreted.
    memory
        Of a run whose partitions have codes of its book; a new one where the codes are the table's own.
    """

    def __init__(
        self, table: Table, context: Context, *, derive: Derive | None = None, memory: Memory | None = None
    ) -> None:
        self.table = table
        self.context = context
        self.asked = 0  # how often `check` ran
        self._derive = derive
        self._derived: dict[object, Remembered] = {}  # by the codes of this table
        self.memory = memory if memory is not None else Memory()
        self._groups = Groups(table, self.memory)
        self._lists: dict[Facet, Lists] = {}
        self._selected: dict[Selector, NDArray[np.int32]] = {}
        self._seen: dict[object, NDArray[Any]] = {}  # the number of the view of every patient, by what is viewed

    def pairs(self, leaves: Sequence[Criterion]) -> Words:
        """(leaves, 2, words): for each leaf who has it met, and who could have."""
        found = np.empty((len(leaves), 2, words_of(self.table.n)), np.uint64)
        self.fill(found, leaves, range(len(leaves)))
        return found

    def fill(self, pairs: Words, leaves: Sequence[Criterion], own: Iterable[int]) -> None:
        """The same for some of the leaves, by their numbers, in an array of all."""
        words = pairs.shape[-1]
        for at in self._in_order(leaves, own):
            verdicts = self.verdicts(leaves[at])
            pairs[at, 0] = packed(verdicts == Verdict.MET.value, words)
            pairs[at, 1] = packed(verdicts != Verdict.NOT_MET.value, words)

    def _in_order(self, leaves: Sequence[Criterion], own: Iterable[int]) -> list[int]:
        """Those that read the same one after the other."""
        reads = self.memory.reads
        return sorted(own, key=lambda at: (reads.get(leaves[at], ()), leaf_text(leaves[at])))  # type: ignore[arg-type]

    def verdicts(self, leaf: Criterion) -> Verdicts:
        """The verdict of every patient, by its value."""
        n = self.table.n
        if not n:
            return np.zeros(0, np.uint8)
        if hasattr(leaf, "view"):
            return self._judged(leaf)
        reads = self.memory.reads.get(leaf)
        if reads is None:
            reads = self.memory.reads[leaf] = tuple(sorted(self.check(leaf, 0)[1]))
        return self._asked(Asking(self, leaf), reads)

    def _judged(self, leaf: Any) -> Verdicts:
        """What a leaf says of what it and others look at."""
        views = self.memory.views(leaf.viewed)
        seen = self._seen.get(leaf.viewed)
        if seen is None:
            if views.reads is None:
                case = self.watched(0)
                leaf.view(case.as_case, self.context)
                views.reads = tuple(sorted(case.reads))
            seen = self._seen[leaf.viewed] = self._asked(Looking(self, leaf, views), views.reads)
        said: Verdicts = views.judged(leaf)[seen]
        return said

    def _asked(self, asking: Asking | Looking, reads: Facets) -> NDArray[Any]:
        """What is said of every patient: first of groups who agree in `reads`, then of those who must be told apart further."""
        asks: Any = asking
        grouped = self._groups.every(reads)
        said = asks.groups(reads, grouped)
        found: NDArray[Any] = said[grouped.labels]
        pending = asks.further(said, reads, grouped, None)
        while pending:
            reads, rows = pending.pop()
            grouped = self._groups.some(reads, rows)
            said = asks.groups(reads, grouped)
            found[rows] = said[grouped.labels]
            pending += asks.further(said, reads, grouped, rows)
        return found

    def lists(self, facet: Facet) -> Lists:
        """What the courses, or conditions, of the patients are."""
        known = self._lists.get(facet)
        if known is None:
            read = next(read for _, of, read in JUDGED if of == facet)
            known = self._lists[facet] = lists_of(self, self.memory.items(facet), facet, read)
        return known

    def selected(self, selector: Selector, codes: NDArray[np.int32]) -> NDArray[np.int32]:
        """What was given of that which a selector means or may mean, by number, for histories by their codes; 0 for nothing."""
        known, begins, held = self.lists(COURSES)
        numbers = self._selected.get(selector)
        if numbers is None:
            numbers = self._selected[selector] = np.zeros(len(known), np.int32)
            judged = self.memory.items(COURSES).judged(
                selector, lambda item: matches(item, selector, self.context).verdict.rank
            )
            meant = judged[held] != 1 << Verdict.NOT_MET.rank
            sights = self.memory.sights(selector).known
            for at in np.unique(np.repeat(np.arange(len(known)), np.diff(begins))[meant]).tolist():
                span = slice(begins[at], begins[at + 1])
                told = tuple(sorted(set(held[span][meant[span]].tolist())))
                numbers[at] = sights.setdefault(told, len(sights) + 1)
        found: NDArray[np.int32] = numbers[np.searchsorted(known, codes)]
        return found

    def check(self, leaf: Criterion, row: int) -> tuple[int, set[Facet]]:
        """The verdict of one patient, and what was read for it."""
        case = self.watched(row)
        verdict = leaf.check(case.as_case, self.context).verdict
        self.asked += 1
        return verdict.rank, case.reads

    def watched(self, row: int) -> Watched:
        """One patient, of whom is remembered what is read."""
        return Watched(cast("Facts", self.table), row, self._derive, self._derived)
