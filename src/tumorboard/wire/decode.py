"""Values out of their canonical JSON: the way back of `wire.codec`, by the types that a dataclass declares.

Strict: a field that the value does not have, and a value of another kind, are refused with the place, never guessed.
Parameters of reasons are the one thing that JSON does not bring back whole (a date there comes back as its text).
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
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


@cache
def reader(kind: Any) -> Read:
    """How JSON becomes a value of a declared type."""
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


def _fields(kind: Any) -> Read:
    needed = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]

    def read(body: Any, place: str) -> Any:
        if not isinstance(body, dict):
            raise _refused(place, f"an object of {kind.__name__}")
        known = _of_each_field(kind)
        for name in body:
            if name not in known:
                raise _refused(f"{place}.{name}", f"a field of {kind.__name__}")
        for name in needed:
            if name not in body:
                raise _refused(f"{place}.{name}", "a value")
        values = {name: known[name](value, f"{place}.{name}") for name, value in body.items()}
        try:
            return kind(**values)
        except ValueError as err:
            raise _refused(place, f"a valid {kind.__name__}") from err

    return read


@cache
def _of_each_field(kind: Any) -> dict[str, Read]:
    """Made when the first value is read: an evaluation holds evaluations."""
    hints = get_type_hints(kind)
    return {f.name: reader(hints[f.name]) for f in fields(kind)}


def _sequence(make: Callable[[Any], Any], inside: tuple[Any, ...]) -> Read:
    same = len(inside) == 1 or inside[-1] is Ellipsis
    parts = [reader(i) for i in inside if i is not Ellipsis]

    def read(body: Any, place: str) -> Any:
        if not isinstance(body, list) or not (same or len(body) == len(parts)):
            raise _refused(place, "a list" if same else f"a list of {len(parts)}")
        return make([parts[0 if same else n](one, f"{place}[{n}]") for n, one in enumerate(body)])

    return read


def _mapping(value: Any) -> Read:
    one = reader(value)

    def read(body: Any, place: str) -> Any:
        if not isinstance(body, dict):
            raise _refused(place, "an object")
        return MappingProxyType({key: one(v, f"{place}.{key}") for key, v in body.items()})

    return read


def _either(kinds: tuple[Any, ...]) -> Read:
    others = [reader(k) for k in kinds if k is not type(None)]
    empty = type(None) in kinds

    def read(body: Any, place: str) -> Any:
        if body is None and empty:
            return None
        for n, way in enumerate(others, 1):
            try:
                return way(body, place)
            except InputError:
                if n == len(others):
                    raise
        raise _refused(place, "a value")

    return read


def _enum(kind: type[Enum]) -> Read:
    # As the codec writes them: an enum of numbers by its name, of words by its value.
    members = {(m.name.lower() if isinstance(m.value, int) else m.value): m for m in kind}

    def read(body: Any, place: str) -> Any:
        if not isinstance(body, str) or body not in members:
            raise _refused(place, "one of " + ", ".join(map(str, members)))
        return members[body]

    return read


def _with_params(kind: type) -> Read:
    as_fields = _fields(kind)

    def read(body: Any, place: str) -> Any:
        params = body.get("params") if isinstance(body, dict) else None
        if not isinstance(params, dict):
            raise _refused(place, "a code with its parameters")
        pairs = tuple(sorted((k, tuple(v) if isinstance(v, list) else v) for k, v in params.items()))
        return replace(as_fields({**body, "params": []}, place), params=pairs)

    return read


def _of(*kinds: type, expected: str) -> Read:
    def read(body: Any, place: str) -> Any:
        if not isinstance(body, kinds) or (isinstance(body, bool) and bool not in kinds):
            raise _refused(place, expected)
        return body

    return read


def _number(body: Any, place: str) -> float:
    if isinstance(body, bool) or not isinstance(body, int | float):
        raise _refused(place, "a number")
    return float(body)


def _text_of(make: Callable[[str], Any], expected: str) -> Read:
    def read(body: Any, place: str) -> Any:
        if not isinstance(body, str):
            raise _refused(place, expected)
        try:
            return make(body)
        except ValueError as err:
            raise _refused(place, expected) from err

    return read


_PLAIN: dict[Any, Read] = {
    str: _of(str, expected="text"),
    int: _of(int, expected="a whole number"),
    bool: _of(bool, expected="true or false"),
    float: _number,
    datetime: _text_of(datetime.fromisoformat, "a time, YYYY-MM-DDTHH:MM:SS+00:00"),
    date: _text_of(date.fromisoformat, "a date, YYYY-MM-DD"),
    PartialDate: _text_of(PartialDate.parse, "YYYY, YYYY-MM or YYYY-MM-DD"),
    Any: lambda body, place: body,
    object: lambda body, place: body,
}
