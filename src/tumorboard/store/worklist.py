"""The list of cases that a person works from: filtered, searched, sorted and cut into pages by the database.

Only the lines of cases are read, never a body, so that a page takes the same time whatever the cases hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from tumorboard.store.database import looking
from tumorboard.store.heads import Head
from tumorboard.store.registry import Registry
from tumorboard.store.schema import HEADS

# What a list can be sorted by, and whether the last comes first when nobody says otherwise.
SORTS = {
    "updated": True, "opened": True, "case": False, "patient": False, "disease": False, "state": False, "meeting": False,
    "due": False,
}  # fmt: skip
_DATES = frozenset({"meeting", "due"})
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases, in which order, which page.

    Parameters
    ----------
    states, diseases
        Any of these; empty for all.
    meeting
        Of the board on this day.
    due
        overdue, soon (within `SOON` days, or overdue) or any; empty for all cases.  Needs `today`.
    alert
        Only cases with an alert that nobody looked at.
    search
        A part of the name of the case or of the patient; upper and lower case are the same.
    sort, turned
        One of `SORTS`; the other way round.  A case without the date that is sorted by stands last either way.
    """

    states: tuple[str, ...] = ()
    diseases: tuple[str, ...] = ()
    meeting: date | None = None
    due: str = ""
    alert: bool = False
    search: str = ""
    sort: str = "updated"
    turned: bool = False
    page: int = 1
    size: int = 50
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list, and how many cases there are on all pages."""

    heads: tuple[Head, ...]
    total: int
    pages: int


def listed(registry: Registry, wanted: Wanted, *conditions: sa.ColumnElement[bool]) -> Listed:
    """The page; cases whose patient took back the consent are on none.

    Parameters
    ----------
    conditions
        What else must hold of a line of `HEADS`: what the person may see.
    """
    chosen = [*_chosen(wanted), *conditions]
    with looking(registry.engine) as connection:
        total = int(connection.execute(sa.select(sa.func.count()).select_from(HEADS).where(*chosen)).scalar() or 0)
        pages = max(1, -(-total // wanted.size))
        page = min(max(1, wanted.page), pages)
        query = sa.select(HEADS).where(*chosen).order_by(*_order(wanted))
        rows = connection.execute(query.limit(wanted.size).offset((page - 1) * wanted.size))
        return Listed(tuple(Head(**row._mapping) for row in rows), total, pages)


def _chosen(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [HEADS.c.hidden.is_(False)]
    if wanted.states:
        found.append(HEADS.c.state.in_(wanted.states))
    if wanted.diseases:
        found.append(HEADS.c.disease.in_(wanted.diseases))
    if wanted.meeting is not None:
        found.append(HEADS.c.meeting == wanted.meeting.isoformat())
    if wanted.due and wanted.today is not None:
        found.append(HEADS.c.due != "")
        if wanted.due != "any":
            last = wanted.today - timedelta(days=1) if wanted.due == "overdue" else wanted.today + SOON
            found.append(HEADS.c.due <= last.isoformat())
    if wanted.alert:
        found.append(HEADS.c.open_alerts > 0)
    if wanted.search.strip():
        part = wanted.search.strip()
        found.append(
            sa.or_(HEADS.c.case.icontains(part, autoescape=True), HEADS.c.patient.icontains(part, autoescape=True))
        )
    return found


def _order(wanted: Wanted) -> list[sa.ColumnElement[Any]]:
    name = wanted.sort if wanted.sort in SORTS else "updated"
    column = HEADS.c[name]
    last_first = SORTS[name] != wanted.turned
    absent: list[sa.ColumnElement[Any]] = [sa.case((column == "", 1), else_=0)] if name in _DATES else []
    return [*absent, column.desc() if last_first else column.asc(), HEADS.c.case]


def meetings(registry: Registry, since: date, *conditions: sa.ColumnElement[bool]) -> tuple[tuple[date, int], ...]:
    """The days of boards from a day on, each with how many cases were submitted to it."""
    query = (
        sa.select(HEADS.c.meeting, sa.func.count())
        .where(HEADS.c.hidden.is_(False), HEADS.c.meeting >= since.isoformat(), *conditions)
        .group_by(HEADS.c.meeting)
        .order_by(HEADS.c.meeting)
    )
    with looking(registry.engine) as connection:
        return tuple((date.fromisoformat(str(day)), int(n)) for day, n in connection.execute(query))


def counted_by(registry: Registry, column: str, *conditions: sa.ColumnElement[bool]) -> dict[str, int]:
    """Value of a column of the lines (`state`, `disease`) -> how many cases have it."""
    query = sa.select(HEADS.c[column], sa.func.count()).where(HEADS.c.hidden.is_(False), *conditions)
    with looking(registry.engine) as connection:
        return {str(value): int(n) for value, n in connection.execute(query.group_by(HEADS.c[column]))}
