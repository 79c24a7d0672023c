"""The QT interval corrected for heart rate.

Source: Fridericia 1920, Acta Med Scand 53:469; translation 2003, Ann Noninvasive Electrocardiol 8:343,
doi:10.1046/j.1542-474X.2003.08413.x: QT divided by the cube root of the RR interval in seconds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from tumorboard.criteria.labs import impossible, in_unit
from tumorboard.model.case import Case, LabValue
from tumorboard.model.context import Context

PARTS = ("QTcF", "QT", "RR", "heart_rate")  # what an interval is read from; values of one day are joined


def fridericia(qt_ms: float, rr_ms: float) -> float:
    """QTcF in milliseconds.

    Examples
    --------
    >>> round(fridericia(400, 750), 1), round(fridericia(400, 600), 1)
    (440.3, 474.3)
    """
    return float(qt_ms / (rr_ms / 1000) ** (1 / 3))


def qtcf(case: Case, context: Context) -> tuple[LabValue, ...]:
    """Recorded values of QTcF, and those that follow from a QT with the heart's rhythm of the same day."""
    return (*case.index.labs.get("QTcF", ()), *_computed(case, context))


def _computed(case: Case, context: Context) -> Iterator[LabValue]:
    """One value for each pair of a QT and an RR interval or heart rate; only plain numbers of one day are paired.

    Of a number that no living person has follows none (NaN).
    """
    beats = [(v, _rr(v, context)) for name in ("RR", "heart_rate") for v in case.index.labs.get(name, ())]
    for v in case.index.labs.get("QT", ()):
        qt = in_unit(v, context)
        for beat, rr in beats:
            same_day = v.date is not None and v.date.earliest == v.date.latest and v.date == beat.date
            wrong = any(not x.comparator and impossible(x, context.vocab) for x in (v, beat))
            if same_day and (wrong or (qt and rr)):
                value = math.nan if wrong or not qt or not rr else fridericia(qt, rr)
                yield replace(v, analyte="QTcF", value=value, unit="ms", lower_limit=None, upper_limit=None)


def _rr(beat: LabValue, context: Context) -> float | None:
    """The RR interval in milliseconds."""
    value = in_unit(beat, context)
    if not value or value <= 0:
        return None
    return value if beat.analyte == "RR" else 60_000 / value
