"""Patients who agree in some facets, as groups: large ones as sets, small ones as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tumorboard.criteria import bits
from tumorboard.criteria.facts import ROW, Column, Facet, Facts

FEW = 24  # values of a facet up to which sets of patients are met
SHARED = 32  # patients that a value has on average, from which sets are met too; else patients are sorted one by one


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
        self._sets: dict[Facet, list[int]] = {}
        self._rows: dict[Facet, list[list[int]]] = {}

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

    def by_code(self, facet: Facet, group: Group) -> list[list[int]]:
        """The rows of each value of a facet that is there in the group, where something is recorded."""
        if group.bits == self._all:
            known = self._rows.get(facet)
            if known is None:
                codes = self._facts.columns[facet].codes
                known = self._rows[facet] = _by_code(codes.keys(), codes)
            return known
        rows = group.rows or bits.rows_of(group.bits & self._spoken(facet))
        return _by_code(rows, self._facts.columns[facet].codes)

    def _made(self, facets: frozenset[Facet], within: int, whether: str) -> list[Group]:
        """Where many things are said of a facet, patients are sorted one by one; the others are met as sets."""
        if ROW in facets:
            return [Group(row, rows=(row,)) for row in bits.rows_of(within)]
        known = [f for f in sorted(facets) if f in self._facts.columns]
        parted = [self._spoken(f) for f in known if f[0] == whether]
        asked = [f for f in known if f[0] != whether]
        few = [f for f in asked if _few(self._facts.columns[f])]
        many = [f for f in asked if f not in few]
        spoken = 0
        for facet in many:
            spoken |= self._spoken(facet)
        spoken &= within
        columns = [self._facts.columns[f] for f in asked]
        groups = _sorted(columns, bits.rows_of(spoken), parted)
        rest = [within & ~spoken]
        for some in parted:
            rest = [met for group in rest for met in (group & some, group & ~some) if met]
        for facet in few:
            sets = self._by_set(facet)
            rest = [met for group in rest for code in sets if (met := group & code)]
        return groups + [Group(bits.first_of(group), group) for group in rest if group]

    def _spoken(self, facet: Facet) -> int:
        """Those of whom something is recorded in a facet."""
        return self._all & ~self._by_set(facet)[0]

    def _by_set(self, facet: Facet) -> list[int]:
        """The set of each code; of a facet with many codes, of code 0 alone."""
        known = self._sets.get(facet)
        if known is None:
            n = self._facts.n
            column = self._facts.columns[facet]
            known = [self._all & ~bits.of_rows(column.codes, n)]
            if _few(column):
                rows: list[list[int]] = [[] for _ in column.values]
                for row, code in column.codes.items():
                    rows[code].append(row)
                known += [bits.of_rows(r, n) for r in rows[1:]]
            self._sets[facet] = known
        return known


def _few(column: Column) -> bool:
    values = len(column.values)
    return values <= FEW or values * SHARED <= len(column.codes)


def _by_code(rows: Iterable[int], codes: dict[int, int]) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for row in rows:
        if row in codes:
            found.setdefault(codes[row], []).append(row)
    return list(found.values())


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
