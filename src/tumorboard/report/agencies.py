"""Regulatory status side by side: what holds at each agency on the assessment date, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tumorboard.model.statement import Approval
from tumorboard.report.values import Agency, Term, Text

AGENCIES = ("FDA", "EMA", "NMPA")
STRONGEST = ("approved", "accelerated", "conditional")


def agencies(approvals: Sequence[Approval], on: date) -> tuple[Agency, ...]:
    """FDA, EMA and NMPA, each with one state; what no source says is unknown, never *not approved*."""
    return tuple(_state(name, [a for a in approvals if a.agency == name], on) for name in AGENCIES)


def _state(name: str, approvals: list[Approval], on: date) -> Agency:
    held = [a for a in approvals if a.holds(on)]
    if held:
        # An approval that ended later was in force on this date.
        state = {a: "approved" if a.status == "withdrawn" else a.status for a in held}
        best = min(held, key=lambda a: STRONGEST.index(state[a]))
        return Agency(name, state[best], best.since, best.source, best.confidence)
    for a in approvals:
        if a.status == "withdrawn" or (a.until is not None and on >= a.until):
            return Agency(name, "withdrawn", a.until, a.source, a.confidence)
    for a in approvals:
        if a.since is not None and on < a.since:
            return Agency(name, "not_yet", a.since, a.source, a.confidence)
    denied = next((a for a in approvals if a.status == "not_approved"), None)
    return Agency(name, "not_approved", None, denied.source, denied.confidence) if denied else Agency(name, "unknown")


def sources(found: Sequence[Agency]) -> tuple[Text, ...]:
    """Where each status is from, for those that a source supports."""
    return tuple(
        (
            a.name,
            ": ",
            Term(a.state),
            f" {a.on.isoformat()}" if a.on else "",
            " – ",
            Term(a.source or "report.source_not_named"),
            " (",
            Term(f"confidence.{a.confidence}"),
            ")",
        )
        for a in found
        if a.state != "unknown"
    )
