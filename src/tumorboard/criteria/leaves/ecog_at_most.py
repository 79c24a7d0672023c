"""ECOG performance status within bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.performance import ecog
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class EcogAtMost:
    """MET when the newest ECOG grade on or before the decision date lies from `at_least` to `limit`.

    Parameters
    ----------
    limit, at_least
        ECOG grade, 0 to 5; the WHO performance status is the same scale.

    Notes
    -----
    A grade above the limit may change; one grade above asks for review.  Two grades of one day: the worse one counts.
    Read from Karnofsky when no ECOG grade is recorded: assumed, and UNKNOWN where the band straddles the limit.

    Source
    ------
    Oken et al. 1982, Am J Clin Oncol 5:649."""

    name: ClassVar[str] = "EcogAtMost"
    reads: ClassVar[frozenset[str]] = frozenset({"performance.ecog"})

    limit: int
    at_least: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.at_least <= self.limit <= 5:
            raise ValueError("ECOG grades are 0 to 5, at_least not above limit")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the newest grade."""
        known = ecog(case, context)
        if known is None:
            return unknown(self, Reason.of("ecog.not_recorded"), self.reads)
        grade = known.grade
        holds = self.at_least <= grade <= self.limit
        near = known.conflict or grade == self.limit + 1
        reason = Reason.of("ecog.is", ecog=grade, limit=self.limit, at_least=self.at_least)
        return settled(self, holds, reason, known.used, may_change=not holds, assumed=known.assumed, needs_review=near)
