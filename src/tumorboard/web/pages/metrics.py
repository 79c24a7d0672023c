"""Counts for a monitor: to who has the token of the settings; where none is set, there is no such page."""

from __future__ import annotations

import secrets

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tumorboard.errors import NotFound, StoreError
from tumorboard.web import measures
from tumorboard.web.asking import AtGate

router = APIRouter()


@router.get("/metrics")
def metrics(request: Request, gate: AtGate) -> Response:
    """Requests, durations, the length of the registry."""
    token = request.app.state.settings.metrics_token
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if not token or kind.lower() != "bearer" or not secrets.compare_digest(given.strip().encode(), token.encode()):
        raise NotFound("there is no such page", code="WEB025")

    def entries() -> int | None:
        try:
            last = gate.registry.end()
        except StoreError:
            return None
        return last.number if last is not None else 0

    return Response(request.app.state.measures.text(entries), media_type=measures.TYPE)
