"""What the dashboard of a registry is made of, as columns and counts that a case more or less changes a little.

Nothing here reads the registry: it watches `app.population` and is read under its lock.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from tumorboard.app.outcome_dashboard import MOST_GENES
from tumorboard.app.population import One, Standing, altered, answers
from tumorboard.model.context import Context
from tumorboard.report.outcomes import alterations
from tumorboard.report.outcomes.alterations import CELLS, Change, first_of, oncoprint_of
from tumorboard.report.outcomes.columns import (
    ANSWERS,
    CODE,
    ENDPOINTS,
    Columns,
    Option,
    Times,
    options_of,
    time_of,
)
from tumorboard.report.outcomes.dashboard import Dashboard, dashboard_of
from tumorboard.report.outcomes.suppression import LEAST
from tumorboard.report.values import Chart, Table

FIRST = 1_024  # rows to begin with
UNASKED = -1
UNKNOWN = len(ANSWERS) - 1
Array = npt.NDArray[Any]


class Numbers:
    """Columns of the cases of a registry; a case that goes gives its row to the last one.

    Of several cases of one patient all are practice, and the first alone has times.
    """

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.who: list[One] = []
        self._row: dict[str, int] = {}
        self._cases: dict[str, list[tuple[str, str]]] = {}  # of a patient, the oldest first
        self._opened, self._signed = np.zeros(FIRST, np.int64), np.zeros(FIRST, np.int64)
        self._interpreted = np.zeros(FIRST, np.bool_)
        self._months = {e: np.full(FIRST, np.nan) for e in ENDPOINTS}
        self._events = {e: np.zeros(FIRST, np.bool_) for e in ENDPOINTS}
        self._holds: dict[str, npt.NDArray[np.int8]] = {}
        self._cells: dict[str, npt.NDArray[np.int8]] = {}
        self._day: date | None = None
        self.options: Counter[Option] = Counter()
        self.variants: Counter[str] = Counter()
        self.altered: Counter[str] = Counter()
        self.changes: dict[str, Counter[Change]] = {}
        for case, one in standing.ones.items():
            self.moved(case, None, one)
        standing.watchers.append(self.moved)

    @property
    def n(self) -> int:
        """How many cases."""
        return len(self.who)

    def moved(self, case: str, before: One | None, after: One | None) -> None:
        """A case came, went or changed."""
        if before is not None:
            self._tally(before, -1)
            self._leave(case, before)
        if after is not None:
            self._tally(after, 1)
            self._enter(case, after)

    def _tally(self, one: One, by: int) -> None:
        for option in options_of(one.practice):
            _add(self.options, option, by)
        for gene in one.told.genes:
            _add(self.variants, gene, by)
        for gene in one.told.kinds:
            _add(self.altered, gene, by)
        for gene, found in one.told.changes.items():
            counts = self.changes.setdefault(gene, Counter())
            for change in found:
                _add(counts, change, by)

    def _enter(self, case: str, one: One) -> None:
        row = len(self.who)
        if row == len(self._opened):
            self._grow()
        self.who.append(one)
        self._row[case] = row
        line = one.practice
        self._opened[row] = line.opened.toordinal()
        self._signed[row] = line.signed.toordinal() if line.signed else 0
        self._interpreted[row] = one.case is not None
        for codes in self._holds.values():
            codes[row] = UNASKED
        for gene, cells in self._cells.items():
            cells[row] = CELLS[one.told.kinds.get(gene, ())]
        of = self._cases.setdefault(one.head.patient, [])
        insort(of, (one.head.opened, case))
        for _, other in of:
            self._time(other, first=other == of[0][1])

    def _leave(self, case: str, one: One) -> None:
        row, last = self._row.pop(case), len(self.who) - 1
        if row != last:
            self.who[row] = self.who[last]
            self._row[self.who[row].head.case] = row
            for column in self._columns():
                column[row] = column[last]
        self.who.pop()
        of = self._cases[one.head.patient]
        of.remove((one.head.opened, case))
        if of:
            self._time(of[0][1], first=True)
        else:
            del self._cases[one.head.patient]

    def _time(self, case: str, *, first: bool) -> None:
        row = self._row[case]
        for e in ENDPOINTS:
            months, event = time_of(self.who[row].practice, e) if first else (np.nan, False)
            self._months[e][row], self._events[e][row] = months, event

    def _columns(self) -> list[Array]:
        """Every column."""
        return [
            self._opened, self._signed, self._interpreted, *self._months.values(), *self._events.values(), *self._holds.values(),
            *self._cells.values(),
        ]  # fmt: skip

    def _grow(self) -> None:
        self._opened, self._signed, self._interpreted = map(_longer, (self._opened, self._signed, self._interpreted))
        for columns in (self._months, self._events, self._holds, self._cells):
            for name, column in columns.items():
                columns[name] = _longer(column)

    def genes(self) -> tuple[str, ...]:
        """The genes that are altered in most cases."""
        return first_of(self.variants, MOST_GENES)

    def holds(self, gene: str, context: Context) -> npt.NDArray[np.int8]:
        """What is known of an oncogenic or likely oncogenic variant in a gene, as places in ANSWERS."""
        if self._day != context.on:
            self._holds, self._day = {}, context.on
        codes = self._holds.get(gene)
        if codes is None:
            codes = self._holds[gene] = np.full(len(self._opened), UNASKED, np.int8)
        rows = np.flatnonzero(codes[: self.n] == UNASKED).tolist()
        if rows:
            told = answers([self.who[r] for r in rows], altered(gene), context)
            codes[rows] = [CODE[v] for v in told]
        return codes[: self.n]

    def values(self, context: Context, least: int = LEAST) -> Dashboard:
        """The numbers of the day."""
        n = self.n
        times = {e: Times(self._months[e][:n], self._events[e][:n]) for e in ENDPOINTS}
        holds = {g: self.holds(g, context) for g in self.genes()}
        return dashboard_of(
            Columns(n, self._opened[:n], self._signed[:n], self.options, times, holds), on=context.on, least=least
        )

    def oncoprint(self, context: Context, rows: int) -> Chart | None:
        """The most altered genes in the cases that were interpreted.

        A partner of a fusion that no assay looks at has nothing to show in the other columns, and is no row.
        """
        there = np.flatnonzero(self._interpreted[: self.n])
        asked: dict[str, npt.NDArray[np.int8]] = {}
        for gene in first_of(self.altered, 2 * rows):  # only as many are asked as are shown
            if len(asked) < rows and ((codes := self.holds(gene, context)) != UNKNOWN).any():
                asked[gene] = codes
        cells = {g: self._cell(g)[there] for g in asked}
        return oncoprint_of(len(there), cells, {g: codes[there] == UNKNOWN for g, codes in asked.items()})

    def _cell(self, gene: str) -> npt.NDArray[np.int8]:
        cells = self._cells.get(gene)
        if cells is None:
            cells = self._cells[gene] = np.full(len(self._opened), CELLS[()], np.int8)
            cells[: self.n] = [CELLS[one.told.kinds.get(gene, ())] for one in self.who]
        return cells[: self.n]

    def lollipops(self, gene: str, *, least: int) -> tuple[Chart, Table] | None:
        """The changes along one protein."""
        return alterations.lollipops_of(self.changes.get(gene, Counter()), gene, least=least)


def _add(counts: Counter[Any], key: object, by: int) -> None:
    """A count of none is no entry."""
    counts[key] += by
    if not counts[key]:
        del counts[key]


def _longer(column: Array) -> Array:
    return np.concatenate([column, np.zeros_like(column)])
