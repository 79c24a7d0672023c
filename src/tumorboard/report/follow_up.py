"""Treatment and response over time: what the record told before the board, and what was followed up afterwards, on one axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from tumorboard.model.case import Case
from tumorboard.model.dates import PartialDate
from tumorboard.model.registry import FollowUp
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.report import facts
from tumorboard.report.pictures import timeline
from tumorboard.report.values import Inline, Mark, Term, Text, Track, Tracks

# What a mark looks like: form tells the same as color.
MARKS = {
    "progression": ("diamond", "bad"), "alive": ("circle", "mute"), "death": ("square", "bad"),
    "treatment_stopped": ("square", "mute"), "treatment_started": ("circle", "info"),
}  # fmt: skip
RESPONSES = {
    "CR": ("circle", "good"), "PR": ("circle", "good"), "SD": ("circle", "info"), "PD": ("diamond", "bad"), "NE": ("square", "mute"),
}  # fmt: skip


def picture(case: Case, until: date, happened: Sequence[FollowUp]) -> list[Tracks]:
    """The courses of the case and those that were started afterwards as bars, with a row of what happened; empty without any."""
    begun = list(_courses(happened))
    last = max([until, *(f.on.latest for f in happened)])
    drawn = timeline(replace(case, courses=(*case.courses, *begun)), last)
    if not drawn or not happened:
        return drawn
    first = _first(case, begun)
    days = max(int((_last(case, begun, last) - first).days * 1.04), 30)
    marks = tuple(_mark(f, first, days) for f in happened)
    row = Track((Term("page.followed_up"),), marks=marks)
    assessed: Text = (Term("report.assessed_as_of"), f" {until.isoformat()}")
    share = (until - first).days / days
    # a day before everything that has a date lies on no axis
    lines = ((share, assessed),) if 0.0 <= share <= 1.0 else ()
    return [replace(drawn[0], tracks=(*drawn[0].tracks, row), lines=lines)]


def said(f: FollowUp) -> Text:
    """One event in words: what, which drugs or response."""
    parts: list[Inline] = [Term(f"page.event.{f.what}")]
    if f.response:
        parts += [" ", f.response]
    if f.therapies:
        parts += [" ", *facts.regimen(f.therapies)]  # type: ignore[list-item]
    return tuple(parts)


def _mark(f: FollowUp, first: date, days: int) -> Mark:
    shape, tone = RESPONSES[f.response] if f.response else MARKS[f.what]
    at = min(max((f.on.earliest - first).days / days, 0.0), 1.0)
    return Mark(at, (*said(f), " ", str(f.on)), shape, tone)


def _courses(happened: Sequence[FollowUp]) -> Iterator[TreatmentCourse]:
    """A course for each treatment that was started; it ends where one of the same drugs, or of none named, was stopped, or with
    a death."""
    for n, f in enumerate(happened):
        if f.what != "treatment_started":
            continue
        later = happened[n + 1 :]
        stop = next((x.on for x in later if _ends(x, f)), None)
        found = [x.response for x in later if x.what == "response" and _within(x.on, f.on, stop)]
        best = next((r for r in ("CR", "PR", "SD", "PD", "NE") if r in found), "")
        yield TreatmentCourse(
            id=f"followed-{n}",
            agents=f.therapies,
            start=f.on,
            stop=stop,
            ongoing=None if stop else True,
            best_response=best,
        )


def _ends(x: FollowUp, begun: FollowUp) -> bool:
    if x.what == "death":
        return True
    return x.what == "treatment_stopped" and (not x.therapies or set(x.therapies) == set(begun.therapies))


def _within(on: PartialDate, start: PartialDate, stop: PartialDate | None) -> bool:
    return on.latest >= start.earliest and (stop is None or on.earliest <= stop.latest)


def _first(case: Case, begun: Sequence[TreatmentCourse]) -> date:
    dates = [c.start.earliest for c in (*case.courses, *begun) if c.start is not None]
    return min([*dates, *(s.collected.earliest for s in case.specimens if s.collected is not None)])


def _last(case: Case, begun: Sequence[TreatmentCourse], until: date) -> date:
    dates = [c.stop.latest for c in (*case.courses, *begun) if c.stop is not None]
    return max([until, *dates, *(s.collected.latest for s in case.specimens if s.collected is not None)])
