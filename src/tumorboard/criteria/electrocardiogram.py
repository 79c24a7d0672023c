"""The QT interval corrected for heart rate.

Source: Fridericia 1920, Acta Med Scand 53:469; translation 2003, Ann Noninvasive Electrocardiol 8:343,
doi:10.1046/j.1542-474X.2003.08413.x: QT divided by the cube root of the RR interval in seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tumorboard.criteria.labs import in_unit
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
    """One value for each pair of a QT and an RR interval or heart rate; only plain numbers of one day are paired."""
    beats = [(v, _rr(v, context)) for name in ("RR", "heart_rate") for v in case.index.labs.get(name, ())]
    for v in case.index.labs.get("QT", ()):
        qt = in_unit(v, context)
        for beat, rr in beats:
            same_day = v.date is not None and v.date.earliest == v.date.latest and v.date == beat.date
            if qt and rr and same_day:
                yield replace(
                    v, analyte="QTcF", value=fridericia(qt, rr), unit="ms", lower_limit=None, upper_limit=None
                )


def _rr(beat: LabValue, context: Context) -> float | None:
    """The RR interval in milliseconds."""
    value = in_unit(beat, context)
    if not value or value <= 0:
        return None
    return value if beat.analyte == "RR" else 60_000 / value
