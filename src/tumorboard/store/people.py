"""Which patients are one person, after every merge and split in order."""

from __future__ import annotations

import sqlalchemy as sa

from tumorboard.model.registry import Entry, Merge
from tumorboard.store.database import looking
from tumorboard.store.registry import Registry, body_of, entry_of
from tumorboard.store.schema import DOCUMENTS, ENTRIES, HEADS


def paired(connection: sa.Connection, before: int | None = None) -> set[frozenset[str]]:
    """The pairs of names that are merged, after every merge and split in order; those of entries `before` a number only."""
    query = sa.select(ENTRIES.c.patient, ENTRIES.c.action, DOCUMENTS.c.body).join(
        DOCUMENTS, DOCUMENTS.c.digest == ENTRIES.c.document
    )
    if before is not None:
        query = query.where(ENTRIES.c.number < before)
    pairs: set[frozenset[str]] = set()
    for row in connection.execute(query.where(ENTRIES.c.action.in_(("merge", "split"))).order_by(ENTRIES.c.number)):
        body = body_of(row.action, row.body)
        if isinstance(body, Merge):
            pair = frozenset((row.patient, body.merged))  # whichever was named first
            pairs = pairs | {pair} if row.action == "merge" else pairs - {pair}
    return pairs


def same_people(connection: sa.Connection, before: int | None = None) -> list[set[str]]:
    """The groups of names that are one person, after every merge and split in order; of entries `before` a number only."""
    groups: list[set[str]] = []
    for names in sorted(map(sorted, paired(connection, before))):
        joined = set(names)
        for group in [g for g in groups if g & joined]:
            groups.remove(group)
            joined |= group
        groups.append(joined)
    return groups


def together(registry: Registry, patient: str) -> tuple[str, ...]:
    """Every name of the person that a patient is, the patient's own among them, sorted."""
    with looking(registry.engine) as connection:
        group = next((g for g in same_people(connection) if patient in g), {patient})
    return tuple(sorted(group))


def cases_of(registry: Registry, patient: str) -> tuple[str, ...]:
    """Every case of the person that a patient is, those that are hidden too, sorted."""
    with looking(registry.engine) as connection:
        group = next((g for g in same_people(connection) if patient in g), {patient})
        found = connection.execute(sa.select(HEADS.c.case).where(HEADS.c.patient.in_(group)).order_by(HEADS.c.case))
        return tuple(found.scalars())


def also_known_as(registry: Registry) -> dict[str, tuple[str, ...]]:
    """Patient -> the other names of the same person, for those that have any."""
    with looking(registry.engine) as connection:
        return {p: tuple(sorted(group - {p})) for group in same_people(connection) for p in sorted(group)}


def merges(registry: Registry) -> tuple[tuple[Entry, Merge, bool], ...]:
    """Every merge and split, the last first, with whether it is a merge that still holds."""
    query = sa.select(ENTRIES).where(ENTRIES.c.action.in_(("merge", "split"))).order_by(ENTRIES.c.number.desc())
    with looking(registry.engine) as connection:
        entries = [entry_of(row) for row in connection.execute(query)]
        wanted = sa.select(DOCUMENTS).where(DOCUMENTS.c.digest.in_([e.document for e in entries]))
        texts = {r.digest: r.body for r in connection.execute(wanted)}
    found, told = [], set()
    for e in entries:
        body = body_of(e.action, texts.get(e.document))
        if isinstance(body, Merge):
            pair = frozenset((e.patient, body.merged))
            found.append((e, body, e.action == "merge" and pair not in told))
            told.add(pair)
    return tuple(found)
