"""From many patients to one therapy table: the steps of `assess`, each on all patients at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from tumorboard.board.as_of import as_of
from tumorboard.board.therapy_table import JOINED, told
from tumorboard.criteria import bits
from tumorboard.criteria.facts import Facts, facts_of
from tumorboard.criteria.screen import Screen
from tumorboard.evidence.columns import ColumnLedger, Row, mark
from tumorboard.evidence.rank import Position
from tumorboard.interpret.looked_up import with_looked_up
from tumorboard.interpret.on_demand import OnDemand
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.looked_up import LookedUp
from tumorboard.model.order import in_order
from tumorboard.model.statement import Statement
from tumorboard.model.tables import THERAPY_TABLE

NOTHING = LookedUp()


@dataclass(frozen=True, slots=True)
class Cohort:
    """Patients by id, in the order of the rows of their facts."""

    patients: tuple[str, ...]
    facts: Facts


@dataclass(frozen=True, slots=True)
class Shared:
    """A row that many patients have, apart from patient and rank; `key` orders the kept ones of a patient."""

    said: Mapping[str, Any]
    missing: str
    key: tuple[tuple[Position, str], tuple[str, ...]] | None
    bits: int


@dataclass(frozen=True, slots=True)
class Answers:
    """What patients have in common, in plain values that another process can hand over."""

    patients: tuple[str, ...]
    shared: tuple[Shared, ...]


def cohort_of(cases: Sequence[Case], on: date, looked_up: LookedUp = NOTHING) -> Cohort:
    """The cohort of these cases, by their ids, with the facts of the date.

    Parameters
    ----------
    on
        The decision date: later facts are left out, as in `assess_case`.
    looked_up
        What the site's tables say of all their alleles.
    """
    told = [with_looked_up(as_of(in_order(case), on)[0], looked_up) for case in cases]
    return Cohort(tuple(case.id for case in cases), facts_of(told))


def assess_cohort(cohort: Cohort, knowledge: Knowledge, context: Context, *, rejected: bool = False) -> pl.DataFrame:
    """The therapy table (`model.tables.THERAPY_TABLE`): for every patient the rows that `assess_case` gives.

    Parameters
    ----------
    rejected
        Whether therapies that were considered and rejected have rows too.

    Raises
    ------
    KnowledgeError
        If a vocabulary lacks a threshold that is asked for.
    """
    return table_of([answers_of(cohort, knowledge, context, rejected=rejected)])


def answers_of(cohort: Cohort, knowledge: Knowledge, context: Context, *, rejected: bool = False) -> Answers:
    """The rows of the table by what patients have in common; see `assess_cohort`."""
    screen = Screen(cohort.facts, context, derive=OnDemand(knowledge, context), mark=mark)
    statements = list(knowledge.statements)
    by_gene: list[Statement] = []
    for library in knowledge.libraries:
        # What a library brings to a patient of whom nothing is known but that the tumor is of the right type.
        everywhere = {s.id for s in library.concerning(frozenset(), lambda _: True)}
        for statement in library.all():
            (statements if statement.id in everywhere else by_gene).append(statement)
    ledger = ColumnLedger(screen, statements, by_gene, rejected=rejected)
    shared = []
    for row in ledger.rows():
        said = told(row.option)
        shared += [Shared(said, missing, row.key, rows) for missing, rows in _missing(row, screen)]
    return Answers(cohort.patients, tuple(shared))


def table_of(parts: Sequence[Answers]) -> pl.DataFrame:
    """One therapy table of all parts of a cohort, patients in their order."""
    ranked = {key: n for n, key in enumerate(sorted({s.key for p in parts for s in p.shared if s.key is not None}))}
    templates = []
    first = 0
    for part in parts:
        for shared in part.shared:
            place = ranked[shared.key] if shared.key is not None else None
            rows = bits.rows_of(shared.bits << first)
            templates.append({**shared.said, "missing": shared.missing, "_place": place, "_row": rows})
        first += len(part.patients)
    types: dict[str, pl.DataType | type[pl.DataType]] = {**THERAPY_TABLE.types, "_place": pl.UInt32}
    types["_row"] = pl.List(pl.UInt32)
    del types["patient"], types["rank"]
    table = pl.DataFrame(templates, schema=types).explode("_row")
    table = table.sort("_row", ~pl.col("kept"), "_place", "predicate", "therapy", "therapy_class", nulls_last=True)
    numbered = pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("_row")
    names = pl.Series("patient", [name for part in parts for name in part.patients], dtype=pl.String)
    return table.with_columns(
        patient=names.gather(table["_row"]),
        rank=pl.when(pl.col("_place").is_not_null()).then(numbered),
    ).select(*THERAPY_TABLE.types)


def _missing(row: Row, screen: Screen) -> Iterator[tuple[str, int]]:
    """The absent facts of each patient of a row, in words of his own findings, with the patients who share them."""
    absent = row.option.missing
    if not any("{" in item for item in absent):
        yield JOINED.join(absent), row.bits
        return
    found: dict[str, list[int]] = {}
    for n in bits.rows_of(row.bits):
        words = JOINED.join(sorted({screen.missing(item, n) for item in absent}))
        found.setdefault(words, []).append(n)
    for words, rows in found.items():
        yield words, bits.of_rows(rows, screen.facts.n)
