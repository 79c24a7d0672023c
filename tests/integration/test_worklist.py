"""The list of cases on both databases: filters, order, pages, dates out of the records, and older registries brought along."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from alembic import command
from tests.registry_support import Ticking, fresh

from tumorboard.app.desk import Seat
from tumorboard.issues import Parsed
from tumorboard.model.case import Case, Patient
from tumorboard.model.registry import Consent, Rules, Submission, Task, TaskDone
from tumorboard.store.database import _config, engine_of, writing
from tumorboard.store.heads import keeper, wrong
from tumorboard.store.registry import Draft, Registry
from tumorboard.store.schema import HEADS
from tumorboard.store.worklist import SORTS, Wanted, counted_by, listed, meetings
from tumorboard.testing.short_case import short_case

DAY = date(2026, 11, 27)


@pytest.fixture
def registry(url: str) -> Iterator[Registry]:
    made = fresh(url)
    yield made
    made.close()


def a_case(name: str, line: str = "LUAD; tested; EGFR L858R") -> Parsed[Case]:
    return Parsed(replace(short_case(line), id=name, patient=Patient(id=f"P-{name}")))


def filled(registry: Registry) -> Seat:
    """A to E: A and B for boards, C with an overdue task, D with an alert, E taken back; A and E are LUAD."""
    li = Seat.at(registry, "li")
    for name in "ABCDE":
        li.add(a_case(name, "LUAD; tested" if name in "AE" else "COAD; tested"))
    for name, meeting in (("A", date(2026, 12, 1)), ("B", date(2026, 12, 8))):
        registry.append(
            Draft(action="assessment", by="li", case=name, body='{"an": "assessment"}', seen=1), beside=keeper(Rules())
        )
        li.write(name, Submission(meeting=meeting))
    li.write("C", Task(what="rebiopsy", due=date(2026, 11, 20)))
    li.write("C", Task(what="follow_up", due=date(2026, 12, 5)))
    li.write("C", Task(what="other"))
    registry.append(Draft(action="alert", by="li", case="D", body=None), beside=keeper(Rules()))
    li.write("E", Consent(scope="care", given=False, on=DAY))
    return li


def names(registry: Registry, **wanted: object) -> list[str]:
    return [h.case for h in listed(registry, Wanted(today=DAY, **wanted)).heads]  # type: ignore[arg-type]


def test_filters_sorting_and_pages(registry: Registry) -> None:
    li = filled(registry)
    assert names(registry) == ["D", "C", "B", "A"]
    assert names(registry, turned=True) == ["A", "B", "C", "D"]
    assert names(registry, states=("for_review",)) == ["B", "A"]
    assert names(registry, diseases=("LUAD",)) == ["A"]
    assert names(registry, meeting=date(2026, 12, 1)) == ["A"]
    assert names(registry, alert=True) == ["D"]
    assert names(registry, due="overdue") == ["C"]
    assert names(registry, sort="meeting") == ["A", "B", "C", "D"]
    assert names(registry, sort="due") == ["C", "A", "B", "D"]
    assert names(registry, search="p-c") == ["C"]
    assert names(registry, search="%") == []
    assert names(registry, sort="no such column") == ["D", "C", "B", "A"]
    two = listed(registry, Wanted(size=3, page=2))
    assert ([h.case for h in two.heads], two.total, two.pages) == (["A"], 4, 2)
    assert listed(registry, Wanted(size=3, page=99)) == two
    assert listed(registry, Wanted(), HEADS.c.patient != "P-A").total == 3
    li.write("C", TaskDone(task=2, on=DAY))
    assert (names(registry, due="overdue"), names(registry, due="soon")) == ([], ["C"])
    li.write("C", TaskDone(task=3, on=DAY))
    assert names(registry, due="any") == []


def test_days_of_boards_and_counts_leave_out_who_took_the_consent_back(registry: Registry) -> None:
    filled(registry)
    assert meetings(registry, date(2026, 12, 2)) == ((date(2026, 12, 8), 1),)
    assert counted_by(registry, "disease") == {"LUAD": 1, "COAD": 3}
    assert counted_by(registry, "state", HEADS.c.case != "A") == {"draft": 2, "for_review": 1}


def test_an_older_registry_gets_the_dates_of_its_records(url: str) -> None:
    made = fresh(url)
    filled(made)
    made.close()
    engine = engine_of(url)
    with engine.begin() as connection:
        for index in ("heads_by_meeting", "heads_by_due"):
            connection.execute(sa.text(f"DROP INDEX {index}"))
        for column in ("meeting", "due"):
            connection.execute(sa.text(f"ALTER TABLE heads DROP COLUMN {column}"))
    with writing(engine) as connection:
        command.stamp(_config(connection), "0001")
    engine.dispose()
    brought = Registry.made(url, Ticking())
    assert [(h.case, h.meeting, h.due) for h in listed(brought, Wanted(sort="case")).heads] == [
        ("A", "2026-12-01", ""), ("B", "2026-12-08", ""), ("C", "", "2026-11-20"), ("D", "", ""),
    ]  # fmt: skip
    assert wrong(brought, Rules()) == ()
    brought.close()


def test_a_page_of_ten_thousand_cases_is_quick(registry: Registry) -> None:
    rows = [
        {
            "case": f"C{i:05d}", "patient": f"P{i // 2:05d}", "state": "draft" if i % 3 else "signed", "revision": 1,
            "disease": "LUAD" if i % 2 else "COAD", "opened": f"2026-01-01T00:00:{i:05d}", "updated": f"2026-01-02T00:00:{i:05d}",
            "open_tasks": 0, "open_alerts": i % 7 == 0, "hidden": False, "meeting": "", "due": "",
        }
        for i in range(10_000)
    ]  # fmt: skip
    with registry.engine.begin() as connection:
        connection.execute(HEADS.insert(), [{**r, "open_alerts": int(r["open_alerts"])} for r in rows])
    for sort in SORTS:
        for wanted in (Wanted(sort=sort), Wanted(sort=sort, page=150), Wanted(sort=sort, search="c0999", alert=True)):
            # the least of several: what other programs take of the machine is no time of ours
            assert min(_seconds(registry, wanted) for _ in range(5)) < 0.1, wanted


def _seconds(registry: Registry, wanted: Wanted) -> float:
    start = time.perf_counter()
    listed(registry, wanted)
    return time.perf_counter() - start
