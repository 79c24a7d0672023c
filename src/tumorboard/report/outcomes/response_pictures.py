"""Waterfall, spider and swimmer: every patient's depth of response, its course, and the time on treatment."""

from __future__ import annotations

from collections.abc import Sequence

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
HIGHEST = 1.0  # growth beyond 100 % is cut, and the bar says so by its word


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
    zero = _level(0.0)
    bars = tuple(
        Bar((i + 0.08) * width, (i + 0.92) * width, zero, _level(p.deepest or 0.0), KINDS[p.best.response],
            (word(p.best.response, immune=immune),) if len(shown) <= LABELED else ())
        for i, p in enumerate(shown)
    )  # fmt: skip
    responders = sum((p.deepest or 0.0) <= PARTIAL - 1 + 1e-9 for p in shown)
    return Chart(
        Term("outcomes.waterfall"),
        (Reason.of("outcomes.waterfall_says", n=len(shown), left=len(patients) - len(shown), count=responders),),
        (Term("outcomes.patients_by_change"),),
        (Term("outcomes.change"),),
        (),
        tuple((_level(x / 100), f"{x:+d}%" if x else "0%") for x in range(-100, 101, 25)),
        bars=bars,
        rules=(
            ("y", _level(PARTIAL - 1), (Term("outcomes.pr_limit"),)),
            ("y", _level(PROGRESSION - 1), (Term("outcomes.growth_limit"),)),
        ),
        legend=_legend(shown, immune=immune, drawn="bar"),
        name="waterfall",
    )


def _level(change: float) -> float:
    """-100 % to +100 % as a share of the axis, with room for words at both ends."""
    return 0.04 + 0.92 * (min(change, HIGHEST) + 1) / 2


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
    for p, points in courses:
        places = [(0.0, _level(0.0)), *((d / end, _level(c)) for d, c, _ in points)]
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
        tuple((_level(x / 100), f"{x:+d}%" if x else "0%") for x in range(-100, 101, 25)),
        strokes=tuple(strokes),
        points=tuple(ends),
        rules=(("y", _level(PARTIAL - 1), (Term("outcomes.pr_limit"),)),),
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
