"""Who may do what: the table of docs/access.md is what the program does, and the rules beside it hold one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tumorboard.app.access import permitted
from tumorboard.model.access import ACTIONS, ROLES, SCOPES, Denial, Grant, Permit, Person, Restrictions, Whose

PAGE = Path(__file__).resolve().parents[2] / "docs" / "access.md"
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
OPEN = Restrictions()
KEPT = Restrictions(named={"P1": frozenset({"li"})})
CASE = Whose(case="C1", patient="P1", consents=(("research", True),))


def table() -> dict[str, tuple[tuple[str, ...], str]]:
    rows = {}
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        if len(cells) == len(ROLES) + 2 and cells[0].startswith("`"):
            roles = tuple(role for role, mark in zip(ROLES, cells[1:-1], strict=True) if mark == "x")
            rows[cells[0].strip("`")] = (roles, cells[-1])
    return rows


def test_the_table_of_the_page_names_every_action() -> None:
    assert list(table()) == list(ACTIONS)
    assert {scope for _, scope in table().values()} == set(SCOPES)


@pytest.mark.parametrize("action", list(ACTIONS))
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_the_table_says_and_nothing_else(role: str, action: str) -> None:
    answer = permitted(Person(id="x", roles=(role,)), action, CASE, OPEN, NOW)
    assert isinstance(answer, Permit) == (role in table()[action][0])


@pytest.mark.parametrize("action", list(ACTIONS))
def test_a_token_may_only_what_it_was_made_for(action: str) -> None:
    for scope in SCOPES:
        answer = permitted(Person(id="x", roles=ROLES, scopes=(scope,)), action, CASE, OPEN, NOW)
        assert isinstance(answer, Permit) == (scope == table()[action][1])
    assert isinstance(permitted(Person(id="x", roles=ROLES, scopes=()), action, CASE, OPEN, NOW), Denial)


@pytest.mark.parametrize("action", list(ACTIONS))
def test_nobody_without_a_role_may_anything(action: str) -> None:
    assert isinstance(permitted(Person(id="x"), action, CASE, OPEN, NOW), Denial)
    assert isinstance(permitted(Person(id="x", roles=("root",)), action, CASE, OPEN, NOW), Denial)


OF_CASE = [a for a, rule in ACTIONS.items() if rule.of_case]


@pytest.mark.parametrize("action", OF_CASE)
def test_a_patient_kept_to_others_answers_as_a_case_that_is_not_there(action: str) -> None:
    everybody = Person(id="roy", roles=ROLES)
    there = permitted(everybody, action, CASE, KEPT, NOW)
    assert there == permitted(everybody, action, None, KEPT, NOW)
    assert isinstance(there, Denial) and there.hidden
    assert permitted(Person(id="li", roles=ROLES), action, CASE, KEPT, NOW) == Permit(action)


@pytest.mark.parametrize("action", OF_CASE)
def test_broken_glass_opens_one_patient_to_one_person_for_a_time(action: str) -> None:
    def with_grant(account: str, patient: str, until: datetime) -> Restrictions:
        return Restrictions(named=KEPT.named, grants=(Grant(account=account, patient=patient, until=until),))

    roy, later = Person(id="roy", roles=ROLES), NOW + timedelta(hours=1)
    assert permitted(roy, action, CASE, with_grant("roy", "P1", later), NOW) == Permit(action)
    for other in (with_grant("roy", "P1", NOW), with_grant("roy", "P2", later), with_grant("wu", "P1", later)):
        assert isinstance(permitted(roy, action, CASE, other, NOW), Denial)


@pytest.mark.parametrize("action", OF_CASE)
def test_who_took_back_the_consent_to_care_is_not_there_but_can_give_it_again(action: str) -> None:
    hidden = Whose(case="C1", patient="P1", hidden=True, consents=(("care", False), ("research", True)))
    answer = permitted(Person(id="li", roles=ROLES), action, hidden, OPEN, NOW)
    assert isinstance(answer, Permit) == (action == "case.consent")


def test_who_took_back_the_consent_to_exports_is_not_taken_out() -> None:
    said = Whose(case="C1", patient="P1", consents=(("export", False), ("research", True)))
    li = Person(id="li", roles=ROLES)
    for action in ("case.export", "case.deidentified"):
        answer = permitted(li, action, said, OPEN, NOW)
        assert isinstance(answer, Denial) and answer.why.code == "access.no_consent"
    assert isinstance(permitted(li, "case.read", said, OPEN, NOW), Permit)


@pytest.mark.parametrize(
    "consents, seen", [((), False), ((("research", False),), False), ((("research", True),), True)]
)
def test_a_researcher_sees_a_case_only_after_a_yes_to_research(
    consents: tuple[tuple[str, bool], ...], seen: bool
) -> None:
    whose = Whose(case="C1", patient="P1", consents=consents)
    answer = permitted(Person(id="r", roles=("researcher",)), "case.deidentified", whose, OPEN, NOW)
    assert isinstance(answer, Permit) == seen
    assert seen or (isinstance(answer, Denial) and answer.hidden)
    assert isinstance(permitted(Person(id="c", roles=("clinician",)), "case.deidentified", whose, OPEN, NOW), Permit)


def test_an_action_that_is_not_there_is_refused() -> None:
    assert isinstance(permitted(Person(id="x", roles=ROLES), "case.everything", CASE, OPEN, NOW), Denial)
