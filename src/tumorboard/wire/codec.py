"""The one canonical JSON of our values: sorted keys, sorted sets, no blanks to argue about.

A dataclass becomes an object of its fields, an enum its value, a date ISO text, a set a sorted list.
Equal values give equal bytes under any hash seed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import Any

from tumorboard.errors import InternalError
from tumorboard.issues import Issue
from tumorboard.model.dates import PartialDate
from tumorboard.reasons import Reason


def plain(value: object) -> Any:
    """The JSON shape of a value.

    Raises
    ------
    InternalError
        If a value of another kind, or a number that JSON cannot hold, is inside.
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InternalError("a number in the result is not finite")
        return value
    if isinstance(value, Enum):
        return value.name.lower() if isinstance(value.value, int) else value.value
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Reason, Issue)):
        return _with_params(value)
    return _container(value)


def _container(value: object) -> Any:
    if isinstance(value, Mapping):
        return {_key(k): plain(v) for k, v in sorted(value.items(), key=lambda kv: _key(kv[0]))}
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(v) for v in value), key=lambda v: json.dumps(v, sort_keys=True))
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    raise InternalError(f"no JSON form for {type(value).__name__}")


def dumps(value: object, *, indent: int | None = None) -> str:
    """Canonical JSON text of a value, ending in a line feed when indented."""
    text = json.dumps(plain(value), sort_keys=True, ensure_ascii=False, indent=indent, allow_nan=False)
    return text + "\n" if indent is not None else text


def content_hash(value: object) -> str:
    """SHA-256 of the canonical JSON of a value without its field ``content_hash``."""
    shape = plain(value)
    if isinstance(shape, dict):
        shape.pop("content_hash", None)
    return sha256(json.dumps(shape, sort_keys=True, ensure_ascii=False, allow_nan=False).encode()).hexdigest()


def _with_params(value: Reason | Issue) -> dict[str, Any]:
    shape = {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name != "params"}
    shape["params"] = {name: plain(param) for name, param in value.params}
    return shape


def _key(key: object) -> str:
    if isinstance(key, str):
        return key
    return ":".join(str(k) for k in key) if isinstance(key, tuple) else str(key)
