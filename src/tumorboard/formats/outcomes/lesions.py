"""Lesions by visit, and the table of patients beside it.

A visit is all records of one patient and day; the first is the baseline, and names the target and non-target lesions.
A lesion that is first seen later is a new one, whatever role it was given; a lesion of which one day's records say different
things is one of which nobody knows, so that the order of rows decides nothing.
Everybody of either table stays a patient: who was never assessed, or cannot be judged, belongs to the denominator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from tumorboard.formats.outcomes.cells import Skip, day, once, opened, rows, sometimes, word
from tumorboard.formats.reports import Reports
from tumorboard.formats.tables import Row
from tumorboard.issues import Issue, Parsed
from tumorboard.model.outcome_tables import LESIONS, PATIENTS
from tumorboard.model.response import Measured, ResponseCourse, Role, State, Visit
from tumorboard.outcomes.recist import (
    MEASURABLE_MM,
    MEASURABLE_NODE_MM,
    MOST_PER_ORGAN,
    MOST_TARGETS,
    TOO_SMALL_MM,
    is_sure,
    is_there,
    size,
)

BASELINE_DAYS = 28  # "never more than 4 weeks before the beginning of the treatment" (Eisenhauer 2009, section 3.1)
LARGEST_MM = 500.0
NODE = "lymph_node"
FITS: Mapping[Role, tuple[State, ...]] = {
    Role.TARGET: (State.MEASURED, State.TOO_SMALL, State.ABSENT, State.NOT_EVALUATED),
    Role.NON_TARGET: (State.MEASURED, State.ABSENT, State.PRESENT, State.INCREASED, State.PROGRESSED, State.NOT_EVALUATED),
    Role.NEW: (State.MEASURED, State.TOO_SMALL, State.ABSENT, State.PRESENT, State.INCREASED, State.PROGRESSED,
               State.EQUIVOCAL, State.NOT_EVALUATED),
    Role.MARKER: (State.NORMAL, State.ELEVATED, State.NOT_EVALUATED),
}  # fmt: skip
Visits = dict[date, dict[str, list[tuple[Row, Measured]]]]


def read(path: Path, patients: Path | None = None, *, until: date | None = None) -> Parsed[tuple[ResponseCourse, ...]]:
    """The courses of all patients, by name.

    Parameters
    ----------
    until
        The day of the analysis: nobody was assessed, treated or seen after it, and such a day is a slip that is not used.
    """
    reports = Reports(path.name)
    table = opened(path, reports, LESIONS, required=("patient", "date", "lesion", "role"))
    if table is None:
        return Parsed(None, reports.closed())
    found: dict[str, Visits] = {}
    named: dict[str, Row] = {}
    for row, patient in rows(table):
        named.setdefault(patient, row)
        try:
            on = day(row, "date", required=True)
            if until is not None and on is not None and on > until:
                row.report("OUT045", "date")
                continue
            lesion = _lesion(row)
        except Skip:
            continue
        visit = found.setdefault(patient, {}).setdefault(on or date.min, {})
        visit.setdefault(lesion.lesion, []).append((row, lesion))
    about, issues = _patients(patients, set(named), until) if patients else ({}, ())
    if about is None:  # without it nobody could say who was never assessed, and the rates would pass over them
        return Parsed(None, (*reports.closed(), *issues))
    courses = [_course(name, visits, about.get(name), patients is not None) for name, visits in found.items()]
    for name, row in named.items():
        if name not in found:
            row.report("OUT033", "patient")
            courses.append(_unjudged(name, about.get(name), "recist.no_record"))
    if patients is None:
        reports.info("OUT017")
    if not any(c.visits for c in courses):
        reports.error("OUT023")
        return Parsed(None, (*reports.closed(), *issues))
    courses += [course for name, course in about.items() if name not in named]
    kept = tuple(sorted(courses, key=lambda c: c.patient))  # rows in any order: one result
    return Parsed(kept, (*reports.closed(), *issues))


def _lesion(row: Row) -> Measured:
    role = Role(word(row, "role", [r.value for r in Role]))
    mm = row.number("mm")
    if (mm is None and row.text("mm")) or (mm is not None and not 0 <= mm <= LARGEST_MM):
        row.report("OUT007", "mm", most=int(LARGEST_MM))
        raise Skip
    default = State.MEASURED if mm is not None else State.PRESENT if role is Role.NEW else State.NOT_EVALUATED
    state = State(word(row, "state", [s.value for s in State], default=default.value))
    if mm == 0 and state is State.MEASURED and role is not Role.MARKER:
        state = State.ABSENT
    if state not in FITS[role]:
        row.report("OUT027", "state", role=role.value)
        raise Skip
    if mm is None and state is State.MEASURED:
        row.report("OUT008", "mm")
        state = State.NOT_EVALUATED
    if mm and (state in (State.ABSENT, State.NOT_EVALUATED) or (state is State.TOO_SMALL and mm > TOO_SMALL_MM)):
        row.report("OUT029", "mm")
        raise Skip
    site = row.text("site").lower().replace(" ", "_")
    name = row.raw("lesion")
    kept = mm if state not in (State.ABSENT, State.NOT_EVALUATED, State.TOO_SMALL) else None
    return Measured(name, role, state, kept, site, site == NODE, row.text("method").lower())


def _unjudged(patient: str, about: ResponseCourse | None, problem: str) -> ResponseCourse:
    """A patient of the denominator of whom no response can be told."""
    return replace(about or ResponseCourse(patient, ()), problem=problem)


def _course(patient: str, visits: Visits, about: ResponseCourse | None, asked: bool) -> ResponseCourse:
    """One patient; without visits, and with an issue, when the baseline gives nothing to judge by."""
    first, *later = sorted(visits)
    baseline, unclear = _agreed(visits[first])
    row = next(iter(visits[first].values()))[0][0]
    if any(m.role is not Role.NEW for name in unclear for _, m in visits[first][name]):
        return _unjudged(patient, about, "recist.contradicting_baseline")
    targets = [(r, m) for r, m in baseline.values() if m.role is Role.TARGET]
    others = [m for _, m in baseline.values() if m.role in (Role.NON_TARGET, Role.MARKER)]
    if not targets and not others:
        row.report("OUT014")
        return _unjudged(patient, about, "recist.no_disease")
    if any(not size(m) for _, m in targets):
        next(r for r, m in targets if not size(m)).report("OUT013", "mm")
        return _unjudged(patient, about, "recist.no_baseline_size")
    _check_targets(targets)
    for r, m in baseline.values():
        if m.role is Role.NEW:
            r.report("OUT030", "role")
    known = {m.lesion: m for _, m in baseline.values() if m.role is not Role.NEW}
    made = [Visit(first, _ordered(known.values()))]
    made += [_visit(on, visits[on], known) for on in later]
    if not later:
        row.note("OUT015")
    start = about.start if about else None
    if start is None and asked:
        row.report("OUT017")
    if start is not None and later and start > later[0]:
        row.report("OUT025", "date")
        return _unjudged(patient, about, "recist.start_after_visit")
    if start is not None and first > start:
        row.report("OUT031", "date")
    if start is not None and (start - first).days > BASELINE_DAYS:
        row.report("OUT043", "date", days=BASELINE_DAYS)
    if about is None:
        return ResponseCourse(patient, tuple(made))
    death = about.death
    if death is not None and death < max(visits):
        row.report("OUT034", "death")
        death = None
    return replace(about, visits=tuple(made), death=death)


def _agreed(found: Mapping[str, list[tuple[Row, Measured]]]) -> tuple[dict[str, tuple[Row, Measured]], tuple[str, ...]]:
    """What the records of a day say of each lesion, and the lesions of which they say different things."""
    made: dict[str, tuple[Row, Measured]] = {}
    unclear = []
    for name, records in found.items():
        first = records[0]
        for r, m in records[1:]:
            r.report("OUT011" if m == first[1] else "OUT041", "lesion")
        if all(m == first[1] for _, m in records):
            made[name] = first
        elif all(m.role is Role.NEW and is_sure(m) for _, m in records):
            # They differ in the size only: that the lesion is there, and new, none of them doubts.
            made[name] = (first[0], replace(first[1], state=State.PRESENT, mm=None))
            unclear.append(name)
        else:
            unclear.append(name)
    return made, tuple(sorted(unclear))


def _visit(on: date, found: Mapping[str, list[tuple[Row, Measured]]], known: Mapping[str, Measured]) -> Visit:
    """One visit after baseline."""
    agreed, unclear = _agreed(found)
    kept = []
    late = []
    for r, m in agreed.values():
        if m.role is Role.NEW:
            kept.append(m)
        elif m.lesion in known and known[m.lesion].role is m.role:
            # where it lies, and so what its size means, was said at baseline
            kept.append(replace(m, site=known[m.lesion].site, node=known[m.lesion].node))
        elif m.lesion in known or m.role is Role.MARKER or not is_there(m):
            r.report("OUT012", "lesion")
        else:
            r.report("OUT042", "lesion")
            kept.append(replace(m, role=Role.NEW))
            late.append(m.lesion)
    if set(known) - {m.lesion for m in kept}:
        next(iter(found.values()))[0][0].report("OUT016", "lesion")
    return Visit(on, _ordered(kept), unclear, tuple(sorted(late)))


def _ordered(found: Iterable[Measured]) -> tuple[Measured, ...]:
    return tuple(sorted(found, key=lambda m: m.lesion))


def _check_targets(targets: list[tuple[Row, Measured]]) -> None:
    for row, m in targets:
        least = MEASURABLE_NODE_MM if m.node else MEASURABLE_MM
        if m.mm is not None and m.mm < least:
            row.report("OUT009", "mm", least=int(least))
    organs = Counter(m.site for _, m in targets if m.site)
    if len(targets) > MOST_TARGETS:
        targets[0][0].report("OUT010", "lesion", most=MOST_TARGETS, what="out.in_all")
    if any(n > MOST_PER_ORGAN for n in organs.values()):
        targets[0][0].report("OUT010", "site", most=MOST_PER_ORGAN, what="out.per_organ")


def _day_or_none(row: Row, name: str, until: date | None) -> date | None:
    try:
        found = date.fromisoformat(row.text(name)) if row.text(name) else None
    except ValueError:
        row.report("OUT036", name)
        return None
    if found is not None and until is not None and found > until:
        row.report("OUT048", name)
        return None
    return found


def _not_before(row: Row, name: str, found: date | None, start: date) -> date | None:
    """The day, unless it lies before the start, which cannot be."""
    if found is not None and found < start:
        row.report("OUT034", name)
        return None
    return found


def _patients(
    path: Path, known: set[str], until: date | None
) -> tuple[dict[str, ResponseCourse] | None, tuple[Issue, ...]]:
    """What the table of patients says, as courses without visits; None when it cannot be read."""
    reports = Reports(path.name)
    table = opened(path, reports, PATIENTS, required=("patient", "start"))
    made: dict[str, ResponseCourse] = {}
    places: dict[str, Row] = {}
    if table is None:
        return None, reports.closed()
    for row, patient in rows(table):
        try:
            once(row, patient, set(made))
        except Skip:
            continue
        # A cell that cannot be read takes no patient out of the denominator.
        start, end, death, last = (_day_or_none(row, n, until) for n in ("start", "end", "death", "last_seen"))
        going = sometimes(row, "ongoing", "OUT037")
        if patient not in known:
            row.report("OUT024", "patient")
        if start is not None:
            end, death, last = (
                _not_before(row, n, d, start) for n, d in (("end", end), ("death", death), ("last_seen", last))
            )
        if going and end is not None:
            row.report("OUT035", "ongoing")
            going = end = None
        made[patient] = ResponseCourse(patient, (), start, end, going, death, last, row.text("group"))
        places[patient] = row
    if any(c.group for c in made.values()):
        for patient, course in made.items():
            if not course.group:
                places[patient].report("OUT044", "group")
    return made, reports.closed()
