"""Everything that was recorded of a case, in the order that its page tells it; no large body is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tumorboard.board.follow_ups import died, in_force
from tumorboard.board.workflow import Standing, standing
from tumorboard.model.dates import PartialDate
from tumorboard.model.registry import (
    Alert,
    Consent,
    Decision,
    Entry,
    FollowUp,
    Rules,
    Seen,
    SignOff,
    Submission,
    Task,
    TaskDone,
)
from tumorboard.report.recorded import Recorded, Signed
from tumorboard.store.heads import Head
from tumorboard.store.registry import Registry
from tumorboard.store.schema import HEADS
from tumorboard.store.trail import head_of, trail
from tumorboard.store.worklist import Wanted, listed

Record = tuple[Entry, object | None]


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task with what became of it; `done` None while it is open."""

    entry: Entry
    task: Task
    done: TaskDone | None


@dataclass(frozen=True, slots=True)
class RaisedAlert:
    """An alert with what became of it; `seen` None while nobody looked."""

    entry: Entry
    alert: Alert
    seen: Seen | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case with its records and where it stands."""

    head: Head
    records: tuple[Record, ...]
    now: Standing
    rules: Rules

    def since(self, revision: int) -> tuple[Record, ...]:
        """The records after a revision."""
        return tuple(r for r in self.records if r[0].revision > revision)

    def entries(self, action: str) -> tuple[Entry, ...]:
        """The entries of an action, in order."""
        return tuple(e for e, _ in self.records if e.action == action)

    @property
    def submission(self) -> Submission | None:
        """The last submission."""
        return next((b for _, b in reversed(self.records) if isinstance(b, Submission)), None)

    @property
    def decisions(self) -> tuple[tuple[Entry, Decision], ...]:
        """Every decision, in order."""
        return tuple((e, b) for e, b in self.records if isinstance(b, Decision))

    @property
    def decision(self) -> Decision | None:
        """The decision in force; None when there is none, or new facts came after it."""
        return next((b for e, b in reversed(self.decisions) if e.document == self.now.decision), None)

    @property
    def amended(self) -> tuple[str, Decision] | None:
        """While an amendment is open, the signed decision that it has not replaced yet, with its digest; else None."""
        if not self.now.amends or self.now.decision:
            return None
        return next(((e.document, b) for e, b in reversed(self.decisions) if self.signers(e.document)), None)

    def recorded(self, assessment: Entry) -> Recorded:
        """What stands around one of the assessments of the case, for its report."""
        made = [(e, b) for e, b in self.decisions if b.assessment == assessment.document]
        entry, decision = made[-1] if made else (None, None)
        signed = [(e, b) for e, b in self.records if isinstance(b, SignOff) and entry and b.signs == entry.document]
        asked = [b.asked for _, b in signed if b.asked]
        facts = [e for e in self.entries("facts") if e.revision < assessment.revision]
        return Recorded(
            decision=decision, signed=tuple(Signed(by=e.by, role=b.role, on=e.at.date()) for e, b in signed),
            asked=max(asked, default=self.rules.signatures), amended_for=facts[-1].reason if facts else "",
            superseded=assessment.document != self.now.assessment, germline=self.now.consent("germline"), died=self.died,
        )  # fmt: skip

    def signers(self, decision: str) -> tuple[Entry, ...]:
        """Who signed a decision, by the signature's own entry."""
        return tuple(e for e, b in self.records if e.action == "signature" and getattr(b, "signs", "") == decision)

    @property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        """What was followed up and not taken back, by day."""
        return tuple(sorted((f for _, f in in_force(self.records)), key=lambda f: f.on.earliest))

    @property
    def told(self) -> tuple[tuple[int, FollowUp], ...]:
        """The same, each with the revision of its entry, by which it can be taken back."""
        found = [(e.revision, f) for e, f in in_force(self.records)]
        return tuple(sorted(found, key=lambda pair: pair[1].on.earliest))

    @property
    def died(self) -> PartialDate | None:
        """When the patient died, as far as it was told; None where no death was."""
        return died(self.records)

    @property
    def tasks(self) -> tuple[OpenTask, ...]:
        """Every task, open ones first, by the day when they are due."""
        done = {b.task: b for _, b in self.records if isinstance(b, TaskDone)}
        found = [OpenTask(e, b, done.get(e.revision)) for e, b in self.records if isinstance(b, Task)]
        return tuple(sorted(found, key=lambda t: (t.done is not None, t.task.due or date.max, t.entry.revision)))

    @property
    def alerts(self) -> tuple[RaisedAlert, ...]:
        """Every alert, those that nobody looked at first."""
        seen = {b.alert: b for _, b in self.records if isinstance(b, Seen)}
        found = [RaisedAlert(e, b, seen.get(e.revision)) for e, b in self.records if isinstance(b, Alert)]
        return tuple(sorted(found, key=lambda a: (a.seen is not None, -a.entry.revision)))

    @property
    def consents(self) -> tuple[tuple[Entry, Consent], ...]:
        """The patient's words on the use of the case, in order."""
        return tuple((e, b) for e, b in self.records if isinstance(b, Consent))


def dossier(registry: Registry, case: str, rules: Rules) -> Dossier:
    """The dossier of a case.

    Raises
    ------
    NotFound
        If there is no such case.
    """
    records = trail(registry, case)
    return Dossier(head_of(registry, case), records, standing(records, rules), rules)


def agenda(registry: Registry, day: date, *conditions: sa.ColumnElement[bool]) -> tuple[Head, ...]:
    """The cases of a board's day, by name of the case; at most 200."""
    return listed(registry, Wanted(meeting=day, sort="case", size=200), *conditions).heads


def visible(closed: frozenset[str]) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition on lines of cases that leaves out patients whom somebody must not know of."""
    return (HEADS.c.patient.not_in(closed),) if closed else ()
