"""Facts of alleles by place, in an SQLite file beside the snapshots that is searched, never read whole.

A row is a place (assembly, chromosome and interbase start in one number), the trimmed bases, and what the source says.  The file
is a cache: its name holds the hash of the content, and one that is not whole is made again.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tumorboard.model.alteration import GenomicPosition

SCHEMA = 1
ASSEMBLIES = {"GRCh37": 0, "GRCh38": 1}
CHROMOSOMES = {name: n for n, name in enumerate((*(str(n) for n in range(1, 23)), "X", "Y", "MT"), start=1)}
# A place with rows of the table on both sides within this distance was covered by it.
NEAR = 100

Row = tuple[GenomicPosition, Sequence[Any]]
Rows = Callable[[], tuple[Iterable[Row], dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class AlleleTable:
    """`account` says what became of the source's records; `columns` are what a row says beside its place and bases."""

    path: Path
    database: sqlite3.Connection
    columns: tuple[str, ...]
    account: Mapping[str, Any]

    def again(self) -> AlleleTable:
        """The same through a connection of its own: one opened before a process was copied must not be used in the copy."""
        return replace(self, database=_connected(self.path))

    def find(self, position: GenomicPosition) -> Mapping[str, Any] | None:
        """What the table says of an allele; None when it is not in it."""
        place = place_of(position)
        asked = "SELECT * FROM alleles WHERE place = ? AND ref = ? AND alt = ?"
        row = self.database.execute(asked, (place, position.ref, position.alt)).fetchone() if place else None
        return dict(zip(self.columns, row[3:], strict=True)) if row else None

    def covers(self, position: GenomicPosition) -> bool:
        """Whether rows lie near the place on both sides, or at it: the table looked there."""
        place = place_of(position)
        if place is None:
            return False
        asked = "SELECT EXISTS (SELECT 1 FROM alleles WHERE place BETWEEN ? AND ?)"
        spans = ((place - NEAR, place), (place, place + NEAR))
        return all(self.database.execute(asked, span).fetchone()[0] for span in spans)


def place_of(position: GenomicPosition) -> int | None:
    """The place as one number; None for a sequence that is no chromosome of a known assembly."""
    chrom = CHROMOSOMES.get(position.chrom.removeprefix("chr"))
    if chrom is None or position.assembly not in ASSEMBLIES:
        return None
    return (ASSEMBLIES[position.assembly] << 40) | (chrom << 32) | position.start


def opened(path: Path, columns: Sequence[str], rows: Rows) -> AlleleTable:
    """The table in `path`, made there when it is not there whole.

    `rows` gives the rows and the account, which is complete when they are exhausted; of an allele that comes twice the first counts.
    """
    found = _whole(path)
    if found is None:
        _made(path, columns, rows)
        found = _whole(path)
        assert found is not None, "a table just made is whole"
    database, account = found
    return AlleleTable(path, database, tuple(columns), account)


def _whole(path: Path) -> tuple[sqlite3.Connection, dict[str, Any]] | None:
    """The file opened for reading, with its account; the account is written last, so that a half-made file has none."""
    if not path.is_file():
        return None
    database = _connected(path)
    try:
        schema, text = database.execute("SELECT schema, account FROM about").fetchone()
        if schema == SCHEMA:
            return database, json.loads(text)
    except (sqlite3.DatabaseError, TypeError, ValueError):
        pass
    database.close()
    return None


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _made(path: Path, columns: Sequence[str], rows: Rows) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    found, account = rows()
    names = ", ".join(("place", "ref", "alt", *columns))
    marks = ", ".join("?" * (3 + len(columns)))
    try:
        with closing(sqlite3.connect(beside, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = OFF")  # a file of its own, thrown away when anything fails
            database.execute("PRAGMA synchronous = OFF")
            database.execute(f"CREATE TABLE alleles ({names}, PRIMARY KEY (place, ref, alt)) WITHOUT ROWID")
            database.execute("CREATE TABLE about (schema, account)")
            told = ((p, at.ref, at.alt, *said) for at, said in found if (p := place_of(at)) is not None)
            database.execute("BEGIN")
            database.executemany(f"INSERT OR IGNORE INTO alleles ({names}) VALUES ({marks})", told)
            account["alleles"] = database.execute("SELECT count(*) FROM alleles").fetchone()[0]
            text = json.dumps(account, sort_keys=True)
            database.execute("INSERT INTO about VALUES (?, ?)", (SCHEMA, text))
            database.execute("COMMIT")
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
