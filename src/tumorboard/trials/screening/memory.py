"""What was asked before: codes of facts that hold for every partition, and what leaves said of them.

A partition that has nothing new asks nothing.  Only texts, codes and verdicts are kept, never a fact.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumorboard.criteria.facts import Facet
from tumorboard.model.verdict import Criterion
from tumorboard.trials.screening.items import Items
from tumorboard.trials.screening.spans import OPEN, Spans

Facets = tuple[Facet, ...]
MORE = 254  # more must be read to answer


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
    it read more than they tell; `beyond` the same of what was seen.
    """

    def __init__(self) -> None:
        self.beyond: dict[Hashable, Facets] = {}
        self.verdicts = Numbered(OPEN, np.uint8)
        self.seen: dict[Hashable, int] = {}
        self.further: dict[int, Facets] = {}


class Views:
    """What leaves of one `viewed` look at: a number for each view, from 0, and the view that each combination of codes gives.

    `further` is what more is read of combinations of which it takes more than they tell.
    """

    def __init__(self) -> None:
        self.reads: Facets | None = None  # where to begin
        self.seen: list[Any] = []
        self.further: dict[tuple[Facets, int], Facets] = {}
        self._known: dict[Hashable, int] = {}
        self._numbers: dict[Facets, Numbered] = {}
        self._judged: dict[Criterion, NDArray[np.uint8]] = {}
        self._spans = Spans()

    def number(self, view: Hashable) -> int:
        """The number of a view."""
        known = self._known.get(view)
        if known is None:
            known = self._known[view] = len(self.seen)
            self.seen.append(view)
        return known

    def numbers(self, reads: Facets) -> Numbered:
        """The number of the view of combinations in these facets; -1 where nobody looked."""
        known = self._numbers.get(reads)
        if known is None:
            known = self._numbers[reads] = Numbered(-1, np.int32)
        return known

    def judged(self, leaf: Any) -> NDArray[np.uint8]:
        """The verdict of a leaf for each view."""
        known = self._judged.get(leaf)
        if known is None:
            known = np.zeros(0, np.uint8)
        if len(known) < len(self.seen):
            begin = len(known)
            if hasattr(leaf, "span_limits"):
                more = self._spans.within(self.seen, begin, leaf.span_limits)
                asked = (begin + np.flatnonzero(more == OPEN)).tolist()
            else:
                more = np.zeros(len(self.seen) - begin, np.uint8)
                asked = list(range(begin, len(self.seen)))
            for at in asked:
                more[at - begin] = leaf.judges(self.seen[at]).rank
            known = self._judged[leaf] = np.concatenate((known, more))
        return known


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
        self._views: dict[Hashable, Views] = {}
        self._sights: dict[Hashable, Sights] = {}
        self._items: dict[Facet, Items] = {}

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

    def views(self, of: Hashable) -> Views:
        """What leaves of one `viewed` look at."""
        known = self._views.get(of)
        if known is None:
            known = self._views[of] = Views()
        return known

    def sights(self, of: Hashable) -> Sights:
        """What leaves of one kind see."""
        known = self._sights.get(of)
        if known is None:
            known = self._sights[of] = Sights()
        return known

    def items(self, facet: Facet) -> Items:
        """What the lists of a facet hold."""
        known = self._items.get(facet)
        if known is None:
            known = self._items[facet] = Items()
        return known
