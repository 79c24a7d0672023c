"""The chain of entries: each carries the digest of the one before, so that nothing can be changed or left out unseen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from hashlib import sha256

from tumorboard.model.registry import Entry

START = "0" * 64  # what the first entry names as the one before
_SIGNED = tuple(f.name for f in fields(Entry) if f.name != "digest")


def sealed(entry: Entry) -> Entry:
    """The entry with its digest: SHA-256 of the canonical JSON of every other field."""
    return replace(entry, digest=digest(entry))


def digest(entry: Entry) -> str:
    """The digest that an entry of this content has."""
    values = {name: getattr(entry, name) for name in _SIGNED}
    values["at"] = stamp(entry.at)
    return sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def stamp(at: datetime) -> str:
    """A time as the registry writes it: UTC, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold: `what` is changed, missing or out_of_place."""

    number: int
    what: str


def breaks(entries: Iterable[Entry]) -> Iterator[Break]:
    """Every place where an entry is not what was sealed, or does not follow the one before.

    What was cut off at the end cannot be seen from inside: compare the last digest with one kept elsewhere.
    """
    before, expected = START, 1
    for entry in entries:
        if entry.number != expected:
            yield Break(expected, "missing" if entry.number > expected else "out_of_place")
        if entry.previous != before:
            yield Break(entry.number, "out_of_place")
        if entry.digest != digest(entry):
            yield Break(entry.number, "changed")
        before, expected = entry.digest, entry.number + 1
