"""What the API answers with."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from tumorboard.app.desk import Seat
from tumorboard.app.gate import AtHand
from tumorboard.board.follow_ups import died
from tumorboard.board.workflow import standing
from tumorboard.model.registry import Entry
from tumorboard.store.heads import Head
from tumorboard.wire.codec import plain


class Line(BaseModel):
    """A case in a list."""

    id: str = Field(description="Its random name, for addresses.")
    case: str
    state: str
    revision: int
    disease: str
    opened: str
    updated: str
    open_tasks: int
    open_alerts: int


class Lines(BaseModel):
    """Cases, the last changed first; `next` is what `after` asks the following ones with, null at the end."""

    items: list[Line]
    next: str | None = None


class Stand(BaseModel):
    """Where a case stands."""

    id: str
    case: str
    state: str
    revision: int
    assessment: str = Field(description="SHA-256 of the assessment in force; empty when there is none.")
    decision: str = Field(description="SHA-256 of the decision in force; empty when there is none.")
    signers: list[str]
    signatures: int = Field(description="How many different people sign here.")
    amends: int
    open_tasks: list[int]
    open_alerts: list[int]
    consents: dict[str, bool]
    died: str = Field(description="When the patient died, as far as it was told; empty when no death was.")


class Written(BaseModel):
    """A record that was written."""

    id: str
    revision: int
    action: str
    at: str
    document: str = Field(description="SHA-256 of what was written.")


class Record(BaseModel):
    """One record of a case; `body` is null for an assessment, and for what was erased."""

    revision: int
    at: str
    by: str
    action: str
    reason: str
    document: str
    body: dict[str, Any] | None


class Records(BaseModel):
    """Every record of a case, in order."""

    items: list[Record]
    next: str | None = None


class Work(BaseModel):
    """An open task or alert of a case."""

    id: str
    case: str
    revision: int
    at: str
    body: dict[str, Any]


class WorkList(BaseModel):
    """Open tasks or alerts of the cases that one may know of."""

    items: list[Work]
    next: str | None = None


class Options(BaseModel):
    """The options of the assessment in force, in rank order, and what was considered and rejected."""

    assessment: str
    items: list[dict[str, Any]]
    rejected: list[dict[str, Any]]
    next: str | None = None


class Counts(BaseModel):
    """How many cases stand where, and have which tumor; null stands for a number too small to tell."""

    states: dict[str, int | None]
    diseases: dict[str, int | None]
    smallest: int


class Me(BaseModel):
    """Who the token speaks for, and what it can do."""

    account: str
    name: str
    roles: list[str]
    scopes: list[str]
    actions: list[str]


class Document(BaseModel):
    """A document in its own canonical form (docs/reference)."""

    model_config = {"extra": "allow"}


def line(public: str, head: Head) -> Line:
    """A line of a list."""
    names = set(Line.model_fields) - {"id"}
    return Line(id=public, **{n: getattr(head, n) for n in names})


def stand(at: AtHand) -> Stand:
    """Where the case at hand stands."""
    records = at.seat.registry.records(at.case)
    now = standing(records, at.seat.rules)
    return Stand(
        id=at.public, case=at.case, state=now.state, revision=now.revision, assessment=now.assessment, decision=now.decision,
        signers=list(now.signers), signatures=at.seat.rules.signatures, amends=now.amends, open_tasks=list(now.open_tasks),
        open_alerts=list(now.open_alerts), consents=dict(now.consents), died=str(died(records) or ""),
    )  # fmt: skip


def written(public: str, entry: Entry) -> Written:
    """What was written."""
    return Written(
        id=public, revision=entry.revision, action=entry.action, at=entry.at.isoformat(), document=entry.document
    )


def records(seat: Seat, case: str) -> list[Record]:
    """Every record of a case."""
    return [
        Record(
            revision=e.revision, at=e.at.isoformat(), by=e.by, action=e.action, reason=e.reason, document=e.document,
            body=plain(body) if body is not None else None,
        )
        for e, body in seat.registry.records(case)
    ]  # fmt: skip
