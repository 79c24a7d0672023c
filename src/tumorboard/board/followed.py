"""A case of the registry as one line of an outcome table: time from the board's decision to death, progression or last word.

Day 0 is the day of the first decision.  A patient is matched when a treatment that began on or after it holds every drug
of an option that the board had accepted by then; matched therapy that began after the event of the endpoint does not count.
What cannot be told is a reason, never a guess: a date without its day, no decision, no word afterwards, a word after death.

Progression is also a response that is told as PD.  Without it the time to progression is censored at the last word, as is
customary for data of care: it takes who is told to live, and of whom no progression is told, as free of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tumorboard.board.follow_ups import in_force
from tumorboard.model.outcome import Followed
from tumorboard.model.registry import Decision, Entry, Facts, FollowUp
from tumorboard.reasons import Reason


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
    told = [f for _, f in in_force(records)]
    if any(f.on.day is None for f in told):
        return Reason.of("followed.no_day")
    later = [(f.on.earliest, f) for f in told if f.on.earliest >= begun]
    if not later:
        return Reason.of("followed.no_word")
    died = [day for day, f in later if f.what == "death"]
    if died and max(day for day, _ in later) > min(died):
        return Reason.of("followed.after_death")
    ends = [day for day, f in later if ends_it(f, endpoint)]
    last = min(ends) if ends else max(day for day, _ in later)
    started = _matched(decisions, later)
    if started is not None and started > last:
        started = None
    return Followed(
        name, float((last - begun).days), bool(ends), started is not None,
        float((started - begun).days) if started is not None else None, _known(records, begun),
    )  # fmt: skip


def ends_it(f: FollowUp, endpoint: str) -> bool:
    """Whether this word is the event of the endpoint."""
    progressed = f.what == "progression" or f.response == "PD"
    return f.what == "death" or (endpoint == "pfs" and progressed)


def _known(records: Sequence[tuple[Entry, object | None]], begun: date) -> dict[str, float]:
    """What was known on day 0, by the facts that the board had: performance, and systemic treatments where all are known."""
    bodies = [body for _, body in records]
    before = bodies[: next(i for i, b in enumerate(bodies) if isinstance(b, Decision))]
    facts = next((b for b in reversed(before) if isinstance(b, Facts)), None)
    if facts is None:
        return {}
    made: dict[str, float] = {}
    grades = [p for p in facts.case.performance if p.scale == "ecog" and (p.date is None or p.date.earliest <= begun)]
    latest = max((p.date.latest for p in grades if p.date), default=None)
    last = {p.value for p in grades if (p.date.latest if p.date else None) == latest}
    if len(last) == 1:
        made["ecog"] = float(last.pop())
    if facts.case.complete("treatment"):
        given = [
            c for c in facts.case.courses if c.modality == "systemic" and not (c.start and c.start.earliest > begun)
        ]
        made["prior_treatments"] = float(len(given))
    return made


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
