"""What outcome tables hold of one patient: two lines of treatment in a row, or matched and unmatched patients over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

HOW = ("recist", "clinical", "treatment_change", "unknown")


@dataclass(frozen=True, slots=True)
class LinePair:
    """Progression-free survival on the line before (1) and on the matched line (2), in days.

    Parameters
    ----------
    pfs1, pfs2
        None when not recorded.
    event1
        True when progression on the line before was observed; without it there is no ratio.  None when nobody recorded it.
    event2
        True for progression or death on the matched line, False when last seen without; None when nobody recorded it.
    how1
        How progression on the line before was found: recist, clinical, treatment_change or unknown.
    scans1, scans2
        Days of every assessment, from the start of each line; empty when not recorded.
    """

    patient: str
    pfs1: float | None
    event1: bool | None
    pfs2: float | None
    event2: bool | None
    how1: str = "unknown"
    scans1: tuple[float, ...] = ()
    scans2: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Followed:
    """One patient from a common day 0 to the event or last contact, with when a matched therapy began, if it did.

    Parameters
    ----------
    matched
        Whether the therapy that was given was matched to the tumor; None when not known.
    started
        Days from day 0 to the start of the matched therapy.
    covariates
        Numbers known on day 0, by name (performance status, prior lines, age ...).
    """

    patient: str
    time: float
    event: bool
    matched: bool | None = None
    started: float | None = None
    covariates: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
