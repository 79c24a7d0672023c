"""Matched against unmatched patients, with the two traps of that comparison counted: immortal time and selection.

A patient who gets a matched therapy on day 60 was alive on day 60: counting those days as *matched* makes matching look good.
Two answers stand beside the naive one: a landmark (who was on matched therapy by day L, among those still there on day L),
and a Cox model in which matching begins when the therapy does.  Neither mends selection: fitter patients with a target get
matched therapy.  Differences on day 0 are shown, and nothing here is a randomized comparison.

Source: Suissa 2008, Am J Epidemiol 167:492 (immortal time); Anderson, Cain and Gelber 1983, J Clin Oncol 1:710 (landmark);
Austin 2009, Stat Med 28:3083 (standardized differences).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance

from tumorboard.model.outcome import Followed
from tumorboard.outcomes.cox import CoxFit, cox
from tumorboard.outcomes.pfs_ratio import Threshold
from tumorboard.outcomes.survival import Curve, LogRank, kaplan_meier, log_rank

MANY = 0.25  # share of patients gone by a landmark: our own reading of *late*
DIFFERS = 0.1  # standardized difference that is usually called an imbalance (Austin 2009)
GROUPS = ("matched", "unmatched")
# Shares of alterations matched, in percent, above which two trials called patients matched; mind the comparators.
CUT_OFFS = {"I-PREDICT 2019": Threshold(50, True), "I-PREDICT 2021": Threshold(60, False)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two curves, their test, and a model; None where a group is empty or nothing can be estimated.

    Of the `left_out`, `events_before` had the event by the landmark.
    """

    landmark: float | None
    n: int
    left_out: int
    events_before: int
    curves: tuple[tuple[str, Curve], ...]
    test: LogRank | None
    fit: CoxFit | None


@dataclass(frozen=True, slots=True)
class Balance:
    """One covariate on day 0: mean in each group, and the difference in pooled standard deviations."""

    name: str
    matched: float
    unmatched: float
    difference: float | None
    missing: int


@dataclass(frozen=True, slots=True)
class MatchedReport:
    """The naive comparison, the honest ones, balance, and codes of warnings.

    `immortal_days` is the time of matched patients before their therapy began.
    """

    naive: Comparison
    landmarks: tuple[Comparison, ...]
    time_dependent: CoxFit | None
    adjusted: CoxFit | None
    balance: tuple[Balance, ...]
    immortal_days: float
    immortal_patients: int
    not_assessed: int
    warnings: tuple[str, ...]


def analyze(
    patients: Sequence[Followed], *, landmarks: Sequence[float] = (), limits: str = "log", confidence: float = 0.95
) -> MatchedReport:
    """All comparisons; patients of whom nobody says whether they were matched are counted and left out."""
    known = [p for p in patients if p.matched is not None]
    late = [p for p in known if p.matched and p.started is not None and p.started > 0]
    balance = tuple(_balance(name, known) for name in _names(known))
    made = tuple(_at(known, day, limits, confidence) for day in landmarks)
    warnings = ["matched.not_randomized"]
    if late:
        warnings.append("matched.immortal")
        warnings += [] if landmarks else ["matched.no_landmark"]
    if made:
        warnings.append("matched.landmark_chosen")
    if any(c.left_out > MANY * len(known) for c in made):
        warnings.append("matched.late_landmark")
    if any(p.matched and p.started is None for p in known):
        warnings.append("matched.start_unknown")
    if any(b.difference is not None and abs(b.difference) > DIFFERS for b in balance):
        warnings.append("matched.imbalance")
    if not balance:
        warnings.append("matched.no_covariates")
    if len(known) < len(patients):
        warnings.append("matched.not_assessed")
    return MatchedReport(
        _compared(known, [bool(p.matched) for p in known], None, (0, 0), limits, confidence),
        made,
        _time_dependent(known, confidence),
        _adjusted(known, confidence),
        balance,
        sum(min(p.started or 0.0, p.time) for p in late),
        len(late),
        len(patients) - len(known),
        tuple(warnings),
    )


def by_score(score: float | None, cut_off: Threshold) -> bool | None:
    """Whether a matching score counts as matched; None without a score.

    Examples
    --------
    >>> [by_score(60, c) for c in CUT_OFFS.values()], [by_score(50, c) for c in CUT_OFFS.values()]
    ([True, True], [False, False])
    """
    if score is None:
        return None
    return score > cut_off.value if cut_off.strict else score >= cut_off.value


def _names(patients: Sequence[Followed]) -> list[str]:
    return list(dict.fromkeys(name for p in patients for name in p.covariates))


def _compared(
    patients: Sequence[Followed],
    matched: Sequence[bool],
    landmark: float | None,
    out: tuple[int, int],
    limits: str,
    confidence: float,
) -> Comparison:
    """Curves from the landmark (or day 0) on."""
    origin = landmark or 0.0
    times, events = [p.time - origin for p in patients], [p.event for p in patients]
    groups = [GROUPS[0] if m else GROUPS[1] for m in matched]
    curves = []
    for name in GROUPS:
        mine = [i for i, g in enumerate(groups) if g == name]
        if mine:
            curve = kaplan_meier(
                [times[i] for i in mine], [events[i] for i in mine], limits=limits, confidence=confidence
            )
            curves.append((name, curve))
    both = len(curves) == 2
    return Comparison(
        landmark, len(patients), *out, tuple(curves), log_rank(times, events, groups) if both and any(events) else None,
        _try(times, events, {"matched": [float(m) for m in matched]}, confidence) if both else None,
    )  # fmt: skip


def at_landmark(patients: Sequence[Followed], day: float) -> tuple[list[Followed], list[bool]]:
    """Those neither gone nor last seen by `day`, and whether matched therapy had begun by then."""
    left = [p for p in patients if p.time > day]
    return left, [bool(p.matched) and p.started is not None and p.started <= day for p in left]


def _at(patients: Sequence[Followed], day: float, limits: str, confidence: float) -> Comparison:
    # Of a matched patient without a day of start nobody can say on which side of the landmark the patient stands.
    sure = [p for p in patients if not p.matched or p.started is not None]
    left, matched = at_landmark(sure, day)
    gone = len(patients) - len(left), sum(p.event and p.time <= day for p in patients)
    return _compared(left, matched, day, gone, limits, confidence)


def _time_dependent(patients: Sequence[Followed], confidence: float) -> CoxFit | None:
    """Each matched patient as two stretches: unmatched until the therapy began, matched after."""
    entry: list[float] = []
    times: list[float] = []
    events: list[bool] = []
    matched: list[float] = []
    for p in patients:
        if p.matched and p.started is None:
            continue
        begun = p.started if p.matched and p.started is not None else None
        stretches = (
            [(0.0, p.time, 0.0)] if begun is None or begun >= p.time else [(0.0, begun, 0.0), (begun, p.time, 1.0)]
        )
        for start, end, on in stretches:
            if end > start or (start == 0.0 and end == 0.0 and p.time == 0.0):
                entry.append(start if end > start else -1.0)
                times.append(end)
                events.append(p.event and end == p.time)
                matched.append(on)
    return _try(times, events, {"matched_now": matched}, confidence, entry=entry)


def _adjusted(patients: Sequence[Followed], confidence: float) -> CoxFit | None:
    """Matching with the covariates of day 0, on patients with all of them; no answer to immortal time."""
    names = _names(patients)
    whole = [p for p in patients if all(n in p.covariates for n in names)]
    if not names or len({p.matched for p in whole}) < 2:
        return None
    columns: dict[str, Sequence[float]] = {"matched": [float(bool(p.matched)) for p in whole]}
    columns |= {n: [p.covariates[n] for p in whole] for n in names}
    return _try([p.time for p in whole], [p.event for p in whole], columns, confidence)


def _try(
    times: Sequence[float],
    events: Sequence[bool],
    columns: dict[str, Sequence[float]],
    confidence: float,
    entry: Sequence[float] | None = None,
) -> CoxFit | None:
    try:
        return cox(times, events, columns, entry=entry, confidence=confidence)
    except ValueError:  # nothing happened, or no maximum
        return None


def _balance(name: str, patients: Sequence[Followed]) -> Balance:
    sides = [
        [p.covariates[name] for p in patients if bool(p.matched) is m and name in p.covariates] for m in (True, False)
    ]
    missing = sum(name not in p.covariates for p in patients)
    means = [fmean(s) if s else float("nan") for s in sides]
    if min(map(len, sides)) < 2:
        return Balance(name, means[0], means[1], None, missing)
    spread = sqrt((variance(sides[0]) + variance(sides[1])) / 2)
    return Balance(name, means[0], means[1], (means[0] - means[1]) / spread if spread else None, missing)
