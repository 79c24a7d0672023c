"""The registry on SQLite and on a real PostgreSQL: nothing that was acknowledged is lost, nothing is overwritten.

The number of kills is TUMORBOARD_KILLS (5 where it is not set; figures of 200 are in docs/reliability.md).
"""

from __future__ import annotations

import gc
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.registry_support import Server, Ticking, fresh

from tumorboard.app.deidentifying import exported
from tumorboard.app.desk import Seat
from tumorboard.board.workflow import standing
from tumorboard.errors import Conflict, InputError, NotFound, Refused, StoreError
from tumorboard.issues import Parsed
from tumorboard.model.case import Case, Patient
from tumorboard.model.registry import Attendant, Choice, Consent, Decision, Rules, SignOff, Submission, Task
from tumorboard.store import transfer
from tumorboard.store.heads import counted, heads, keeper, wrong
from tumorboard.store.people import also_known_as, cases_of
from tumorboard.store.registry import Draft, Registry
from tumorboard.store.schema import DOCUMENTS, ENTRIES
from tumorboard.testing.short_case import short_case
from tumorboard.vocab import load

KILLS = int(os.environ.get("TUMORBOARD_KILLS", "5"))
ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 27)


@pytest.fixture
def registry(url: str) -> Iterator[Registry]:
    made = fresh(url)
    yield made
    made.close()


def a_case(name: str = "C1", patient: str = "P1", line: str = "LUAD; tested; EGFR L858R") -> Parsed[Case]:
    return Parsed(replace(short_case(line), id=name, patient=Patient(id=patient)))


def seat(registry: Registry, by: str = "li") -> Seat:
    return Seat.at(registry, by)


def discussed(registry: Registry) -> Decision:
    """A case C1 that was interpreted and decided on."""
    li = seat(registry)
    li.add(a_case())
    registry.append(
        Draft(action="assessment", by="li", case="C1", body='{"an": "assessment"}', seen=1), beside=keeper(Rules())
    )
    body = Decision(
        on=DAY, assessment=li.standing("C1").assessment, took_part=(Attendant(name="A. Wang", role="oncologist"),),
        choices=(Choice(therapies=("osimertinib",), verdict="accepted"),),
    )  # fmt: skip
    li.write("C1", body)
    return body


def test_a_case_goes_from_facts_to_signature_and_every_version_stays(registry: Registry) -> None:
    decision = discussed(registry)
    wang = seat(registry, "wang")
    wang.write("C1", SignOff(signs=wang.standing("C1").decision, role="pathologist"))
    assert [e.action for e, _ in registry.records("C1")] == ["facts", "assessment", "decision", "signature"]
    assert registry.records("C1")[2][1] == decision
    assert [(h.case, h.disease, h.state) for h in heads(registry)] == [("C1", "LUAD", "signed")]
    wang.add(a_case(line="LUAD; tested; EGFR L858R; EGFR T790M"), reason="a second biopsy", seen=4)
    assert wang.standing("C1").state == "draft"
    assert registry.document(registry.records("C1")[0][0].document) != registry.document(
        registry.records("C1")[4][0].document
    )
    assert registry.breaks() == ()
    assert wrong(registry, Rules()) == ()


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(registry: Registry) -> None:
    li, roy = seat(registry, "li"), seat(registry, "roy")
    li.add(a_case())
    roy.write("C1", Task(what="test", about="HER2"), seen=1)
    with pytest.raises(Conflict) as refused:
        li.write("C1", Task(what="test", about="PD-L1"), seen=1)
    assert refused.value.code == "REG010"
    li.write("C1", Task(what="test", about="PD-L1"), seen=2)
    assert li.standing("C1").open_tasks == (2, 3)
    with pytest.raises(Conflict):
        roy.add(a_case())  # as a new case, which it is not


def test_entries_and_documents_are_only_ever_added_to(registry: Registry) -> None:
    seat(registry).add(a_case())
    attempts = [
        ENTRIES.update().values(by="nobody"), ENTRIES.delete(), DOCUMENTS.update().values(body="{}"), DOCUMENTS.delete(),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(sa.exc.DBAPIError, match="only ever added to"), registry.engine.begin() as connection:
            connection.execute(attempt)
    assert registry.breaks() == ()


def unguarded(registry: Registry, *steps: str) -> None:
    """What somebody with the password of the database could do."""
    triggers = {
        "sqlite": ["DROP TRIGGER entries_kept_u", "DROP TRIGGER entries_kept_d", "DROP TRIGGER documents_kept_u"],
        "postgresql": ["DROP TRIGGER entries_kept ON entries", "DROP TRIGGER documents_kept_u ON documents"],
    }
    with registry.engine.begin() as connection:
        for step in (*triggers[registry.engine.dialect.name], *steps):
            connection.execute(sa.text(step))


@pytest.mark.parametrize("step, seen", [
    ("UPDATE entries SET reason = 'another' WHERE number = 2", [(2, "changed")]),
    ("UPDATE entries SET at = '2020-01-01T00:00:00.000000+00:00' WHERE number = 2", [(2, "changed")]),
    ("DELETE FROM entries WHERE number = 2", [(2, "missing"), (3, "out_of_place")]),
    ("UPDATE documents SET body = '{}' WHERE digest = (SELECT document FROM entries WHERE number = 1)", [(1, "document_changed")]),
])  # fmt: skip
def test_what_was_tampered_with_is_found(registry: Registry, step: str, seen: list[tuple[int, str]]) -> None:
    li = seat(registry)
    li.add(a_case())
    li.looked("C1", reason="round")
    li.looked("C1")
    unguarded(registry, step)
    assert [(b.number, b.what) for b in registry.breaks()] == seen


def test_many_writers_at_once_make_one_chain(registry: Registry, url: str) -> None:
    seat(registry).add(a_case())
    failed: list[Exception] = []

    def write(name: str) -> None:
        mine = Registry(url, Ticking())
        try:
            for _ in range(8):
                mine.append(Draft(action="viewed", by=name, case="C1"))
        except Exception as err:
            failed.append(err)
        finally:
            mine.close()

    threads = [threading.Thread(target=write, args=(f"w{n}",)) for n in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert len(list(registry.entries())) == 1 + 6 * 8
    assert registry.breaks() == ()


def test_a_clock_that_is_set_back_makes_no_entry_older_than_the_one_before(url: str) -> None:
    times = iter(datetime(2026, 11, 27, 12, tzinfo=UTC) + timedelta(hours=h) for h in (0, -5, -4, 1))
    registry = Registry.made(url, lambda: next(times))
    for _ in range(4):
        registry.append(Draft(action="viewed", by="li"))
    assert [e.at.hour for e in registry.entries()] == [12, 12, 12, 13]
    assert registry.breaks() == ()
    registry.close()


def test_a_backup_restores_into_the_other_database_with_the_same_chain(
    registry: Registry, tmp_path: Path, postgresql: Server
) -> None:
    discussed(registry)
    file = tmp_path / "backup.gz"
    assert transfer.write(registry, file) == 3
    sqlite = registry.engine.dialect.name == "sqlite"
    other = fresh(postgresql.database("other") if sqlite else f"sqlite:///{tmp_path / 'other.sqlite'}")
    assert transfer.read(other, file, keeper(Rules())) == 3
    assert list(other.entries()) == list(registry.entries())
    assert heads(other) == heads(registry)
    assert other.breaks() == ()
    with pytest.raises(InputError) as refused:
        transfer.read(other, file, keeper(Rules()))
    assert refused.value.code == "REG030"
    other.close()


@pytest.mark.parametrize("damage", [
    lambda b: b[: len(b) // 2],
    lambda b: b"not gzip at all",
    lambda b: b"",
], ids=["broken off", "another file", "empty"])  # fmt: skip
def test_a_damaged_backup_is_refused_and_nothing_of_it_is_kept(
    registry: Registry, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    discussed(registry)
    file = tmp_path / "backup.gz"
    transfer.write(registry, file)
    file.write_bytes(damage(file.read_bytes()))
    other = fresh(f"sqlite:///{tmp_path / 'other.sqlite'}")
    with pytest.raises(InputError) as refused:
        transfer.read(other, file, keeper(Rules()))
    assert refused.value.code == "REG031"
    assert list(other.entries()) == []
    other.close()


def test_a_withdrawn_consent_hides_a_case_and_lets_its_contents_be_erased(registry: Registry, tmp_path: Path) -> None:
    discussed(registry)
    li = seat(registry)
    with pytest.raises(Refused):
        li.erase("C1", reason="asked for")
    li.write("C1", Consent(scope="care", given=False, on=DAY))
    assert heads(registry) == ()
    assert counted(registry) == {}
    with pytest.raises(Refused):
        li.assessment("C1")
    with pytest.raises(Refused):
        li.write("C1", Submission())
    facts = registry.records("C1")[0][0].document
    assert li.erase("C1", reason="asked for") == 3
    with pytest.raises(NotFound):
        registry.document(facts)
    assert registry.breaks() == ()
    file = tmp_path / "backup.gz"
    transfer.write(registry, file)
    other = fresh(f"sqlite:///{tmp_path / 'other.sqlite'}")
    transfer.read(other, file, keeper(Rules()))
    assert other.breaks() == ()
    other.close()


def test_a_body_that_another_case_has_too_is_not_erased_with_the_first(registry: Registry) -> None:
    li = seat(registry)
    for name in ("C1", "C2"):
        li.add(a_case(name, f"P{name}"))
        li.write(name, Task(what="test", about="HER2"))
    li.write("C1", Consent(scope="care", given=False, on=DAY))
    li.erase("C1", reason="asked for")
    assert registry.records("C2")[1][1] == Task(what="test", about="HER2")
    assert registry.breaks() == ()


def test_patients_are_merged_and_parted_with_a_trace(registry: Registry) -> None:
    li = seat(registry)
    li.add(a_case("C1", "P1"))
    li.add(a_case("C2", "P2"))
    li.merge("P1", "P2", reason="one person, two numbers")
    li.merge("P1", "P2", reason="twins", undo=True)
    assert [e.action for e in registry.entries(patient="P1")] == ["facts", "merge", "split"]
    with pytest.raises(InputError):
        li.merge("P1", "P9", reason="nobody")


def test_nobody_is_merged_twice_nor_parted_from_somebody_else(registry: Registry) -> None:
    li = seat(registry)
    for case, patient in (("C1", "P1"), ("C2", "P2"), ("C3", "P3")):
        li.add(a_case(case, patient))
    with pytest.raises(InputError, match="not merged"):
        li.merge("P1", "P2", reason="twins", undo=True)
    li.merge("P1", "P2", reason="one person")
    li.merge("P2", "P3", reason="one person")
    for pair in (("P1", "P2"), ("P2", "P1"), ("P1", "P3")):
        with pytest.raises(InputError, match="one person already"):
            li.merge(*pair, reason="again")
    with pytest.raises(InputError, match="not merged"):
        li.merge("P1", "P3", reason="twins", undo=True)
    li.merge("P2", "P1", reason="twins", undo=True)  # whichever is named first
    assert also_known_as(registry) == {"P2": ("P3",), "P3": ("P2",)}


def test_of_many_who_merge_at_once_one_does(registry: Registry) -> None:
    li = seat(registry)
    li.add(a_case("C1", "P1"))
    li.add(a_case("C2", "P2"))
    told: list[str] = []

    def merge(n: int) -> None:
        try:
            seat(registry, f"u{n}").merge("P1", "P2", reason="one person")
            told.append("")
        except InputError as error:
            told.append(error.code)

    threads = [threading.Thread(target=merge, args=(n,)) for n in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(told) == ["", *["REG024"] * 5]
    assert [e.action for e in registry.entries(patient="P1")] == ["facts", "merge"]


def test_a_merge_shows_in_the_lists_and_joins_the_cases_of_the_person(registry: Registry) -> None:
    li = seat(registry)
    for case, patient in (("C1", "P1"), ("C2", "P2"), ("C3", "P3")):
        li.add(a_case(case, patient))
    li.merge("P1", "P2", reason="one person, two numbers")
    li.merge("P2", "P3", reason="a third number")
    assert cases_of(registry, "P3") == ("C1", "C2", "C3")
    assert also_known_as(registry)["P1"] == ("P2", "P3")
    li.merge("P1", "P2", reason="twins", undo=True)
    assert also_known_as(registry) == {"P2": ("P3",), "P3": ("P2",)}
    assert wrong(registry, registry.rules()) == ()


def test_a_withdrawal_holds_for_every_case_of_the_person(registry: Registry) -> None:
    li = seat(registry)
    for case, patient in (("C1", "P1"), ("C2", "P1"), ("C3", "P3")):
        li.add(a_case(case, patient))
    li.write("C1", Consent(scope="care", given=False, on=DAY))
    assert {h.case for h in heads(registry)} == {"C3"}
    with pytest.raises(InputError, match="a split does not undo"):  # a mistake would hide somebody's case for good
        li.merge("P3", "P1", reason="one person, two numbers")
    assert {h.case for h in heads(registry)} == {"C3"} and li.spread("P3", "P1") == (("care", 1),)
    li.merge("P3", "P1", reason="one person, two numbers", refusals_too=True)
    assert heads(registry) == ()
    li.write("C3", Consent(scope="care", given=True, on=DAY))
    assert {h.case for h in heads(registry)} == {"C1", "C2", "C3"}
    assert wrong(registry, registry.rules()) == ()


def test_a_case_leaves_without_the_person_only_with_the_word_of_the_patient(registry: Registry) -> None:
    discussed(registry)
    li, on = seat(registry), DAY
    with pytest.raises(Refused, match="agreed"):
        exported(li, "C1", load(), on, reason="a study")
    li.write("C1", Consent(scope="export", given=True, on=DAY))
    made = exported(li, "C1", load(), on, reason="a study")
    assert made.case.id.startswith("case-") and [c.verdict for c in made.choices] == ["accepted"]
    assert [e.action for e in registry.entries(case="C1")][-1] == "exported"
    li.write("C1", Consent(scope="care", given=False, on=DAY))
    with pytest.raises(Refused):
        exported(li, "C1", load(), on, reason="a study")


def test_stricter_rules_open_nothing_that_was_signed(registry: Registry) -> None:
    discussed(registry)
    wang = seat(registry, "wang")
    wang.write("C1", SignOff(signs=wang.standing("C1").decision))
    seat(registry).rule(Rules(signatures=2))
    assert seat(registry).standing("C1").state == "signed"
    assert wrong(registry, registry.rules()) == ()


def test_the_rules_of_the_site_are_kept_with_the_registry(registry: Registry) -> None:
    seat(registry).rule(Rules(signatures=2))
    discussed(registry)
    for who, state in (("wang", "discussed"), ("roy", "signed")):
        one = seat(registry, who)
        one.write("C1", SignOff(signs=one.standing("C1").decision))
        assert one.standing("C1").state == state
    assert standing(registry.records("C1"), registry.rules()).signers == ("wang", "roy")


@pytest.mark.slow
def test_what_was_acknowledged_survives_kill_9(url: str) -> None:
    fresh(url).close()
    roll = random.Random(20261127)
    acknowledged: dict[int, str] = {}
    for n in range(KILLS):
        writers = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.integration.registry_writer", url, f"w{n}.{k}"],
                stdout=subprocess.PIPE, text=True, cwd=ROOT,
            )
            for k in range(2)
        ]  # fmt: skip
        for writer in writers:
            assert writer.stdout is not None
            first = writer.stdout.readline().split()  # it writes now
            acknowledged[int(first[0])] = first[1]
        time.sleep(roll.random() * 0.2)
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
        for writer in writers:
            out, _ = writer.communicate()
            whole = out[: out.rfind("\n") + 1]
            acknowledged |= {int(number): digest for number, digest in (line.split() for line in whole.splitlines())}
    registry = Registry(url, Ticking())
    kept = {e.number: e.digest for e in registry.entries()}
    assert {n: d for n, d in acknowledged.items() if kept.get(n) != d} == {}
    assert len(acknowledged) >= KILLS
    assert registry.breaks() == ()
    registry.close()


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    registry = fresh(f"sqlite:///{tmp_path / 'registry.sqlite'}")
    seat(registry).add(a_case())

    def small(connection: object, record: object, proxy: object) -> None:
        connection.execute("PRAGMA max_page_count = 60")  # type: ignore[attr-defined]

    sa.event.listen(registry.engine, "checkout", small)
    with pytest.raises(StoreError) as refused:
        for n in range(200):
            registry.append(Draft(action="viewed", by="li", case="C1", body=f"{n}" + "x" * 20_000))
    assert (refused.value.code, "no space is left" in str(refused.value)) == ("REG003", True)
    held = len(list(registry.entries()))
    assert 1 <= held < 200
    assert registry.breaks() == ()
    sa.event.remove(registry.engine, "checkout", small)
    registry.append(Draft(action="viewed", by="li", case="C1"))
    assert len(list(registry.entries())) == held + 1
    registry.close()


def until(reached: Callable[[], bool], seconds: float = 120) -> None:
    """Waits for something that comes, however slow the machine is."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_a_database_that_restarts_under_load_loses_nothing(postgresql: Server) -> None:
    registry = fresh(postgresql.database("restart"))
    kept: list[int] = []
    told: list[str] = []
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            try:
                kept.append(registry.append(Draft(action="viewed", by="li"))[0].number)
            except StoreError as err:
                told.append(err.code)
                time.sleep(0.05)
            except Exception as err:
                told.append(type(err).__name__)

    writer = threading.Thread(target=write)
    writer.start()
    until(lambda: len(kept) >= 3)
    postgresql.stop("immediate")
    until(lambda: bool(told))
    postgresql.start()
    before = len(kept)
    until(lambda: len(kept) > before)
    stop.set()
    writer.join()
    assert set(told) == {"REG003"}
    assert set(kept) <= {e.number for e in registry.entries()}
    assert registry.breaks() == ()
    registry.close()
    gc.collect()  # the driver leaves the sockets of a server that is gone to the collector


@pytest.mark.parametrize("address, code", [
    ("mysql://somewhere/registry", "REG001"), ("nonsense", "REG001"), ("sqlite:///{}/none.sqlite", "REG002"),
    ("postgresql://tumorboard@127.0.0.1:1/none", "REG003"),
])  # fmt: skip
def test_an_address_without_a_registry_is_told(address: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        Registry(address.format(tmp_path), Ticking())
    assert refused.value.code == code
