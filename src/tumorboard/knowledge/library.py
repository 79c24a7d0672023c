"""A source's statements compiled into one file: an index by gene and marker, then a row a line, made when it is asked for.

The file is a cache: its name holds the hashes of the snapshot, of the vocabularies and of the program, so that a stale one is
never read.  Its first line is the hash of the rest: a file of which a word was changed, or that was cut, is made again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from tumorboard.criteria.base import LeafTypes
from tumorboard.knowledge.rows import Read, criteria_reader, statement
from tumorboard.model.knowledge import Holds
from tumorboard.model.statement import Statement

SCHEMA = 3
Compile = Callable[[], tuple[list[dict[str, Any]], Mapping[str, Any]]]


@dataclass(slots=True)
class Compiled:
    """Rows by line, and which lines speak of a gene or marker; `account` says what became of the source's items."""

    source: str
    release: str
    lines: Sequence[str]
    index: Mapping[str, Sequence[int]]
    account: Mapping[str, Any]
    read: Read
    _made: dict[int, Statement] = field(default_factory=dict)

    def concerning(self, keys: frozenset[str], holds: Holds) -> tuple[Statement, ...]:
        """Statements that speak of one of the keys, each once, by id; the tumor alone makes none of a large source matter."""
        wanted = {n for key in keys for n in self.index.get(key, ())}
        return tuple(self._statement(n) for n in sorted(wanted))

    def all(self) -> tuple[Statement, ...]:
        """Every statement, by id."""
        return tuple(self._statement(n) for n in range(len(self.lines)))

    def _statement(self, n: int) -> Statement:
        if n not in self._made:
            self._made[n] = statement(json.loads(self.lines[n]), self.source, self.release, self.read)
        return self._made[n]


def opened(path: Path, source: str, release: str, leaf_types: LeafTypes, compile_rows: Compile) -> Compiled:
    """The compiled source in `path`, compiled and written there when it is not there whole."""
    read = criteria_reader(leaf_types)
    found = _from(path)
    if found is None:
        rows, account = compile_rows()
        head: dict[str, Any] = {"schema": SCHEMA, "rows": len(rows), "account": account, "index": _index(rows)}
        lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]
        _write(path, "\n".join([json.dumps(head, sort_keys=True), *lines]) + "\n")
        found = head, lines
    head, lines = found
    return Compiled(source, release, lines, head["index"], head["account"], read)


def _index(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        for key in row.get("genes", ()):
            found.setdefault(key, []).append(n)
    return found


def _from(path: Path) -> tuple[dict[str, Any], list[str]] | None:
    try:
        seal, _, rest = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if seal != _seal(rest):
        return None
    first, *lines = rest.decode("utf-8").rstrip("\n").split("\n")
    head = json.loads(first)
    return (head, lines) if head["schema"] == SCHEMA else None


def _seal(rest: bytes) -> bytes:
    return sha256(rest).hexdigest().encode("ascii")


def _write(path: Path, text: str) -> None:
    """In its place whole, or not at all: a folder that cannot be written costs time, not the run."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        content = text.encode("utf-8")
        beside.write_bytes(_seal(content) + b"\n" + content)
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
