"""Tables with declared columns: name, type, unit and meaning, so that every reader of a file knows what stands in it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column; `unit` is empty for codes and words."""

    name: str
    dtype: type[pl.DataType]
    meaning: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """A table: what one row is, and its columns in order."""

    name: str
    row: str
    columns: tuple[TableColumn, ...]

    @property
    def types(self) -> dict[str, type[pl.DataType]]:
        """The columns as Polars takes them."""
        return {c.name: c.dtype for c in self.columns}


THERAPY_TABLE = Schema(
    "therapies",
    "one therapy of one patient: kept options in rank order, then expected resistance, then what was rejected",
    (
        TableColumn("patient", pl.String, "id of the patient or sample"),
        TableColumn("rank", pl.UInt32, "position from 1; empty when rejected or resistance"),
        TableColumn("therapy", pl.String, "codes of the agents, joined by ` + `; empty where a class is named"),
        TableColumn("therapy_class", pl.String, "class of therapies, where the statements name one"),
        TableColumn("predicate", pl.String, "sensitivity or resistance"),
        TableColumn("kept", pl.Boolean, "whether it is an option, or a resistance that is expected"),
        TableColumn("verdict", pl.String, "met or unknown; not_met of what was rejected: whether the conditions of the first statement hold"),
        TableColumn("bucket", pl.String, "kind of support, first sort key of the ranking"),
        TableColumn("amp_2017", pl.String, "AMP/ASCO/CAP grade; empty when there is none or it is not asked for"),
        TableColumn("escat_2018", pl.String, "ESCAT grade"),
        TableColumn("source_level", pl.String, "level of the source itself, of the first statement"),
        TableColumn("statements", pl.String, "ids of the statements that hold or may hold, first first, joined by `; `"),
        TableColumn("missing", pl.String, "absent facts that would settle it, joined by `; `"),
        TableColumn("needs_review", pl.Boolean, "a person should look"),
        TableColumn("may_change", pl.Boolean, "time or a clinical act can turn it"),
        TableColumn("assumed", pl.Boolean, "rests on an inference or a site policy"),
    ),
)  # fmt: skip
