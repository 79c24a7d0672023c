"""The one canonical JSON of our values: sorted keys, sorted sets, no blanks to argue about.

A dataclass becomes an object of its fields, an enum its value, a date ISO text, a set a sorted list, a reason its code
with its parameters by name.  Equal values give equal bytes under any hash seed.

Text is made directly and a frozen value that occurs again is written once: an assessment of an exome holds some hundred
thousand values, and most of its variants share one oncogenicity class.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring as quoted
from operator import attrgetter, is_, itemgetter
from typing import Any

from tumorboard.errors import InternalError
from tumorboard.issues import Issue
from tumorboard.model.dates import PartialDate
from tumorboard.reasons import Reason


def dumps(value: object) -> str:
    """Canonical JSON text of a value on one line.

    Raises
    ------
    InternalError
        If a value of another kind, or a number that JSON cannot hold, is inside.
    """
    return _Writer().text(value)


def plain(value: object) -> Any:
    """The JSON shape of a value."""
    return json.loads(dumps(value))


def document(value: object) -> str:
    """Canonical JSON of a dataclass as a file: one top-level field a line, ending in a line feed."""
    lines = dict(_lines(_Content.of(value)))
    if hasattr(value, HASH):
        lines[HASH] = f"{quoted(HASH)}: {dumps(getattr(value, HASH))}"
    return _file(lines[name] for name in sorted(lines))


def content_hash(value: object) -> str:
    """SHA-256 of the file of a dataclass without its line ``content_hash``."""
    return sha256(_file(line for _, line in _lines(_Content.of(value))).encode()).hexdigest()


HASH = "content_hash"


@dataclass(frozen=True, slots=True, eq=False)
class _Content:
    """The fields of a value but its hash; equal to another one that holds the very same objects."""

    names: tuple[str, ...]
    values: tuple[object, ...]

    @classmethod
    def of(cls, value: object) -> _Content:
        names = tuple(name for name in _names(value) if name != HASH)
        return cls(names, tuple(getattr(value, name) for name in names))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Content) or self.names != other.names:
            return False
        return all(map(is_, self.values, other.values))

    def __hash__(self) -> int:
        return hash((self.names, *map(id, self.values)))


@lru_cache(maxsize=1)
def _lines(content: _Content) -> tuple[tuple[str, str], ...]:
    """Name and text of every field.  The last one is kept: an assessment is hashed, then written."""
    writer = _Writer()
    pairs = zip(content.names, content.values, strict=True)
    return tuple((name, f"{quoted(name)}: {writer.text(value)}") for name, value in pairs)


def _file(lines: Iterable[str]) -> str:
    return "{\n" + ",\n".join(lines) + "\n}\n"


Make = Callable[["_Writer", Any], str]


class _Writer:
    """Turns values into text; a frozen value that occurs again is written once."""

    __slots__ = ("_makers", "_seen")

    def __init__(self) -> None:
        # the value rides along, so that no other one can get its identity meanwhile
        self._seen: dict[int, tuple[object, str]] = {}
        self._makers: dict[type, Make] = {}

    def text(self, value: object) -> str:
        """The text of any value."""
        kind = type(value)
        if kind is str:
            return quoted(value)  # type: ignore[arg-type]
        if value is None:
            return "null"
        make = self._makers.get(kind)
        if make is None:
            make = self._makers[kind] = _maker(value)
        return make(self, value)

    def once(self, value: object, make: Make) -> str:
        """The text of a value, made the first time it is met."""
        known = self._seen.get(id(value))
        if known is None:
            known = self._seen[id(value)] = (value, make(self, value))
        return known[1]


def _maker(value: object) -> Make:
    """How values of this kind are written."""
    for kind, make in _KINDS:
        if isinstance(value, kind):
            return make
    if is_dataclass(value) and not isinstance(value, type):
        return _of_fields(_names(value))
    raise InternalError(f"no JSON form for {type(value).__name__}")


def _names(value: Any) -> list[str]:
    return sorted(f.name for f in fields(value))


def _of_fields(names: list[str]) -> Make:
    if not names:
        return lambda writer, one: "{}"
    heads = [f"{quoted(name)}: " for name in names]
    every = attrgetter(*names)

    def make(writer: _Writer, one: object) -> str:
        values = every(one) if len(names) > 1 else (every(one),)
        text = writer.text
        # Most fields are empty, a word or a whole number: these are written here, without a call each.
        parts = [
            head
            + ("null" if v is None else quoted(v) if (kind := type(v)) is str else repr(v) if kind is int else text(v))
            for head, v in zip(heads, values, strict=True)
        ]
        return "{" + ", ".join(parts) + "}"

    return lambda writer, one: writer.once(one, make)


def _number(writer: _Writer, value: float) -> str:
    if not math.isfinite(value):
        raise InternalError("a number in the result is not finite")
    return float.__repr__(value)


def _mapping(writer: _Writer, value: Mapping[Any, Any]) -> str:
    pairs = value.items() if set(map(type, value)) <= {str} else [(_key(k), v) for k, v in value.items()]
    text = writer.text
    return "{" + ", ".join([f"{quoted(k)}: {text(v)}" for k, v in sorted(pairs, key=itemgetter(0))]) + "}"


def _list(writer: _Writer, value: tuple[Any, ...] | list[Any]) -> str:
    return "[" + ", ".join([writer.text(v) for v in value]) + "]" if value else "[]"


def _set(writer: _Writer, value: frozenset[Any] | set[Any]) -> str:
    return "[" + ", ".join(sorted([writer.text(v) for v in value])) + "]" if value else "[]"


def _with_params(writer: _Writer, value: Reason | Issue) -> str:
    return writer.once(value, _coded)


def _coded(writer: _Writer, one: Reason | Issue) -> str:
    if type(one) is Reason:  # thousands, of two fields
        return f'{{"code": {quoted(one.code)}, "params": {_mapping(writer, dict(one.params))}}}'
    parts = {name: getattr(one, name) for name in _names(one)}
    return _mapping(writer, {**parts, "params": dict(one.params)})


_KINDS: tuple[tuple[type | tuple[type, ...], Make], ...] = (
    (bool, lambda writer, value: "true" if value else "false"),
    (Enum, lambda writer, value: writer.text(value.name.lower() if isinstance(value.value, int) else value.value)),
    (int, lambda writer, value: int.__repr__(value)),
    (str, lambda writer, value: quoted(value)),
    (float, _number),
    (PartialDate, lambda writer, value: quoted(str(value))),
    (date, lambda writer, value: quoted(value.isoformat())),
    ((Reason, Issue), _with_params),
    (Mapping, _mapping),
    ((tuple, list), _list),
    ((set, frozenset), _set),
)


def _key(key: object) -> str:
    if isinstance(key, str):
        return key
    return ":".join(str(k) for k in key) if isinstance(key, tuple) else str(key)
