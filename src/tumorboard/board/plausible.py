"""Days that cannot be: what is yet to come is not recorded as having happened, and nobody is treated after death.

Such a day would go unseen into curves of survival, and the registry never overwrites: it is refused when it is written.
A wrong word on the course of a patient is taken back (`model.registry.Retraction`), which stands on record too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tumorboard.board.follow_ups import died, in_force
from tumorboard.board.workflow import Record
from tumorboard.model.registry import Consent, Decision, FollowUp, Retraction, Submission, Task, TaskDone
from tumorboard.reasons import Reason

EARLIEST = date(1900, 1, 1)
# Times here are UTC: where the day begins earlier, it is tomorrow already.
AHEAD = timedelta(days=1)
PLANNED = timedelta(days=20 * 366)


def implausible(body: object, records: Sequence[Record], today: date) -> Reason | None:
    """Why the days of a record cannot be; None when they can.

    Parameters
    ----------
    records
        Those of the case so far.
    today
        By the clock of the registry (UTC).
    """
    match body:
        case FollowUp():
            return _past(body.on.earliest, body.on.latest, today) or _alive(body, records)
        case Decision() | Consent() | TaskDone():
            return _past(body.on, body.on, today)
        case Task():
            return _planned(body.due, today)
        case Submission():
            return _planned(body.meeting, today)
        case Retraction():
            there = {e.revision for e, _ in in_force(records)}
            return None if body.follow_up in there else Reason.of("workflow.no_such_follow_up")
    return None


def _past(earliest: date, latest: date, today: date) -> Reason | None:
    if earliest > today + AHEAD:
        return Reason.of("workflow.not_yet", today=today.isoformat())
    return Reason.of("workflow.too_long_ago") if latest < EARLIEST else None


def _planned(day: date | None, today: date) -> Reason | None:
    possible = day is None or EARLIEST <= day <= today + PLANNED
    return None if possible else Reason.of("workflow.no_such_day")


def _alive(f: FollowUp, records: Sequence[Record]) -> Reason | None:
    """One dies once, and nothing comes after it."""
    death = died(records)
    if f.what == "death":
        if death is not None:
            return Reason.of("workflow.died_already", on=str(death))
        later = [b for _, b in in_force(records) if b.on.earliest > f.on.latest]
        return Reason.of("workflow.died_before", on=str(min(b.on for b in later))) if later else None
    if death is not None and f.on.earliest > death.latest:
        return Reason.of("workflow.after_death", on=str(death))
    return None
