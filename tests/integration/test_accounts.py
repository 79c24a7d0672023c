"""Accounts, sessions, tokens, kept patients and broken glass, on SQLite and on a real PostgreSQL: each change with its entry in the chain."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.web_support import Clock, a_case

from tumorboard.app import passwords
from tumorboard.app.desk import Seat
from tumorboard.app.gate import Gate
from tumorboard.errors import InputError, NotFound, Refused
from tumorboard.model.access import Account, Person
from tumorboard.store import transfer
from tumorboard.store.access_schema import SESSIONS, TOKENS
from tumorboard.store.heads import keeper
from tumorboard.store.registry import Registry
from tumorboard.store.restrictions import in_force, public_ids, restrict

LI, ROY = (Person(id=i, roles=("clinician", "coordinator")) for i in ("li", "roy"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate(url: str, clock: Clock) -> Iterator[Gate]:
    made = Gate(Registry.made(url, clock))
    for person in (LI, ROY):
        made.accounts.add(Account(id=person.id, name=person.id, roles=person.roles), "no hash", by="test")
    seat = Seat.at(made.registry, "li")
    for case, patient in (("C1", "P1"), ("C2", "P2"), ("C3", "P3")):
        seat.add(a_case(case, patient))
    yield made
    assert made.registry.breaks() == ()
    made.registry.close()


def seen(gate: Gate, person: Person) -> list[str]:
    return sorted(h.case for _, h in gate.worklist(person))


def test_of_secrets_only_a_digest_is_kept(gate: Gate, clock: Clock) -> None:
    session = gate.accounts.open_session("li", gate.lifetime)
    token, _ = gate.accounts.make_token("li", "x", ["cases:read"], clock() + timedelta(days=1), by="li")
    with gate.registry.engine.connect() as connection:
        kept = str([list(connection.execute(sa.select(t))) for t in (SESSIONS, TOKENS)])
    kept += str(list(gate.registry.entries()))
    assert session not in kept and token not in kept
    assert gate.person(session) == Person(id="li", name="li", roles=LI.roles)
    assert gate.bearer(token) == Person(id="li", name="li", roles=LI.roles, scopes=("cases:read",))
    # a digest is no secret, and a session is no token
    assert gate.person(token) is None and gate.bearer(session) is None
    for digest in kept.split("'"):
        assert gate.person(digest) is None and gate.bearer(digest) is None


def test_a_name_with_a_character_that_no_text_has_is_no_account(gate: Gate) -> None:
    assert gate.sign_in("li\0", "a password that is long enough") is None


def test_an_account_has_one_name_and_known_roles(gate: Gate) -> None:
    with pytest.raises(InputError, match="name"):
        gate.accounts.add(Account(id="li", name="", roles=("admin",)), "", by="x")
    for roles in ((), ("root",)):
        with pytest.raises(InputError, match="roles"):
            gate.accounts.add(Account(id="wu", name="", roles=roles), "", by="x")
        with pytest.raises(InputError, match="roles"):
            gate.accounts.change("li", roles=roles, by="x")
    with pytest.raises(NotFound):
        gate.accounts.change("nobody", active=False, by="x")
    with pytest.raises(InputError, match="scopes"):
        gate.accounts.make_token("li", "", ["everything"], gate.registry.now(), by="x")


def test_other_roles_end_sessions_and_rule_tokens(gate: Gate, clock: Clock) -> None:
    session = gate.accounts.open_session("li", gate.lifetime)
    token, _ = gate.accounts.make_token("li", "x", ["cases:read"], clock() + timedelta(days=1), by="li")
    gate.accounts.change("li", roles=("researcher",), by="admin")
    assert gate.person(session) is None
    bearer = gate.bearer(token)
    assert bearer is not None and bearer.roles == ("researcher",) and not gate.can(bearer, "cases.list")


def test_a_clock_that_was_set_back_keeps_no_session_alive_for_ever(gate: Gate, clock: Clock) -> None:
    session = gate.accounts.open_session("li", gate.lifetime)
    clock.forward(hours=-24)
    assert gate.person(session) is not None
    clock.forward(hours=24 + 13)
    assert gate.person(session) is None


def test_a_kept_patient_is_there_for_the_people_named_and_nobody_else(gate: Gate) -> None:
    restrict(gate.registry, "C1", ["li"], by="li", reason="a colleague")
    assert (seen(gate, LI), seen(gate, ROY)) == (["C1", "C2", "C3"], ["C2", "C3"])
    assert sum(gate.counted(ROY).values()) == 2
    public = public_ids(gate.registry, ["C1"])["C1"]
    with pytest.raises(NotFound):
        gate.case(ROY, "case.read", public)
    at = gate.case(LI, "case.restrict", public)
    with pytest.raises(InputError, match="one of them"):
        gate.restrict(at, ["roy"], "handed over")
    with pytest.raises(InputError, match="no account"):
        gate.restrict(at, ["li", "nobody"], "handed over")
    with pytest.raises(InputError, match="reason"):
        gate.restrict(at, ["li", "roy"], " ")
    gate.restrict(at, ["li", "roy"], "handed over")
    assert seen(gate, ROY) == ["C1", "C2", "C3"]
    gate.restrict(at, [], "over")
    assert in_force(gate.registry).named == {}


def test_a_new_case_of_a_kept_patient_is_refused_to_others_and_kept_for_the_people_named(gate: Gate) -> None:
    restrict(gate.registry, "C1", ["li"], by="li", reason="a colleague")
    with pytest.raises(Refused, match="coordinator"):
        gate.add_allowed(ROY, "C9", "P1")
    gate.add_allowed(LI, "C9", "P1")
    Seat.at(gate.registry, "li").add(a_case("C9", "P1"))
    assert "C9" not in seen(gate, ROY) and "C9" in seen(gate, LI)


def test_who_is_one_person_with_a_kept_patient_is_kept_too_until_they_are_two_again(gate: Gate) -> None:
    restrict(gate.registry, "C1", ["li"], by="li", reason="a colleague")
    seat = Seat.at(gate.registry, "li")
    seat.merge("P2", "P1", reason="one person")
    seat.merge("P3", "P2", reason="one person")
    assert seen(gate, ROY) == []
    gate.break_glass(ROY, "C3", "the ward called at night")
    assert seen(gate, ROY) == ["C1", "C2", "C3"]
    seat.merge("P3", "P2", reason="two after all", undo=True)
    assert seen(gate, LI) == ["C1", "C2", "C3"]


def test_broken_glass_opens_for_a_time_and_is_recorded_with_its_reason(gate: Gate, clock: Clock) -> None:
    restrict(gate.registry, "C1", ["li"], by="li", reason="a colleague")
    with pytest.raises(InputError, match="reason"):
        gate.break_glass(ROY, "C1", "short")
    with pytest.raises(Refused):
        gate.break_glass(Person(id="c", roles=("coordinator", "admin")), "C1", "the ward called at night")
    gate.break_glass(ROY, "C1", "the ward called at night")
    assert "C1" in seen(gate, ROY)
    assert [(e.action, e.by, e.patient) for e in gate.registry.entries()][-1] == ("glass_broken", "roy", "P1")
    clock.forward(hours=8)
    assert "C1" not in seen(gate, ROY)


def test_every_case_has_its_own_random_name(gate: Gate) -> None:
    names = public_ids(gate.registry, ["C1", "C2", "C3", "C9"])
    assert set(names) == {"C1", "C2", "C3"} and len(set(names.values())) == 3
    assert all(len(n) >= 16 and "C" + n[1:] != "C1" for n in names.values())


def test_a_backup_holds_the_entries_about_access_and_restoring_names_cases_anew(gate: Gate, tmp_path: Path) -> None:
    restrict(gate.registry, "C1", ["li"], by="li", reason="a colleague")
    transfer.write(gate.registry, tmp_path / "b.gz")
    other = Registry.made(f"sqlite:///{tmp_path / 'other.sqlite'}", Clock())
    transfer.read(other, tmp_path / "b.gz", keeper(other.rules()))
    assert other.breaks() == ()
    assert len(public_ids(other, ["C1", "C2", "C3"])) == 3
    other.close()


def test_attempts_at_the_same_time_get_no_more_tries_than_one_after_another(gate: Gate, clock: Clock) -> None:
    with ThreadPoolExecutor(12) as pool:
        tried = list(pool.map(lambda _: gate.accounts.attempt("li", passwords.wait), range(12)))
    assert sum(tried) == passwords.FREE_FAILURES
    assert gate.accounts.proof("li").failures == passwords.FREE_FAILURES  # those that were turned away are not counted
    clock.forward(seconds=31)
    assert gate.accounts.attempt("li", passwords.wait) and not gate.accounts.attempt("li", passwords.wait)


def test_an_attempt_counts_before_its_password_is_looked_at(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []

    def holds(hash_: str, password: str) -> bool:
        counted.append(gate.accounts.proof("li").failures)
        return password == "right"

    monkeypatch.setattr(passwords, "holds", holds)
    assert [gate.sign_in("li", p) is not None for p in ("wrong", "wrong", "right", "wrong", "right")] == [
        False, False, True, False, True,
    ]  # fmt: skip
    assert counted == [1, 2, 3, 1, 2]
    for _ in range(passwords.FREE_FAILURES):
        gate.sign_in("li", "wrong")
    assert gate.sign_in("li", "right") is None  # it waits, and the hash was made all the same
    assert len(counted) == 11
    assert [e.action for e in gate.registry.entries()].count("sign_in_failed") == 8
