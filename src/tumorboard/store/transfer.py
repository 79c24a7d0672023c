"""A whole registry as one file of lines, gzipped: backup, restore, and the way from SQLite to PostgreSQL.

The first line says what it is, then come the entries in order, each followed by its body where it has one that is still
kept, and the last line counts them: a file that breaks off is refused.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import sqlalchemy as sa

from tumorboard.errors import InputError
from tumorboard.model.registry import Entry
from tumorboard.store import private
from tumorboard.store.chain import breaks, stamp
from tumorboard.store.database import looking, writing
from tumorboard.store.heads import Keep
from tumorboard.store.registry import Draft, Registry, body_of
from tumorboard.store.schema import DOCUMENTS, ENTRIES, ERASURES

FORMAT = "tumorboard registry"
VERSION = 1
_NAMES = tuple(f.name for f in fields(Entry))


def write(registry: Registry, path: Path) -> int:
    """The file holds the registry as it was at one moment; how many entries it has.

    A file of that name is replaced only when the new one is whole; only the owner may read it.
    """
    part = path.with_name(path.name + ".part")
    private.emptied(part)
    count = 0
    with gzip.open(part, "wt", encoding="utf-8", compresslevel=6) as out, looking(registry.engine) as connection:
        _line(out, {"format": FORMAT, "version": VERSION})
        written: set[str] = set()
        for row in connection.execute(sa.select(ENTRIES).order_by(ENTRIES.c.number)):
            entry = dict(row._mapping)
            if entry["document"] and entry["document"] not in written:
                written.add(entry["document"])
                body = connection.execute(
                    sa.select(DOCUMENTS.c.body).where(DOCUMENTS.c.digest == entry["document"])
                ).scalar()
                _line(out, {"digest": entry["document"], "body": body})
            _line(out, {"entry": entry})
            count += 1
        _line(out, {"entries": count})
    with part.open("rb") as done:
        os.fsync(done.fileno())
    part.replace(path)
    return count


def read(registry: Registry, path: Path, keep: Keep) -> int:
    """An empty registry holds what the file does; how many entries came.

    Raises
    ------
    InputError
        ``REG030`` if the registry is not empty, ``REG031`` if the file is no such file, breaks off or its chain does not
        hold.  Nothing was written then.
    """
    with writing(registry.engine) as connection:
        if connection.execute(sa.select(ENTRIES.c.number).limit(1)).first() is not None:
            raise InputError("the registry is not empty", code="REG030", remedy="Restore into a new one.")
        bodies: dict[str, str | None] = {}
        came: list[Entry] = []
        for kind, value in _lines(path):
            if kind == "body":
                bodies[value["digest"]] = value["body"]
                _keep(connection, value)
            else:
                came.append(_entry(value))
                connection.execute(ENTRIES.insert().values(**value))
        if any(breaks(came)) or any(e.document and e.document not in bodies for e in came):
            raise _damaged("its chain does not hold")
        for entry in came:
            body = body_of(entry.action, bodies.get(entry.document))
            keep(connection, entry, Draft(action=entry.action, by=entry.by, case=entry.case, body=body))
    return len(came)


def _keep(connection: sa.Connection, value: dict[str, Any]) -> None:
    if value["body"] is None:
        connection.execute(ERASURES.insert().values(digest=value["digest"]))
    else:
        connection.execute(DOCUMENTS.insert().values(digest=value["digest"], body=value["body"]))


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Bodies and entries; the first and the last line are checked."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as source:
            first = json.loads(next(source, "{}"))
            if first != {"format": FORMAT, "version": VERSION}:
                raise _damaged("it is no registry of this version")
            count, whole = 0, False
            for text in source:
                line = json.loads(text)
                if "entries" in line:
                    whole = line["entries"] == count
                elif "entry" in line:
                    count += 1
                    yield "entry", line["entry"]
                else:
                    yield "body", line
    except (OSError, EOFError, ValueError, KeyError) as err:
        raise _damaged("it cannot be read") from err
    if not whole:
        raise _damaged("it breaks off")


def _entry(value: dict[str, Any]) -> Entry:
    if set(value) != set(_NAMES):
        raise _damaged("an entry has other fields")
    return Entry(**{**value, "at": datetime.fromisoformat(value["at"])})


def _damaged(what: str) -> InputError:
    return InputError(f"the file of the registry cannot be used: {what}", code="REG031", remedy="Take another backup.")


def _line(out: TextIO, value: dict[str, Any]) -> None:
    if "entry" in value:
        at = value["entry"]["at"]
        value = {"entry": {**value["entry"], "at": at if isinstance(at, str) else stamp(at)}}
    out.write(json.dumps(value, sort_keys=True, ensure_ascii=False) + "\n")
