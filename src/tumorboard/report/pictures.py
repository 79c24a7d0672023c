"""What the pictures of a case show: allele fractions, copy numbers, treatment over time, as positions on an axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tumorboard.model.alteration import CopyNumber, Variant
from tumorboard.model.case import Case
from tumorboard.model.specimen import Specimen
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.values import Mark, Site, Span, Term, Text, Track, Tracks

SHAPES = {"tissue": "circle", "plasma": "square", "blood": "diamond", "marrow": "diamond"}
SHARES = ((0.0, "0%"), (0.25, "25%"), (0.5, "50%"), (0.75, "75%"), (1.0, "100%"))
DRAWN = 30


def fractions(case: Case, variants: Sequence[Variant]) -> list[Tracks]:
    """Allele fractions, one row for each change and a mark for each specimen it was seen in; highest first."""
    rows: dict[Text, list[Variant]] = {}
    for v in variants:
        if v.vaf is not None:
            rows.setdefault(facts.name(v), []).append(v)
    ordered = sorted(rows.items(), key=lambda pair: -max(v.vaf or 0.0 for v in pair[1]))[:DRAWN]
    if not ordered:
        return []
    tracks = tuple(Track(label, tuple(_fraction(case, v) for v in found)) for label, found in ordered)
    kinds = facts.unique(_kind(case, v) for _, found in ordered for v in found)
    legend = tuple((SHAPES.get(k, "circle"), "info", Term(f"specimen.{k}")) for k in kinds)
    return [Tracks(Term("report.vaf"), tracks, SHARES, legend=legend)]


def _fraction(case: Case, v: Variant) -> Mark:
    share = v.vaf or 0.0
    kind = _kind(case, v)
    where: Text = (f" {v.specimen}",) if v.specimen else ()
    return Mark(min(share, 1.0), (Term(f"specimen.{kind}"), *where, f" {percent(share)}"), SHAPES.get(kind, "circle"))


def percent(share: float) -> str:
    """A fraction in percent: two significant digits below ten, whole above."""
    return f"{share:.0%}" if share >= 0.1 else f"{100 * share:.2g}%"


def _kind(case: Case, v: Variant) -> str:
    found = case.index.specimens.get(v.specimen)
    return found.kind.value if found else "unknown"


def copies(case: Case, numbers: Sequence[CopyNumber]) -> list[Tracks]:
    """Absolute copies as bars with the ploidy of the tumor as a line; the axis ends above the highest."""
    shown = sorted((n for n in numbers if n.copies is not None), key=lambda n: -(n.copies or 0.0))[:DRAWN]
    if not shown:
        return []
    top = _top(max(n.copies or 0.0 for n in shown))
    tracks = tuple(
        Track((n.gene,), spans=(Span(0.0, (n.copies or 0.0) / top, (_count(n),), _tone(n)),), note=(_count(n),))
        for n in shown
    )
    ploidies = facts.unique(s.ploidy for s in case.specimens if s.ploidy is not None and 0 < s.ploidy <= top)
    lines = tuple((p / top, (Reason.of("report.ploidy", ploidy=p),)) for p in ploidies)
    ticks = tuple((i / 4, f"{top * i / 4:g}") for i in range(5))
    return [Tracks(Term("report.copy_numbers"), tracks, ticks, lines)]


def _top(highest: float) -> float:
    """The end of the axis: the next of 4, 8, 20, 40 ... that holds the highest."""
    top = 4.0
    for factor in (2.0, 2.5, 2.0, 2.5, 2.0, 2.5, 2.0):
        if top >= highest:
            break
        top *= factor
    return max(top, highest)


def _count(n: CopyNumber) -> Reason:
    return Reason.of("report.copies", copies=n.copies)


def _tone(n: CopyNumber) -> str:
    return {"amplification": "bad", "gain": "warn", "deep_loss": "info", "loss": "info"}.get(n.call, "mute")


def timeline(case: Case, until: date) -> list[Tracks]:
    """Courses as bars and specimens as marks on one axis of time that ends with the decision or the last known day."""
    courses = sorted((c for c in case.courses if c.start is not None), key=_began)
    dated = [s for s in case.specimens if s.collected is not None]
    if not courses:
        return []
    first = min([_began(c) for c in courses] + [s.collected.earliest for s in dated if s.collected])
    last = max(
        [until] + [c.stop.latest for c in courses if c.stop] + [s.collected.latest for s in dated if s.collected]
    )
    days = max(int((last - first).days * 1.04), 30)
    tracks = [_course(c, first, days, until) for c in courses]
    tracks += [_specimen(s, first, days) for s in dated]
    lines = (((until - first).days / days, (Term("report.assessed_as_of"), f" {until.isoformat()}")),)
    return [Tracks(Term("report.timeline"), tuple(tracks), _years(first, last, days), lines, _tones(courses))]


def _began(c: TreatmentCourse) -> date:
    return c.start.earliest if c.start else date.max


def _course(c: TreatmentCourse, first: date, days: int, until: date) -> Track:
    end = c.stop.latest if c.stop else until
    span = Span((_began(c) - first).days / days, (end - first).days / days, outcome(c), course_tone(c), c.stop is None)
    return Track(facts.course(c), spans=(span,), note=outcome(c))


def outcome(c: TreatmentCourse) -> Text:
    """Best response and how the course ended."""
    parts: list[Text] = [(c.best_response,)] if c.best_response else []
    if c.stop_reason:
        parts.append((Term(c.stop_reason),))
    if c.ongoing or (c.ongoing is None and c.stop is None and not c.stop_reason):
        parts.append((Term("report.ongoing" if c.ongoing else "report.end_not_recorded"),))
    return facts.listed(parts, " · ")


def course_tone(c: TreatmentCourse) -> str:
    """Bad when the disease progressed on it, good when it responded."""
    if c.stop_reason == "progression" or c.best_response == "PD":
        return "bad"
    return "good" if c.best_response in {"CR", "PR", "pCR"} else "info"


def _tones(courses: Iterable[TreatmentCourse]) -> tuple[tuple[str, str, Term], ...]:
    used = {course_tone(c) for c in courses}
    return tuple(("span", tone, Term(f"report.course.{tone}")) for tone in ("good", "bad", "info") if tone in used)


def _specimen(s: Specimen, first: date, days: int) -> Track:
    at = ((s.collected.earliest if s.collected else first) - first).days / days
    mark = Mark(at, (str(s.collected),), SHAPES.get(s.kind.value, "circle"), "mute")
    return Track(facts.specimen(s), (mark,), note=(str(s.collected), *((" · ", Site(s.site)) if s.site else ())))


def _years(first: date, last: date, days: int) -> tuple[tuple[float, str], ...]:
    step = max(1, (last.year - first.year) // 8 + 1)
    found = [((date(y, 1, 1) - first).days / days, str(y)) for y in range(first.year + 1, last.year + 1, step)]
    return ((0.0, f"{first.year}-{first.month:02d}"), *(t for t in found if t[0] > 0.08))
