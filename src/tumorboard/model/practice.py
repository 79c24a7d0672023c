"""What one case of a registry says of a center's practice: options as judged, what was begun, responses, times, findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from tumorboard.model.outcome import Followed
from tumorboard.model.verdict import Verdict

RESPONSES = ("CR", "PR", "SD", "PD", "NE")  # best first


@dataclass(frozen=True, slots=True)
class Judged:
    """One option as the board judged it last.

    Parameters
    ----------
    verdict
        accepted, rejected or deferred.
    started
        Whether a treatment that holds all its drugs began on or after the decision.
    best
        Best response told while that treatment was the last one begun; empty when none was told.
    """

    therapies: tuple[str, ...]
    verdict: str
    started: bool = False
    best: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    """One case.

    Parameters
    ----------
    opened, signed
        Day on which the first facts came, and on which a decision counted as signed; None when not yet.
    holds
        Answers of the criteria that were asked, by name: UNKNOWN is *not assessed*, never no.
    times
        The line of each endpoint (os, pfs) from the first decision on; without one where it cannot be told.
    """

    opened: date
    signed: date | None = None
    options: tuple[Judged, ...] = ()
    holds: Mapping[str, Verdict] = field(default_factory=lambda: MappingProxyType({}))
    times: Mapping[str, Followed] = field(default_factory=lambda: MappingProxyType({}))
