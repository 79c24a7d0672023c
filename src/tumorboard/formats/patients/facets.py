"""A partition as the facets that screening reads, each made when a criterion asks for it.

No case is built: a column becomes codes by comparing its texts, and a text is read once, when a criterion looks at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import polars as pl

from tumorboard.criteria.ages import born
from tumorboard.criteria.facts import BY_KEY, COMPLETE, Facet
from tumorboard.formats.patients.family import Family, factored
from tumorboard.formats.patients.layout import CENTER, DIGEST, ID, LAYOUT, Column
from tumorboard.formats.patients.likeness import Likeness
from tumorboard.formats.patients.rows import digest_of, value_in
from tumorboard.trials.screening import Table
from tumorboard.trials.screening.columns import Coded, coded
from tumorboard.trials.screening.memory import Codebook

_KEY = dict.fromkeys(BY_KEY, "gene") | {"biomarkers": "marker", "labs": "analyte"}
BIRTH: Facet = ("patient", "birth")
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


def patients_of(frame: pl.DataFrame, book: Codebook | None = None, likeness: Likeness | None = None) -> Patients:
    """The patients of a frame in the layout of a partition; a column that is not there is empty.

    Parameters
    ----------
    book
        The codes of a run, so that what was asked of one partition is known of the next.
    likeness
        Which variants nothing tells apart, for the criteria of the run; None where every variant is its own.
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
    table = Table(n, _Facets(frame, book or Codebook(), likeness))
    return Patients(texts(ID), texts(CENTER), texts("patient.country"), digests, table)


class _Facets(Mapping[Facet, Coded]):
    """The facets of a frame by name."""

    def __init__(self, frame: pl.DataFrame, book: Codebook, likeness: Likeness | None) -> None:
        self._frame = frame
        self._book = book
        self._likeness = likeness
        self._made: dict[Facet, Coded] = {}
        self._families: dict[str, Family] = {}

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
            return _single(column, self._frame, self._book, self._likeness)
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

    def _family(self, family: str) -> Family:
        known = self._families.get(family)
        if known is None:
            known = self._families[family] = Family(family, self._frame, self._likeness)
        return known


def _single(column: Column, frame: pl.DataFrame, book: Codebook, likeness: Likeness | None) -> Coded:
    """A column with one cell a patient; an empty one is code 0 where that is an empty list."""
    n = frame.height
    given = frame[column.name] if column.name in frame.columns else pl.Series(column.name, [None] * n, column.dtype)
    local, found = factored(given)
    cells = found.to_list()
    keys = cells if likeness is None else [_key(column, cell, likeness) for cell in cells]
    codes = book.codes(column.facet, [None, *keys])
    at = {int(code): cell for code, cell in zip(codes, [None, *cells], strict=True)}

    def value(code: int) -> Any:
        return value_in(column, at[code])

    if column.default == () or column.default == {}:
        rows = np.flatnonzero(local >= 0).astype(np.int32)
        return coded(rows, codes[local[rows] + 1], n, value)
    return Coded(codes[local + 1], None, value)


def _key(column: Column, cell: Any, likeness: Likeness) -> Any:
    """What a cell says as far as anything asks: of a birth the age; of anything else itself."""
    if column.facet != BIRTH:
        return cell
    try:
        return str(born(value_in(column, cell), likeness.ordinary.on))
    except ValueError:
        return cell  # told when it is read
