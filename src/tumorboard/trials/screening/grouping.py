"""Patients who agree in some facets, told apart on whole columns."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tumorboard.criteria.facts import ROW
from tumorboard.trials.screening.columns import Coded, Table
from tumorboard.trials.screening.labels import labeled
from tumorboard.trials.screening.memory import Facets, Memory

Rows = NDArray[np.int64]
KEPT = 16  # groupings of all patients that are remembered: leaves of one gene are asked one after the other


@dataclass(slots=True)
class Grouped:
    """A label for each of the patients asked, and of each label a patient, -1 where nobody has it."""

    labels: NDArray[np.integer]
    first: Rows
    _number: Callable[[], NDArray[np.int64]]
    _numbers: NDArray[np.int64] | None = None

    @property
    def numbers(self) -> NDArray[np.int64]:
        """The number of each label in the memory; made when asked for, as the memory keeps it."""
        if self._numbers is None:
            self._numbers = self._number()
        return self._numbers

    def parted(
        self, open_: NDArray[np.bool_], by: Callable[[int], Facets], rows: Rows | None
    ) -> list[tuple[Facets, Rows]]:
        """The patients of some groups, by the facets that tell them apart further.

        Parameters
        ----------
        by
            The facets, of the number of a group.
        rows
            Where the patients asked stand among all; None where all were asked.
        """
        groups: dict[Facets, list[int]] = {}
        for at in np.flatnonzero(open_).tolist():
            groups.setdefault(by(int(self.numbers[at])), []).append(at)
        found = []
        for more, those in groups.items():
            wanted = np.zeros(len(self.first), np.bool_)
            wanted[those] = True
            chosen = np.flatnonzero(wanted[self.labels])
            found.append((more, chosen if rows is None else rows[chosen]))
        return found


class Groups:
    """The groups of the patients of one partition."""

    def __init__(self, table: Table, memory: Memory) -> None:
        self._table = table
        self._memory = memory
        self._known: OrderedDict[Facets, Grouped] = OrderedDict()
        self._thick: dict[Facets, tuple[NDArray[np.int64], Rows]] = {}

    def every(self, reads: Facets) -> Grouped:
        """All patients."""
        known = self._known.get(reads)
        if known is None:
            known = self._known[reads] = self._numbered(reads, *self._every(reads))
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(reads)
        return known

    def some(self, reads: Facets, rows: Rows) -> Grouped:
        """Some patients, by their rows; `first` are rows of all."""
        if ROW in reads:
            return self._numbered(reads, np.arange(len(rows)), rows)
        labels, first = labeled([c.of(rows) for c in self._columns(reads)], len(rows))
        return self._numbered(reads, labels, rows[first])

    def _columns(self, reads: Facets) -> list[Coded]:
        return [self._table.columns[f] for f in reads if f in self._table.columns]

    def _numbered(self, reads: Facets, labels: NDArray[np.int64], first: Rows) -> Grouped:
        # Holds no group of `self`: a cycle would keep the whole partition where no collector runs.
        return Grouped(labels, first, partial(_numbers, self._table, self._memory, reads, first))

    def _every(self, reads: Facets) -> tuple[NDArray[np.int64], Rows]:
        columns = self._table.columns
        if ROW in reads:
            each = np.arange(self._table.n)
            return each, each
        told = [f for f in reads if f in columns]
        thick = tuple(f for f in told if columns[f].rows is None)
        base = self._thick.get(thick)
        if base is None:
            base = self._thick[thick] = labeled([columns[f].codes for f in thick], self._table.n)
        thin = [columns[f] for f in told if columns[f].rows is not None]
        spoken = [c.rows for c in thin if c.rows is not None and len(c.rows)]
        if not spoken:
            return base
        labels, first = base
        rows: Rows = np.unique(np.concatenate(spoken)).astype(np.int64)
        own, firsts = labeled([labels[rows], *(c.of(rows) for c in thin)], len(rows))
        mixed = labels.copy()
        mixed[rows] = own + len(first)
        return mixed, np.concatenate((_without(labels, first, rows), rows[firsts]))


def _numbers(table: Table, memory: Memory, reads: Facets, first: Rows) -> NDArray[np.int64]:
    asked = np.maximum(first, 0)
    codes = np.zeros((len(first), len(reads)), np.int32)
    for at, facet in enumerate(reads):
        if facet == ROW:
            codes[:, at] = asked
        elif facet in table.columns:
            codes[:, at] = table.columns[facet].of(asked)
    return memory.numbers(reads, codes)


def _without(labels: NDArray[np.int64], first: Rows, rows: Rows) -> Rows:
    """A patient of each group who is none of `rows`."""
    if not np.isin(first, rows, assume_unique=True).any():
        return first
    others = np.ones(len(labels), np.bool_)
    others[rows] = False
    left = np.flatnonzero(others)[::-1]
    found = np.full(len(first), -1, np.int64)
    found[labels[left]] = left  # the last that is written is the first of the group
    return found
