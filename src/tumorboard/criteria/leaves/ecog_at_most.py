"""ECOG performance status within bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import recency
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.performance import ecog
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class EcogAtMost:
    """MET when the newest ECOG grade on or before the assessment date lies from `at_least` to `limit`.

    Parameters
    ----------
    limit, at_least
        ECOG grade, 0 to 5; the WHO performance status is the same scale.
    within_days
        Days back from the assessment date in which the grade must lie, both ends included; None for any day.

    Notes
    -----
    A grade above the limit may change; one grade above asks for review.  Two grades of one day: the worse one counts.
    Read from Karnofsky when no ECOG grade is recorded: assumed, and UNKNOWN where the band straddles the limit.  A grade
    that does not certainly lie within `within_days` is UNKNOWN; without `within_days` it counts, and one older than the
    site's window (28 days unless its policy says otherwise) asks for review.

    Source
    ------
    Oken et al. 1982, Am J Clin Oncol 5:649."""

    name: ClassVar[str] = "EcogAtMost"
    reads: ClassVar[frozenset[str]] = frozenset({"performance.ecog", "performance.date"})

    limit: int
    at_least: int = 0
    within_days: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.at_least <= self.limit <= 5:
            raise ValueError("ECOG grades are 0 to 5, at_least not above limit")
        recency.checked(self.within_days)

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the newest grade."""
        known = ecog(case, context)
        if known is None:
            return unknown(self, Reason.of("ecog.not_recorded"), {"performance.ecog"})
        recent = recency.window(context, recency.PERFORMANCE, self.within_days)
        grade, day = known.grade, known.day
        if not known.by_policy and not recent.counts(day):
            if day is None:
                return unknown(self, Reason.of("ecog.undated", ecog=grade), {"performance.date"}, known.used)
            told = Reason.of("ecog.too_old", ecog=grade, day=str(day), days=self.within_days)
            return unknown(self, told, {"performance.ecog"}, known.used)
        holds = self.at_least <= grade <= self.limit
        near = known.conflict or grade == self.limit + 1
        carried = recent.carried([day], 1)
        reason = carried.told(Reason.of("ecog.is", ecog=grade, limit=self.limit, at_least=self.at_least), "ecog.is_old")
        return settled(
            self, holds, reason, known.used, may_change=not holds, assumed=known.assumed,
            needs_review=near or bool(carried.old), changes_on=carried.lapses,
        )  # fmt: skip
