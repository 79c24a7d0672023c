"""Cases to rows and back: the same case, but for what was interpreted of it, which is derived anew."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, get_type_hints

import polars as pl

from tumorboard.criteria.alterations import label
from tumorboard.criteria.facts import RECORDS, UNREAD
from tumorboard.formats.patients.layout import (
    BESIDE,
    CENTER,
    DIGEST,
    ID,
    KINDS,
    LAYOUT,
    MATERIAL,
    REST,
    Column,
    rest_of,
    schema,
)  # fmt: skip
from tumorboard.model.case import Case, Diagnosis, Patient
from tumorboard.wire.compact import made, text_of

_LISTED = tuple(c for c in LAYOUT if c.listed)
_SINGLE = tuple(c for c in LAYOUT if not c.listed)


def frame_of(cases: Sequence[Case], centers: Sequence[str] = ()) -> pl.DataFrame:
    """One row for each case, in their order.

    Parameters
    ----------
    centers
        Of each case; empty where nobody says.
    """
    rows = [_row(case, center) for case, center in zip(cases, centers or [""] * len(cases), strict=True)]
    return pl.DataFrame(rows, schema=schema(), orient="row")


def _row(case: Case, center: str) -> dict[str, Any]:
    row: dict[str, Any] = {ID: case.id, CENTER: center}
    for column in _SINGLE:
        row[column.name] = _cell(column, case)
    for column in _LISTED:
        told, beside = _family(column.name, getattr(case, column.name))
        row[column.name], row[rest_of(column.name)] = told, beside
    row[REST] = text_of({name: getattr(case, name) for name in BESIDE if name != "id"})
    row[DIGEST] = digest_of(row)
    return row


def digest_of(row: Mapping[str, Any]) -> str:
    """A hash of all that criteria read of a row."""
    told = blake2b(digest_size=16)
    for column in LAYOUT:
        value = row.get(column.name)
        if value is not None and value != []:
            told.update(f"{column.name}\n{value!r}\n".encode())
    return told.hexdigest()


def _cell(column: Column, case: Case) -> Any:
    record, _, field = column.name.partition(".")
    if record == MATERIAL:
        value: Any = (case.specimens, case.assays)
    else:
        value = getattr(getattr(case, record), field) if record in RECORDS else getattr(case, record)
    if value == column.default:
        return None
    return value if column.plain else text_of(value)


def _family(family: str, given: Sequence[Any]) -> tuple[list[str], list[str]]:
    told, beside = [], []
    for fact in given:
        own = family == "variants" and label(fact) == f"{fact.gene} {fact.id}"  # nothing else tells it
        told.append(text_of(replace(fact, **UNREAD[family], **({} if own else {"id": ""}))))
        beside.append(text_of({"id": fact.id, **{name: getattr(fact, name) for name in UNREAD[family]}}))
    return told, beside


def cases_of(frame: pl.DataFrame) -> list[Case]:
    """The case of each row.

    Raises
    ------
    ValueError
        If a text tells no such fact; the name of its column is the last argument.
    """
    return [_case(row) for row in frame.iter_rows(named=True)]


def _case(row: Mapping[str, Any]) -> Case:
    records: dict[str, dict[str, Any]] = {name: {} for name in RECORDS}
    found: dict[str, Any] = {}
    for column in _SINGLE:
        record, _, field = column.name.partition(".")
        value = value_in(column, row.get(column.name))
        if record == MATERIAL:
            found["specimens"], found["assays"] = value
        elif record in RECORDS:
            records[record][field] = value
        else:
            found[record] = MappingProxyType(value) if isinstance(value, dict) else value
    for column in _LISTED:
        beside = row.get(rest_of(column.name)) or [None] * len(row.get(column.name) or ())
        found[column.name] = tuple(
            _fact(column.name, text, told, at)
            for at, (text, told) in enumerate(zip(row.get(column.name) or (), beside, strict=True), 1)
        )
    for name, value in (_json(REST, row.get(REST)) or {}).items():
        found[name] = _made(REST, BESIDE[name], value)
    return Case(id=row[ID], patient=Patient(**records["patient"]), diagnosis=Diagnosis(**records["diagnosis"]), **found)


def value_in(column: Column, cell: Any) -> Any:
    """What a cell of a column that is no list tells.

    Raises
    ------
    ValueError
        If it tells no such value.
    """
    if cell is None:
        return column.default
    return cell if column.plain else _made(column.name, column.kind, _json(column.name, cell))


def fact_in(family: str, text: str) -> Any:
    """A fact of a family, without what no criterion reads.

    Raises
    ------
    ValueError
        If the text tells no such fact.
    """
    return _made(family, KINDS[family], _json(family, text))


def _fact(family: str, text: str, beside: str | None, at: int) -> Any:
    fact = fact_in(family, text)
    if beside is None:
        return fact if fact.id else replace(fact, id=f"{family}{at}")
    hints = _hints(family)
    return replace(fact, **{n: _made(rest_of(family), hints[n], v) for n, v in _json(rest_of(family), beside).items()})


def _hints(family: str) -> dict[str, Any]:
    kind = KINDS[family]
    known = get_type_hints(kind)
    return {f.name: known[f.name] for f in fields(kind)}


def _json(column: str, text: str | None) -> Any:
    try:
        return json.loads(text) if text is not None else None
    except (ValueError, RecursionError) as error:
        raise ValueError("a cell is no JSON", column) from error


def _made(column: str, kind: Any, told: Any) -> Any:
    try:
        return made(kind, told)
    except ValueError as error:
        raise ValueError("a cell tells no such fact", column) from error
