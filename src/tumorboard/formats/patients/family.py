"""One family of facts of a partition: where the facts of each gene, marker or analyte stand, and which are the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tumorboard.criteria.facts import BY_KEY, NAME_OF
from tumorboard.formats.patients.likeness import Likeness
from tumorboard.formats.patients.rows import fact_in
from tumorboard.trials.screening.columns import Coded, Codes, coded
from tumorboard.trials.screening.memory import Codebook

_KEY = dict.fromkeys(BY_KEY, "gene") | {"biomarkers": "marker", "labs": "analyte"}


def factored(given: pl.Series) -> tuple[Codes, pl.Series]:
    """A code for every cell, -1 for an empty one, and the cell of each code."""
    unique = given.drop_nulls().unique(maintain_order=True)
    if given.dtype == pl.String:
        physical = given.cast(pl.Enum(unique)).to_physical().cast(pl.Int32)
    else:
        numbers = pl.DataFrame({"cell": unique, "code": np.arange(len(unique), dtype=np.int32)})
        physical = given.to_frame("cell").join(numbers, on="cell", how="left", maintain_order="left")["code"]
    return physical.fill_null(-1).to_numpy().astype(np.int32), unique


class Family:
    """One family: where the facts of each gene, marker or analyte stand.

    Facts have a code by what they say or, where that is known, by what is asked of them (`Likeness`).
    """

    def __init__(self, family: str, frame: pl.DataFrame, likeness: Likeness | None) -> None:
        self._name = family
        self._n = frame.height
        self._likeness = likeness
        self.places: dict[str, slice] = {}
        self._rows: Codes = np.zeros(0, np.int32)
        self._codes: Codes = np.zeros(0, np.int32)
        self._standing: Codes = np.zeros(0, np.int32)
        self._texts = pl.Series(family, [], dtype=pl.String)
        self._keys: list[str] = []
        if family not in frame.columns:
            return
        told = frame.select(pl.int_range(pl.len(), dtype=pl.Int32).alias("row"), pl.col(family)).explode(family)
        told = told.drop_nulls()
        codes, texts = factored(told[family])
        of, keys = factored(likeness.keys(family, texts)) if likeness is not None else (None, texts)
        self._keys = keys.to_list()
        subjects = self._subjects(texts)
        self._texts = texts
        self._arrange(
            told["row"].to_numpy(), codes, of if of is not None else np.arange(len(texts), dtype=np.int32), subjects
        )

    def _arrange(self, rows: Codes, codes: Codes, keys: Codes, subjects: list[tuple[str, ...]]) -> None:
        """Entries in order of their gene, marker or analyte.

        Parameters
        ----------
        codes
            Which text each entry is.
        keys, subjects
            Of each text.
        """
        number = {key: at for at, key in enumerate(sorted({k for ks in subjects for k in ks}))}
        pairs = [(at, number[key]) for at, ks in enumerate(subjects) for key in ks]
        if len(pairs) == len(subjects):  # one key each
            of = np.array([n for _, n in pairs], np.int32)[codes] if pairs else codes
        else:
            entries, of = _repeated(codes, pairs, len(subjects))
            rows, codes = rows[entries], codes[entries]
        if self._likeness is not None and self._name == "labs":
            counting = self._likeness.newest(rows, of, codes, self._texts)
            rows, of, codes = rows[counting], of[counting], codes[counting]
        order = np.argsort(of, kind="stable")
        self._rows, self._standing = rows[order], codes[order]
        self._codes = keys[self._standing]
        ends = np.searchsorted(of[order], np.arange(len(number)), side="right").tolist()
        begins = [0, *ends[:-1]]
        self.places = {key: slice(begins[at], ends[at]) for key, at in number.items()}

    def _subjects(self, texts: pl.Series) -> list[tuple[str, ...]]:
        """The genes, the marker or the analyte of each text."""
        if self._name == "fusions":
            return [tuple(dict.fromkeys(fact_in(self._name, text).genes)) for text in texts.to_list()]
        name = _KEY[self._name]
        found = texts.str.extract(rf'"{name}":"([^"\\]*)"')
        if not found.null_count():
            return [(key,) for key in found.to_list()]
        return [
            (key if key is not None else getattr(fact_in(self._name, text), name),)
            for key, text in zip(found.to_list(), texts.to_list(), strict=True)
        ]

    def facet(self, key: str, book: Codebook) -> Coded:
        """What is recorded of one gene, marker or analyte."""
        place = self.places[key]
        rows, codes, standing = self._rows[place], self._codes[place], self._standing[place]
        begins = np.flatnonzero(np.concatenate((([True], rows[1:] != rows[:-1]))[: len(rows)]))
        ends = np.append(begins[1:], len(rows))
        single = ends - begins == 1
        unique, first, of = np.unique(codes[begins[single]], return_index=True, return_inverse=True)
        given: list[tuple[str, ...]] = [(self._keys[code],) for code in unique.tolist()]
        found: list[tuple[int, ...]] = [(at,) for at in standing[begins[single]][first].tolist()]
        local = np.empty(len(begins), np.int64)
        local[single] = of
        number: dict[tuple[object, ...], int] = {}
        for at in np.flatnonzero(~single).tolist():
            own = codes[begins[at] : ends[at]].tolist()
            texts = standing[begins[at] : ends[at]].tolist()
            told, keys = self._combined(own, texts)
            known = number.get(told)
            if known is None:
                known = number[told] = len(given)
                given.append(keys)
                found.append(tuple(texts))
            local[at] = known
        numbers = book.codes((self._name, key), given)
        at_code = {int(code): one for code, one in zip(numbers, found, strict=True)}
        return coded(
            rows[begins],
            numbers[local],
            self._n,
            lambda code: named(self._name, [self._texts[t] for t in at_code[code]]),
        )

    def _combined(self, codes: list[int], texts: list[int]) -> tuple[tuple[object, ...], tuple[str, ...]]:
        """What tells several facts of one patient and kind from those of others, here and in any partition."""
        if self._likeness is None:
            return tuple(codes), tuple([self._keys[code] for code in codes])
        told = tuple([self._texts[text] for text in texts])
        pattern = self._likeness.pattern(self._name, told)
        if pattern is None:
            return told, told
        return (*codes, pattern), (*[self._keys[code] for code in codes], str(pattern))


def named(family: str, texts: Sequence[str]) -> tuple[Any, ...]:
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
