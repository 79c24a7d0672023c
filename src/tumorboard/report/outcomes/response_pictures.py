"""Waterfall, spider and swimmer: every patient's depth of response, its course, and the time on treatment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tumorboard.model.response import PatientResponse, Response
from tumorboard.outcomes.recist import PARTIAL, PROGRESSION
from tumorboard.reasons import Reason
from tumorboard.report.outcomes.numbers import ticks
from tumorboard.report.values import Bar, Chart, Key, Point, Stroke, Term, Text

# Kinds of color and hatching, and marks, by response.
KINDS = {
    Response.CR: 2, Response.PR: 0, Response.SD: 4, Response.NON_CR_NON_PD: 4, Response.PD: 1, Response.CPD: 1,
    Response.UPD: 3, Response.NE: 7, Response.ND: 7, Response.MISSING: 7,
}  # fmt: skip
SHAPES = {
    Response.CR: "diamond",
    Response.PR: "circle",
    Response.PD: "cross",
    Response.CPD: "cross",
    Response.UPD: "triangle",
}
LABELED = 60  # bars; more of them leave no room for a word each
DRAWN = 80  # rows of a swimmer plot that stay readable
HIGHEST = (1.0, 2.0, 3.0)  # ends of the axis of change; growth beyond the last is cut, and a bar says how much it was


def word(r: Response, *, immune: bool) -> str:
    """The short name of a response; iRECIST puts an i before it."""
    if r in (Response.UPD, Response.CPD) or not immune or r in (Response.NE, Response.ND, Response.MISSING):
        return r.value
    return "iNN" if r is Response.NON_CR_NON_PD else f"i{r.value}"


def waterfall(patients: Sequence[PatientResponse], *, immune: bool) -> Chart | None:
    """Deepest change of the sum of each patient, worst first; None when nobody has one."""
    shown = sorted((p for p in patients if p.deepest is not None), key=lambda p: (-(p.deepest or 0.0), p.patient))
    if not shown:
        return None
    width = 1 / len(shown)
    top = _top(p.deepest or 0.0 for p in shown)
    zero = _level(0.0, top)
    bars = tuple(
        Bar((i + 0.08) * width, (i + 0.92) * width, zero, _level(p.deepest or 0.0, top), KINDS[p.best.response],
            (_said(p, top, immune=immune),) if len(shown) <= LABELED or (p.deepest or 0.0) > top else ())
        for i, p in enumerate(shown)
    )  # fmt: skip
    responders = sum((p.deepest or 0.0) <= PARTIAL - 1 + 1e-9 for p in shown)
    return Chart(
        Term("outcomes.waterfall"),
        (Reason.of("outcomes.waterfall_says", n=len(shown), left=len(patients) - len(shown), count=responders),),
        (Term("outcomes.patients_by_change"),),
        (Term("outcomes.change"),),
        (),
        _steps(top),
        bars=bars,
        rules=(
            ("y", _level(PARTIAL - 1, top), (Term("outcomes.pr_limit"),)),
            ("y", _level(PROGRESSION - 1, top), (Term("outcomes.growth_limit"),)),
        ),
        legend=_legend(shown, immune=immune, drawn="bar"),
        name="waterfall",
    )


def _top(changes: Iterable[float]) -> float:
    """The end of the axis: the first at or above every change, else the last."""
    most = max(changes)
    return next((t for t in HIGHEST if most <= t), HIGHEST[-1])


def _level(change: float, top: float) -> float:
    """-100 % to `top` as a share of the axis, with room for words at both ends."""
    return 0.04 + 0.92 * (min(change, top) + 1) / (top + 1)


def _steps(top: float) -> tuple[tuple[float, str], ...]:
    """Ticks of the axis of change."""
    step = 25 if top <= 1 else 50
    return tuple((_level(x / 100, top), f"{x:+d}%" if x else "0%") for x in range(-100, int(100 * top) + 1, step))


def _said(p: PatientResponse, top: float, *, immune: bool) -> str:
    """The word over a bar; of one that is cut also the number."""
    said = word(p.best.response, immune=immune)
    return said if (p.deepest or 0.0) <= top else f"{said} {100 * (p.deepest or 0.0):+.0f}%"


def _legend(patients: Sequence[PatientResponse], *, immune: bool, drawn: str) -> tuple[Key, ...]:
    found = {p.best.response for p in patients}
    return tuple(Key(drawn, KINDS[r], (word(r, immune=immune),)) for r in Response if r in found)


def spider(patients: Sequence[PatientResponse], *, immune: bool) -> Chart | None:
    """Change of the sum over time, a line for each patient in the color of the best response."""
    courses = []
    for p in patients:
        if p.baseline_on is None:
            continue
        points = [((t.on - p.baseline_on).days, t.change, t.overall) for t in p.time_points if t.change is not None]
        if points:
            courses.append((p, points))
    if not courses:
        return None
    marks = ticks(max(d for _, points in courses for d, _, _ in points) / 7)
    end = marks[-1] * 7
    strokes, ends = [], []
    top = _top(c for _, points in courses for _, c, _ in points)
    for p, points in courses:
        places = [(0.0, _level(0.0, top)), *((d / end, _level(c, top)) for d, c, _ in points)]
        kind = KINDS[p.best.response]
        strokes.append(Stroke(tuple(places), kind, thin=True))
        for (x, y), (_, _, said) in zip(places[1:], points, strict=True):
            if said in SHAPES and said not in (Response.PR,):
                ends.append(Point(x, y, SHAPES[said], kind))
    events = [Key(SHAPES[r], KINDS[r], (Term(f"outcomes.point.{r.value}"),)) for r in (Response.CR, Response.PD, Response.UPD, Response.CPD)
              if any(s is r for _, points in courses for _, _, s in points)]  # fmt: skip
    return Chart(
        Term("outcomes.spider"),
        (Reason.of("outcomes.spider_says", n=len(courses)),),
        (Term("outcomes.weeks_from_baseline"),),
        (Term("outcomes.change"),),
        tuple((m * 7 / end, f"{m:g}") for m in marks),
        _steps(top),
        strokes=tuple(strokes),
        points=tuple(ends),
        rules=(("y", _level(PARTIAL - 1, top), (Term("outcomes.pr_limit"),)),),
        legend=(*_legend([p for p, _ in courses], immune=immune, drawn="line"), *events),
        name="spider",
    )


def swimmer(patients: Sequence[PatientResponse], *, immune: bool) -> Chart | None:
    """Time on treatment, longest first, with responses, progression and death; an arrow where treatment goes on."""
    lanes = []
    for p in patients:
        c = p.course
        if c is None or p.start is None:
            continue
        seen = [t.on for t in p.time_points]
        last = max([d for d in (c.end, c.last_seen, c.death, *seen) if d is not None], default=None)
        end = c.end or last
        if end is not None and end > p.start:
            lanes.append((p, (end - p.start).days, c.end is None and c.death is None and bool(c.ongoing)))
    found = len(lanes)
    lanes = sorted(lanes, key=lambda lane: (-lane[1], lane[0].patient))[:DRAWN]
    if not lanes:
        return None
    marks = ticks(max(_latest(p, days) for p, days, _ in lanes) / 7)
    full = marks[-1] * 7
    step = 1 / len(lanes)
    bars, points, rows = [], [], []
    for i, (p, days, going) in enumerate(lanes):
        middle = 1 - (i + 0.5) * step
        half = min(0.3 * step, 0.03)
        bars.append(Bar(0.0, days / full, middle - half, middle + half, KINDS[p.best.response], open=going))
        rows.append((middle, (p.patient,)))
        points += [Point(at / full, middle, shape, kind) for at, shape, kind in _events(p)]
    drawn = {(s, k) for p, _, _ in lanes for _, s, k in _events(p)}
    keys = [Key(shape, kind, words) for shape, kind, words in EVENTS if (shape, kind) in drawn]
    keys += [Key("open", 7, (Term("outcomes.point.going"),))] if any(going for _, _, going in lanes) else []
    return Chart(
        Term("outcomes.swimmer"),
        (Reason.of("outcomes.swimmer_says", n=len(lanes), all=found, going=sum(g for _, _, g in lanes)),),
        (Term("outcomes.weeks_from_start"),),
        (),
        tuple((m * 7 / full, f"{m:g}") for m in marks),
        (),
        bars=tuple(bars),
        points=tuple(points),
        legend=(*_legend([p for p, _, _ in lanes], immune=immune, drawn="bar"), *keys),
        rows=tuple(rows),
        height=max(120, 19 * len(lanes)),
        name="swimmer",
    )


DARK = 6
EVENTS: tuple[tuple[str, int, Text], ...] = (
    ("circle", DARK, (Term("outcomes.point.response"),)),
    ("triangle", DARK, (Term("outcomes.point.progression"),)),
    ("cross", DARK, (Term("outcomes.point.death"),)),
)


def _events(p: PatientResponse) -> list[tuple[int, str, int]]:
    start = p.start
    if start is None:
        return []
    death = p.course.death if p.course else None
    days = ((p.responded_on, "circle"), (p.progressed_on, "triangle"), (death, "cross"))
    return [((on - start).days, shape, DARK) for on, shape in days if on is not None and on >= start]


def _latest(p: PatientResponse, days: int) -> int:
    return max([days, *(at for at, _, _ in _events(p))])
