"""The quick lists: one line a case with where it stands, kept in the transaction that writes a record."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from tumorboard.board.workflow import Standing, standing
from tumorboard.model.registry import Entry, Facts, Rules, Submission, Task
from tumorboard.store.chain import stamp
from tumorboard.store.database import looking
from tumorboard.store.registry import Draft, Registry, body_of, entry_of
from tumorboard.store.restrictions import name_case
from tumorboard.store.schema import DOCUMENTS, ENTRIES, HEADS

# Bodies that say where a case stands; those of facts and assessments are large and say nothing of it.
_TOLD = ("consent", "task_done", "seen", "signature", "submission", "task")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A case in a list; times as the registry writes them, `meeting` and `due` (the first open task's) as ISO dates or empty."""

    case: str
    patient: str
    state: str
    revision: int
    disease: str
    opened: str
    updated: str
    open_tasks: int
    open_alerts: int
    hidden: bool
    meeting: str = ""
    due: str = ""


def keeper(rules: Rules) -> Keep:
    """What `Registry.append` calls beside each entry."""
    return Keep(rules)


@dataclass(frozen=True, slots=True)
class Keep:
    """Keeps the line of the case of an entry true."""

    rules: Rules

    def __call__(self, connection: sa.Connection, entry: Entry, draft: Draft) -> None:
        """The line of the entry's case says what its records add up to."""
        if not entry.revision:
            return
        now, dates = stands(connection, entry.case, self.rules)
        line = {
            "state": now.state, "revision": now.revision, "updated": stamp(entry.at), "open_tasks": len(now.open_tasks),
            "open_alerts": len(now.open_alerts), "hidden": now.consent("care") is False, **dates,
        }  # fmt: skip
        if isinstance(draft.body, Facts) and draft.body.case.diagnosis.disease is not None:
            line["disease"] = draft.body.case.diagnosis.disease.code
        changed = connection.execute(HEADS.update().where(HEADS.c.case == entry.case).values(**line))
        if not changed.rowcount:
            new = {"case": entry.case, "patient": entry.patient, "opened": stamp(entry.at), **line}
            connection.execute(HEADS.insert().values(**new))
            name_case(connection, entry.case)


def stands(connection: sa.Connection, case: str, rules: Rules) -> tuple[Standing, dict[str, str]]:
    """Where a case stands after its last record, and its dates: `meeting` and `due`, ISO or empty."""
    rows = connection.execute(
        sa.select(ENTRIES).where(ENTRIES.c.case == case, ENTRIES.c.revision > 0).order_by(ENTRIES.c.number)
    )
    entries = [entry_of(row) for row in rows]
    wanted = {e.document for e in entries if e.action in _TOLD}
    texts = {r.digest: r.body for r in connection.execute(sa.select(DOCUMENTS).where(DOCUMENTS.c.digest.in_(wanted)))}
    records = [(e, body_of(e.action, texts.get(e.document))) for e in entries]
    now = standing(records, rules)
    return now, _dates(records, now)


def _dates(records: list[tuple[Entry, object | None]], now: Standing) -> dict[str, str]:
    meetings = [body.meeting for _, body in records if isinstance(body, Submission)]
    tasks = [body.due for e, body in records if isinstance(body, Task) and e.revision in now.open_tasks]
    due = min((d for d in tasks if d is not None), default=None)
    meeting = meetings[-1] if meetings else None
    return {"meeting": meeting.isoformat() if meeting else "", "due": due.isoformat() if due else ""}


def heads(
    registry: Registry, *, state: str = "", limit: int = 200, after: str = "", without: frozenset[str] = frozenset()
) -> tuple[Head, ...]:
    """Cases that may be shown, the last changed first; `after` is the `updated` of the last one shown.

    `without` are patients whom the asker must not know of.
    """
    query = (
        sa.select(HEADS).where(HEADS.c.hidden.is_(False)).order_by(HEADS.c.updated.desc(), HEADS.c.case).limit(limit)
    )
    if state:
        query = query.where(HEADS.c.state == state)
    if without:
        query = query.where(HEADS.c.patient.not_in(without))
    if after:
        query = query.where(HEADS.c.updated < after)
    with looking(registry.engine) as connection:
        return tuple(Head(**row._mapping) for row in connection.execute(query))


def counted(registry: Registry, *, without: frozenset[str] = frozenset()) -> dict[str, int]:
    """How many cases stand in each state; hidden ones, and those of the patients `without`, are not counted."""
    query = sa.select(HEADS.c.state, sa.func.count()).where(HEADS.c.hidden.is_(False)).group_by(HEADS.c.state)
    if without:
        query = query.where(HEADS.c.patient.not_in(without))
    with looking(registry.engine) as connection:
        return {str(state): int(count) for state, count in connection.execute(query)}


def wrong(registry: Registry, rules: Rules) -> tuple[str, ...]:
    """Cases whose line is not what their records add up to."""
    found = []
    with looking(registry.engine) as connection:
        lines = {r.case: r for r in connection.execute(sa.select(HEADS))}
        cases = connection.execute(sa.select(ENTRIES.c.case).where(ENTRIES.c.revision > 0).distinct()).scalars().all()
        for case in sorted({*lines, *cases}):
            (now, dates), line = stands(connection, case, rules), lines.get(case)
            told = (now.state, now.revision, dates["meeting"], dates["due"])
            if line is None or (line.state, line.revision, line.meeting, line.due) != told:
                found.append(case)
    return tuple(found)
