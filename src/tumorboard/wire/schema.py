"""The JSON Schema of a value's canonical JSON, made from its dataclass and the words of its docstring.

Every field is written by the codec, so every field is required, and nothing else may stand in an object.

Source: JSON Schema draft 2020-12.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from textwrap import dedent
from typing import Any, Union, get_args, get_origin, get_type_hints

from tumorboard.errors import InternalError
from tumorboard.issues import Issue
from tumorboard.model.dates import PartialDate
from tumorboard.reasons import Reason

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DATE = r"^\d{4}-\d{2}-\d{2}$"
PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_PLAIN: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    date: {"type": "string", "pattern": DATE},
    PartialDate: {"type": "string", "pattern": PARTIAL_DATE},
    object: {},
}


def schema(kind: type) -> dict[str, Any]:
    """The schema of a dataclass, with the classes inside it as definitions by name.

    Raises
    ------
    InternalError
        If a field is of a kind that has no JSON form, or two classes have one name.
    """
    defined: dict[str, dict[str, Any]] = {}
    seen: dict[str, type] = {}
    _class(kind, defined, seen)
    return {"$schema": DRAFT, "$ref": f"#/$defs/{kind.__name__}", "$defs": dict(sorted(defined.items()))}


def _class(kind: type, defined: dict[str, dict[str, Any]], seen: dict[str, type]) -> None:
    name = kind.__name__
    if seen.setdefault(name, kind) is not kind:
        raise InternalError(f"two classes of the wire are called {name}")
    if name in defined:
        return
    defined[name] = {}  # a class may hold itself
    summary, said = _words(kind)
    hints = get_type_hints(kind)
    properties = {}
    for f in sorted(fields(kind), key=lambda f: f.name):
        params = f.name == "params" and kind in {Reason, Issue}
        shape = {"type": "object"} if params else _shape(hints[f.name], defined, seen)
        properties[f.name] = {**shape, "description": said[f.name]} if f.name in said else shape
    defined[name] = {
        "type": "object",
        "description": summary,
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _shape(hint: Any, defined: dict[str, dict[str, Any]], seen: dict[str, type]) -> dict[str, Any]:
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return {"anyOf": [_shape(a, defined, seen) for a in arguments]}
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return {"type": "array", "items": _shape(arguments[0], defined, seen)}
    if origin is tuple:
        parts = [_shape(a, defined, seen) for a in arguments]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
    if origin is frozenset:
        return {"type": "array", "items": _shape(arguments[0], defined, seen), "uniqueItems": True}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _shape(arguments[1], defined, seen)}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [m.name.lower() if isinstance(m.value, int) else m.value for m in hint]}
    if is_dataclass(hint) and isinstance(hint, type):
        _class(hint, defined, seen)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    raise InternalError(f"no JSON form for {hint}")


def _words(kind: type) -> tuple[str, dict[str, str]]:
    """The first paragraph of a docstring, and what its *Parameters* say of each field."""
    first, _, rest = (kind.__doc__ or "").partition("\n")
    text = f"{first.strip()}\n{dedent(rest)}"
    summary = " ".join(text.partition("\n\n")[0].split())
    _, _, listed = text.partition("Parameters\n----------\n")
    said: dict[str, str] = {}
    names: list[str] = []
    for line in listed.splitlines():
        if re.match(r"\w+(, \w+)*$", line):
            names = line.split(", ")
        elif line.startswith("    "):
            for name in names:
                said[name] = f"{said.get(name, '')} {line.strip()}".strip()
        elif line.strip():
            break
    return summary, said
