"""The registry of a command line: where it is, and a seat of a person at it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from tumorboard.cli import speech

if TYPE_CHECKING:
    from tumorboard.app.desk import Seat


def clock() -> datetime:
    """Now."""
    return datetime.now(UTC)  # noqa: TID251  the shell is where the time comes from


def address() -> str:
    """Where the registry is."""
    from tumorboard.app import snapshots

    named = os.environ.get("TUMORBOARD_REGISTRY", "")
    if named:
        return named
    home = snapshots.store().root.parent
    home.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{home / 'registry.sqlite'}"


def seat_of(by: str) -> Seat:
    """A seat of a person at the registry."""
    from tumorboard.app.desk import Seat
    from tumorboard.store.registry import Registry

    return Seat.at(Registry(address(), clock), by)


def seat_at(ctx: click.Context) -> Seat:
    """The seat of who runs the command."""
    return seat_of(ctx.obj)


def write(ctx: click.Context, case: str, body: Any, *, reason: str = "") -> None:
    """The step is on record, and where the case stands is told."""
    seat = seat_at(ctx)
    entry = seat.write(case, body, reason=reason)
    told(case, entry.revision, stood(seat.standing(case).state))


def told(case: str, revision: int, stands: str) -> None:
    """A record that was written."""
    speech.say("{case}: record {number}, {state}", case=case, number=revision, state=stands)


def stood(name: str) -> str:
    """A state in words."""
    return speech.text(name)
