"""A partition as the facets that screening reads, each made when a criterion asks for it.

No case is built: a column becomes codes by comparing its texts, and a text is read once, when a criterion looks at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tumorboard.criteria.facts import BY_KEY, COMPLETE, NAME_OF, Facet
from tumorboard.formats.patients.layout import CENTER, DIGEST, ID, LAYOUT, Column
from tumorboard.formats.patients.rows import digest_of, fact_in, value_in
from tumorboard.trials.screening import Table
from tumorboard.trials.screening.columns import Coded, Codes, coded
from tumorboard.trials.screening.memory import Codebook

_KEY = dict.fromkeys(BY_KEY, "gene") | {"biomarkers": "marker", "labs": "analyte"}
_FACETS = {c.facet: c for c in LAYOUT if not c.listed}


@dataclass(frozen=True, slots=True)
class Patients:
    """The patients of a partition, row by row.

    Parameters
    ----------
    digests
        A hash of all that criteria read of each.
    """

    ids: tuple[str, ...]
    centers: tuple[str, ...]
    countries: tuple[str, ...]
    digests: tuple[str, ...]
    table: Table


def patients_of(frame: pl.DataFrame, book: Codebook | None = None) -> Patients:
    """The patients of a frame in the layout of a partition; a column that is not there is empty.

    Parameters
    ----------
    book
        The codes of a run, so that what was asked of one partition is known of the next.
    """
    n = frame.height
    told = frame.columns

    def texts(name: str) -> tuple[str, ...]:
        return tuple(frame[name].fill_null("").to_list()) if name in told else ("",) * n

    digests = texts(DIGEST)
    if not all(digests):
        digests = tuple(
            given or digest_of(row) for given, row in zip(digests, frame.iter_rows(named=True), strict=True)
        )
    table = Table(n, _Facets(frame, book or Codebook()))
    return Patients(texts(ID), texts(CENTER), texts("patient.country"), digests, table)


class _Facets(Mapping[Facet, Coded]):
    """The facets of a frame by name."""

    def __init__(self, frame: pl.DataFrame, book: Codebook) -> None:
        self._frame = frame
        self._book = book
        self._made: dict[Facet, Coded] = {}
        self._families: dict[str, _Family] = {}

    def __getitem__(self, facet: Facet) -> Coded:
        known = self._made.get(facet)
        if known is None:
            known = self._made[facet] = self._make(facet)
        return known

    def __contains__(self, facet: object) -> bool:
        if facet in _FACETS:
            return True
        if cast("Facet", facet)[0] == COMPLETE:
            return True
        family, *key = cast("Facet", facet)
        return family in BY_KEY and len(key) == 1 and key[0] in self._family(family).places

    def __iter__(self) -> Iterator[Facet]:
        yield from _FACETS
        for family in BY_KEY:
            yield from ((family, key) for key in self._family(family).places)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _make(self, facet: Facet) -> Coded:
        column = _FACETS.get(facet)
        if column is not None:
            return _single(column, self._frame, self._book)
        if facet[0] == COMPLETE:
            return self._complete(facet)
        if facet not in self:
            raise KeyError(facet)
        return self._family(facet[0]).facet(facet[1], self._book)

    def _complete(self, facet: Facet) -> Coded:
        """How much of one family was collected, out of what was of all."""
        whole = self[("completeness",)]
        known = np.unique(whole.codes)
        told = [(whole.value(int(code)) if code else {}).get(facet[1]) for code in known]
        codes = np.where([t is None for t in told], 0, self._book.codes(facet, told))
        every = codes[np.searchsorted(known, whole.codes)].astype(np.int32)

        def value(code: int) -> Any:
            return next(t for t, c in zip(told, codes, strict=True) if c == code)

        if whole.rows is not None:
            return Coded(every, whole.rows, value)
        return Coded(every, None, value)

    def _family(self, family: str) -> _Family:
        known = self._families.get(family)
        if known is None:
            known = self._families[family] = _Family(family, self._frame)
        return known


def _single(column: Column, frame: pl.DataFrame, book: Codebook) -> Coded:
    """A column with one cell a patient; an empty one is code 0 where that is an empty list."""
    n = frame.height
    given = frame[column.name] if column.name in frame.columns else pl.Series(column.name, [None] * n, column.dtype)
    local, cells = _factored(given)
    codes = book.codes(column.facet, [None, *cells])
    at = {int(code): cell for code, cell in zip(codes, [None, *cells], strict=True)}

    def value(code: int) -> Any:
        return value_in(column, at[code])

    if column.default == () or column.default == {}:
        rows = np.flatnonzero(local >= 0).astype(np.int32)
        return coded(rows, codes[local[rows] + 1], n, value)
    return Coded(codes[local + 1], None, value)


def _factored(given: pl.Series) -> tuple[Codes, list[Any]]:
    """A code for every cell, -1 for an empty one, and the cell of each code."""
    unique = given.drop_nulls().unique(maintain_order=True)
    if given.dtype == pl.String:
        physical = given.cast(pl.Enum(unique)).to_physical().cast(pl.Int32)
    else:
        numbers = pl.DataFrame({"cell": unique, "code": np.arange(len(unique), dtype=np.int32)})
        physical = given.to_frame("cell").join(numbers, on="cell", how="left", maintain_order="left")["code"]
    return physical.fill_null(-1).to_numpy().astype(np.int32), unique.to_list()


class _Family:
    """One family: where the facts of each gene, marker or analyte stand."""

    def __init__(self, family: str, frame: pl.DataFrame) -> None:
        self._name = family
        self._n = frame.height
        self.places: dict[str, slice] = {}
        self._rows: Codes = np.zeros(0, np.int32)
        self._codes: Codes = np.zeros(0, np.int32)
        self._texts: list[str] = []
        if family not in frame.columns:
            return
        told = frame.select(pl.int_range(pl.len(), dtype=pl.Int32).alias("row"), pl.col(family)).explode(family)
        told = told.drop_nulls()
        codes, self._texts = _factored(told[family])
        keys = self._keys()
        rows = told["row"].to_numpy()
        number = {key: at for at, key in enumerate(sorted({k for ks in keys for k in ks}))}
        pairs = [(at, number[key]) for at, ks in enumerate(keys) for key in ks]
        if len(pairs) == len(keys):  # one key each
            of = np.array([n for _, n in pairs], np.int32)[codes] if pairs else codes
        else:
            entry, of = _repeated(codes, pairs, len(keys))
            rows, codes = rows[entry], codes[entry]
        order = np.argsort(of, kind="stable")
        self._rows, self._codes = rows[order], codes[order]
        ends = np.searchsorted(of[order], np.arange(len(number)), side="right").tolist()
        begins = [0, *ends[:-1]]
        self.places = {key: slice(begins[at], ends[at]) for key, at in number.items()}

    def _keys(self) -> list[tuple[str, ...]]:
        """The genes, the marker or the analyte of every text."""
        if self._name == "fusions":
            return [tuple(dict.fromkeys(fact_in(self._name, text).genes)) for text in self._texts]
        name = _KEY[self._name]
        found = pl.Series(self._texts, dtype=pl.String).str.extract(rf'"{name}":"([^"\\]*)"').to_list()
        return [
            (key if key is not None else getattr(fact_in(self._name, text), name),)
            for key, text in zip(found, self._texts, strict=True)
        ]

    def facet(self, key: str, book: Codebook) -> Coded:
        """What is recorded of one gene, marker or analyte."""
        place = self.places[key]
        rows, texts = self._rows[place], self._codes[place]
        fresh = np.concatenate(([True], rows[1:] != rows[:-1]))
        if fresh.all():
            unique, local = np.unique(texts, return_inverse=True)
            given: list[tuple[int, ...]] = [(int(code),) for code in unique]
        else:
            begins = np.flatnonzero(fresh)
            rows = rows[begins]
            several = np.split(texts, begins[1:])
            number: dict[tuple[int, ...], int] = {}
            local = np.array([number.setdefault(tuple(one.tolist()), len(number)) for one in several])
            given = list(number)
        told = [tuple(self._texts[at] for at in one) for one in given]
        codes = book.codes((self._name, key), told)
        at = {int(code): one for code, one in zip(codes, told, strict=True)}
        return coded(rows, codes[local], self._n, lambda code: _named(self._name, at[code]))


def _named(family: str, texts: tuple[str, ...]) -> tuple[Any, ...]:
    """The facts of these texts, named by gene and position as `criteria.facts` names them."""
    seen: dict[str, int] = {}
    facts = []
    for text in texts:
        fact = fact_in(family, text)
        of = NAME_OF[family](fact)
        seen[of] = seen.get(of, -1) + 1
        if not fact.id:
            # Made here and seen by nobody else yet: a copy would cost as much as the reading.
            object.__setattr__(fact, "id", f"{of}#{seen[of]}")
        facts.append(fact)
    return tuple(facts)


def _repeated(codes: Codes, pairs: list[tuple[int, int]], n: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Entries repeated for each key of their text, in their order, with the keys."""
    of: list[list[int]] = [[] for _ in range(n)]
    for text, key in pairs:
        of[text].append(key)
    told = [of[code] for code in codes.tolist()]
    entry = np.repeat(np.arange(len(told)), [len(keys) for keys in told])
    return entry, np.array([key for keys in told for key in keys], np.int32)
