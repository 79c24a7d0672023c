"""Mappings over large tables that cost nothing until they are asked: binary search on sorted rows, deferred inverses.

A gene table has 44,000 rows and a run asks for a few hundred; building an object for every row would take longer than
the whole report.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class SortedRows(Mapping[str, T]):
    """First column -> `make(cells)`, over tab-separated lines sorted by an unrepeated first column."""

    __slots__ = ("_lines", "_made", "_make")

    def __init__(self, lines: Sequence[str], make: Callable[[list[str]], T]) -> None:
        self._lines = lines
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        made = self._made.get(key)
        if made is None:
            line = self._line(key)
            if line is None:
                raise KeyError(key)
            made = self._made[key] = self._make(line.split("\t"))
        return made

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and (key in self._made or self._line(key) is not None)

    def __iter__(self) -> Iterator[str]:
        return (line.partition("\t")[0] for line in self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def _line(self, key: str) -> str | None:
        # a tab sorts before every character a cell may hold, so line order is key order
        start = key + "\t"
        at = bisect_left(self._lines, start)
        found = self._lines[at] if at < len(self._lines) else ""
        return found if found.startswith(start) else None


class Deferred(Mapping[str, T]):
    """A mapping that is built by `build` when it is first asked."""

    __slots__ = ("_build", "_built")

    def __init__(self, build: Callable[[], Mapping[str, T]]) -> None:
        self._build = build
        self._built: Mapping[str, T] | None = None

    def _all(self) -> Mapping[str, T]:
        if self._built is None:
            self._built = self._build()
        return self._built

    def __getitem__(self, key: str) -> T:
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
