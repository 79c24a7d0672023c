"""Which of many courses or conditions say the same in some fields, dates as far as the days part them on which a judgment turns."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumorboard.model.dates import PartialDate
from tumorboard.trials.screening.labels import labeled

Numbers = NDArray[np.int64]
Names = tuple[str, ...]
Days = tuple[int, ...] | None  # ordinals, increasing; None where every date counts


class Agreement:
    """Which of a growing list of items agree in some fields."""

    def __init__(self, values: list[Any]) -> None:
        self._values = values
        self._labels: dict[tuple[Names, Days], tuple[dict[bytes, int], Numbers]] = {}
        self._codes: dict[str, tuple[dict[object, int], Numbers]] = {}
        self._ends: dict[str, NDArray[np.int64]] = {}

    def count(self, names: Names, days: Days) -> int:
        """How many labels there are."""
        return len(self._labels[names, days][0])

    def labels(self, names: Names, days: Days) -> Numbers:
        """A number for each item, the same for those that agree in these fields, as far as days part their dates."""
        known, found = self._labels.get((names, days), ({}, np.zeros(0, np.int64)))
        if len(found) < len(self._values):
            columns = [column for name in names for column in self._columns(name, days, len(found))]
            rows = np.stack(columns, axis=1) if columns else np.zeros((len(self._values) - len(found), 1), np.int64)
            at, first = labeled(columns, len(rows))
            numbers = np.array([known.setdefault(row.tobytes(), len(known)) for row in rows[first]], np.int64)
            found = np.append(found, numbers[at])
            self._labels[names, days] = (known, found)
        return found

    def _columns(self, name: str, days: Days, begin: int) -> list[Numbers]:
        """What the items from `begin` on say in a field, as numbers."""
        kind: type = type(self._values[0])
        if days is None or name not in _dates(kind):
            return [self._coded(name)[begin:]]
        first, last, none = self._ended(name)[begin:].T
        parted = np.array(days, np.int64)
        return [parted.searchsorted(first), parted.searchsorted(last), none]

    def _coded(self, name: str) -> Numbers:
        known, found = self._codes.get(name, ({}, np.zeros(0, np.int64)))
        if len(found) < len(self._values):
            more = [known.setdefault(getattr(item, name), len(known)) for item in self._values[len(found) :]]
            found = np.append(found, np.array(more, np.int64))
            self._codes[name] = (known, found)
        return found

    def _ended(self, name: str) -> NDArray[np.int64]:
        """(items, 3): the first and the last day that a date can be, and 1 where there is none."""
        found = self._ends.get(name, np.zeros((0, 3), np.int64))
        if len(found) < len(self._values):
            more = [_ends(getattr(item, name)) for item in self._values[len(found) :]]
            found = self._ends[name] = np.concatenate((found, np.array(more, np.int64)))
        return found


def _ends(day: PartialDate | None) -> tuple[int, int, int]:
    return (0, 0, 1) if day is None else (day.earliest.toordinal(), day.latest.toordinal(), 0)


@lru_cache(maxsize=8)
def _dates(kind: type) -> frozenset[str]:
    return frozenset(f.name for f in fields(kind) if "PartialDate" in str(f.type))
