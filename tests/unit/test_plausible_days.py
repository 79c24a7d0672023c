"""Which days a record may carry, and what becomes of a follow-up that was written in error."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tumorboard.board.follow_ups import died, in_force
from tumorboard.board.followed import followed
from tumorboard.board.plausible import implausible
from tumorboard.model.dates import PartialDate
from tumorboard.model.outcome import Followed
from tumorboard.model.registry import (
    Attendant,
    Consent,
    Decision,
    Entry,
    FollowUp,
    Retraction,
    Submission,
    Task,
    TaskDone,
)

TODAY = date(2026, 11, 28)


def told(what: str, on: str, **more: str) -> FollowUp:
    drugs = ("osimertinib",) if what == "treatment_started" else ()
    return FollowUp(what=what, on=PartialDate.parse(on), therapies=drugs, **more)


def records(*bodies: object) -> list[tuple[Entry, object | None]]:
    at = datetime(2026, 11, 27, tzinfo=UTC)
    return [
        (Entry(number=i, at=at, by="li", action="x", case="C", revision=i), body) for i, body in enumerate(bodies, 1)
    ]


def decided(on: str) -> Decision:
    return Decision(on=date.fromisoformat(on), assessment="", took_part=(Attendant(name="A"),))


@pytest.mark.parametrize(("body", "code"), [
    (told("alive", "2026-11-28"), ""),
    (told("alive", "2026-11-29"), ""),  # today where the day begins before UTC's
    (told("alive", "2026-11-30"), "workflow.not_yet"),
    (told("alive", "2026-11"), ""),  # a month that has begun
    (told("alive", "2026-12"), "workflow.not_yet"),
    (told("death", "2099"), "workflow.not_yet"),
    (told("treatment_started", "0001-01-01"), "workflow.too_long_ago"),
    (told("treatment_started", "1899"), "workflow.too_long_ago"),
    (told("treatment_started", "1900"), ""),
    (decided("2026-11-28"), ""),
    (decided("2099-01-01"), "workflow.not_yet"),
    (Consent(scope="research", given=True, on=date(2099, 1, 1)), "workflow.not_yet"),
    (Consent(scope="research", given=True, on=date(1, 1, 1)), "workflow.too_long_ago"),
    (TaskDone(task=1, on=date(2027, 1, 1)), "workflow.not_yet"),
    (Task(what="test", due=date(2027, 1, 1)), ""),
    (Task(what="test"), ""),
    (Task(what="test", due=date(9999, 12, 31)), "workflow.no_such_day"),
    (Submission(meeting=date(1899, 1, 1)), "workflow.no_such_day"),
    (Submission(), ""),
    (Retraction(follow_up=1), "workflow.no_such_follow_up"),
])  # fmt: skip
def test_days_that_cannot_be_are_told(body: object, code: str) -> None:
    why = implausible(body, [], TODAY)
    assert (why.code if why else "") == code


@pytest.mark.parametrize(("before", "body", "code"), [
    (told("death", "2026-10-02"), told("treatment_started", "2026-10-03"), "workflow.after_death"),
    (told("death", "2026-10-02"), told("alive", "2026-10-03"), "workflow.after_death"),
    (told("death", "2026-10"), told("response", "2026-10-20", response="SD"), ""),  # may lie before it
    (told("death", "2026-10-02"), told("progression", "2026-09-01"), ""),  # told late
    (told("death", "2026-10-02"), told("death", "2026-10-09"), "workflow.died_already"),
    (told("alive", "2026-10-02"), told("death", "2026-09-30"), "workflow.died_before"),
    (told("alive", "2026-10-02"), told("death", "2026-10-02"), ""),
])  # fmt: skip
def test_one_dies_once_and_nothing_comes_after_it(before: FollowUp, body: FollowUp, code: str) -> None:
    why = implausible(body, records(before), TODAY)
    assert (why.code if why else "") == code


def test_what_was_taken_back_counts_no_more_and_can_be_told_anew() -> None:
    wrong = records(told("alive", "2026-10-01"), told("death", "2026-10-02"), Retraction(follow_up=2))
    assert [e.revision for e, _ in in_force(wrong)] == [1]
    assert died(wrong) is None and died(wrong[:2]) == PartialDate(2026, 10, 2)
    assert implausible(told("death", "2026-11-02"), wrong, TODAY) is None
    assert implausible(Retraction(follow_up=2), wrong, TODAY) is not None  # not twice
    assert implausible(Retraction(follow_up=1), wrong, TODAY) is None


def test_survival_is_made_of_what_was_not_taken_back() -> None:
    made = records(
        decided("2026-09-01"), told("death", "2026-09-11"), Retraction(follow_up=2), told("alive", "2026-10-01")
    )
    line = followed("R1", made, "os")
    assert isinstance(line, Followed) and (line.time, line.event) == (30.0, False)
