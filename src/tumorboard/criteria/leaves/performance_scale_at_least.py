"""Karnofsky or Lansky performance status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import performance, recency
from tumorboard.criteria.answers import settled, unknown
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class PerformanceScaleAtLeast:
    """MET when the newest grade on the scale is at least `limit`.

    Parameters
    ----------
    scale
        karnofsky, or lansky (children).
    limit
        0 to 100 by tens.
    within_days
        Days back from the assessment date in which the grade must lie, both ends included; None for any day.

    Notes
    -----
    Two grades of one day: the worse one counts.  Karnofsky is read from an ECOG grade when it is not recorded itself: assumed,
    and UNKNOWN where the band straddles the limit.  Lansky is read from nothing else.  NOT_MET may change; one step below
    asks for review.  A grade that does not certainly lie within `within_days` is UNKNOWN; without `within_days` it counts, and
    one older than the site's window (28 days unless its policy says otherwise) asks for review.

    Source
    ------
    Karnofsky 1948, Cancer 1:634; Lansky 1987, Cancer 60:1651; bands: Oken 1982, Am J Clin Oncol 5:649."""

    name: ClassVar[str] = "PerformanceScaleAtLeast"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"performance.karnofsky", "performance.lansky", "performance.ecog", "performance.date"}
    )

    scale: str
    limit: int
    within_days: int | None = None

    def __post_init__(self) -> None:
        if self.scale not in {"karnofsky", "lansky"}:
            raise ValueError("scale is karnofsky or lansky")
        if not 0 <= self.limit <= 100 or self.limit % 10:
            raise ValueError("limit is 0 to 100 by tens")
        recency.checked(self.within_days)

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the newest grade."""
        known = performance.scaled(case, context, self.scale)
        if known is None:
            return unknown(self, Reason.of("scale.not_recorded", scale=self.scale), {f"performance.{self.scale}"})
        recent = recency.window(context, recency.PERFORMANCE, self.within_days)
        day = known.day
        if not recent.counts(day):
            if day is None:
                return unknown(self, Reason.of("scale.undated", scale=self.scale), {"performance.date"}, known.used)
            told = Reason.of("scale.too_old", scale=self.scale, day=str(day), days=self.within_days)
            return unknown(self, told, {f"performance.{self.scale}"}, known.used)
        answer = known.span.within(self.limit, None)
        reason = Reason.of(
            "scale.is", scale=self.scale, low=int(known.span.low), high=int(known.span.high), limit=self.limit
        )
        if answer is Verdict.UNKNOWN:
            return unknown(self, reason, {f"performance.{self.scale}"}, known.used)
        met = answer is Verdict.MET
        near = known.conflict or known.span.high == self.limit - 10
        carried = recent.carried([day], 1)
        return settled(
            self, met, carried.told(reason, "scale.is_old"), known.used, may_change=not met, assumed=known.assumed,
            needs_review=near or bool(carried.old), changes_on=carried.lapses,
        )  # fmt: skip
