"""Values out of their canonical JSON: the way back of `wire.codec`, by the types that a dataclass declares.

Strict: a field that the value does not have, and a value of another kind, are refused with the place, never guessed.
Parameters of reasons are the one thing that JSON does not bring back whole (a date there comes back as its text).
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from tumorboard.errors import InputError
from tumorboard.issues import Issue
from tumorboard.model.dates import PartialDate
from tumorboard.reasons import Reason

T = TypeVar("T")
Read = Callable[[Any, str], Any]
_Way = Callable[[Any], Any]
_NONE: Mapping[str, Any] = MappingProxyType({})


def loads(kind: type[T], text: str) -> T:
    """The value that `codec.dumps` or `codec.document` wrote.

    Raises
    ------
    InputError
        ``WIR001`` if the text is no JSON of such a value; the message names the place in it, never what stands there.
    """
    try:
        body = json.loads(text)
    except ValueError as err:
        raise _refused("", "no JSON") from err
    declared: Any = kind
    value: T = reader(declared)(body, "")
    return value


def of_document(kind: type[T], name: str, text: str) -> T:
    """The value of one field of a document that `codec.document` wrote, a field a line; the other fields are not read.

    Raises
    ------
    InputError
        ``WIR001`` as `loads`, or if the document has no such field.
    """
    start = f'"{name}": '
    for line in text.split("\n"):
        inner = line.strip()
        if inner.startswith(start):
            return loads(kind, inner.removeprefix(start).removesuffix(","))
    raise _refused(f".{name}", "a value")


class _Unlike(Exception):
    """A value is not what was declared; the steps of the way to it are added from the inside out, only when it happens."""

    def __init__(self, expected: str, *steps: str) -> None:
        super().__init__(expected)
        self.expected, self.steps = expected, list(steps)


@cache
def reader(kind: Any) -> Read:
    """How JSON becomes a value of a declared type; called with what was read and the place where it stood."""
    way = _way(kind)

    def read(body: Any, place: str) -> Any:
        try:
            return way(body)
        except _Unlike as err:
            raise _refused(place + "".join(reversed(err.steps)), err.expected) from err.__cause__

    return read


@cache
def _way(kind: Any) -> _Way:
    origin, inside = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return _either(inside)
    if origin in {tuple, list}:
        return _sequence(tuple, inside)
    if origin in {frozenset, set}:
        return _sequence(frozenset, inside)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(inside[1])
    if kind in {Reason, Issue}:
        return _with_params(kind)
    if isinstance(kind, type) and is_dataclass(kind) and kind is not PartialDate:
        return _fields(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    raise TypeError(f"no way back from JSON to {kind}")


def _refused(place: str, expected: str) -> InputError:
    where = place.lstrip(".") or "the document"
    return InputError(
        f"{where}: expected {expected}",
        code="WIR001",
        remedy="Use the file as tumorboard wrote it, with the same version of the program.",
    )


def _fields(kind: Any) -> Callable[..., Any]:
    needed = {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}

    def read(body: Any, given: Mapping[str, Any] = _NONE) -> Any:
        # what is named in `given` has that value, whatever stands there
        if not isinstance(body, dict):
            raise _Unlike(f"an object of {kind.__name__}")
        known = _of_each_field(kind)
        if not known.keys() >= body.keys():
            name = next(n for n in body if n not in known)
            raise _Unlike(f"a field of {kind.__name__}", f".{name}")
        if not body.keys() >= needed:
            name = next(n for n in known if n in needed and n not in body)
            raise _Unlike("a value", f".{name}")
        values = {**body, **given}
        name = ""
        try:
            for name, value in body.items():
                if name not in given:
                    values[name] = known[name](value)
        except _Unlike as err:
            err.steps.append(f".{name}")
            raise
        try:
            return kind(**values)
        except ValueError as err:
            raise _Unlike(f"a valid {kind.__name__}") from err

    return read


@cache
def _of_each_field(kind: Any) -> dict[str, _Way]:
    """Made when the first value is read: an evaluation holds evaluations."""
    hints = get_type_hints(kind)
    return {f.name: _way(hints[f.name]) for f in fields(kind)}


def _sequence(make: Callable[[Any], Any], inside: tuple[Any, ...]) -> _Way:
    same = len(inside) == 1 or inside[-1] is Ellipsis
    parts = [_way(i) for i in inside if i is not Ellipsis]
    one = parts[0]
    words = same and one is _PLAIN[str]

    def read(body: Any) -> Any:
        if not isinstance(body, list) or not (same or len(body) == len(parts)):
            raise _Unlike("a list" if same else f"a list of {len(parts)}")
        if words and all(type(value) is str for value in body):
            return make(body)
        found: list[Any] = []
        try:
            if same:
                for value in body:
                    found.append(one(value))
            else:
                for part, value in zip(parts, body, strict=True):
                    found.append(part(value))
        except _Unlike as err:
            err.steps.append(f"[{len(found)}]")
            raise
        return make(found)

    return read


def _mapping(value: Any) -> _Way:
    one = _way(value)

    def read(body: Any) -> Any:
        if not isinstance(body, dict):
            raise _Unlike("an object")
        found = {}
        for key, inner in body.items():
            try:
                found[key] = one(inner)
            except _Unlike as err:
                err.steps.append(f".{key}")
                raise
        return MappingProxyType(found)

    return read


def _either(kinds: tuple[Any, ...]) -> _Way:
    others = [_way(k) for k in kinds if k is not type(None)]
    empty = type(None) in kinds

    def read(body: Any) -> Any:
        if body is None and empty:
            return None
        for way in others[:-1]:
            try:
                return way(body)
            except _Unlike:
                continue
        return others[-1](body)

    return read


def _enum(kind: type[Enum]) -> _Way:
    # As the codec writes them: an enum of numbers by its name, of words by its value.
    members = {(m.name.lower() if isinstance(m.value, int) else m.value): m for m in kind}

    def read(body: Any) -> Any:
        if not isinstance(body, str) or body not in members:
            raise _Unlike("one of " + ", ".join(map(str, members)))
        return members[body]

    return read


def _with_params(kind: type) -> _Way:
    as_fields = _fields(kind)

    def read(body: Any) -> Any:
        params = body.get("params") if isinstance(body, dict) else None
        if not isinstance(params, dict):
            raise _Unlike("a code with its parameters")
        pairs = tuple(sorted((k, tuple(v) if isinstance(v, list) else v) for k, v in params.items()))
        return as_fields(body, {"params": pairs})

    return read


def _of(*kinds: type, expected: str) -> _Way:
    def read(body: Any) -> Any:
        if not isinstance(body, kinds) or (isinstance(body, bool) and bool not in kinds):
            raise _Unlike(expected)
        return body

    return read


def _number(body: Any) -> float:
    if isinstance(body, bool) or not isinstance(body, int | float):
        raise _Unlike("a number")
    return float(body)


def _text_of(make: Callable[[str], Any], expected: str) -> _Way:
    def read(body: Any) -> Any:
        if not isinstance(body, str):
            raise _Unlike(expected)
        try:
            return make(body)
        except ValueError as err:
            raise _Unlike(expected) from err

    return read


_PLAIN: dict[Any, _Way] = {
    str: _of(str, expected="text"),
    int: _of(int, expected="a whole number"),
    bool: _of(bool, expected="true or false"),
    float: _number,
    datetime: _text_of(datetime.fromisoformat, "a time, YYYY-MM-DDTHH:MM:SS+00:00"),
    date: _text_of(date.fromisoformat, "a date, YYYY-MM-DD"),
    PartialDate: _text_of(PartialDate.parse, "YYYY, YYYY-MM or YYYY-MM-DD"),
    Any: lambda body: body,
    object: lambda body: body,
}
