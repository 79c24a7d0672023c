"""Patients who agree in some facets, as groups: large ones as sets, small ones as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tumorboard.criteria import bits
from tumorboard.criteria.facts import ROW, Column, Facet, Facts

FEW = 24  # values of a facet up to which sets of patients are met; beyond, patients are sorted one by one


@dataclass(frozen=True, slots=True)
class Group:
    """Patients who agree: the first of them, and all of them as a set or, where few, as rows."""

    first: int
    bits: int = 0
    rows: tuple[int, ...] = ()

    def set(self, n: int) -> int:
        """All of them as a set."""
        return self.bits or bits.of_rows(self.rows, n)


class Grouping:
    """The groups of one set of facts; those of all patients are kept."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._all = bits.every(facts.n)
        self._known: dict[tuple[frozenset[Facet], str], list[Group]] = {}
        self._sets: dict[int, list[int]] = {}

    def of(self, facets: frozenset[Facet], within: int, whether: str = "") -> list[Group]:
        """Groups of the patients `within` who agree in all `facets`.

        Parameters
        ----------
        whether
            A family by gene or marker of which patients need only agree in whether something is recorded.
        """
        if within != self._all:
            return self._made(facets, within, whether)
        known = self._known.get((facets, whether))
        if known is None:
            known = self._known[facets, whether] = self._made(facets, within, whether)
        return known

    def _made(self, facets: frozenset[Facet], within: int, whether: str) -> list[Group]:
        """Where many things are said of a facet, patients are sorted one by one; the others are met as sets."""
        if ROW in facets:
            return [Group(row, rows=(row,)) for row in bits.rows_of(within)]
        known = [f for f in sorted(facets) if f in self._facts.columns]
        columns = [self._facts.columns[f] for f in known if f[0] != whether]
        parted = [self._facts.columns[f] for f in known if f[0] == whether]
        spoken = 0
        for column in columns:
            if len(column.values) > FEW:
                spoken |= self._spoken(column)
        spoken &= within
        groups = _sorted(columns, bits.rows_of(spoken), [self._spoken(c) for c in parted])
        rest = [within & ~spoken]
        for column in parted:
            some = self._spoken(column)
            rest = [met for group in rest for met in (group & some, group & ~some) if met]
        for column in columns:
            if len(column.values) <= FEW:
                sets = self._by_code(column)
                rest = [met for group in rest for code in sets if (met := group & code)]
        return groups + [Group(bits.first_of(group), group) for group in rest if group]

    def _spoken(self, column: Column) -> int:
        return self._all & ~self._by_code(column)[0]

    def _by_code(self, column: Column) -> list[int]:
        """The set of each code; of a facet with many codes, of code 0 alone."""
        known = self._sets.get(id(column))
        if known is None:
            n = self._facts.n
            if len(column.values) > FEW:
                known = [self._all & ~bits.of_rows(column.codes, n)]
            else:
                rows: list[list[int]] = [[] for _ in column.values]
                for row, code in column.codes.items():
                    rows[code].append(row)
                known = [bits.of_rows(r, n) for r in rows]
                known[0] = self._all & ~bits.of_rows(column.codes, n)
            self._sets[id(column)] = known
        return known


def _sorted(columns: Iterable[Column], rows: list[int], parted: Iterable[int]) -> list[Group]:
    """Rows by their codes, and by whether they are in each of the sets."""
    if not rows:
        return []
    codes = [column.codes for column in columns]
    codes += [dict.fromkeys(bits.rows_of(some), 1) for some in parted]
    found: dict[tuple[int, ...], list[int]] = {}
    for row in rows:
        found.setdefault(tuple([c.get(row, 0) for c in codes]), []).append(row)
    return [Group(group[0], rows=tuple(group)) for group in found.values()]
