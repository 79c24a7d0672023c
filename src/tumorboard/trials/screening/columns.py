"""Facts of many patients as arrays: what `criteria.facts` keeps, so that whole columns are compared at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumorboard.criteria.facts import ROW, Facet, Facts

Codes = NDArray[np.int32]
DENSE = 8  # a facet of which one in so many patients has something is an array over all


@dataclass(slots=True)
class Coded:
    """One facet.

    Parameters
    ----------
    codes
        Of every patient, or of the patients of `rows`; 0 where nothing is recorded.
    rows
        Increasing; None where `codes` tells of every patient.
    value
        What a code stands for.
    """

    codes: Codes
    rows: Codes | None
    value: Callable[[int], Any]
    _row: int = -1  # asked last: a question comes back to its patient
    _code: int = 0

    def code(self, row: int) -> int:
        """The code of one patient."""
        if row == self._row:
            return self._code
        if self.rows is None:
            code = int(self.codes[row])
        else:
            at = int(self.rows.searchsorted(row))
            code = int(self.codes[at]) if at < len(self.rows) and self.rows[at] == row else 0
        self._row, self._code = row, code
        return code

    def get(self, row: int, default: int = 0) -> int:
        """The code of one patient, as a mapping by row gives it."""
        return self.code(row)

    def of(self, rows: NDArray[np.int64]) -> Codes:
        """The codes of some patients."""
        if self.rows is None:
            return self.codes[rows]
        if not len(self.rows):
            return np.zeros(len(rows), np.int32)
        at = np.minimum(self.rows.searchsorted(rows), len(self.rows) - 1)
        return np.where(self.rows[at] == rows, self.codes[at], 0).astype(np.int32)


@dataclass(slots=True)
class Table:
    """What a watched case reads (`criteria.facts.Facts`), out of arrays."""

    n: int
    columns: Mapping[Facet, Coded]
    interpreted: bool = False
    _values: dict[Facet, dict[int, Any]] = field(default_factory=dict)
    _codes: dict[Facet, Callable[[int], int]] = field(default_factory=dict)

    def code(self, facet: Facet, row: int) -> int:
        """The code of one patient."""
        if facet == ROW:
            return row
        column = self.columns.get(facet)
        return column.code(row) if column is not None else 0

    def codes(self, facets: Iterable[Facet]) -> list[Any]:
        """The codes of those facets in which patients differ, by row."""
        every: list[Any] = [self.columns[f] for f in sorted(facets) if f in self.columns]
        return [dict(zip(range(self.n), range(self.n), strict=True))] if ROW in facets else every

    def value(self, facet: Facet, row: int) -> Any:
        """What is recorded of one patient; an empty tuple where nothing is."""
        code_of = self._codes.get(facet)
        if code_of is None:
            column = self.columns.get(facet)
            code_of = self._codes[facet] = column.code if column is not None else _nothing
            self._values[facet] = {0: ()}
        code, known = code_of(row), self._values[facet]
        if code not in known:
            known[code] = self.columns[facet].value(code)
        return known[code]


def _nothing(row: int) -> int:
    return 0


def table_of(facts: Facts) -> Table:
    """The same facts as arrays."""
    found: dict[Facet, Coded] = {}
    for facet, column in facts.columns.items():
        rows = np.fromiter(column.codes.keys(), np.int32, len(column.codes))
        codes = np.fromiter(column.codes.values(), np.int32, len(column.codes))
        found[facet] = coded(rows, codes, facts.n, column.values.__getitem__)
    return Table(facts.n, found, facts.interpreted)


def coded(rows: Codes, codes: Codes, n: int, value: Callable[[int], Any]) -> Coded:
    """A facet of the rows that have something recorded, kept as it is smaller."""
    if len(rows) * DENSE < n:
        order = np.argsort(rows, kind="stable")
        return Coded(codes[order], rows[order], value)
    every = np.zeros(n, np.int32)
    every[rows] = codes
    return Coded(every, None, value)
