"""Whether the server is there, and whether it can work: for monitors, without a sign-in, telling nothing else."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

from tumorboard.store.database import check_schema
from tumorboard.web.asking import AtGate

router = APIRouter()


@router.get("/health/live")
def live() -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


@router.get("/health/ready")
def ready(gate: AtGate) -> Response:
    """The registry answers; 503 if not."""
    check_schema(gate.registry.engine)
    return PlainTextResponse("ok\n")
