"""Patients parted by what is said of them: the algebra of sets beneath `screen`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tumorboard.criteria import bits
from tumorboard.criteria import combinators as c
from tumorboard.model.verdict import Criterion

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A value with the patients who have it."""

    value: T
    bits: int


@dataclass(frozen=True, slots=True)
class Masks:
    """The patients for whom a criterion is MET, and those for whom it is UNKNOWN."""

    met: int
    unknown: int


def in_order(parts: Iterable[Part[T]]) -> tuple[Part[T], ...]:
    """Parts in the order of their first patients."""
    return tuple(sorted(parts, key=lambda p: bits.first_of(p.bits)))


def gathered(parts: Iterable[Part[T]]) -> tuple[Part[T], ...]:
    """Parts of equal values joined, in the order of their first patients."""
    found: dict[T, int] = {}
    for part in parts:
        found[part.value] = found.get(part.value, 0) | part.bits
    return in_order(Part(value, rows) for value, rows in found.items())


def joint(columns: Sequence[Sequence[Part[T]]], everyone: int) -> list[Part[tuple[T, ...]]]:
    """The combinations of values that occur, with the patients of each."""
    found: list[Part[tuple[T, ...]]] = [Part((), everyone)]
    for column in columns:
        if len(column) == 1:
            found = [Part((*f.value, column[0].value), f.bits) for f in found]
        else:
            found = [Part((*f.value, p.value), met) for f in found for p in column if (met := f.bits & p.bits)]
    return found


def kleene(criterion: Criterion, parts: Sequence[Masks], everyone: int) -> Masks:
    """A combinator over sets: MET where it holds, UNKNOWN where it could hold and does not."""
    met = [p.met for p in parts]
    could = [p.met | p.unknown for p in parts]
    match criterion:
        case c.Not():
            return Masks(everyone & ~could[0], could[0] & ~met[0])
        case c.If():
            on, yes, no = parts
            off = everyone & ~could[0]
            holds = on.met & yes.met | off & no.met | on.unknown & yes.met & no.met
            may = on.met & could[1] | off & could[2] | on.unknown & (could[1] | could[2])
            return Masks(holds, may & ~holds)
        case c.All() | c.Any() | c.AtLeast():
            k = len(parts) if isinstance(criterion, c.All) else criterion.k if isinstance(criterion, c.AtLeast) else 1
            holds = at_least(k, met, everyone)
            return Masks(holds, at_least(k, could, everyone) & ~holds)
        case c.Never():
            return Masks(0, 0)
        case _:  # Always, FlagIf
            return Masks(everyone, 0)


def at_least(k: int, sets: Sequence[int], everyone: int) -> int:
    """Those who are in at least `k` of the sets."""
    if k == len(sets):
        for s in sets:
            everyone &= s
        return everyone
    reached = [everyone, *[0] * k]
    for s in sets:
        for j in range(k, 0, -1):
            reached[j] |= reached[j - 1] & s
    return reached[k]
