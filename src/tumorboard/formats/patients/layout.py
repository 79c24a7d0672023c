"""The columns of a partition of patients: docs/formats/patients.md shows this list.

A column of a record holds its field as it is, where that is a word, a number or a truth value; what is made of several fields is
short JSON (`wire.compact`).  A family (variants, labs ...) is a list of such texts, in the order of the case, of what criteria read;
what they do not read of the same facts stands beside it in ``<family>.rest``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, get_type_hints

import polars as pl

from tumorboard.criteria.facts import BY_KEY, RECORDS, WHOLE
from tumorboard.issues import Place
from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case, Diagnosis, LabValue, Patient, SourceFile
from tumorboard.model.specimen import Assay, Specimen

ID, CENTER, DIGEST, REST, MATERIAL = "patient", "center", "digest", "rest", "material"
KINDS: Mapping[str, Any] = {
    "variants": Variant, "copy_numbers": CopyNumber, "fusions": Fusion, "splice_events": SpliceEvent,
    "biomarkers": Biomarker, "labs": LabValue,
}  # fmt: skip
BESIDE: Mapping[str, Any] = {
    "id": str, "uninterpretable": tuple[Place, ...], "expression": Mapping[str, float] | None, "sources": tuple[SourceFile, ...],
}  # fmt: skip
MATERIALS: Any = tuple[tuple[Specimen, ...], tuple[Assay, ...]]
_PLAIN: dict[Any, type[pl.DataType]] = {
    str: pl.String, int: pl.Int64, int | None: pl.Int64, bool | None: pl.Boolean, float: pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column of facts.

    Parameters
    ----------
    kind
        Of the value; its text is JSON unless `plain`.
    facet
        Where `criteria.facts` keeps it; empty where no criterion reads it.
    """

    name: str
    kind: Any
    facet: tuple[str, ...]
    default: object
    plain: bool = False
    listed: bool = False

    @property
    def dtype(self) -> pl.DataType | type[pl.DataType]:
        """As Polars keeps it."""
        if self.listed:
            return pl.List(pl.String)
        return _PLAIN[self.kind] if self.plain else pl.String


def _record(name: str, kind: type) -> list[Column]:
    hints = get_type_hints(kind)
    empty = kind()
    return [
        Column(f"{name}.{f.name}", hints[f.name], (name, f.name), getattr(empty, f.name), hints[f.name] in _PLAIN)
        for f in fields(kind)
    ]


def _whole() -> list[Column]:
    hints = get_type_hints(Case)
    empty = Case(id="")
    return [Column(name, hints[name], (name,), getattr(empty, name), hints[name] in _PLAIN) for name in WHOLE]


LAYOUT: tuple[Column, ...] = (
    *(c for name, kind in zip(RECORDS, (Patient, Diagnosis), strict=True) for c in _record(name, kind)),
    Column(MATERIAL, MATERIALS, ("material",), ((), ())),
    *_whole(),
    *(Column(family, KINDS[family], (family,), (), listed=True) for family in BY_KEY),
)
BY_NAME: Mapping[str, Column] = {c.name: c for c in LAYOUT}


def rest_of(family: str) -> str:
    """The column of what no criterion reads of a family."""
    return f"{family}.{REST}"


def schema() -> dict[str, pl.DataType | type[pl.DataType]]:
    """Every column with its type."""
    found: dict[str, pl.DataType | type[pl.DataType]] = {ID: pl.String, CENTER: pl.String, DIGEST: pl.String}
    for column in LAYOUT:
        found[column.name] = column.dtype
        if column.listed:
            found[rest_of(column.name)] = pl.List(pl.String)
    found[REST] = pl.String
    return found
