"""The lines of many cases as columns, so that what is counted over ten thousand of them is counted at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt

from tumorboard.model.practice import Practice
from tumorboard.model.verdict import Verdict

MONTH = 30.4375  # days: a twelfth of 365.25
ENDPOINTS = ("os", "pfs")
ANSWERS = (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN)
CODE: Mapping[Verdict, int] = {verdict: n for n, verdict in enumerate(ANSWERS)}
Regimen = tuple[str, ...]
Option = tuple[Regimen, str, bool, str]  # drugs, verdict, whether it was begun, best response
Days = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Times:
    """Of each case, in whole months from the decision: NaN where it has no time."""

    months: npt.NDArray[np.float64]
    events: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Columns:
    """`n` cases.

    Parameters
    ----------
    opened, signed
        Days as ordinals, 0 where there is none.
    options
        How often each option was judged, begun and answered so.
    times
        By endpoint.
    holds
        Name of a finding -> the place in ANSWERS of what is known of it.
    """

    n: int
    opened: Days
    signed: Days
    options: Counter[Option]
    times: Mapping[str, Times]
    holds: Mapping[str, Codes]


def options_of(line: Practice) -> tuple[Option, ...]:
    """The judged options of a case as plain values."""
    return tuple((o.therapies, o.verdict, o.started, o.best) for o in line.options)


def time_of(line: Practice, endpoint: str) -> tuple[float, bool]:
    """Whole months and whether it was an event; NaN where there is no time.

    The exact day of a death is a date of one person.
    """
    told = line.times.get(endpoint)
    return (float("nan"), False) if told is None else (float(ceil(told.time / MONTH)), bool(told.event))


def columns_of(cases: Sequence[Practice]) -> Columns:
    """The columns of lines, in their order."""
    names = list(dict.fromkeys(name for case in cases for name in case.holds))
    return Columns(
        len(cases),
        np.array([c.opened.toordinal() for c in cases], np.int64),
        np.array([c.signed.toordinal() if c.signed else 0 for c in cases], np.int64),
        Counter(o for c in cases for o in options_of(c)),
        {e: _times([time_of(c, e) for c in cases]) for e in ENDPOINTS},
        {name: np.array([CODE[c.holds.get(name, Verdict.UNKNOWN)] for c in cases], np.int8) for name in names},
    )


def _times(told: Iterable[tuple[float, bool]]) -> Times:
    pairs = list(told)
    return Times(np.array([m for m, _ in pairs], np.float64), np.array([e for _, e in pairs], np.bool_))
