"""From many patients to one therapy table: the steps of `assess`, each on all patients at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from tumorboard.board.as_of import as_of
from tumorboard.board.therapy_table import JOINED, told
from tumorboard.criteria import bits
from tumorboard.criteria.facts import Facts, facts_of
from tumorboard.criteria.screen import Screen
from tumorboard.evidence.columns import ColumnLedger, Row, mark
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
    screen = Screen(cohort.facts, context, derive=OnDemand(knowledge, context), mark=mark)
    statements = list(knowledge.statements)
    by_gene: list[Statement] = []
    for library in knowledge.libraries:
        # What a library brings to a patient of whom nothing is known but that the tumor is of the right type.
        everywhere = {s.id for s in library.concerning(frozenset(), lambda _: True)}
        for statement in library.all():
            (statements if statement.id in everywhere else by_gene).append(statement)
    ledger = ColumnLedger(screen, statements, by_gene, rejected=rejected)
    return _table(list(ledger.rows()), screen, cohort.patients)


def _table(found: Sequence[Row], screen: Screen, patients: Sequence[str]) -> pl.DataFrame:
    ranked = {key: n for n, key in enumerate(sorted({row.key for row in found if row.key is not None}))}
    templates = []
    for row in found:
        place = ranked[row.key] if row.key is not None else None
        for missing, rows in _missing(row, screen):
            templates.append({**told(row.option), "missing": missing, "_place": place, "_row": rows})
    types: dict[str, pl.DataType | type[pl.DataType]] = {**THERAPY_TABLE.types, "_place": pl.UInt32}
    types["_row"] = pl.List(pl.UInt32)
    del types["patient"], types["rank"]
    table = pl.DataFrame(templates, schema=types).explode("_row")
    table = table.sort("_row", ~pl.col("kept"), "_place", "predicate", "therapy", "therapy_class", nulls_last=True)
    numbered = pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("_row")
    names = pl.Series("patient", patients, dtype=pl.String)
    return table.with_columns(
        patient=names.gather(table["_row"]),
        rank=pl.when(pl.col("_place").is_not_null()).then(numbered),
    ).select(*THERAPY_TABLE.types)


def _missing(row: Row, screen: Screen) -> Iterator[tuple[str, list[int]]]:
    """The absent facts of each patient of a row, in words of his own findings, with the patients who share them."""
    rows = bits.rows_of(row.bits)
    absent = row.option.missing
    if not any("{" in item for item in absent):
        yield JOINED.join(absent), rows
        return
    found: dict[str, list[int]] = {}
    for n in rows:
        words = JOINED.join(sorted({screen.missing(item, n) for item in absent}))
        found.setdefault(words, []).append(n)
    yield from found.items()
