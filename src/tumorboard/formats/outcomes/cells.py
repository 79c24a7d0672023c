"""Cells that the tables of outcomes share: days, yes and no, times, covariates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from tumorboard.errors import InputError
from tumorboard.formats.cells import parse_number
from tumorboard.formats.reports import Reports
from tumorboard.formats.tables import Row, Table, open_table
from tumorboard.model.tables import Schema

YES = frozenset({"yes", "y", "1", "true", "t", "1:deceased", "deceased", "dead", "1:progression", "1:recurred"})
NO = frozenset({"no", "n", "0", "false", "f", "0:living", "living", "alive", "0:censored", "0:disease free"})
MOST_GROUPS = 8
LONGEST = 1e6  # days of more than 2,700 years: a slip, which would swallow every other time


class Skip(Exception):
    """The record cannot be used; its issue was given."""


def opened(path: Path, reports: Reports, schema: Schema, *, required: Sequence[str], more: Sequence[str] = (),
           spelled: Mapping[str, str] | None = None) -> Table | None:  # fmt: skip
    """The table with the columns of `schema`, and `more` columns by their own names; `spelled` renames columns."""
    names = {c.name: (c.name,) for c in schema.columns}
    names |= {ours: (theirs,) for ours, theirs in (spelled or {}).items()}
    names |= {f"={n}": (n,) for n in more}
    table = open_table(path, reports, names, required=required)
    if table is None:
        return None
    absent = [n for n in more if f"={n}" not in table.index]
    for name in absent:
        reports.error("OUT020", column=name)
    return None if absent else table


def rows(table: Table) -> Iterator[tuple[Row, str]]:
    """Each record with the patient it names."""
    for row in table.rows():
        patient = row.raw("patient")
        if patient:
            yield row, patient
        else:
            row.report("OUT006", "patient")


def day(row: Row, name: str, *, required: bool = False) -> date | None:
    """A day; None when empty."""
    text = row.text(name)
    if not text and not required:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        row.report("OUT002", name)
        raise Skip from None


def yes_no(row: Row, name: str, *, required: bool = True, code: str = "OUT004") -> bool | None:
    """Yes or no; None when empty and not required.  `code` is the issue of a cell that says neither.

    Raises
    ------
    InputError
        ``OUT032`` on a 2: R's tables write 1 for censored and 2 for the event, and a 1 read as *yes* would turn them round.
    """
    text = row.text(name).lower()
    if text in YES:
        return True
    if text in NO:
        return False
    if not text and not required:
        return None
    if text in {"2", "2.0"}:
        raise InputError(
            f"the column {name} holds a 2: it may code 1 for no and 2 for yes, and cannot be read as 0 and 1",
            code="OUT032",
            remedy="Write 0 for what did not happen (censored) and 1 for what did, in every row.",
        )
    row.report(code, name)
    raise Skip


def sometimes(row: Row, name: str, code: str) -> bool | None:
    """Yes or no; None when empty, and with the issue `code` when it says neither."""
    try:
        return yes_no(row, name, required=False, code=code)
    except Skip:
        return None


def sure(row: Row, name: str) -> bool:
    """Yes or no, which must be there."""
    return bool(yes_no(row, name))


def time(row: Row, name: str, *, required: bool = True) -> float | None:
    """A time of 0 or more; None when empty and not required."""
    if not required and not row.text(name):
        return None
    value = row.number(name)
    if value is None or not 0 <= value <= LONGEST:
        row.report("OUT003", name)
        raise Skip
    return value


def sure_time(row: Row, name: str) -> float:
    """A time, which must be there."""
    return time(row, name) or 0.0


def word(row: Row, name: str, allowed: Sequence[str], *, default: str = "") -> str:
    """One of the words; `default` when empty."""
    text = row.text(name).lower().replace(" ", "_").replace("-", "_")
    if not text and default:
        return default
    if text not in allowed:
        row.report("OUT001", name, words=", ".join(allowed))
        raise Skip
    return text


def once(row: Row, patient: str, seen: set[str]) -> None:
    """Refuses a patient who was there already."""
    if patient in seen:
        row.report("OUT005", "patient")
        raise Skip
    seen.add(patient)


def numbers(
    found: Sequence[tuple[Row, Mapping[str, str]]], names: Sequence[str], reports: Reports, *, decimal_comma: bool
) -> list[dict[str, float]]:
    """Covariates of each record as numbers; a column of words becomes 0 and 1 for each word but the first.

    A column is one of words when no cell of it is a number.  A cell that is neither stays out with an issue.
    """
    made: list[dict[str, float]] = [{} for _ in found]
    for name in names:
        texts = [cells[name] for _, cells in found]
        parsed = [_number(t, decimal_comma) for t in texts]
        filled = [t for t in texts if t]
        if filled and all(p is None for p in parsed):
            _words(name, texts, made, reports)
            continue
        for i, (row, _) in enumerate(found):
            value = parsed[i]
            if value is not None:
                made[i][name] = value
            elif texts[i]:
                row.report("OUT018", f"={name}")
    return made


def _words(name: str, texts: Sequence[str], made: list[dict[str, float]], reports: Reports) -> None:
    levels = sorted({t for t in texts if t})
    if len(levels) > MOST_GROUPS:
        reports.warning("OUT026", field=name, count=len(levels), most=MOST_GROUPS)
        return
    for level in levels[1:]:
        for i, text in enumerate(texts):
            if text:
                made[i][f"{name}: {level}"] = float(text == level)


def _number(text: str, decimal_comma: bool) -> float | None:
    return parse_number(text, decimal_comma=decimal_comma) if text else None
