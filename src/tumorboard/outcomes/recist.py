"""RECIST 1.1: what one visit says, from the lesions as they were measured.

The parts by themselves (target, non-target, new lesions), then the tables that put them together.

Our own readings, where the guideline leaves a choice: a complete response of the targets is asked for before progression
(nodes that stay below 10 mm are normal, however much they grew); a non-target node counts by its short axis when it has
one; a finding that is only equivocal, or seen by PET alone, is no new lesion, and asks for a person.

A lesion that was called target or non-target and is not of the baseline is a new lesion, and asks for a person, who may know
that it was there.  Where the records of a visit contradict each other about a lesion the visit is not evaluable, unless the
rest of it is progression.  A new lesion that was equivocal before is progression from the scan that first showed it.

Disease that is seen after a complete response is progression, whatever its size (Table 3, note a); the visit asks for a
person, who may instead correct the complete response to a partial one.  A node is disease again from 10 mm on when it is a
target, and by unequivocal progression when it is not; a marker alone is never progression.

Source: Eisenhauer et al. 2009, Eur J Cancer 45:228, PMC2755245, Tables 1-3; EORTC RECIST working group, questions and answers
(new lesions; abnormal lymph node).  An equivocal lesion that repeat scans confirm is dated to the initial scan: section 4.3.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tumorboard.model.response import Measured, Response, Role, State, TimePoint, Visit

NORMAL_NODE_MM = 10.0
MEASURABLE_MM = 10.0
MEASURABLE_NODE_MM = 15.0
TOO_SMALL_MM = 5.0
MOST_TARGETS = 5
MOST_PER_ORGAN = 2
PARTIAL = 0.7
PROGRESSION = 1.2
LEAST_GROWTH_MM = 5.0
CLOSE = 1e-9  # sums of decimals: 70.0 is not 70.00000000000001


def size(lesion: Measured) -> float | None:
    """What a target adds to the sum; None when it was not evaluated."""
    if lesion.state is State.ABSENT:
        return 0.0
    if lesion.state is State.TOO_SMALL:
        return TOO_SMALL_MM
    return lesion.mm if lesion.state is State.MEASURED else None


def sum_of_diameters(visit: Visit, targets: Sequence[str]) -> tuple[float, bool]:
    """Sum over the targets that were evaluated, and whether that is all of them."""
    found = {m.lesion: size(m) for m in visit.lesions if m.role is Role.TARGET}
    sizes = [found.get(t) for t in targets]
    return sum(s for s in sizes if s is not None), all(s is not None for s in sizes)


def target_response(
    visit: Visit, targets: Sequence[Measured], *, baseline_mm: float, nadir_mm: float
) -> Response | None:
    """The targets by themselves; None when the patient has none.

    Parameters
    ----------
    targets
        The target lesions as they were at baseline.
    nadir_mm
        The smallest complete sum before this visit, baseline included.
    """
    if not targets:
        return None
    total, complete = sum_of_diameters(visit, [t.lesion for t in targets])
    if complete and _all_gone(visit, targets):
        return Response.CR
    if total >= PROGRESSION * nadir_mm - CLOSE and total - nadir_mm >= LEAST_GROWTH_MM - CLOSE:
        return Response.PD
    if not complete:
        return Response.NE
    return Response.PR if total <= PARTIAL * baseline_mm + CLOSE else Response.SD


def _all_gone(visit: Visit, targets: Sequence[Measured]) -> bool:
    """No target that is no node is left, and every node, target or not, is normal."""
    nodes = {t.lesion for t in targets if t.node}
    for m in visit.lesions:
        if m.role is Role.TARGET:
            found = size(m)
            if found is None or (found >= NORMAL_NODE_MM - CLOSE if m.lesion in nodes else found > 0):
                return False
        elif m.role is Role.NON_TARGET and m.node and (m.mm or 0.0) >= NORMAL_NODE_MM - CLOSE:
            return False
    return True


def non_target_response(visit: Visit, lesions: Sequence[str]) -> Response | None:
    """The non-target lesions and markers by themselves; None when the patient has none.

    `lesions` names those of the baseline: one that is not mentioned was not evaluated.
    """
    if not lesions:
        return None
    found = {m.lesion: m for m in visit.lesions if m.role in (Role.NON_TARGET, Role.MARKER)}
    states = [_non_target_state(found.get(name)) for name in lesions]
    for wanted in (Response.PD, Response.NON_CR_NON_PD, Response.NE):
        if wanted in states:
            return wanted
    return Response.CR


def _non_target_state(m: Measured | None) -> Response:
    if m is None or m.state is State.NOT_EVALUATED:
        return Response.NE
    if m.state is State.PROGRESSED:
        return Response.PD
    if m.role is Role.NON_TARGET and m.node and m.mm is not None:
        return Response.CR if m.mm < NORMAL_NODE_MM - CLOSE else Response.NON_CR_NON_PD
    return Response.CR if m.state in (State.ABSENT, State.NORMAL) else Response.NON_CR_NON_PD


def overall(target: Response | None, non_target: Response | None, *, new: bool) -> Response:
    """The response of a time point out of its parts; None is *no such disease*.

    Raises
    ------
    ValueError
        If there is neither target nor non-target disease: these tables say nothing of such a patient without a new lesion.
    """
    if new or Response.PD in (target, non_target):
        return Response.PD
    if target is None:
        if non_target is None:
            raise ValueError("without disease at baseline there is no response to judge")
        return non_target
    if target is Response.CR:
        return Response.CR if non_target in (None, Response.CR) else Response.PR
    return target


def assess(visits: Sequence[Visit], *, confirm_days: int | None, backdated: bool = True) -> tuple[TimePoint, ...]:
    """Every visit after the first, which is the baseline.

    Parameters
    ----------
    confirm_days
        Days after which a second partial response confirms the first; from then on stable sums stay partial response
        until progression (EORTC).  None leaves each visit to itself.
    backdated
        Whether an equivocal finding that later scans confirm is a new lesion from its first scan on.
    """
    baseline, *later = visits
    confirmed = _confirmed_later(later) if backdated else {}
    targets = tuple(m for m in baseline.lesions if m.role is Role.TARGET)
    others = [m.lesion for m in baseline.lesions if m.role in (Role.NON_TARGET, Role.MARKER)]
    names = [t.lesion for t in targets]
    baseline_mm, _ = sum_of_diameters(baseline, names)
    nadir = baseline_mm
    made: list[TimePoint] = []
    gone = False  # whether everything was gone at an earlier visit
    for visit in later:
        total, complete = sum_of_diameters(visit, names)
        target = target_response(visit, targets, baseline_mm=baseline_mm, nadir_mm=nadir)
        reasons: list[str] = []
        if target is Response.SD and confirm_days is not None and _sustained(made, confirm_days):
            target = Response.PR
            reasons.append("recist.sustained")
        non_target = non_target_response(visit, others)
        new, review = new_lesion(visit, confirmed.get(visit.on, frozenset()))
        reasons += _why(target, non_target, new=new)
        reasons += ["recist.equivocal_confirmed"] if visit.on in confirmed else []
        review += _doubts(visit)
        if gone:
            back = back_after_complete(visit, names, others)
            target = Response.PD if back.target else target
            non_target = Response.PD if back.non_target else non_target
            reasons += ["recist.back_after_cr"] if back.target or back.non_target else []
            review += back.review
        if target is Response.CR and total - nadir >= LEAST_GROWTH_MM - CLOSE:
            review += ("recist.normal_node_grew",)
        said = overall(target, non_target, new=new)
        made.append(
            TimePoint(
                visit.on, not_evaluable_if_unclear(visit, said), target, non_target, new,
                total if complete and names else None,
                (total - baseline_mm) / baseline_mm if complete and baseline_mm else None,
                nadir if names else None, tuple(reasons), review,
            )
        )  # fmt: skip
        gone = gone or made[-1].overall is Response.CR
        if complete and names:
            nadir = min(nadir, total)
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Back:
    """What is seen again after a complete response: as a target, as another lesion, and codes for a person."""

    target: bool
    non_target: bool
    review: tuple[str, ...]


def back_after_complete(visit: Visit, targets: Sequence[str], others: Sequence[str]) -> Back:
    """Which disease of the baseline is there again, when everything was gone before.

    Source
    ------
    Eisenhauer 2009, Table 3, note a; EORTC, *Does a new lesion always result in PD?* and *Abnormal lymph node*.
    """
    target = non_target = False
    review: list[str] = []
    for m in visit.lesions:
        if m.role is Role.TARGET and m.lesion in targets:
            found = size(m) or 0.0
            target = target or (found >= NORMAL_NODE_MM - CLOSE if m.node else found > 0)
        elif m.lesion in others and _non_target_state(m) in (Response.PD, Response.NON_CR_NON_PD):
            if m.role is Role.MARKER:
                review.append("recist.marker_after_cr")
            elif m.node and m.state is not State.PROGRESSED:
                review.append("recist.node_after_cr")
            else:
                non_target = True
    if target or non_target:
        review.insert(0, "recist.back_after_cr")
    return Back(target, non_target, tuple(dict.fromkeys(review)))


def _sustained(before: Sequence[TimePoint], confirm_days: int) -> bool:
    """Whether a partial response was confirmed earlier and no progression came after it."""
    first: date | None = None
    confirmed = False
    for p in before:
        if p.target is Response.PD or p.overall is Response.PD:
            first, confirmed = None, False
        elif p.target is Response.PR:
            first = first or p.on
            confirmed = confirmed or (p.on - first).days >= confirm_days
        elif p.target is Response.CR:
            return False  # a disease that comes back after a complete response is another question
        elif p.target is Response.SD and not confirmed:
            first = None
    return confirmed


def is_there(m: Measured) -> bool:
    """Whether a new lesion is there beyond doubt; a lymph node below 10 mm is normal and none."""
    if m.node and m.mm is not None and m.mm < NORMAL_NODE_MM - CLOSE:
        return False
    return m.state not in (State.EQUIVOCAL, State.ABSENT, State.NOT_EVALUATED)


def is_sure(m: Measured) -> bool:
    """Whether a new lesion counts: one that PET alone shows needs CT first."""
    return is_there(m) and m.method != "pet"


def _confirmed_later(later: Sequence[Visit]) -> dict[date, frozenset[str]]:
    """The equivocal findings of each visit that a later visit shows to be new lesions, and none between to be gone."""
    made: dict[date, frozenset[str]] = {}
    sure: set[str] = set()
    for visit in reversed(later):
        new = [m for m in visit.lesions if m.role is Role.NEW]
        sure -= {m.lesion for m in new if m.state is State.ABSENT}
        here = frozenset(m.lesion for m in new if m.state is State.EQUIVOCAL and m.lesion in sure)
        if here:
            made[visit.on] = here
        sure |= {m.lesion for m in new if is_sure(m)}
    return made


def _doubts(visit: Visit) -> tuple[str, ...]:
    found = (("recist.contradicting_records", visit.unclear), ("recist.not_at_baseline", visit.late))
    return tuple(code for code, lesions in found if lesions)


def not_evaluable_if_unclear(visit: Visit, said: Response) -> Response:
    """What the visit says, or NE where its records contradict each other and the rest is no progression."""
    if visit.unclear and said not in (Response.PD, Response.UPD, Response.CPD):
        return Response.NE
    return said


def new_lesion(visit: Visit, confirmed: frozenset[str] = frozenset()) -> tuple[bool, tuple[str, ...]]:
    """Whether a new lesion is there beyond doubt, and what a person should look at.

    `confirmed` names the equivocal findings that later scans showed to be lesions.
    """
    found = [m for m in visit.lesions if m.role is Role.NEW]
    review: tuple[str, ...] = ()
    if any(m.state is State.EQUIVOCAL and m.lesion not in confirmed for m in found):
        review += ("recist.equivocal_lesion",)
    sure = [m for m in found if is_there(m)]
    if sure and not any(is_sure(m) for m in sure):
        review += ("recist.pet_only",)
    if any(m.node and m.mm is not None and m.mm < MEASURABLE_NODE_MM and is_sure(m) for m in sure):
        review += ("recist.small_new_node",)
    return bool(confirmed) or any(is_sure(m) for m in sure), review


def _why(target: Response | None, non_target: Response | None, *, new: bool) -> tuple[str, ...]:
    parts = (
        ("recist.target_pd", target is Response.PD),
        ("recist.non_target_pd", non_target is Response.PD),
        ("recist.new_lesion", new),
    )
    return tuple(code for code, holds in parts if holds)
