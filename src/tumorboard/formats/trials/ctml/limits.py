"""Ages and mutational burdens of CTML: an operator and a number.

Criteria count completed years.  Where the words lie between two whole years (``>40``: forty and a day, or forty-one?), the
criterion is settled for everybody else, and a person decides for those at the border.
"""

from __future__ import annotations

import re
from fractions import Fraction

from tumorboard.criteria.combinators import All, Never, Not
from tumorboard.criteria.leaves.age_between import AgeBetween
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.criteria.leaves.tmb_at_least import TmbAtLeast
from tumorboard.formats.trials.ctml.notes import Notes
from tumorboard.formats.trials.ctml.values import between
from tumorboard.model.verdict import Criterion

_LIMIT = re.compile(r"(>=|<=|==|>|<)(\d{1,9}(?:\.\d{1,9})?)", re.ASCII)
_OLDEST = 150
_LEAST_STEP = 0.01  # mutations per megabase; no laboratory reports a finer one


def age(value: object, place: str, notes: Notes, open_: Criterion) -> Criterion:
    """The age condition; `open_` where it cannot be read."""
    found = _LIMIT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        notes.add("CTML051" if isinstance(value, str) else "CTML058", place, **_said("age_numerical", value))
        return open_
    operator, years = found.group(1), Fraction(found.group(2))
    if years > _OLDEST:
        notes.add("CTML051", place, value=str(value))
        return open_
    whole = years.__floor__()
    months = (years - whole) * 12
    if abs(months - round(months)) > Fraction(12, 1000):
        notes.add("CTML053", place, value=str(value), months=round(months))
    if operator == "==":
        notes.add("CTML052", place, value=str(value))
        return AgeBetween(whole, whole) if not months else open_
    if operator in {">", "<"}:
        notes.add("CTML059", place, value=str(value))
    return _bounded(operator, whole, bool(months), Manual(f"CTML clinical: age_numerical {value}"))


def _bounded(operator: str, whole: int, within: bool, open_: Manual) -> Criterion:
    """`within`: the limit lies inside the year that follows `whole` completed ones."""
    if operator == ">=" and not within:
        return AgeBetween(min=whole)
    if operator in {">=", ">"}:
        return between(AgeBetween(min=whole), AgeBetween(min=whole + 1), open_)
    if operator == "<" and not within:
        return AgeBetween(max=whole - 1) if whole else Never()
    if not whole:
        return All((AgeBetween(max=0), open_))
    return between(AgeBetween(max=whole), AgeBetween(max=whole - 1), open_)


def burden(value: object, place: str, notes: Notes, open_: Criterion) -> Criterion:
    """The condition on mutations per megabase; `open_` where it cannot be read or no criterion carries it."""
    found = _LIMIT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        notes.add("CTML055" if isinstance(value, str) else "CTML058", place, **_said("tmb_numerical", value))
        return open_
    notes.add("CTML056", place, value=str(value))
    operator, limit = found.group(1), float(found.group(2))
    reached, passed = TmbAtLeast(limit), TmbAtLeast(limit + _LEAST_STEP)
    if operator == ">=":
        return reached
    if operator == "<":
        return Not(reached)
    above = between(reached, passed, Manual(f"CTML clinical: tmb_numerical >{found.group(2)}"))
    if operator == "==":
        return All((reached, Not(above)))
    return above if operator == ">" else Not(above)


def _said(key: str, value: object) -> dict[str, str]:
    return {"value": value} if isinstance(value, str) else {"key": key}
