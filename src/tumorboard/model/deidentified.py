"""A case that has left its center: no name, number, free text or day of the patient is in it."""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.model.case import Case
from tumorboard.model.registry import Choice, FollowUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Deidentified:
    """What may leave, and what was left out of it.

    Parameters
    ----------
    choices, follow_up
        What the board made of the options, without its words; what happened, on shifted days.
    left_out
        ``Class.field`` with how often something stood there that was not taken along, sorted.
    """

    case: Case
    choices: tuple[Choice, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    use: str = "research use only"
