"""Courses of treatment and conditions, judged one by one: each that differs in what a leaf reads of it once, for all lists that hold it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tumorboard.criteria.facts import Facet
from tumorboard.criteria.treatment import courses
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.trials.screening.agreement import Agreement, Days, Names
from tumorboard.trials.screening.labels import firsts

if TYPE_CHECKING:
    from tumorboard.trials.screening.answers import Answers

Bits = NDArray[np.uint8]
Numbers = NDArray[np.int64]
Lists = tuple[Numbers, Numbers, Numbers]
COURSES: Facet = ("courses",)
CONDITIONS: Facet = ("conditions",)
TRIED = 3  # of those that are not judged: the one of which least is read shows what is read of most


def _conditions(case: Case, context: Context) -> Sequence[Any]:
    return case.conditions


# What a leaf calls its judgment of one of a list, the facet of the list, and those of it that count on the day.
JUDGED: tuple[tuple[str, Facet, Callable[[Case, Context], Sequence[Any]]], ...] = (
    ("sees_course", COURSES, courses),
    ("sees_condition", CONDITIONS, _conditions),
)


class Items:
    """What the lists of a facet hold: each that says the same has one number, in all partitions of a run.

    A leaf whose judgment only asks on which side of some days a date lies says which (`turns`): dates that no such day
    parts are then told as one.
    """

    def __init__(self) -> None:
        self.values: list[Any] = []
        self.lists: dict[int, tuple[int, ...]] = {}  # by the code of the list
        self._numbers: dict[object, int] = {}
        self._agreed = Agreement(self.values)
        self._judged: dict[object, Bits] = {}
        self._said: dict[object, dict[Names, Bits]] = {}  # by leaf, by the fields read, by their label

    def put(self, code: int, items: Sequence[Any]) -> None:
        """The list of a code."""
        found = []
        for item in items:
            number = self._numbers.setdefault(_told(item.__class__)(item), len(self.values))
            if number == len(self.values):
                self.values.append(item)
            found.append(number)
        self.lists[code] = tuple(found)

    def judged(self, leaf: Any, judge: Callable[[Any], int], days: Days = None) -> Bits:
        """What a leaf says of each item, as one bit a verdict.

        Parameters
        ----------
        judge
            The value of the verdict.
        days
            The last days of each side on which the judgment may be another; None where every date counts.
        """
        known = self._judged.get(leaf)
        done = len(known) if known is not None else 0
        if known is None or done < len(self.values):
            more = np.zeros(len(self.values) - done, np.uint8)
            known = more if known is None else np.concatenate((known, more))
            self._judge(known, judge, self._said.setdefault(leaf, {}), days)
            self._judged[leaf] = known
        return known

    def _judge(self, judged: Bits, judge: Callable[[Any], int], said: dict[Names, Bits], days: Days) -> None:
        """Judges those that are open: by what was said of others that agree in the fields that were read, else by asking."""
        open_ = np.flatnonzero(judged == 0)
        for names in said:
            open_ = self._tell(judged, open_, names, said, days)
        while len(open_):
            names = min((self._ask(judged, judge, at) for at in open_[:TRIED].tolist()), key=len)
            labels = self._agreed.labels(names, days)[open_]
            unique, first = firsts(labels, self._agreed.count(names, days))
            told = said[names] = self._grown(said.get(names, np.zeros(0, np.uint8)), names, days)
            for label, number in zip(unique.tolist(), open_[first].tolist(), strict=True):
                if self._ask_of(judged, judge, number, names):
                    told[label] = judged[number]
            open_ = self._tell(judged, open_[judged[open_] == 0], names, said, days)

    def _tell(self, judged: Bits, open_: Numbers, names: Names, said: dict[Names, Bits], days: Days) -> Numbers:
        """Judges those of which the like was judged; the others are returned."""
        if not len(open_):
            return open_
        labels = self._agreed.labels(names, days)[open_]
        told = said[names] = self._grown(said[names], names, days)
        judged[open_] = told[labels]
        left: Numbers = open_[judged[open_] == 0]
        return left

    def _grown(self, told: Bits, names: Names, days: Days) -> Bits:
        """The same with a place for each label that there is now."""
        return np.append(told, np.zeros(self._agreed.count(names, days) - len(told), np.uint8))

    def _ask_of(self, judged: Bits, judge: Callable[[Any], int], number: int, names: Names) -> bool:
        """Judges one item; whether these fields told enough of it."""
        part = _part(self.values[number], names)
        if part is not None:
            try:
                judged[number] = 1 << judge(part)
                return True
            except AttributeError:  # a field that it does not have is read
                pass
        return set(names).issuperset(self._ask(judged, judge, number))

    def _ask(self, judged: Bits, judge: Callable[[Any], int], number: int) -> Names:
        """Judges one item; what was read of it."""
        seen = _reading(self.values[number])
        judged[number] = 1 << judge(seen)
        return tuple(sorted(seen.names))


def lists_of(answers: Answers, items: Items, facet: Facet, read: Callable[[Case, Context], Sequence[Any]]) -> Lists:
    """The lists of a partition: their codes, increasing, where each begins, and the items one list after the other."""
    column = answers.table.columns[facet]
    codes, at = np.unique(column.codes, return_index=True)
    rows = at if column.rows is None else column.rows[at]
    if column.rows is not None or codes[:1].tolist() != [0]:
        items.lists.setdefault(0, ())  # nobody, or whoever has none
        codes, rows = np.append(0, codes[codes > 0]), np.append(0, rows[codes > 0])
    for code, row in zip(codes.tolist(), rows.tolist(), strict=True):
        if code not in items.lists:
            items.put(code, read(answers.watched(row).as_case, answers.context) if code else ())
    held = [items.lists[code] for code in codes.tolist()]
    begins = np.cumsum([0, *map(len, held)])
    return codes.astype(np.int64), begins, np.array([number for one in held for number in one], np.int64)


def of_lists(lists: Lists, judged: Bits, codes: NDArray[np.int32]) -> Bits:
    """Which verdicts there are of the items of these lists, as bits: neither order nor number of the items matters."""
    known, begins, held = lists
    told = np.append(judged[held], np.uint8(0))
    bits = np.bitwise_or.reduceat(told, begins[:-1]) if len(known) else told[:0]
    bits[begins[:-1] == begins[1:]] = 0  # an empty list has what comes next
    found: Bits = bits[np.searchsorted(known, codes)]
    return found


@lru_cache(maxsize=8)
def _told(kind: Hashable) -> Callable[[Any], object]:
    """What an item says, beside its name."""
    return attrgetter(*(f.name for f in fields(kind) if f.name != "id"))  # type: ignore[arg-type]


@lru_cache(maxsize=8)
def _watching(kind: type) -> Any:
    """A kind that shows an item and remembers which of its fields were read; a copy is plain."""
    told = frozenset(f.name for f in fields(kind))

    def read(self: Any, name: str) -> Any:
        if name in told:
            _get(self, "names").add(name)
            return getattr(_get(self, "shown"), name)
        return kind if name == "__class__" else _get(self, name)

    return type(f"Read{kind.__name__}", (kind,), {"__slots__": ("shown", "names"), "__getattribute__": read})


def _reading(item: Any) -> Any:
    kind: type = type(item)
    made = object.__new__(_watching(kind))
    _set(made, "shown", item)
    _set(made, "names", set())
    return made


@lru_cache(maxsize=8)
def _bare(kind: type) -> bool:
    """Whether a field that is not set cannot be read: a class without slots would tell its default."""
    return not hasattr(object.__new__(kind), "__dict__")


def _part(item: Any, names: Names) -> Any:
    """The same item with these fields and no others; None where it cannot be made."""
    kind: type = type(item)
    if not _bare(kind):
        return None
    made: Any = object.__new__(kind)
    for name in names:
        _set(made, name, getattr(item, name))
    return made


_get, _set = object.__getattribute__, object.__setattr__
