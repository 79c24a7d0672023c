"""Times and events: one group or several, matched and unmatched patients, and pairs of lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from tumorboard.formats.cells import parse_number
from tumorboard.formats.outcomes.cells import (
    LONGEST,
    Skip,
    numbers,
    once,
    opened,
    rows,
    sometimes,
    sure,
    sure_time,
    time,
    yes_no,
)
from tumorboard.formats.reports import Reports
from tumorboard.formats.tables import Row
from tumorboard.issues import Parsed
from tumorboard.model.outcome import HOW, Followed, LinePair
from tumorboard.model.outcome_tables import LINES, MATCHED, SURVIVAL
from tumorboard.outcomes.matched import by_score
from tumorboard.outcomes.pfs_ratio import Threshold
from tumorboard.outcomes.study import Timed

P = TypeVar("P", Timed, Followed, LinePair)
PERCENT = 100.0


def survival(
    path: Path,
    *,
    group: str = "",
    stratum: str = "",
    covariates: Sequence[str] = (),
    columns: Mapping[str, str] | None = None,
) -> Parsed[tuple[Timed, ...]]:
    """One record a patient.

    Parameters
    ----------
    group, stratum, covariates
        Names of columns of the file.  A patient whose group or stratum is not recorded is left out with an issue, as R does:
        not recorded is no group to be compared.
    columns
        What the file calls `patient`, `time` and `event`, where it calls them otherwise.
    """
    reports = Reports(path.name)
    more = list(dict.fromkeys([*filter(None, (group, stratum)), *covariates]))
    table = opened(path, reports, SURVIVAL, required=("patient", "time", "event"), more=more, spelled=columns)
    if table is None:
        return Parsed(None, reports.closed())
    seen: set[str] = set()
    found: list[tuple[Row, Mapping[str, str]]] = []
    made: list[Timed] = []
    for row, patient in rows(table):
        try:
            t, e = sure_time(row, "time"), sure(row, "event")
            once(row, patient, seen)
        except Skip:
            continue
        lacking = [n for n in (group, stratum) if n and not row.text(f"={n}")]
        for name in lacking:
            row.report("OUT044", f"={name}")
        if lacking:
            continue
        found.append((row, {n: row.text(f"={n}") for n in covariates}))
        made.append(Timed(patient, t, e, _named(row, group), _named(row, stratum)))
    values = numbers(found, covariates, reports, decimal_comma=table.delimiter == ";")
    whole = _sorted(Timed(p.patient, p.time, p.event, p.group, p.stratum, v) for p, v in zip(made, values, strict=True))
    if not whole:
        reports.error("OUT023")
    return Parsed(whole or None, reports.closed())


def _named(row: Row, column: str) -> str:
    return row.text(f"={column}") if column else ""


def matched(
    path: Path, *, covariates: Sequence[str] = (), score: str = "", cut_off: Threshold | None = None
) -> Parsed[tuple[Followed, ...]]:
    """Matched and unmatched patients from a common day 0.

    With `score` and `cut_off` a patient is matched when the score in that column says so, and the column `matched` is not
    asked for.  Scores are percent, 0 to 100: one outside of them is no score; a column of shares (none above 1) against a
    cut-off in percent, or the other way round, is refused, for it would call everybody unmatched or matched.
    """
    reports = Reports(path.name)
    needed = ("patient", "time", "event", *(() if score else ("matched",)))
    more = list(dict.fromkeys([*filter(None, (score,)), *covariates]))
    table = opened(path, reports, MATCHED, required=needed, more=more)
    if table is None:
        return Parsed(None, reports.closed())
    seen: set[str] = set()
    found: list[tuple[Row, Mapping[str, str]]] = []
    made: list[Followed] = []
    scores: list[float] = []
    for row, patient in rows(table):
        try:
            t, e = sure_time(row, "time"), sure(row, "event")
            if cut_off:
                said = _score(row, score)
                scores += [] if said is None else [said]
                is_matched = by_score(said, cut_off)
            else:
                is_matched = yes_no(row, "matched", required=False)
            started = time(row, "started", required=False)
            if is_matched is not True and started is not None and not score:
                # Two columns that contradict each other: nobody can say on which side the patient stands.
                row.report("OUT039", "started")
                is_matched = None
            if started is not None and started > t:
                row.report("OUT019", "started")
                continue
            once(row, patient, seen)
        except Skip:
            continue
        if is_matched and started is None:
            row.report("OUT021", "started")
        found.append((row, {n: row.text(f"={n}") for n in covariates}))
        made.append(Followed(patient, t, e, is_matched, started if is_matched else None))
    if cut_off and _other_scale(scores, cut_off):
        reports.error("OUT047", column=score)
        return Parsed(None, reports.closed())
    values = numbers(found, covariates, reports, decimal_comma=table.delimiter == ";")
    whole = _sorted(
        Followed(p.patient, p.time, p.event, p.matched, p.started, v) for p, v in zip(made, values, strict=True)
    )
    if not whole:
        reports.error("OUT023")
    return Parsed(whole or None, reports.closed())


def _score(row: Row, column: str) -> float | None:
    """The score of a patient in percent; None when there is none, or none that can be."""
    value = row.number(f"={column}")
    if (value is None and row.text(f"={column}")) or (value is not None and not 0 <= value <= PERCENT):
        row.report("OUT046", f"={column}")
        return None
    return value


def _other_scale(scores: Sequence[float], cut_off: Threshold) -> bool:
    """Whether the scores are shares and the cut-off is percent, or the other way round; scores of 0 are both."""
    highest = max(scores, default=0.0)
    return 0 < highest <= 1 < cut_off.value or cut_off.value <= 1 < highest


def lines(path: Path) -> Parsed[tuple[LinePair, ...]]:
    """Pairs of lines."""
    reports = Reports(path.name)
    table = opened(path, reports, LINES, required=tuple(c.name for c in LINES.columns))
    if table is None:
        return Parsed(None, reports.closed())
    seen: set[str] = set()
    made: list[LinePair] = []
    for row, patient in rows(table):
        try:
            pair = LinePair(
                patient, *_line(row, "pfs1"), *_line(row, "pfs2"),
                _how(row), _days(row, "scans1"), _days(row, "scans2"),
            )  # fmt: skip
            once(row, patient, seen)
        except Skip:
            continue
        made.append(pair)
    if not made:
        reports.error("OUT023")
    return Parsed(_sorted(made) or None, reports.closed())


def _line(row: Row, name: str) -> tuple[float | None, bool | None]:
    """Time and event of a line; None where nobody recorded it: the patient has no ratio, and is counted."""
    days = row.number(name)
    if days is None or not 0 <= days <= LONGEST:
        row.report("OUT038", name)
        days = None
    event = sometimes(row, f"{name}_event", "OUT038")
    if event is None and not row.text(f"{name}_event"):
        row.report("OUT038", f"{name}_event")
    return days, event


def _how(row: Row) -> str:
    """How progression was found; a word that is none of ours is no reason to lose the patient."""
    said = row.text("pfs1_how").lower().replace(" ", "_").replace("-", "_")
    if said and said not in HOW:
        row.report("OUT040", "pfs1_how", words=", ".join(HOW))
    return said if said in HOW else "unknown"


def _sorted(found: Iterable[P]) -> tuple[P, ...]:
    """By patient, so that the order of the rows changes nothing."""
    return tuple(sorted(found, key=lambda p: p.patient))


def _days(row: Row, name: str) -> tuple[float, ...]:
    found = [parse_number(t) for t in row.text(name).replace(";", " ").split()]
    kept = tuple(d for d in found if d is not None and d >= 0)
    if len(kept) < len(found):
        row.report("OUT022", name)
        return ()
    return kept
