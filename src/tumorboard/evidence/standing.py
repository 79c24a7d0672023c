"""Where a label stands on the assessment date: which agencies' approvals were in force, which were withdrawn, which lie ahead.

An approval counts only when it is recorded as such.  A status or a date that is not known is unknown, and unknown never
grades as approved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from tumorboard.model.context import Context
from tumorboard.model.statement import Approval, Statement

AGENCIES = ("FDA", "EMA", "NMPA")
PAPERS = frozenset({"pmid", "doi"})
_HELD = frozenset({"approved", "accelerated", "conditional"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What the recorded approvals and guidelines of one statement amount to on the date.

    Parameters
    ----------
    approvals
        As far as they are known for the date: an undated approval of a release later than the date is unknown.
    in_force
        Agencies whose approval was in force.
    asked
        Agencies the policy asks for; empty when none.
    full
        In force in every agency asked for; in any agency when none is asked for.
    guideline
        A guideline lists it, and nothing says that it did so only after the date.
    strictness
        0 fully approved in every agency asked for (or none asked), 1 accelerated or conditional in one of them,
        2 in force in some of them only, 3 in none.
    ended_later
        As recorded: approvals that ended only after the date.  On the date nothing of it shows in `approvals`.
    study_later
        Every dated publication of the study is of later years than the date: on it the study graded nothing.
    """

    approvals: tuple[Approval, ...]
    in_force: tuple[str, ...]
    asked: tuple[str, ...]
    full: bool
    guideline: bool
    withdrawn: tuple[Approval, ...]
    ahead: tuple[Approval, ...]
    strictness: int
    ended_later: tuple[Approval, ...] = ()
    study_later: bool = False

    @property
    def elsewhere(self) -> bool:
        """In force, but not in every agency asked for."""
        return bool(self.in_force) and not self.full

    @property
    def history_only(self) -> bool:
        """Approved once and nowhere now, and no guideline carries it."""
        return bool(self.withdrawn) and not self.in_force and not self.guideline

    @property
    def not_yet(self) -> bool:
        """Approved only after the date."""
        return bool(self.ahead) and not self.in_force and not self.withdrawn and not self.guideline


def standing(statement: Statement, context: Context) -> Standing:
    """The standing of a statement on the date and in the jurisdictions of the context."""
    known = tuple(_known_on(a, statement.release, context.on) for a in statement.approvals)
    held = {a.agency: a for a in known if a.holds(context.on)}
    in_force = in_order(held)
    asked = tuple(a.upper() for a in context.policy.jurisdictions)
    full = all(a in held for a in asked) if asked else bool(held)
    ahead = tuple(a for a in known if a.since is not None and a.since > context.on)
    ended_later = tuple(a for a in statement.approvals if a.until is not None and a.until > context.on)
    withdrawn = tuple(a for a in known if _withdrawn_by(a, context.on))
    return Standing(
        approvals=known,
        in_force=in_force,
        asked=asked,
        full=full,
        guideline=_listed(statement, held, ahead),
        withdrawn=withdrawn,
        ahead=ahead,
        strictness=_strictness(held, asked, full),
        ended_later=ended_later,
        study_later=_published_later(statement, context.on),
    )


def _known_on(approval: Approval, release: str, on: date) -> Approval:
    """The approval as far as it was known: without a first date only from the release on that recorded it, and
    without the end that came later."""
    if approval.until is not None and approval.until > on:
        # A withdrawn approval does not say what it was before; in force it was.
        return replace(approval, status="approved" if approval.status == "withdrawn" else approval.status, until=None)
    undated = approval.status in _HELD and approval.since is None and approval.until is None
    return replace(approval, status="unknown") if undated and on < released(release) else approval


def _published_later(statement: Statement, on: date) -> bool:
    """Whether all publications whose date is known are later; False where none has a date, as for most."""
    papers = [c for c in statement.citations if c.kind in PAPERS and released(c.date) > date.min]
    own = [c for c in papers if statement.study.pmid and c.ref == statement.study.pmid] or papers
    return bool(own) and all(released(c.date) > on for c in own)


def released(release: str) -> date:
    """The day a release is dated (its first day, for a month or a year); the earliest date when it bears none."""
    parts = release.split("-")
    try:
        numbers = [int(p) for p in parts[:3]]
        return date(*[*numbers, 1, 1][:3])
    except (ValueError, TypeError):
        return date.min


def _withdrawn_by(approval: Approval, on: date) -> bool:
    ended = approval.until is not None and on >= approval.until
    return ended or (approval.status == "withdrawn" and approval.until is None)


def _listed(statement: Statement, held: dict[str, Approval], ahead: tuple[Approval, ...]) -> bool:
    """Guidelines bear no date; one that goes with a label approved only after the date is taken to be as late."""
    return statement.guideline is not None and not (ahead and not held)


def _strictness(held: dict[str, Approval], asked: tuple[str, ...], full: bool) -> int:
    if not asked:
        return 0
    if full:
        return 0 if all(held[a].status in {"approved", "withdrawn"} for a in asked) else 1
    return 2 if set(asked) & set(held) else 3


def in_order(agencies: Iterable[str]) -> tuple[str, ...]:
    """Agencies in the order in which they are shown."""
    return tuple(sorted(agencies, key=_agency_order))


def _agency_order(agency: str) -> tuple[int, str]:
    return (AGENCIES.index(agency) if agency in AGENCIES else len(AGENCIES), agency)
