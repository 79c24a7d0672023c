"""Facts as short JSON, and back: a dataclass is an object of the fields that are not as they are by default.

Equal values give equal text.  What cannot be read back as the value that is asked for is a `ValueError`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from tumorboard.model.dates import PartialDate

T = TypeVar("T")
Make = Callable[[Any], Any]


def text_of(value: object) -> str:
    """The JSON text of a value."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def plain(value: object) -> Any:
    """The JSON shape of a value."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(v) for v in value)
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: plain(told)
            for name, default in _defaults(type(value))
            if (told := getattr(value, name)) != default or type(told) is not type(default)
        }
    raise ValueError(f"no JSON form for {type(value).__name__}")


def value_of(kind: Any, text: str) -> Any:
    """The value of this kind that the text tells.

    Raises
    ------
    ValueError
        If it tells no such value.
    """
    return made(kind, json.loads(text))


def made(kind: Any, told: Any) -> Any:
    """The value of this kind that a JSON shape tells.

    Raises
    ------
    ValueError
        If it tells no such value.
    """
    try:
        return _maker(kind)(told)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("the text tells no such value") from error


@lru_cache(maxsize=256)
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    found = []
    for f in fields(kind):
        default = f.default
        if default is MISSING:
            default = f.default_factory() if f.default_factory is not MISSING else _NONE_SUCH
        found.append((f.name, default))
    return tuple(found)


_NONE_SUCH = object()


@lru_cache(maxsize=1024)
def _maker(kind: Any) -> Make:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (inner,) = (_maker(a) for a in args if a is not NoneType)
        return lambda told: None if told is None else inner(told)
    if origin is tuple:
        if len(args) == 2 and args[1] is Ellipsis:
            each = _maker(args[0])
            return lambda told: tuple([each(one) for one in _list(told)])
        makers = [_maker(a) for a in args]
        return lambda told: tuple([make(one) for make, one in zip(makers, _list(told), strict=True)])
    if origin is frozenset:
        of = _maker(args[0])
        return lambda told: frozenset([of(one) for one in _list(told)])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, value = (_maker(a) for a in args)
        return lambda told: {key(k): value(v) for k, v in told.items()}
    if kind is PartialDate:
        return PartialDate.parse
    if kind is date:
        return date.fromisoformat
    if kind is float:
        return _number
    if isinstance(kind, type) and is_dataclass(kind):
        return _of_fields(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _exactly(kind)


def _of_fields(kind: type) -> Make:
    hints = get_type_hints(kind)
    makers = {f.name: _maker(hints[f.name]) for f in fields(kind)}
    return lambda told: kind(**{name: makers[name](value) for name, value in told.items()})


def _list(told: Any) -> list[Any]:
    if not isinstance(told, list):
        raise ValueError("expected a list")
    return told


def _number(told: Any) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise ValueError("expected a number")
    return told  # a whole number stays one: equal, and written as it was


def _exactly(kind: Any) -> Make:
    def make(told: Any) -> Any:
        if type(told) is not kind:
            raise ValueError("expected another kind of value")
        return told

    return make
