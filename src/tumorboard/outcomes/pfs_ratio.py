"""The PFS ratio (growth modulation index): PFS on the matched line over PFS on the line before, and what censoring does to it.

A ratio is censored when the second time is.  Its censoring time is C / T1, which depends on T1 and so on the ratio itself:
the censoring is informative even when C depends on nothing, and Kaplan-Meier on the ratio is biased upward.  A proportion
that counts the censored as failures is a lower bound.  Neither is the analysis to rely on; see `paired`.

Source: Von Hoff et al. 2010, J Clin Oncol 28:4877 (at least 1.3); Rodon et al. 2019, Nat Med 25:751 (above 1.5); the rules of
censoring and the bias: docs/methods/outcomes.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from statistics import median

from tumorboard.model.outcome import LinePair
from tumorboard.outcomes.rates import Rate, binomial_at_least, rate
from tumorboard.outcomes.survival import Curve, kaplan_meier, survival_at

NULL = 0.15  # von Hoff 2010
INTERVALS_DIFFER = 1.25  # our own reading: median intervals between scans that differ by a quarter


class Reached(Enum):
    """What one patient says about one threshold."""

    SUCCESS = "success"
    FAILURE = "failure"
    CENSORED = "censored"  # last seen before the threshold could be reached
    UNDEFINED = "undefined"  # no progression was observed on the line before
    INVALID = "invalid"  # the line before lasted 0 days
    NO_FIRST = "no_first"  # the time on the line before, or whether it ended in progression, is not recorded
    NO_SECOND = "no_second"  # the same of the matched line
    NOT_BEGUN = "not_begun"  # last seen on the day on which the matched line began


NOT_ESTIMABLE = (Reached.UNDEFINED, Reached.INVALID, Reached.NO_FIRST, Reached.NO_SECOND, Reached.NOT_BEGUN)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A ratio to reach; `strict` when it must be exceeded."""

    value: float
    strict: bool

    def __str__(self) -> str:
        return f"{'>' if self.strict else '>='} {self.value:g}"


THRESHOLDS = (Threshold(1.3, False), Threshold(1.33, False), Threshold(1.5, True))


def not_estimable(pair: LinePair) -> Reached | None:
    """Why there is no ratio; None when there is one.

    Nobody's ratio can be told whose matched line was followed for 0 days without an event: it is no evidence of failure.
    """
    if pair.pfs1 is None or pair.event1 is None:
        return Reached.NO_FIRST
    if pair.pfs1 <= 0:
        return Reached.INVALID
    if not pair.event1:
        return Reached.UNDEFINED
    if pair.pfs2 is None or pair.event2 is None:
        return Reached.NO_SECOND
    return Reached.NOT_BEGUN if pair.pfs2 <= 0 and not pair.event2 else None


def ratio(pair: LinePair) -> float | None:
    """PFS2 / PFS1; None when it is not estimable.  Censored when `event2` is False."""
    times = estimable(pair)
    return times[1] / times[0] if times else None


def estimable(pair: LinePair) -> tuple[float, float, bool] | None:
    """PFS1, PFS2 and whether it ended in an event; None when there is no ratio."""
    if not_estimable(pair) or pair.pfs1 is None or pair.pfs2 is None:
        return None
    return pair.pfs1, pair.pfs2, bool(pair.event2)


def reached(pair: LinePair, threshold: Threshold) -> Reached:
    """What this patient says about the threshold."""
    times = estimable(pair)
    if times is None:
        return not_estimable(pair) or Reached.UNDEFINED
    first, second, event = times
    # Products, not a quotient: 39 days after 30 reach 1.3 exactly.
    excess = second - threshold.value * first
    over = excess > 1e-9 if threshold.strict else excess > -1e-9
    if over:
        return Reached.SUCCESS
    return Reached.FAILURE if event else Reached.CENSORED


@dataclass(frozen=True, slots=True)
class RatioResult:
    """All patients against one threshold.

    Parameters
    ----------
    lower_bound
        Censored patients as failures.
    evaluable
        Only patients whose status is known.
    kaplan_meier
        Share at or beyond the threshold by Kaplan-Meier on the ratio: customary, biased under censoring.
    p
        One-sided exact binomial test of the lower bound against `null`.
    """

    threshold: Threshold
    counts: tuple[tuple[Reached, int], ...]
    lower_bound: Rate
    evaluable: Rate
    kaplan_meier: float | None
    null: float
    p: float | None


@dataclass(frozen=True, slots=True)
class RatioReport:
    """The ratios of a cohort: results by threshold, the curve of the ratio, censoring, and codes of what limits them.

    `missing` counts the patients without a ratio by why; they are in no proportion.  `gap_days` is the rule for missed
    assessments that was applied before, None when none was asked for.
    """

    results: tuple[RatioResult, ...]
    curve: Curve | None
    defined: int
    censored: int
    missing: tuple[tuple[Reached, int], ...]
    warnings: tuple[str, ...]
    gap_days: float | None = None
    changed: int = 0


def analyze(
    pairs: Sequence[LinePair],
    *,
    thresholds: Sequence[Threshold] = THRESHOLDS,
    null: float = NULL,
    methods: tuple[str, ...] = ("clopper_pearson", "wilson"),
    confidence: float = 0.95,
    gap_days: float | None = None,
    changed: int = 0,
) -> RatioReport:
    """Every threshold, with the curve of the ratio.  `gap_days` and `changed` tell what `after_gaps` did before."""
    usable = [p for p in pairs if ratio(p) is not None]
    curve = (
        kaplan_meier([r for p in usable if (r := ratio(p)) is not None], [bool(p.event2) for p in usable])
        if usable
        else None
    )
    results = []
    for threshold in thresholds:
        found = [reached(p, threshold) for p in pairs]
        counts = tuple((r, found.count(r)) for r in Reached)
        x, failed, censored = (found.count(r) for r in (Reached.SUCCESS, Reached.FAILURE, Reached.CENSORED))
        whole = x + failed + censored
        results.append(
            RatioResult(
                threshold, counts, rate(x, whole, methods=methods, confidence=confidence),
                rate(x, x + failed, methods=methods, confidence=confidence),
                _beyond(curve, threshold) if curve else None, null, binomial_at_least(x, whole, null) if whole else None,
            )
        )  # fmt: skip
    why = [not_estimable(p) for p in pairs]
    return RatioReport(
        tuple(results), curve, len(usable), sum(not p.event2 for p in usable),
        tuple((r, n) for r in NOT_ESTIMABLE if (n := why.count(r))), _warnings(pairs, usable), gap_days, changed,
    )  # fmt: skip


def after_gaps(pairs: Sequence[LinePair], gap_days: float) -> tuple[LinePair, ...]:
    """The pairs under the rule of missed assessments, which needs the days of the scans.

    An event on the matched line more than `gap_days` after the last scan before it (or the start) is censored at that scan,
    and so is a time without an event that goes on more than that after the last scan: nobody looked for progression then.
    On the line before, such a progression was not observed when it happened, and there is no ratio.  A line without days
    of scans is left as it is.
    """
    return tuple(_after_gap(p, gap_days) for p in pairs)


def _after_gap(p: LinePair, gap_days: float) -> LinePair:
    if p.scans1 and p.pfs1 is not None and p.event1 and p.pfs1 - _last_before(p.scans1, p.pfs1) > gap_days:
        p = replace(p, event1=False)
    if p.scans2 and p.pfs2 is not None and p.event2 is not None:
        last = _last_before(p.scans2, p.pfs2, event=p.event2)
        if p.pfs2 - last > gap_days:
            p = replace(p, pfs2=last, event2=False)
    return p


def _last_before(scans: Sequence[float], end: float, *, event: bool = True) -> float:
    """The last scan before an event, which a scan may have shown; of a time without one the last scan in it."""
    return max([0.0, *(d for d in scans if d < end or (d == end and not event))])


def missed(scans: Sequence[float], event: float | None, happened: bool | None) -> bool:
    """Whether two assessments or more were missed before the event, or before the end of a time without one.

    The gap is then more than twice the usual interval.  `happened` None: nobody knows whether there was an event.
    """
    usual = _gap([d for d in scans if event is not None and d <= event])
    if happened is None or event is None or not usual or not scans:
        return False
    return event - _last_before(scans, event, event=happened) > 2 * usual


def _beyond(curve: Curve, threshold: Threshold) -> float:
    """P(ratio > t), or P(ratio >= t): then the value just before t."""
    return survival_at(curve, threshold.value if threshold.strict else threshold.value - 1e-9)[0]


def _warnings(pairs: Sequence[LinePair], usable: Sequence[LinePair]) -> tuple[str, ...]:
    found = []
    if any(not p.event2 for p in usable):
        found.append("ratio.censored")
    if len(usable) < len(pairs):
        found.append("ratio.undefined")
    if any(missed(p.scans1, p.pfs1, p.event1) or missed(p.scans2, p.pfs2, p.event2) for p in usable):
        found.append("ratio.missed_scans")
    if any(p.how1 != "recist" for p in usable):
        found.append("ratio.not_by_recist")
    gaps = [(_gap(p.scans1), _gap(p.scans2)) for p in usable]
    known = [(a, b) for a, b in gaps if a is not None and b is not None]
    if len(known) < len(usable):
        found.append("ratio.scans_unknown")
    if (
        known
        and not 1 / INTERVALS_DIFFER <= median(a for a, _ in known) / median(b for _, b in known) <= INTERVALS_DIFFER
    ):
        found.append("ratio.scans_differ")
    return tuple(found)


def _gap(scans: Sequence[float]) -> float | None:
    """Median interval between assessments, the start counting as one."""
    days = sorted({0.0, *scans})
    steps = [b - a for a, b in pairwise(days)]
    return median(steps) if steps else None


def weibull_beyond(threshold: float, shape: float) -> float:
    """P(ratio > threshold) for independent Weibull times of one scale and shape.

    Examples
    --------
    >>> round(weibull_beyond(1.3, 1.0), 4)
    0.4348
    """
    return float(1 / (1 + threshold**shape))
