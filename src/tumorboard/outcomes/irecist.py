"""iRECIST: progression that must be confirmed, and that a later response takes back.

A first progression by RECIST 1.1 is *unconfirmed* (iUPD).  It is *confirmed* (iCPD) when the disease grew further since:
the target sum by 5 mm (all later growth together), non-target disease at all, or new lesions in size (5 mm in the sum of
measured ones, any growth of others) or number.  When every sign of progression is gone again the bar is reset: only a new
iUPD can be confirmed, and new lesions known before the reset count anew only when they progress by their own measure.

Our own reading: an iUPD by new lesions stays open while those lesions are there (Table 2, last row), so a reset needs them gone.
An equivocal finding that later scans confirm counts from the confirming visit: what was not measured cannot have grown.

Source: Seymour et al. 2017, Lancet Oncol 18:e143, PMC5648544, Tables 2 and 3; EORTC RECIST working group, questions and answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tumorboard.model.response import Measured, Response, Role, State, TimePoint, Visit
from tumorboard.outcomes.recist import (
    CLOSE,
    LEAST_GROWTH_MM,
    PROGRESSION,
    TOO_SMALL_MM,
    assess,
    is_sure,
    new_lesion,
    not_evaluable_if_unclear,
    overall,
    sum_of_diameters,
)

OF_BASELINE = ("recist.target_pd", "recist.non_target_pd", "recist.back_after_cr")  # progression without a new lesion
CONFIRM_DAYS = (28, 56)  # 4 to 8 weeks; outside of them a person looks


@dataclass(frozen=True, slots=True)
class Pending:
    """An unconfirmed progression, as it was first seen."""

    since: date
    sum_mm: float
    progressed: frozenset[str]
    new: frozenset[str]
    new_mm: float


@dataclass(frozen=True, slots=True)
class Known:
    """New lesions of before a reset: which, and the smallest sum of the measured ones since."""

    lesions: frozenset[str] = frozenset()
    smallest_mm: float = 0.0
    reset: bool = False


def assess_immune(visits: Sequence[Visit]) -> tuple[tuple[TimePoint, ...], date | None]:
    """Every visit after baseline, and the day of progression.

    That is the first iUPD of the sequence that was confirmed; else that of a sequence still open at the last visit, because
    a patient who is assessed no more after an iUPD is not without progression (such a visit goes to a person).
    """
    names = [m.lesion for m in visits[0].lesions if m.role is Role.TARGET]
    plain = assess(visits, confirm_days=None, backdated=False)  # each visit against baseline and nadir as in RECIST 1.1
    pending: Pending | None = None
    known = Known()
    confirmed_on: date | None = None
    made: list[TimePoint] = []
    for visit, point in zip(visits[1:], plain, strict=True):
        total, _ = sum_of_diameters(visit, names)
        new, review = new_lesion(visit)[0], point.review
        if pending is None:
            said, reasons = _first(visit, point, known, new=new)
            said = not_evaluable_if_unclear(visit, said)
            if said is Response.UPD:
                pending = Pending(visit.on, total, _progressed(visit, point), frozenset(_new(visit)), _new_mm(visit))
        else:
            said, reasons = _again(visit, point, pending, total, new=new)
            said = not_evaluable_if_unclear(visit, said)
            days = (visit.on - pending.since).days
            if said is Response.CPD:
                confirmed_on = confirmed_on or pending.since
                if not CONFIRM_DAYS[0] <= days <= CONFIRM_DAYS[1]:
                    review += ("irecist.window",)
            elif said not in (Response.UPD, Response.NE) and confirmed_on is None:
                known = Known(
                    known.lesions | pending.new | frozenset(_seen_new(visits, visit.on)), _new_mm(visit), True
                )
                pending = None
                reasons = ("irecist.reset",)
        if known.reset:
            known = replace(known, smallest_mm=min(known.smallest_mm, _new_mm(visit)))
        made.append(
            replace(point, overall=said, target=_immune(point.target), non_target=_immune(point.non_target),
                    new_lesion=new, reasons=reasons, review=review)
        )  # fmt: skip
    if made and pending is not None and confirmed_on is None:
        made[-1] = replace(made[-1], review=(*made[-1].review, "irecist.never_confirmed"))
    return tuple(made), confirmed_on or (pending.since if pending is not None else None)


def _immune(part: Response | None) -> Response | None:
    return Response.UPD if part is Response.PD else part


def _first(visit: Visit, point: TimePoint, known: Known, *, new: bool) -> tuple[Response, tuple[str, ...]]:
    """A visit without an open progression."""
    counts = new if not known.reset else _new_again(visit, known)
    reasons = tuple(code for code in point.reasons if code in OF_BASELINE) + (("recist.new_lesion",) if counts else ())
    return (Response.UPD, reasons) if reasons else (_quiet(point), ())


def _quiet(point: TimePoint) -> Response:
    """The response without progression and without regard to new lesions that do not count."""
    return overall(point.target, point.non_target, new=False)


def _new_again(visit: Visit, known: Known) -> bool:
    """After a reset: lesions never seen, measured ones that progress by their own nadir, others that grew unequivocally."""
    here = _new(visit)
    if any(name not in known.lesions for name in here):
        return True
    total = _new_mm(visit)
    if total >= PROGRESSION * known.smallest_mm - CLOSE and total - known.smallest_mm >= LEAST_GROWTH_MM - CLOSE:
        return True
    return any(m.state is State.PROGRESSED for m in here.values() if m.mm is None)


def _again(
    visit: Visit, point: TimePoint, pending: Pending, total: float, *, new: bool
) -> tuple[Response, tuple[str, ...]]:
    """A visit after an unconfirmed progression."""
    target = point.target is Response.PD
    others = [m for m in visit.lesions if m.role is Role.NON_TARGET]
    grown = [m for m in others if m.state is State.INCREASED and m.lesion in pending.progressed]
    grown += [m for m in others if m.state is State.PROGRESSED and m.lesion not in pending.progressed]
    non_target = point.non_target is Response.PD or bool(grown)
    here = _new(visit)
    worse = (
        ("irecist.target_grew", target and total - pending.sum_mm >= LEAST_GROWTH_MM - CLOSE),
        ("irecist.non_target_grew", non_target and bool(grown)),
        ("irecist.more_new_lesions", new and bool(frozenset(here) - pending.new)),
        ("irecist.new_lesions_grew", new and _new_grew(visit, pending)),
    )
    reasons = tuple(code for code, holds in worse if holds)
    if reasons:
        return Response.CPD, reasons
    if target or non_target or new:
        return Response.UPD, ("irecist.not_confirmed",)
    return _quiet(point), ()


def _new_grew(visit: Visit, pending: Pending) -> bool:
    here = _new(visit)
    if _new_mm(visit) - pending.new_mm >= LEAST_GROWTH_MM - CLOSE:
        return True
    return any(m.state in (State.INCREASED, State.PROGRESSED) for m in here.values() if m.mm is None)


def _progressed(visit: Visit, point: TimePoint) -> frozenset[str]:
    """Non-target lesions that are progression: those said to be, and after a complete response those that are there again."""
    states: tuple[State, ...] = (State.PROGRESSED,)
    if "recist.back_after_cr" in point.reasons:
        states += (State.PRESENT, State.INCREASED)
    return frozenset(m.lesion for m in visit.lesions if m.role is Role.NON_TARGET and m.state in states)


def _new(visit: Visit) -> dict[str, Measured]:
    """New lesions that are there beyond doubt."""
    return {m.lesion: m for m in visit.lesions if m.role is Role.NEW and is_sure(m)}


def _new_mm(visit: Visit) -> float:
    here = _new(visit).values()
    return sum(TOO_SMALL_MM if m.state is State.TOO_SMALL else m.mm or 0.0 for m in here)


def _seen_new(visits: Sequence[Visit], until: date) -> set[str]:
    return {name for v in visits if v.on <= until for name in _new(v)}
