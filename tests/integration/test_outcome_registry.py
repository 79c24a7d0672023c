"""Outcome tables out of a registry: who is in, from when to when, and what is left out and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.registry_support import fresh

from tumorboard.app import outcome_dashboard
from tumorboard.app.desk import Seat
from tumorboard.app.outcome_registry import taken
from tumorboard.board.followed import followed
from tumorboard.cli import main
from tumorboard.issues import Parsed
from tumorboard.model.case import Patient
from tumorboard.model.dates import PartialDate
from tumorboard.model.outcome import Followed
from tumorboard.model.registry import Attendant, Choice, Consent, Decision, Entry, FollowUp, Rules, SignOff
from tumorboard.reasons import Reason
from tumorboard.store.heads import keeper
from tumorboard.store.registry import Draft
from tumorboard.testing.short_case import short_case

BOARD = (Attendant(name="A", role="oncologist"),)
ENTRY = Entry(number=1, at=datetime(2026, 1, 1, tzinfo=UTC), by="li", action="follow_up")


def decided(day: str, *accepted: tuple[str, ...]) -> Decision:
    choices = tuple(Choice(therapies=t, verdict="accepted") for t in accepted)
    return Decision(on=date.fromisoformat(day), assessment="x", took_part=BOARD, choices=choices)


def happened(day: str, what: str, *drugs: str) -> FollowUp:
    return FollowUp(what=what, on=PartialDate.parse(day), therapies=drugs)


def answered(day: str, response: str) -> FollowUp:
    return FollowUp(what="response", on=PartialDate.parse(day), response=response)


D = decided("2026-01-01", ("osimertinib",), ("dabrafenib", "trametinib"))
# what the registry holds; overall survival; progression-free survival: days, event, matched, start
LINES = [
    ("death", [D, happened("2026-03-02", "death")], (60, True, False, None), (60, True, False, None)),
    ("alive", [D, happened("2026-03-02", "alive")], (60, False, False, None), (60, False, False, None)),
    ("a response of PD is progression", [D, answered("2026-02-10", "PD"), happened("2026-03-02", "alive")],
     (60, False, False, None), (40, True, False, None)),
    ("not evaluable is no progression", [D, answered("2026-02-10", "NE"), happened("2026-03-02", "alive")],
     (60, False, False, None), (60, False, False, None)),
    ("matched", [D, happened("2026-01-11", "treatment_started", "osimertinib"), happened("2026-03-02", "progression"), happened("2026-04-11", "alive")],
     (100, False, True, 10), (60, True, True, 10)),
    ("more than was accepted", [D, happened("2026-01-11", "treatment_started", "osimertinib", "savolitinib"), happened("2026-04-11", "alive")],
     (100, False, True, 10), (100, False, True, 10)),
    ("half of what was accepted", [D, happened("2026-01-11", "treatment_started", "dabrafenib"), happened("2026-04-11", "alive")],
     (100, False, False, None), (100, False, False, None)),
    ("matched after progression", [D, happened("2026-03-02", "progression"), happened("2026-03-12", "treatment_started", "osimertinib"), happened("2026-04-11", "death")],
     (100, True, True, 70), (60, True, False, None)),
    ("accepted later only", [decided("2026-01-01"), happened("2026-01-11", "treatment_started", "osimertinib"), decided("2026-02-01", ("osimertinib",)), happened("2026-04-11", "alive")],
     (100, False, False, None), (100, False, False, None)),
    ("began before the decision", [D, happened("2025-12-01", "treatment_started", "osimertinib"), happened("2026-04-11", "alive")],
     (100, False, False, None), (100, False, False, None)),
]  # fmt: skip


@pytest.mark.parametrize(("why", "bodies", "os", "pfs"), LINES, ids=[row[0] for row in LINES])
def test_a_case_becomes_a_line(why: str, bodies: list[object], os: tuple[object, ...], pfs: tuple[object, ...]) -> None:
    records = [(ENTRY, b) for b in bodies]
    for endpoint, expected in (("os", os), ("pfs", pfs)):
        found = followed("R1", records, endpoint)
        assert isinstance(found, Followed)
        assert (found.time, found.event, found.matched, found.started) == expected


NONE = [
    ([happened("2026-03-02", "death")], "followed.no_decision"),
    ([D], "followed.no_word"),
    ([D, happened("2025-12-02", "alive")], "followed.no_word"),
    ([D, happened("2026-03", "death")], "followed.no_day"),
    ([D, happened("2026-03-02", "death"), happened("2026-03-12", "alive")], "followed.after_death"),
]


@pytest.mark.parametrize(("bodies", "code"), NONE)
def test_what_cannot_be_told_is_a_reason(bodies: list[object], code: str) -> None:
    assert followed("R1", [(ENTRY, b) for b in bodies], "os") == Reason.of(code)


def test_a_registry_gives_a_table_of_those_who_agreed_and_remembers_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'registry.sqlite'}"
    registry = fresh(url)
    li = Seat.at(registry, "li")
    for number, (patient, agreed) in enumerate((("P1", True), ("P2", False), ("P3", None), ("P1", True)), start=1):
        case = f"C{number}"
        li.add(Parsed(replace(short_case("LUAD; tested; EGFR L858R"), id=case, patient=Patient(id=patient))))
        text = f'{{"an": "assessment of {case}"}}'
        registry.append(Draft(action="assessment", by="li", case=case, body=text, seen=1), beside=keeper(Rules()))
        li.write(case, replace(decided("2026-01-01", ("osimertinib",)), assessment=li.standing(case).assessment))
        li.write(case, SignOff(signs=li.standing(case).decision))
        li.write(case, happened("2026-01-11", "treatment_started", "osimertinib"))
        li.write(case, happened("2026-03-02", "death"))
        if agreed is not None:
            li.write(case, Consent(scope="research", given=agreed, on=date(2026, 1, 1)))
    found = taken(li, "os")
    assert (
        found.text()
        == "# Research use only\npatient,time,event,matched,started,ecog,prior_treatments\nR0001,60,yes,yes,10,,\n"
    )
    assert dict(found.left_out) == {"followed.no_consent": 2, "followed.again": 1}
    assert [(e.case, e.by) for e in registry.entries() if e.action == "exported"] == [("C1", "li")]
    registry.close()
    monkeypatch.setenv("TUMORBOARD_REGISTRY", url)
    path = tmp_path / "os.csv"
    done = CliRunner().invoke(main, ["outcomes", "registry", "--endpoint", "os", "-o", str(path), "--by", "li"])
    assert done.exit_code == 0, done.output
    assert path.read_text("utf-8") == found.text()
    assert "left out: 2, no consent to research" in done.output
    read = CliRunner().invoke(main, ["outcomes", "matched", str(path), "--unit", "days"])
    assert read.exit_code == 0, read.output


def test_a_line_holds_what_the_board_knew_on_day_0() -> None:
    from tumorboard.model.registry import Facts

    before = short_case("LUAD; tested; ecog 2; had osimertinib progression; history complete")
    after = short_case("LUAD; tested; ecog 0")
    records = [
        (ENTRY, Facts(case=before)),
        (ENTRY, D),
        (ENTRY, Facts(case=after)),
        (ENTRY, happened("2026-03-02", "alive")),
    ]
    found = followed("R1", records, "os")
    assert isinstance(found, Followed)
    assert dict(found.covariates) == {"ecog": 2.0, "prior_treatments": 1.0}
    open_history = [(ENTRY, Facts(case=short_case("LUAD; tested; had osimertinib progression"))), *records[1:]]
    found = followed("R1", open_history, "os")
    assert isinstance(found, Followed) and dict(found.covariates) == {}  # what else was given is not known


def test_the_dashboard_of_a_registry_holds_who_agreed_and_withholds_small_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'registry.sqlite'}"
    registry = fresh(url)
    li = Seat.at(registry, "li")
    for number in range(1, 9):
        case = f"C{number}"
        li.add(Parsed(replace(short_case("LUAD; tested; EGFR L858R"), id=case, patient=Patient(id=f"P{number}"))))
        text = f'{{"an": "assessment of {case}"}}'
        registry.append(Draft(action="assessment", by="li", case=case, body=text, seen=1), beside=keeper(Rules()))
        monkeypatch.setattr(outcome_dashboard, "_case", lambda seat, case: None)  # these assessments hold no case
        choice = decided("2026-01-01", ("osimertinib",))
        li.write(case, replace(choice, assessment=li.standing(case).assessment))
        li.write(case, SignOff(signs=li.standing(case).decision))
        li.write(case, happened("2026-01-11", "treatment_started", "osimertinib"))
        li.write(case, answered("2026-02-11", "PR" if number < 4 else "SD"))
        if number != 8:
            li.write(case, Consent(scope="research", given=True, on=date(2026, 1, 1)))
    found = outcome_dashboard.gathered(li, on=date(2026, 6, 1), genes=("EGFR",))
    assert (len(found.cases), found.left_out) == (7, (("followed.no_consent", 1),))
    kept = outcome_dashboard.gathered(li, on=date(2026, 6, 1), genes=("EGFR",), without=frozenset({"P1", "P8"}))
    assert (len(kept.cases), kept.left_out) == (6, ())
    made = outcome_dashboard.made(found, on=date(2026, 6, 1))
    assert made.result.uptake[0].started == 7
    assert made.result.responses[0].responses[:3] == (0, None, None)  # 3 and 4 of 7
    assert made.result.responses[0].objective is None
    assert sum(e.reason == "outcome dashboard" for e in registry.entries() if e.action == "exported") == 7 + 6
    registry.close()
    monkeypatch.setenv("TUMORBOARD_REGISTRY", url)
    done = CliRunner().invoke(
        main, ["outcomes", "dashboard", "--gene", "EGFR", "-o", str(tmp_path / "out"), "--by", "li"]
    )
    assert done.exit_code == 0, done.output
    assert "Research use only" in done.output and "left out: 1, no consent to research" in done.output
    assert "dashboard." not in (tmp_path / "out" / "outcomes.html").read_text("utf-8")
    refused = CliRunner().invoke(main, ["outcomes", "dashboard", "--gene", "HER2"])
    assert refused.exit_code == 10 and "approved symbol" in refused.output
