"""A case of the registry as one line of an outcome table: time from the board's decision to death, progression or last word.

Day 0 is the day of the first decision.  A patient is matched when a treatment that began on or after it holds every drug
of an option that the board had accepted by then; matched therapy that began after the event of the endpoint does not count.
What cannot be told is a reason, never a guess: a date without its day, no decision, no word afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tumorboard.model.outcome import Followed
from tumorboard.model.registry import Decision, Entry, FollowUp
from tumorboard.reasons import Reason

ENDPOINTS: dict[str, frozenset[str]] = {"os": frozenset({"death"}), "pfs": frozenset({"progression", "death"})}


def followed(name: str, records: Sequence[tuple[Entry, object | None]], endpoint: str) -> Followed | Reason:
    """The line, or why there is none.

    Parameters
    ----------
    name
        What the line is called; no id of a patient need leave the registry.
    endpoint
        ``os`` (death) or ``pfs`` (progression or death).
    """
    bodies = [body for _, body in records]
    decisions = [b for b in bodies if isinstance(b, Decision)]
    if not decisions:
        return Reason.of("followed.no_decision")
    begun = min(d.on for d in decisions)
    told = [b for b in bodies if isinstance(b, FollowUp)]
    if any(f.on.day is None for f in told):
        return Reason.of("followed.no_day")
    later = [(f.on.earliest, f) for f in told if f.on.earliest >= begun]
    if not later:
        return Reason.of("followed.no_word")
    ends = [day for day, f in later if f.what in ENDPOINTS[endpoint]]
    last = min(ends) if ends else max(day for day, _ in later)
    started = _matched(decisions, later)
    if started is not None and started > last:
        started = None
    return Followed(
        name, float((last - begun).days), bool(ends), started is not None,
        float((started - begun).days) if started is not None else None,
    )  # fmt: skip


def _matched(decisions: Sequence[Decision], later: Sequence[tuple[date, FollowUp]]) -> date | None:
    """The first day on which all drugs of an accepted option were begun together."""
    days = []
    for day, f in later:
        if f.what != "treatment_started":
            continue
        accepted = [c for d in decisions if d.on <= day for c in d.choices if c.verdict == "accepted" and c.therapies]
        if any(set(c.therapies) <= set(f.therapies) for c in accepted):
            days.append(day)
    return min(days, default=None)
