"""One patient's response from visits to days: time points, best response, response, progression, depth; and rates over all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tumorboard.model.response import Best, PatientResponse, Response, ResponseCourse, ResponseRules, TimePoint
from tumorboard.outcomes.best_response import best_response
from tumorboard.outcomes.irecist import assess_immune
from tumorboard.outcomes.rates import Rate, rate
from tumorboard.outcomes.recist import assess

RESPONDED = (Response.CR, Response.PR)
CONTROLLED = (*RESPONDED, Response.SD, Response.NON_CR_NON_PD)
CBR_DAYS = 24 * 7


def judge(course: ResponseCourse, rules: ResponseRules, *, immune: bool = False) -> PatientResponse:
    """The course of one patient, judged.

    A patient without a visit after baseline is *missing* (or NE, as the protocol says), one whose baseline cannot be judged
    is NE; both stay patients of the denominator.
    """
    points: tuple[TimePoint, ...] = ()
    progressed: date | None = None
    end: Response = Response.PD
    if course.visits and immune:
        points, progressed = assess_immune(course.visits)
        end = Response.CPD
    elif course.visits:
        points = assess(course.visits, confirm_days=rules.confirm_days)
    last = next((p.on for p in points if p.overall is end), None)
    if not immune:
        progressed = last
    start = course.start or (course.visits[0].on if course.visits else None)
    counted = [(p.on, p.overall) for p in points if last is None or p.on <= last]
    if course.problem:
        best = Best(Response.NE, None, (course.problem,))
    elif start:
        best = best_response(counted, rules, start=start, first_pd=last)
    else:
        best = Best(Response.NE if rules.missing_as_ne else Response.MISSING, None)
    changes = [p.change for p in points if p.change is not None and (last is None or p.on <= last)]
    sums = [p.nadir_mm for p in points[:1]]
    return PatientResponse(
        course.patient,
        points,
        Best(best.response, best.on, tuple(dict.fromkeys((*best.review, *(r for p in points for r in p.review))))),
        course.visits[0].on if course.visits else None,
        sums[0] if sums else None,
        start,
        _first_response(points, best),
        progressed,
        min(changes) if changes else None,
        course.group,
        rules.gap_days,
        course,
    )


def _first_response(points: Sequence[TimePoint], best: Best) -> date | None:
    """The day of the first response of the stretch of responses that the best one stands in."""
    if best.response not in RESPONDED or best.on is None:
        return None
    first = best.on
    for p in reversed([p for p in points if p.on < best.on]):
        if p.overall in RESPONDED:
            first = p.on
        elif p.overall is not Response.NE:
            break
    return first


@dataclass(frozen=True, slots=True)
class ResponseRates:
    """Rates over `denominator` patients: objective response, disease control, and clinical benefit (see `benefits`).

    `unseen` of them were never assessed and `not_evaluable` were, but not so that a response could be told: both count as
    having none.
    """

    denominator: str
    confirmed: bool
    unseen: int
    not_evaluable: int
    counts: tuple[tuple[Response, int], ...]
    objective: Rate
    control: Rate
    benefit: Rate


def rates(
    patients: Sequence[PatientResponse], rules: ResponseRules, *, denominator: str, confidence: float = 0.95
) -> ResponseRates:
    """ORR, DCR and CBR24 with their intervals.

    Parameters
    ----------
    denominator
        ``all``: everybody, those without an assessment included (treated).  ``evaluable``: those with a response that is
        neither missing, nor not done, nor not evaluable.
    """
    out = (Response.MISSING, Response.ND, Response.NE)
    kept = [p for p in patients if denominator == "all" or p.best.response not in out]
    found = [p.best.response for p in kept]
    counts = tuple((r, found.count(r)) for r in Response if r in found)

    def of(x: int) -> Rate:
        return rate(x, len(kept), confidence=confidence)

    return ResponseRates(
        denominator, rules.confirm_days is not None, sum(unseen(p) for p in kept),
        sum(p.best.response in out and not unseen(p) for p in kept), counts,
        of(sum(r in RESPONDED for r in found)), of(sum(r in CONTROLLED for r in found)), of(sum(map(benefits, kept))),
    )  # fmt: skip


def unseen(p: PatientResponse) -> bool:
    """Whether nobody assessed the patient after baseline."""
    return not p.time_points and not (p.course and p.course.problem)


def benefits(p: PatientResponse) -> bool:
    """Whether the best response is CR or PR, or stable disease that lasted 24 weeks from the start.

    Stable disease (non-CR/non-PD too) lasts when the patient was seen without progression at or after that day.  A response
    counts however long it lasted, so that the rate is never below the objective response rate.

    Source
    ------
    Rodon et al. 2019, Nat Med 25:751 (SD of 6 months, PR or CR); CR + PR + SD of 24 weeks is the usual clinical benefit rate.
    """
    if p.best.response in RESPONDED:
        return True
    if p.best.response not in CONTROLLED or p.start is None:
        return False
    good = [
        t.on for t in p.time_points if t.overall in CONTROLLED and (p.progressed_on is None or t.on < p.progressed_on)
    ]
    return bool(good) and (max(good) - p.start).days >= CBR_DAYS


def duration_of_response(p: PatientResponse) -> tuple[float, bool] | None:
    """Days from the first response to progression or death, and whether that happened; None without a response.

    A patient without either is censored at the last assessment, and so is one with a gap before it that the rules forbid.
    """
    if p.responded_on is None or not p.time_points:
        return None
    return _until_progression(p, p.responded_on)


def progression_free(p: PatientResponse) -> tuple[float, bool] | None:
    """Days from the start to progression or death, and whether that happened; None without a start.

    A patient who was never assessed and is not known to be dead is censored on day 0, and so is one with either after a gap
    that the rules forbid.
    """
    if p.start is None:
        return None
    return _until_progression(p, p.start)


def after_gap(p: PatientResponse) -> bool:
    """Whether progression or death came after a gap that the rules forbid, so that the time was censored before it."""
    died = p.course.death if p.course else None
    found = progression_free(p)
    return (p.progressed_on is not None or died is not None) and found is not None and not found[1]


def _until_progression(p: PatientResponse, origin: date) -> tuple[float, bool]:
    death = p.course.death if p.course else None
    end = min((d for d in (p.progressed_on, death) if d is not None), default=None)
    seen = [t.on for t in p.time_points if t.overall not in (Response.NE, Response.ND) and (end is None or t.on < end)]
    last = max([origin, *seen])
    if end is not None and (p.gap_days is None or (end - last).days <= p.gap_days):
        return float((end - origin).days), True
    return float(max((last - origin).days, 0)), False


def time_to_response(p: PatientResponse) -> float | None:
    """Days from the start to the first response that counts; None without one."""
    if p.responded_on is None or p.start is None:
        return None
    return float((p.responded_on - p.start).days)
