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
from tumorboard.evidence.columns import ColumnLedger, Row
from tumorboard.evidence.given import mark
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
BY_ROW = ("patient", "rank")  # the columns that differ among the patients of whom the same is said


@dataclass(frozen=True, slots=True)
class Cohort:
    """Patients by id, in the order of the rows of their facts."""

    patients: tuple[str, ...]
    facts: Facts


@dataclass(frozen=True, slots=True)
class Shared:
    """A row that many patients have, apart from patient and rank; `key` orders the kept ones of a patient."""

    said: Mapping[str, Any]
    key: tuple[tuple[Position, str], tuple[str, ...]] | None
    bits: int

    @property
    def place(self) -> tuple[object, ...]:
        """Where it stands among the rows of a patient: options by rank, resistance, rejected."""
        said = self.said
        ranked = self.key is None, self.key or ()
        return not said["kept"], *ranked, said["predicate"], said["therapy"], said["therapy_class"]


@dataclass(frozen=True, slots=True)
class Answers:
    """The rows of some patients, in plain values that another process can hand over.

    Parameters
    ----------
    said
        What rows say, each once.
    rows, which, ranks
        Of every row of the table, in its order: the patient and what it says, by position; the rank, 0 for none.
    """

    patients: tuple[str, ...]
    said: tuple[Mapping[str, Any], ...]
    rows: list[int]
    which: list[int]
    ranks: list[int]


def cohort_of(cases: Sequence[Case], on: date, looked_up: LookedUp = NOTHING) -> Cohort:
    """The cohort of these cases, by their ids, with the facts of the date.

    Parameters
    ----------
    on
        The assessment date: later facts are left out, as in `assess_case`.
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
        shared += [Shared({**said, "missing": missing}, row.key, rows) for missing, rows in _missing(row, screen)]
    return _in_rows(cohort, sorted(shared, key=lambda s: s.place))


def _in_rows(cohort: Cohort, shared: Sequence[Shared]) -> Answers:
    """The rows of every patient, of what is said in the order in which a patient has it."""
    of: list[list[int]] = [[] for _ in cohort.patients]
    for at, one in enumerate(shared):
        for row in bits.rows_of(one.bits):
            of[row].append(at)
    rows: list[int] = []
    which: list[int] = []
    ranks: list[int] = []
    for row, found in enumerate(of):
        rows.extend([row] * len(found))
        which.extend(found)
        ranks.extend([n if shared[at].key is not None else 0 for n, at in enumerate(found, start=1)])
    return Answers(cohort.patients, tuple(s.said for s in shared), rows, which, ranks)


def table_of(parts: Sequence[Answers]) -> pl.DataFrame:
    """One therapy table of all parts of a cohort, patients in their order."""
    return pl.concat([_table(part) for part in parts], rechunk=True)


def _table(part: Answers) -> pl.DataFrame:
    types = THERAPY_TABLE.types
    shared = {name: kind for name, kind in types.items() if name not in BY_ROW}
    said = pl.DataFrame({name: [s[name] for s in part.said] for name in shared}, schema=shared)
    rows, which, ranks = (pl.Series(n, dtype=pl.UInt32) for n in (part.rows, part.which, part.ranks))
    names = pl.Series(part.patients, dtype=pl.String)
    table = said.select(pl.all().gather(which)).with_columns(patient=names.gather(rows), rank=ranks)
    return table.with_columns(rank=pl.when(pl.col("rank") > 0).then("rank")).select(*types)


def _missing(row: Row, screen: Screen) -> Iterator[tuple[str, int]]:
    """The absent facts of each patient of a row, in words of his own findings, with the patients who share them."""
    told = [item for item in row.option.missing if "{" not in item]
    named = [item for item in row.option.missing if "{" in item]
    if not named:
        yield JOINED.join(told), row.bits
        return
    found: dict[tuple[str, ...], list[int]] = {}
    for n in bits.rows_of(row.bits):
        found.setdefault(tuple([screen.missing(item, n) for item in named]), []).append(n)
    words: dict[str, int] = {}
    for own, rows in found.items():
        text = JOINED.join(sorted({*told, *own}))
        words[text] = words.get(text, 0) | bits.of_rows(rows, screen.facts.n)
    yield from words.items()
