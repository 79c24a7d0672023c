"""What was asked before: codes of facts that hold for every partition, and what leaves said of them.

A partition that has nothing new asks nothing.  Only texts, codes and verdicts are kept, never a fact.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumorboard.criteria.facts import Facet
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.model.verdict import Criterion

Facets = tuple[Facet, ...]
OPEN, MORE = 255, 254  # not asked yet; more must be read to answer


class Codebook:
    """One code for equal facts of a facet, from 1, the same in every partition."""

    def __init__(self) -> None:
        self._known: dict[Facet, dict[Hashable, int]] = {}

    def codes(self, facet: Facet, keys: Sequence[Hashable]) -> NDArray[np.int32]:
        """The code of each key."""
        known = self._known.setdefault(facet, {})
        short = [_short(key) for key in keys]
        return np.array([known.setdefault(key, len(known) + 1) for key in short], np.int32)


def _short(key: Hashable) -> Hashable:
    """A key that takes little place: of texts a hash of 128 bits."""
    if isinstance(key, tuple):
        key = "\n".join(key)
    return blake2b(key.encode(), digest_size=16).digest() if isinstance(key, str) and len(key) > 32 else key


class Numbered:
    """An array that grows: one small number for each combination, or whatever else is numbered."""

    def __init__(self, empty: int, dtype: type[np.generic]) -> None:
        self._empty = empty
        self.values: NDArray[Any] = np.full(64, empty, dtype)

    def of(self, numbers: NDArray[np.int64]) -> NDArray[Any]:
        """What is known of these."""
        top = int(numbers.max(initial=0))
        if top >= len(self.values):
            grown = np.full(2 * top + 2, self._empty, self.values.dtype)
            grown[: len(self.values)] = self.values
            self.values = grown
        return self.values[numbers]


class Said:
    """What one leaf said of combinations of codes, by their number.

    `seen` is what it saw of them, where it says what it sees, with the verdict; `further` what more it read of those of which
    it read more than they tell.
    """

    def __init__(self) -> None:
        self.verdicts = Numbered(OPEN, np.uint8)
        self.seen: dict[Hashable, int] = {}
        self.further: dict[int, Facets] = {}


class Views:
    """What several leaves see of combinations of codes: a number for each, from 0; -1 not seen yet, -2 more must be read to see."""

    def __init__(self) -> None:
        self.numbers = Numbered(-1, np.int32)
        self.known: dict[Hashable, int] = {}


class Sights:
    """What leaves that see alike see of the variants of a facet and code: a number from 1; -1 where they look at more than these."""

    def __init__(self) -> None:
        self.of: dict[tuple[Facet, int], int] = {}
        self.known: dict[Hashable, int] = {}


class Memory:
    """What holds for every partition of a run: same criteria, context and knowledge."""

    def __init__(self) -> None:
        self.book = Codebook()
        self.reads: dict[Criterion, Facets] = {}  # what each leaf read first: where to begin
        self._numbers: dict[Facets, dict[bytes, int]] = {}
        self._said: dict[tuple[Criterion, Facets], Said] = {}
        self._views: dict[tuple[Hashable, Facets], Views] = {}
        self._sights: dict[Hashable, Sights] = {}
        self._courses: dict[object, int] = {}
        self.histories: dict[int, tuple[tuple[int, TreatmentCourse], ...]] = {}

    def numbers(self, reads: Facets, codes: NDArray[np.int32]) -> NDArray[np.int64]:
        """The number of each combination of codes: (combinations, facets)."""
        known = self._numbers.setdefault(reads, {})
        text = np.ascontiguousarray(codes).tobytes()
        width = codes.shape[1] * codes.itemsize
        if not width:
            return np.zeros(len(codes), np.int64)
        keys = [text[at : at + width] for at in range(0, len(text), width)]
        return np.array([known.setdefault(key, len(known)) for key in keys], np.int64)

    def said(self, leaf: Criterion, reads: Facets) -> Said:
        """What a leaf said of combinations in these facets."""
        known = self._said.get((leaf, reads))
        if known is None:
            known = self._said[leaf, reads] = Said()
        return known

    def views(self, of: Hashable, reads: Facets) -> Views:
        """What several leaves see of combinations in these facets."""
        known = self._views.get((of, reads))
        if known is None:
            known = self._views[of, reads] = Views()
        return known

    def sights(self, of: Hashable) -> Sights:
        """What leaves of one kind see."""
        known = self._sights.get(of)
        if known is None:
            known = self._sights[of] = Sights()
        return known

    def history(self, code: int, courses: Sequence[TreatmentCourse]) -> tuple[tuple[int, TreatmentCourse], ...]:
        """The courses of the history that has this code, each with a number that equal courses share."""
        told = [(self._courses.setdefault(replace(one, id=""), len(self._courses)), one) for one in courses]
        found = self.histories[code] = tuple(told)
        return found
