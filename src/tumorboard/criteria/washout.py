"""Whether a course of treatment ended long enough ago, in days, in half-lives, or by the longer or shorter of the two."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from tumorboard.criteria.judgment import COUNTS, Judgment, both, either, no, open_
from tumorboard.criteria.treatment import SYSTEMIC, Selector, agents_meant, unnamed
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.treatment import TreatmentCourse

ONE_DAY = frozenset({"surgery", "transplant"})


@dataclass(frozen=True, slots=True)
class Interval:
    """`longer`: both `days` and `half_lives` must have passed, else one of them is enough."""

    days: int | None = None
    half_lives: float | None = None
    longer: bool = True


def half_life(agent: str, context: Context) -> float | None:
    """Hours: the site's own value, else the table's; None when neither has one."""
    own = context.policy.thresholds.get(f"half_life_hours:{agent}")
    return own if own is not None else context.vocab.half_lives.hours.get(agent)


def passed(course: TreatmentCourse, selector: Selector, interval: Interval, context: Context) -> Judgment:
    """Whether the interval since the last dose of the agents meant has passed on the assessment date."""
    if course.ongoing:
        return no("why.ongoing")
    parts = []
    if interval.days is not None:
        parts.append(_since(course, interval.days, context.on))
    if interval.half_lives is not None and course.modality in SYSTEMIC:
        unlisted = _unlisted(course, selector, context)
        days = _days(course, selector, interval.half_lives, context)
        known = _since(course, days, context.on) if days is not None else COUNTS
        # A listed agent that is still running decides; one that is not listed may run still.
        parts.append(both(known, open_("why.half_life_unknown", *unlisted)) if unlisted else known)
    if not parts:  # half-lives alone are asked, and radiotherapy or surgery has none
        return COUNTS
    return both(*parts) if interval.longer else either(*parts)


def turns(interval: Interval, context: Context) -> frozenset[date]:
    """The days at which `passed` turns: an end until then is long enough ago, one after it is not."""
    days = {interval.days} if interval.days is not None else set()
    if interval.half_lives is not None:
        own = (f for f in context.policy.thresholds if f.startswith("half_life_hours:"))
        hours = {*context.vocab.half_lives.hours.values(), *(context.policy.thresholds[f] for f in own)}
        days |= {_whole_days(interval.half_lives, h) for h in hours}
    return frozenset(context.on - timedelta(days=d) for d in days)


def clear_on(course: TreatmentCourse, selector: Selector, interval: Interval, context: Context) -> date | None:
    """The first day on which the interval has certainly passed; None while that cannot be computed."""
    end = _end(course)
    if course.ongoing or end is None:
        return None
    spans = [interval.days] if interval.days is not None else []
    if interval.half_lives is not None and course.modality in SYSTEMIC:
        if _unlisted(course, selector, context):
            return None
        days = _days(course, selector, interval.half_lives, context)
        if days is None:
            return None
        spans.append(days)
    return end.latest + timedelta(days=max(spans) if interval.longer else min(spans))


def _end(course: TreatmentCourse) -> PartialDate | None:
    """The day after which time counts: the stop, and of what is done on one day its day."""
    return course.start if course.stop is None and course.modality in ONE_DAY else course.stop


def _since(course: TreatmentCourse, days: int, on: date) -> Judgment:
    last = on - timedelta(days=days)
    end = _end(course)
    if end is None:
        return open_("why.dates_unknown", f"treatment.dates:{course.id}")
    if end.latest <= last:
        return COUNTS
    if end.earliest > last:
        return no("why.washing_out")
    return open_("why.dates_unknown", f"treatment.dates:{course.id}")


def _unlisted(course: TreatmentCourse, selector: Selector, context: Context) -> list[str]:
    meant = agents_meant(course, selector, context)
    missing = [f"treatment.half_life:{a}" for a in meant if half_life(a, context) is None]
    if unnamed(course, context) or not meant:
        missing.append(f"treatment.agents:{course.id}")
    return missing


def _days(course: TreatmentCourse, selector: Selector, count: float, context: Context) -> int | None:
    """Whole days that so many half-lives of the longest-lived listed agent take; None when none is listed."""
    hours = [half_life(a, context) for a in agents_meant(course, selector, context)]
    known = [h for h in hours if h is not None]
    return _whole_days(count, max(known)) if known else None


def _whole_days(count: float, hours: float) -> int:
    return math.ceil(count * hours / 24)
