"""The records of one case as a page tells them: every entry, and the small bodies; facts and assessments are named, not read."""

from __future__ import annotations

import sqlalchemy as sa

from tumorboard.errors import NotFound
from tumorboard.model.registry import Entry
from tumorboard.store.database import looking
from tumorboard.store.heads import Head
from tumorboard.store.registry import Registry, body_of, entry_of
from tumorboard.store.schema import DOCUMENTS, ENTRIES, HEADS

LARGE = ("facts", "assessment")


def trail(registry: Registry, case: str) -> tuple[tuple[Entry, object | None], ...]:
    """The records in order; the body of facts and of an assessment, and one that was erased, is None.

    Raises
    ------
    NotFound
        ``REG012`` if there is no such case.
    """
    chosen = [ENTRIES.c.case == case, ENTRIES.c.revision > 0]
    small = sa.select(ENTRIES.c.document).where(*chosen, ENTRIES.c.action.not_in(LARGE), ENTRIES.c.document != "")
    with looking(registry.engine) as connection:
        rows = connection.execute(sa.select(ENTRIES).where(*chosen).order_by(ENTRIES.c.number)).all()
        texts = {
            r.digest: r.body for r in connection.execute(sa.select(DOCUMENTS).where(DOCUMENTS.c.digest.in_(small)))
        }
    if not rows:
        raise NotFound("there is no such case in the registry", code="REG012")
    entries = [entry_of(row) for row in rows]
    return tuple((e, None if e.action in LARGE else body_of(e.action, texts.get(e.document))) for e in entries)


def head_of(registry: Registry, case: str) -> Head:
    """The line of a case, also of one that may not be shown.

    Raises
    ------
    NotFound
        ``REG012`` if there is no such case.
    """
    with looking(registry.engine) as connection:
        row = connection.execute(sa.select(HEADS).where(HEADS.c.case == case)).first()
    if row is None:
        raise NotFound("there is no such case in the registry", code="REG012")
    return Head(**row._mapping)


def cases_of(registry: Registry, patients: frozenset[str]) -> tuple[Head, ...]:
    """The cases of these patients that may be shown, the last changed first."""
    query = sa.select(HEADS).where(HEADS.c.hidden.is_(False), HEADS.c.patient.in_(patients))
    with looking(registry.engine) as connection:
        return tuple(Head(**r._mapping) for r in connection.execute(query.order_by(HEADS.c.updated.desc())))


def kept(registry: Registry, digest: str) -> bool:
    """Whether the body is still there."""
    with looking(registry.engine) as connection:
        return connection.execute(sa.select(DOCUMENTS.c.digest).where(DOCUMENTS.c.digest == digest)).first() is not None


def audited(
    registry: Registry, *, before: int = 0, by: str = "", action: str = "", case: str = "", limit: int = 100
) -> tuple[Entry, ...]:
    """Entries of the whole registry, the last first: those before a number, of a person, an action, a case."""
    query = sa.select(ENTRIES).order_by(ENTRIES.c.number.desc()).limit(limit)
    if before:
        query = query.where(ENTRIES.c.number < before)
    for column, value in ((ENTRIES.c.by, by), (ENTRIES.c.action, action), (ENTRIES.c.case, case)):
        if value:
            query = query.where(column == value)
    with looking(registry.engine) as connection:
        return tuple(entry_of(row) for row in connection.execute(query))
