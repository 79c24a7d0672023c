"""What numbers are made of is kept beside the registry, on both databases: never older than the case, and gone when it is erased."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from tests.registry_support import Ticking, fresh
from tests.web_support import a_case

from tumorboard.app import assessing, population, settings
from tumorboard.app.desk import Seat
from tumorboard.model.access import Account
from tumorboard.model.registry import Consent, Rules, Task
from tumorboard.store.accounts import Accounts
from tumorboard.store.registry import Registry
from tumorboard.store.restrictions import restrict
from tumorboard.store.schema import SUMMARIES

DAY = date(2026, 11, 27)


@pytest.fixture
def registry(url: str) -> Iterator[Registry]:
    made = fresh(url)
    yield made
    made.close()


def filled(registry: Registry, *names: str) -> Seat:
    seat, bench = Seat.at(registry, "li"), assessing.workbench()
    for name in names:
        seat.add(a_case(name, f"P{name}"))
        seat.write(name, Consent(scope="research", given=True, on=DAY))
        seat.interpret(name, bench, settings.policy(), DAY)
    return seat


def rows(registry: Registry) -> dict[str, int]:
    with registry.engine.connect() as connection:
        return {r.case: r.revision for r in connection.execute(sa.select(SUMMARIES))}


def told(standing: population.Standing) -> list[tuple[str, bool]]:
    return [(o.head.case, o.case is not None) for o in standing.snapshot().cases]


def test_a_start_reads_the_rows_and_not_the_assessments(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = filled(registry, "C1", "C2")
    first = population.Standing(registry)
    first.refresh()
    assert rows(registry) == {"C1": 3, "C2": 3}
    seat.write("C2", Task(what="test", about="HER2"))
    read: list[str] = []

    def trail(registry: Registry, case: str) -> Any:
        read.append(case)
        return real(registry, case)

    real = population.trail
    monkeypatch.setattr(population, "trail", trail)
    monkeypatch.setattr(
        Registry, "document", lambda self, digest: read.append(digest)
    )  # nobody reads an assessment again
    second = population.Standing(registry)
    second.refresh()
    assert read == ["C2"]
    assert told(second) == [("C1", True), ("C2", True)]
    assert [o.case for o in second.snapshot().cases] == [o.case for o in first.snapshot().cases]
    assert rows(registry) == {"C1": 3, "C2": 4}
    first.refresh()
    assert read == ["C2"]  # the other process had kept it
    assert first.snapshot().cases == second.snapshot().cases


def test_looks_change_nothing_and_other_rules_make_every_row_anew(registry: Registry) -> None:
    seat = filled(registry, "C1")
    standing = population.Standing(registry)
    standing.refresh()
    before = standing.snapshot()
    seat.looked("C1")
    standing.refresh()
    assert standing.snapshot() is before
    with registry.engine.connect() as connection:
        made = connection.execute(sa.select(SUMMARIES.c.made)).scalar()
    seat.rule(Rules(signatures=2))
    standing.refresh()
    assert told(standing) == [("C1", True)]
    with registry.engine.connect() as connection:
        assert connection.execute(sa.select(SUMMARIES.c.made)).scalar() != made


def test_who_refuses_research_is_left_out_and_nothing_of_the_case_stands_in_the_row(registry: Registry) -> None:
    seat = filled(registry, "C1", "C2")
    standing = population.Standing(registry)
    standing.refresh()
    seat.write("C1", Consent(scope="research", given=False, on=DAY))
    standing.refresh()
    assert (told(standing), len(standing.left_out)) == ([("C2", True)], 1)
    with registry.engine.connect() as connection:
        body = connection.execute(sa.select(SUMMARIES.c.body).where(SUMMARIES.c.case == "C1")).scalar()
    assert body is not None and "EGFR" not in body
    seat.write("C1", Consent(scope="research", given=True, on=DAY))
    standing.refresh()
    assert (len(told(standing)), len(standing.left_out)) == (2, 0)


def test_a_withdrawn_or_erased_case_keeps_no_row(registry: Registry) -> None:
    seat = filled(registry, "C1", "C2")
    standing = population.Standing(registry)
    standing.refresh()
    seat.write("C1", Consent(scope="care", given=False, on=DAY))
    standing.refresh()
    assert (told(standing), set(rows(registry))) == ([("C2", True)], {"C2"})
    seat.write("C2", Consent(scope="care", given=False, on=DAY))
    seat.erase("C2", reason="asked for")
    assert rows(registry) == {}
    standing.refresh()
    assert (told(standing), rows(registry)) == ([], {})


def test_a_patient_who_is_kept_to_somebody_comes_and_goes(registry: Registry) -> None:
    filled(registry, "C1", "C2")
    Accounts(registry).add(Account(id="li", name="Li", roles=("clinician",)), "x", by="test")
    standing = population.Standing(registry)
    standing.refresh()
    restrict(registry, "C1", ["li"], by="li", reason="a colleague")
    standing.refresh()
    assert told(standing) == [("C2", True)]
    restrict(registry, "C1", [], by="li", reason="over")
    standing.refresh()
    assert told(standing) == [("C1", True), ("C2", True)]


def test_another_registry_at_the_address_is_read_anew(registry: Registry, tmp_path: Any) -> None:
    filled(registry, "C1", "C2")
    standing = population.Standing(registry)
    standing.refresh()
    other = Registry.made(f"sqlite:///{tmp_path / 'another.sqlite'}", Ticking())
    filled(other, "C9")
    standing.registry = other
    standing.refresh()
    assert told(standing) == [("C9", True)]
    other.close()
