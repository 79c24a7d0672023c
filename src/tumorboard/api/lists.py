"""Open tasks and alerts over all cases, and the audit log for those who look after it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import StreamingResponse

from tumorboard.api.asking import AtGate, may
from tumorboard.api.shapes import Work, WorkList
from tumorboard.app.audit_events import lines
from tumorboard.app.gate import Gate
from tumorboard.model.access import Person
from tumorboard.store.registry import Draft
from tumorboard.store.restrictions import public_ids
from tumorboard.wire.codec import plain

router = APIRouter(tags=["lists"])
FHIR_LINES = "application/fhir+ndjson"
MOST_CASES = 2_000


@router.get("/tasks")
def list_tasks(gate: AtGate, person: Annotated[Person, Depends(may("cases.list"))]) -> WorkList:
    """Open tasks of the cases that one may know of, those of the last changed case first."""
    return WorkList(items=list(_open(gate, person, "task")))


@router.get("/alerts")
def list_alerts(gate: AtGate, person: Annotated[Person, Depends(may("cases.list"))]) -> WorkList:
    """Alerts that nobody looked at, of the cases that one may know of."""
    return WorkList(items=list(_open(gate, person, "alert")))


@router.get(
    "/audit",
    response_class=StreamingResponse,
    responses={200: {"content": {FHIR_LINES: {"schema": {"type": "string"}}}}},
)
def audit(
    gate: AtGate, person: Annotated[Person, Depends(may("audit.read"))], after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> StreamingResponse:  # fmt: skip
    """Entries of the audit log after a number, as FHIR R4 AuditEvents, one JSON object a line."""
    gate.registry.append(Draft(action="listed", by=person.id, reason="audit"))
    entries = list(islice(gate.registry.entries(after=after), limit))
    public = public_ids(gate.registry, sorted({e.case for e in entries if e.case}))
    return StreamingResponse(lines(entries, public), media_type=FHIR_LINES)


def _open(gate: Gate, person: Person, action: str) -> Iterator[Work]:
    seat = gate.seat(person)
    for public, head in gate.worklist(person, limit=MOST_CASES):
        if not (head.open_tasks if action == "task" else head.open_alerts):
            continue
        now = seat.standing(head.case)
        wanted = now.open_tasks if action == "task" else now.open_alerts
        for entry, body in seat.registry.records(head.case):
            if entry.action == action and entry.revision in wanted and body is not None:
                yield Work(
                    id=public, case=head.case, revision=entry.revision, at=entry.at.isoformat(), body=plain(body)
                )
