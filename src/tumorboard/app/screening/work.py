"""The work on one partition, the same whoever does it: this process, a copy of it, or a worker on another machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tumorboard.app.screening import states
from tumorboard.app.screening.sources import Source, unusable
from tumorboard.interpret.on_demand import OnDemand
from tumorboard.interpret.ordinary import Ordinary
from tumorboard.issues import Issue
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.trials.screening import Answers, Plan, Program, Screened, rows_of, screened
from tumorboard.trials.screening.differences import (
    CLOSED,
    ENTERS,
    LEAVES,
    NONE,
    UNREAD,
    UNREAD_PART,
    WORDS,
    Before,
    carried,
    changes,
)
from tumorboard.trials.screening.memory import Memory
from tumorboard.trials.screening.sets import packed, unpacked, words_of
from tumorboard.trials.screening.sharing import ALONE, Crew

if TYPE_CHECKING:
    import polars as pl

    from tumorboard.formats.patients import Patients

ROWS = ("patient", "center", "trial", "part", "status", "verdict")
NOTHING: NDArray[np.int64] = np.zeros((0, 3), np.int64)
CHANGES = ("patient", "center", "trial", "part", "status_was", "status", "change", "was", "now", "because")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is written of a partition.

    Parameters
    ----------
    folder
        Where its state is kept; None for nowhere.
    rows
        Where its rows are written: of the pairs that are open or, since an earlier screening, of what changed; None for nowhere.
    """

    folder: Path | None = None
    rows: Path | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier screening, with where its patients stand."""

    state: states.State
    places: Mapping[str, tuple[int, int]]
    same_rules: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that the work on a partition needs.

    Parameters
    ----------
    ordinary
        What tells variants apart for the criteria of the program; None where every variant is its own.
    lost
        Issues for which a whole document of trials could not be read.
    """

    source: Source
    program: Program
    plan: Plan
    context: Context
    knowledge: Knowledge
    ordinary: Ordinary | None = None
    kept: Kept = Kept()
    past: Past | None = None
    lost: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What comes back from a partition: no patient, only counts.

    Parameters
    ----------
    counts
        (parts, 3): met, unknown, not met.
    changed
        Kind of change -> pairs.
    asked
        Patients of whom something was asked anew, times the parts that were.
    """

    partition: str
    patients: int
    counts: NDArray[np.int64]
    changed: Mapping[str, int] = field(default_factory=dict)
    asked: int = 0


def work(prepared: Prepared, number: int, memory: Memory, crew: Crew = ALONE, *, keeps: bool = True) -> Told:
    """One partition: screened, compared with the past, kept.

    Parameters
    ----------
    crew
        Who else works on this partition; the plan has the part of this process.
    keeps
        Whether this process writes and tells what was found; of a crew one does.

    Raises
    ------
    InputError
        If the partition cannot be used.
    """
    name = prepared.source.names[number]
    frame = prepared.source.load(number)
    patients = _patients(prepared, frame, memory)
    try:
        before = _before(prepared, patients) if prepared.past is not None else None
        found, asked = _screened(prepared, frame, patients, before, memory, crew)
    except ValueError as error:
        raise unusable(name, error) from error
    if not keeps:
        return Told(name, found.n, NOTHING)
    kept = prepared.kept
    if kept.folder is not None:
        places = prepared.source.places_of(number)
        states.keep(kept.folder, name, patients.ids, patients.digests, found.sets, places)
    changed: dict[str, int] = {}
    if before is not None:
        changed = _write_changes(prepared, patients, found, before, number)
    elif kept.rows is not None:
        _write(kept.rows / f"{name}.parquet", ROWS, _rows(prepared, patients, found))
    return Told(name, found.n, found.counts(), changed, asked)


def _patients(prepared: Prepared, frame: pl.DataFrame, memory: Memory) -> Patients:
    from tumorboard.formats.patients import Likeness, patients_of

    return patients_of(frame, memory.book, Likeness.of(prepared.ordinary))


def _screened(
    prepared: Prepared, frame: pl.DataFrame, patients: Patients, before: Before | None, memory: Memory, crew: Crew
) -> tuple[Screened, int]:
    """The sets of every part: all asked, or only what is touched and the rest carried over."""
    program, n = prepared.program, len(patients.ids)
    if before is None or prepared.past is None or not prepared.past.same_rules:
        return screened(program, _answers(prepared, patients, memory), prepared.plan, crew), n * len(program.entries)
    fresh = np.array(
        [(at := before.parts.get(e.key)) is None or before.digests[at] != e.digest for e in program.entries], np.bool_
    )
    sets = np.zeros((len(program.entries), 2, before.sets.shape[-1]), np.uint64)
    old = [at for at, new in enumerate(fresh.tolist()) if not new]
    sets[old] = before.sets[[before.parts[program.entries[at].key] for at in old]]
    asked = 0
    if fresh.any():
        some = replace(program, entries=tuple(e for e, new in zip(program.entries, fresh.tolist(), strict=True) if new))
        some = some.needed()
        sets[np.flatnonzero(fresh)] = screened(some, _answers(prepared, patients, memory)).sets
        asked += n * len(some.entries)
    touched = np.flatnonzero(~before.same)
    if len(touched) and old:
        some = replace(program, entries=tuple(program.entries[at] for at in old)).needed()
        part = _patients(prepared, frame[touched.tolist()], memory)
        answer = screened(some, _answers(prepared, part, memory)).sets
        for at, own in zip(old, answer, strict=True):
            for half in range(2):
                sets[at, half] = _placed(sets[at, half], own[half], touched, n)
        asked += len(touched) * len(old)
    return Screened(n, sets), asked


def _placed(given: Any, own: Any, rows: NDArray[np.int64], n: int) -> Any:
    flags = unpacked(given, n).copy()
    flags[rows] = unpacked(own, len(rows))
    return packed(flags, words_of(n))


def _answers(prepared: Prepared, patients: Patients, memory: Memory) -> Answers:
    derive = OnDemand(prepared.knowledge, prepared.context)
    return Answers(patients.table, prepared.context, derive=derive, memory=memory)


def _before(prepared: Prepared, patients: Patients) -> Before:
    """What the past said of these patients, in the order in which they stand now."""
    past = prepared.past
    assert past is not None  # asked by the caller
    n = len(patients.ids)
    places = [past.places.get(one) for one in patients.ids]
    known = np.array([place is not None for place in places], np.bool_)
    same = np.zeros(n, np.bool_)
    words = -(-n // 64)
    sets = np.zeros((len(past.state.parts), 2, words), np.uint64)
    for number in sorted({place[0] for place in places if place is not None}):
        digests = past.state.digests_of(number)
        rows = np.array([place[1] if place is not None and place[0] == number else -1 for place in places])
        for at in np.flatnonzero(rows >= 0).tolist():
            same[at] = digests[rows[at]] == patients.digests[at]
        sets |= carried(past.state.sets(number), rows, len(digests))
    parts = {key: at for at, key in enumerate(past.state.parts)}
    return Before(parts, past.state.digests, past.state.statuses, sets, known, same)


def _rows(prepared: Prepared, patients: Patients, found: Screened) -> list[list[Any]]:
    columns: list[list[Any]] = [[] for _ in ROWS]
    for part, entry in enumerate(prepared.program.entries):
        for word, given in (("met", found.met[part]), ("unknown", found.unknown[part])):
            rows = rows_of(given).tolist()
            for column, values in zip(
                columns, ([patients.ids[r] for r in rows], [patients.centers[r] for r in rows]), strict=False
            ):
                column += values
            for column, value in zip(columns[2:], (entry.trial, entry.part, entry.status, word), strict=True):
                column += [value] * len(rows)
    return columns


def _write_changes(
    prepared: Prepared, patients: Patients, found: Screened, before: Before, number: int
) -> dict[str, int]:
    counts: dict[str, int] = {}
    columns: list[list[Any]] = [[] for _ in CHANGES]
    entries = prepared.program.entries
    unread = set(prepared.past.state.unread) if prepared.past is not None else set()
    again = {row for row, place in enumerate(prepared.source.places_of(number)) if place in unread}
    same_rules = prepared.past is not None and prepared.past.same_rules
    for change in changes(entries, found.sets, before):
        entry = entries[change.part]
        counts[change.kind] = counts.get(change.kind, 0) + len(change.rows)
        at = before.parts.get(entry.key)
        trial = "new_part" if at is None else "changed_part" if before.digests[at] != entry.digest else ""
        # Of a verdict that is another too, only where the part opened or closed: there, recruitment decides.
        moved = at is not None and change.status_was != entry.status
        recruits = "recruitment" if moved and (change.was == change.now or change.kind in {ENTERS, LEAVES}) else ""
        for row in change.rows.tolist():
            new = "patient_read_again" if row in again else "new_patient"
            patient = new if not before.known[row] else "" if before.same[row] else "changed_patient"
            why = " and ".join(w for w in (trial, recruits, patient) if w) or ("" if same_rules else "day_or_rules")
            told = (
                patients.ids[row], patients.centers[row], entry.trial, entry.part, change.status_was, entry.status, change.kind, change.was, change.now, why,
            )  # fmt: skip
            for column, value in zip(columns, told, strict=True):
                column.append(value)
    if prepared.kept.rows is not None:
        _write(prepared.kept.rows / f"{prepared.source.names[number]}.parquet", CHANGES, columns)
    return counts


def gone(prepared: Prepared, present: set[str]) -> list[list[Any]]:
    """The open pairs of the past whose patient or part is no longer there, as columns of `CHANGES`.

    A patient whose case cannot be read now is not gone, nor is one who may be such: nobody knows what his record says.
    """
    past = prepared.past
    columns: list[list[Any]] = [[] for _ in CHANGES]
    if past is None:
        return columns
    keys = {e.key for e in prepared.program.entries}
    lost = [(at, key) for at, key in enumerate(past.state.parts) if key not in keys]
    for number in range(len(past.state.partitions)):
        ids = [one for one, (where, _) in past.places.items() if where == number]
        absent = np.array([one not in present for one in ids], np.bool_)
        if not lost and not absent.any():
            continue
        sets = past.state.sets(number)
        missing = _missing(prepared.source.unread, past.state.places_of(number), len(ids))
        for at, key in enumerate(past.state.parts):
            part_gone = (at, key) in lost
            # nobody could enter a closed part, so that nobody leaves it
            if past.state.statuses[at] == CLOSED or (not part_gone and not absent.any()):
                continue
            met = set(rows_of(sets[at, 0]).tolist())
            for row in rows_of(sets[at, 1]).tolist():
                if part_gone or absent[row]:
                    without = UNREAD_PART if prepared.lost else "part_gone"
                    why = " and ".join(w for w, b in ((without, part_gone), (missing[row], absent[row])) if b)
                    gone_ = "part_gone" in why.split() or "patient_gone" in why.split()
                    told = (
                        ids[row],
                        "",
                        *key,
                        past.state.statuses[at] or "",
                        "",
                        LEAVES if gone_ else UNREAD,
                        WORDS[2 if row in met else 1],
                        NONE,
                        why,
                    )
                    for column, value in zip(columns, told, strict=True):
                        column.append(value)
    return columns


def _missing(unread: Sequence[str], places: Sequence[str], n: int) -> list[str]:
    """What is said of each patient of a partition of the past, should he be missing now."""
    if not unread:
        return ["patient_gone"] * n
    if not places or "" in unread:  # nobody can tell which of them it is
        return ["patient_gone_or_unread"] * n
    return ["patient_unread" if place in unread else "patient_gone" for place in places]


def _write(path: Path, names: tuple[str, ...], columns: list[list[Any]]) -> None:
    import polars as pl

    told = dict(zip(names, columns, strict=True))
    pl.DataFrame(told, schema=dict.fromkeys(names, pl.String)).write_parquet(path)
