"""What was followed up, out of the records of a case: without what was taken back as an error."""

from __future__ import annotations

from collections.abc import Iterable

from tumorboard.board.workflow import Record
from tumorboard.model.dates import PartialDate
from tumorboard.model.registry import Entry, FollowUp, Retraction


def in_force(records: Iterable[Record]) -> tuple[tuple[Entry, FollowUp], ...]:
    """Every follow-up that nobody took back, in the order in which they were written."""
    kept = list(records)
    gone = {body.follow_up for _, body in kept if isinstance(body, Retraction)}
    return tuple((e, b) for e, b in kept if isinstance(b, FollowUp) and e.revision not in gone)


def died(records: Iterable[Record]) -> PartialDate | None:
    """When the patient died, as far as it was told; None where no death was, or it was taken back."""
    return next((b.on for _, b in in_force(records) if b.what == "death"), None)
