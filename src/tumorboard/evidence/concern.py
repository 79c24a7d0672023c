"""What speaks against a therapy for this patient, and what each such thing does to the option.

REJECT takes it out of the ranking, SET_BACK puts it behind all that was shown in this tumor, DEMOTE behind the others of its
bucket, REVIEW asks for a person, NOTE is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tumorboard.reasons import Reason


class Action(Enum):
    """Ordered: the strongest action of several counts."""

    NOTE = 0
    REVIEW = 1
    DEMOTE = 2
    SET_BACK = 3
    REJECT = 4


@dataclass(frozen=True, slots=True)
class Concern:
    """`conflict` True: a contradiction between sources or directions; `may_change`: time or a clinical act may undo it."""

    action: Action
    reason: Reason
    conflict: bool = False
    may_change: bool = False


def strongest(concerns: tuple[Concern, ...]) -> Action:
    """The action that counts."""
    return max((c.action for c in concerns), key=lambda a: a.value, default=Action.NOTE)
