"""Laboratory values in a window before the assessment date: which count, in which unit, and what they say of limits.

The newest value in the window counts.  Where several may be the newest (one day, or dates known only by month) all of
them must agree.  A value without a date lies in no window, a unit without a known conversion is no number, and a value that no living
person has decides nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tumorboard.criteria.answers import assumption
from tumorboard.criteria.measured import Span, number, threshold
from tumorboard.criteria.recency import inside, lapse
from tumorboard.model.case import Case, LabValue
from tumorboard.model.context import Context
from tumorboard.model.verdict import Verdict
from tumorboard.vocab import Vocabulary
from tumorboard.vocab.analytes import LLN, ULN, factor, relative

__all__ = [
    "LLN",
    "ULN",
    "Reading",
    "impossible",
    "in_unit",
    "limits",
    "near",
    "newest",
    "read",
    "reading",
    "shown",
    "spans",
    "unit_of",
    "window",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the values of one analyte say.

    Parameters
    ----------
    spans
        The number as each value that may be the newest tells it; empty when `missing` says why.
    assumed
        A reference limit is the site's own, not the laboratory's.
    lapses
        The first day on which the value is too old; None when several values or a partial date carry it.
    """

    spans: tuple[Span, ...] = ()
    used: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    why: str = ""
    assumed: bool = False
    lapses: date | None = None


def window(context: Context, within_days: int | None) -> int:
    """The days back in which a value counts: the criterion's own, else the policy's."""
    return int(threshold(context, "lab_window_days")) if within_days is None else within_days


def reading(case: Case, context: Context, analyte: str, unit: str = "", within_days: int | None = None) -> Reading:
    """The number of an analyte in a unit: empty for the unit of comparison, ``xULN``, ``xLLN``, or any that converts."""
    return read(case.index.labs.get(analyte, ()), context, analyte, unit, days=window(context, within_days))


def read(values: Iterable[LabValue], context: Context, analyte: str, unit: str = "", *, days: int) -> Reading:
    """The number that these values of an analyte tell of the days back in which they count."""
    told = _told(values, context, unit, days)
    used = frozenset([f"lab/{v.id}" for v, _ in told.dated])
    if told.absent:
        return Reading(used=used, missing=frozenset({f"{told.absent}:{analyte}"}), why=told.why)
    lapses = lapse(told.dated[0][0].date, days) if len(told.dated) == 1 else None
    return Reading(told.spans, used, assumed=told.assumed, lapses=lapses)


def spans(
    case: Case, context: Context, analyte: str, unit: str = "", within_days: int | None = None
) -> tuple[Span, ...]:
    """The numbers of `reading` alone; none where something is missing."""
    return _told(case.index.labs.get(analyte, ()), context, unit, window(context, within_days)).spans


class _Told(NamedTuple):
    """The values that may be the newest; their numbers, or what is missing for one (``lab.date``) and why."""

    dated: Sequence[tuple[LabValue, bool | None]]
    absent: str = ""
    why: str = ""
    spans: tuple[Span, ...] = ()
    assumed: bool = False


def _told(values: Iterable[LabValue], context: Context, unit: str, days: int) -> _Told:
    given = [v for v in values if v.value is not None]
    dated = _newest(given, context.on, days)
    if not dated:
        undated = bool(given) and all(v.date is None for v in given)
        return _Told(dated, "lab.date", "lab.undated") if undated else _Told(dated, "lab.value", "lab.none_in_window")
    for value, _ in dated:
        if impossible(value, context.vocab):
            return _Told(dated, "lab.value", "lab.impossible")
    for _, certain in dated:
        if certain is not True:
            return _Told(dated, "lab.date", "lab.date_straddles")
    found, by_policy = [], False
    for value, _ in dated:
        scaled = _scaled(value, unit, context)
        if isinstance(scaled, str):
            return _Told(dated, scaled, _WHY[scaled])
        found.append(scaled[0])
        by_policy = by_policy or scaled[1]
    return _Told(dated, spans=tuple(found), assumed=by_policy)


def impossible(value: LabValue, vocab: Vocabulary) -> bool:
    """Whether no living person has such a value in its unit: below nothing, or beyond the bounds of the table.

    A number that follows from an impossible one is none (NaN), and impossible itself.
    """
    return value.value is not None and _beyond(value, value.value, value.comparator, vocab)


def _beyond(value: LabValue, told: float, comparator: str, vocab: Vocabulary) -> bool:
    """The same of another number in the unit of a value, such as its reference limit."""
    if math.isnan(told):
        return True
    entry = vocab.analytes.entries.get(value.analyte)
    if entry is None:
        return False
    by = factor(vocab.analytes, vocab.units, value.analyte, value.unit)
    least, most = (entry.least, entry.most) if by is not None else (0, None)
    by = 1.0 if by is None else by
    if comparator:
        return number(told, comparator).times(by).within(least, most) is Verdict.NOT_MET
    exact = told * by
    return (least is not None and exact < least) or (most is not None and exact > most)


def in_unit(value: LabValue, context: Context) -> float | None:
    """A plain number in the unit of comparison; None for a number with a comparator or in a unit that does not convert."""
    by = factor(context.vocab.analytes, context.vocab.units, value.analyte, value.unit)
    return value.value * by if value.value is not None and by is not None and not value.comparator else None


_WHY = {
    "lab.unit": "lab.unit_unknown",
    "lab.upper_limit": "lab.no_reference",
    "lab.lower_limit": "lab.no_reference",
}


def newest(given: Sequence[LabValue], on: date, days: int) -> list[LabValue]:
    """The values that may be the newest of those that may lie in the window."""
    return [v for v, _ in _newest(given, on, days)]


def _newest(given: Sequence[LabValue], on: date, days: int) -> list[tuple[LabValue, bool | None]]:
    """The same, each with whether it certainly lies in the window."""
    dated = [(v, v.date, inside(v.date, on, days)) for v in given if v.date is not None]
    told = [one for one in dated if one[2] is not False]
    if len(told) < 2:
        return [(v, certain) for v, _, certain in told]
    last = max(day.earliest for _, day, _ in told)
    return [(v, certain) for v, day, certain in told if min(day.latest, on) >= last]


def _scaled(value: LabValue, unit: str, context: Context) -> tuple[Span, bool] | str:
    """The number in the unit asked for and whether a limit is the site's, or what is missing for it."""
    assert value.value is not None  # the caller took those with a number
    told = number(value.value, value.comparator)
    given = relative(value.unit)
    if given == unit and unit:
        return told, False  # the laboratory told the multiple itself
    if given:
        return "lab.unit"
    if unit in {ULN, LLN}:
        name = "lab.upper_limit" if unit == ULN else "lab.lower_limit"
        limit = value.upper_limit if unit == ULN else value.lower_limit
        assumed = limit is None
        if limit is None:
            limit = _number(assumption(context, f"{name}:{value.analyte}"))
        elif _beyond(value, limit, "", context.vocab):
            return name
        return (told.times(1 / limit), assumed) if limit is not None and 0 < limit < math.inf else name
    by = factor(context.vocab.analytes, context.vocab.units, value.analyte, value.unit)
    asked = factor(context.vocab.analytes, context.vocab.units, value.analyte, unit) if unit else 1.0
    return (told.times(by / asked), False) if by is not None and asked else "lab.unit"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def near(spans: Iterable[Span], limits: Iterable[float | None], context: Context) -> bool:
    """Whether an end of a number lies within the policy's share of a limit."""
    share = threshold(context, "near_limit_share")
    known = [limit for limit in limits if limit is not None]
    return any(abs(end - limit) <= share * abs(limit) for s in spans for end in (s.low, s.high) for limit in known)


def unit_of(context: Context, analyte: str) -> str:
    """The unit of comparison, for a reason; empty where numbers have none."""
    entry = context.vocab.analytes.entries.get(analyte)
    return entry.unit if entry is not None and entry.unit != "1" else ""


def limits(least: float | None, most: float | None) -> str:
    """Limits for a reason: ``≥1.5``, ``≤3``, ``1 – 3``."""
    if least is None or most is None:
        return f"≥{least:g}" if least is not None else f"≤{most:g}"
    return f"{least:g} – {most:g}"


def shown(spans: Iterable[Span]) -> str:
    """Numbers for a reason: ``1.2``, ``<0.5``, ``62 to 70``."""
    return "; ".join(dict.fromkeys(_shown(s) for s in spans))


def _shown(span: Span) -> str:
    if span.low == span.high:
        return f"{span.low:.4g}"
    if span.low == float("-inf"):
        return f"<{'' if span.high_open else '='}{span.high:.4g}"
    if span.high == float("inf"):
        return f">{'' if span.low_open else '='}{span.low:.4g}"
    return f"{span.low:.4g} – {span.high:.4g}"
