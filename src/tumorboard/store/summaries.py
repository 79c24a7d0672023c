"""What numbers over the registry need of each case, kept so that a start need not read every assessment, and which cases changed since.

A row is good for one revision of its case and one way of making it; any other is made anew by who asks.  No row is older than the
erasure of what it was made of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tumorboard.store.database import looking, writing
from tumorboard.store.heads import Head
from tumorboard.store.registry import Registry
from tumorboard.store.schema import ENTRIES, HEADS, SUMMARIES

# Entries that change no case and nobody's rights to be counted.
PASSING = ("viewed", "exported", "listed", "verified", "backed_up", "refused", "signed_in", "signed_out", "sign_in_failed")  # fmt: skip
# Entries after which every case is looked at again: they change whose cases are counted, or how all are read.
WHOLE = frozenset({"rules", "merge", "split", "restricted", "unrestricted"})
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The kept row of a case; `made` names the way in which it was made."""

    case: str
    revision: int
    made: str
    body: str


@dataclass(frozen=True, slots=True)
class Since:
    """What came after an entry: the number of the last entry, the cases that have a new record, and whether all are to be looked at."""

    last: int
    cases: frozenset[str]
    whole: bool


def since(registry: Registry, number: int) -> Since:
    """What came to the registry after the entry `number`."""
    with looking(registry.engine) as connection:
        last = int(connection.execute(sa.select(sa.func.max(ENTRIES.c.number))).scalar() or 0)
        if last == number:
            return Since(last, frozenset(), False)
        query = sa.select(ENTRIES.c.case, ENTRIES.c.action).where(
            ENTRIES.c.number > number, ENTRIES.c.number <= last, ENTRIES.c.action.not_in(PASSING)
        )
        rows = connection.execute(query.distinct()).all()
    return Since(last, frozenset(r.case for r in rows if r.case), any(r.action in WHOLE for r in rows))


def lines(registry: Registry, cases: Collection[str] | None = None) -> tuple[Head, ...]:
    """The lines of these cases (of all when None) that may be shown, the oldest first."""
    query = sa.select(HEADS).where(HEADS.c.hidden.is_(False)).order_by(HEADS.c.opened, HEADS.c.case)
    with looking(registry.engine) as connection:
        if cases is None:
            return tuple(Head(**row._mapping) for row in connection.execute(query))
        found: list[Head] = []
        for part in _parts(sorted(cases)):
            found += [Head(**row._mapping) for row in connection.execute(query.where(HEADS.c.case.in_(part)))]
    return tuple(sorted(found, key=lambda h: (h.opened, h.case)))


def kept(registry: Registry, cases: Collection[str] | None = None) -> Iterator[Summary]:
    """The rows of these cases (of all when None)."""
    query = sa.select(SUMMARIES)
    with looking(registry.engine) as connection:
        for part in [None] if cases is None else _parts(sorted(cases)):
            chosen = query if part is None else query.where(SUMMARIES.c.case.in_(part))
            for row in connection.execution_options(stream_results=True).execute(chosen):
                yield Summary(**row._mapping)


def keep(registry: Registry, made: Sequence[Summary]) -> None:
    """The rows are these; a case whose records were erased or went on meanwhile keeps none."""
    if not made:
        return
    with writing(registry.engine) as connection:
        named = [s.case for s in made]
        connection.execute(SUMMARIES.delete().where(SUMMARIES.c.case.in_(named)))
        now = {
            row.case: row.revision
            for row in connection.execute(
                sa.select(HEADS.c.case, HEADS.c.revision).where(HEADS.c.case.in_(named), HEADS.c.hidden.is_(False))
            )
        }
        gone = set(
            connection.execute(
                sa.select(ENTRIES.c.case).where(ENTRIES.c.action == "erased", ENTRIES.c.case.in_(named))
            ).scalars()
        )
        rows = [
            {"case": s.case, "revision": s.revision, "made": s.made, "body": s.body}
            for s in made
            if now.get(s.case) == s.revision and s.case not in gone
        ]
        if rows:
            connection.execute(SUMMARIES.insert(), rows)


def drop(registry: Registry, cases: Sequence[str]) -> None:
    """The cases, which are counted no more, have no rows."""
    if cases:
        with writing(registry.engine) as connection:
            forget(connection, cases)


def forget(connection: sa.Connection, cases: Collection[str]) -> None:
    """The cases have no rows, in the transaction that says why."""
    for part in _parts(sorted(cases)):
        connection.execute(SUMMARIES.delete().where(SUMMARIES.c.case.in_(part)))


def _parts(cases: list[str]) -> Iterator[list[str]]:
    """So many at a time as a statement holds."""
    for start in range(0, len(cases), AT_ONCE):
        yield cases[start : start + AT_ONCE]
