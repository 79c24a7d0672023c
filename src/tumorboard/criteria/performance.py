"""The performance status that counts on a date.

Source of the bands between Karnofsky and ECOG: Oken et al. 1982; Buccheri et al. 1996, Eur J Cancer 32A:1135.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tumorboard.criteria.answers import assumption
from tumorboard.criteria.measured import Span
from tumorboard.model.case import Case, PerformanceStatus
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate

_BANDS = ((90, 0), (70, 1), (50, 2), (30, 3), (10, 4), (0, 5))


@dataclass(frozen=True, slots=True)
class Ecog:
    """`assumed`: read from Karnofsky or answered by policy (`by_policy`); `conflict`: two different grades on one day; `day`: of the grade."""

    grade: int
    used: frozenset[str]
    assumed: bool = False
    conflict: bool = False
    day: PartialDate | None = None
    by_policy: bool = False


def ecog(case: Case, context: Context) -> Ecog | None:
    """The newest grade on or before the assessment date, the worse of two on one day; None when nothing is recorded."""
    newest = _newest(case, context, "ecog")
    if newest:
        grades = {p.value for p in newest}
        return Ecog(max(grades), _facts(newest), conflict=len(grades) > 1, day=_dated(newest))
    karnofsky = _newest(case, context, "karnofsky")
    if karnofsky:
        worst = min(p.value for p in karnofsky)
        grade = next(g for least, g in _BANDS if worst >= least)
        conflict = len({p.value for p in karnofsky}) > 1
        return Ecog(grade, _facts(karnofsky), assumed=True, conflict=conflict, day=_dated(karnofsky))
    assumed = assumption(context, "performance.ecog")
    if not assumed.isdigit():
        return None
    return Ecog(int(assumed), frozenset({"performance.ecog"}), assumed=True, by_policy=True)


@dataclass(frozen=True, slots=True)
class Scaled:
    """A grade of Karnofsky or Lansky, or the band that an ECOG grade leaves."""

    span: Span
    used: frozenset[str]
    assumed: bool = False
    conflict: bool = False
    day: PartialDate | None = None


def scaled(case: Case, context: Context, scale: str) -> Scaled | None:
    """The newest grade on the scale, the worse of two on one day; Karnofsky else from ECOG; None when nothing is recorded."""
    given = _newest(case, context, scale)
    if given:
        worst = min(p.value for p in given)
        conflict = len({p.value for p in given}) > 1
        return Scaled(Span(worst, worst), _facts(given), conflict=conflict, day=_dated(given))
    found = _newest(case, context, "ecog") if scale == "karnofsky" else []
    if not found:
        return None
    grade = max(p.value for p in found)
    low = next(least for least, g in _BANDS if g == grade)
    return Scaled(Span(low, min(low + 10, 100) if low else 0), _facts(found), assumed=True, day=_dated(found))


def _newest(case: Case, context: Context, scale: str) -> list[PerformanceStatus]:
    given = [p for p in case.performance if p.scale == scale and (p.date is None or p.date.earliest <= context.on)]
    if not given:
        return []
    last = max(_day(p) for p in given)
    return [p for p in given if _day(p) == last]


def _day(status: PerformanceStatus) -> date:
    return status.date.latest if status.date else date.min


def _dated(newest: list[PerformanceStatus]) -> PartialDate | None:
    """The day of the newest grades; the least certain of them, for each may be the one that counts."""
    return min((p.date for p in newest if p.date is not None), key=lambda d: d.earliest, default=None)


def _facts(statuses: list[PerformanceStatus]) -> frozenset[str]:
    return frozenset(f"performance/{p.id}" for p in statuses)
