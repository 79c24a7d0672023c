"""Criteria as JSON, for files and interfaces: the same tree as the text, with its schema made from the leaf classes.

``{"all": [...]}``, ``{"any": [...]}``, ``{"not": ...}``, ``{"at_least": 2, "of": [...]}``, ``{"if": ..., "then": ...,
"else": ...}``, ``{"flag_if": ...}``, ``{"always": true}``, ``{"never": true}``, and for a leaf its name with every
parameter that is not the default: ``{"leaf": "FusionIn", "genes": ["ALK"]}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

from tumorboard.criteria import combinators as c
from tumorboard.criteria.base import Leaf, LeafTypes
from tumorboard.criteria.parameters import CriterionError, build
from tumorboard.model.verdict import Criterion

JSON_TYPES: Mapping[str, dict[str, Any]] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "int | None": {"type": ["integer", "null"]},
    "float": {"type": "number"},
    "float | None": {"type": ["number", "null"]},
    "bool": {"type": "boolean"},
    "tuple[str, ...]": {"type": "array", "items": {"type": "string"}},
    "tuple[int, ...]": {"type": "array", "items": {"type": "integer"}},
}


def to_json(criterion: Criterion) -> dict[str, Any]:
    """The JSON form; its values are strings, numbers, booleans, None, lists and objects."""
    match criterion:
        case c.All(parts):
            return {"all": [to_json(p) for p in parts]}
        case c.Any(parts):
            return {"any": [to_json(p) for p in parts]}
        case c.Not(part):
            return {"not": to_json(part)}
        case c.AtLeast(k, parts):
            return {"at_least": k, "of": [to_json(p) for p in parts]}
        case c.If(condition, then, otherwise):
            return {"if": to_json(condition), "then": to_json(then), "else": to_json(otherwise)}
        case c.FlagIf(part):
            return {"flag_if": to_json(part)}
        case c.Always():
            return {"always": True}
        case c.Never():
            return {"never": True}
    return _leaf(criterion)  # type: ignore[arg-type]


def _leaf(leaf: Leaf) -> dict[str, Any]:
    form: dict[str, Any] = {"leaf": leaf.name}
    for f in fields(leaf):  # type: ignore[arg-type]
        value = getattr(leaf, f.name)
        if _required(f) or value != f.default:
            form[f.name] = list(value) if isinstance(value, tuple) else value
    return form


def _required(f: Field[Any]) -> bool:
    return f.default is MISSING and f.default_factory is MISSING


def from_json(form: object, leaf_types: LeafTypes) -> Criterion:
    """The criterion of a JSON form.

    Raises
    ------
    CriterionError
        If the form is none.
    """
    if not isinstance(form, dict):
        raise CriterionError("CRT005", "expected an object")
    parts = {key: form[key] for key in form if key != "leaf"}
    if "leaf" in form:
        leaf = leaf_types.get(form["leaf"]) if isinstance(form["leaf"], str) else None
        if leaf is None:
            raise CriterionError("CRT007", f"no criterion is named {form['leaf']}", name=str(form["leaf"]))
        return build(leaf, (), parts)
    match parts:
        case {"all": list(items), **rest} if not rest:
            return c.All(tuple(from_json(i, leaf_types) for i in items))
        case {"any": list(items), **rest} if not rest:
            return c.Any(tuple(from_json(i, leaf_types) for i in items))
        case {"not": part, **rest} if not rest:
            return c.Not(from_json(part, leaf_types))
        case {"at_least": int(k), "of": list(items), **rest} if not rest and 0 <= k <= len(items):
            return c.AtLeast(k, tuple(from_json(i, leaf_types) for i in items))
        case {"if": condition, "then": then, **rest} if not rest.keys() - {"else"}:
            otherwise = from_json(rest["else"], leaf_types) if "else" in rest else c.Always()
            return c.If(from_json(condition, leaf_types), from_json(then, leaf_types), otherwise)
        case {"flag_if": part, **rest} if not rest:
            return c.FlagIf(from_json(part, leaf_types))
        case {"always": True, **rest} if not rest:
            return c.Always()
        case {"never": True, **rest} if not rest:
            return c.Never()
    raise CriterionError("CRT005", f"an object with {', '.join(sorted(map(str, form))) or 'nothing'} is no criterion")


def schema(leaf_types: LeafTypes) -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of a criterion with these leaves."""
    this = {"$ref": "#/$defs/criterion"}
    several = {"type": "array", "items": this}
    combinators = [
        _object({"all": several}),
        _object({"any": several}),
        _object({"not": this}),
        _object({"at_least": {"type": "integer", "minimum": 0}, "of": several}),
        _object({"if": this, "then": this, "else": this}, optional={"else"}),
        _object({"flag_if": this}),
        _object({"always": {"const": True}}),
        _object({"never": {"const": True}}),
    ]
    leaves = [_leaf_schema(leaf_types[name]) for name in sorted(leaf_types)]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Criterion",
        "$ref": "#/$defs/criterion",
        "$defs": {"criterion": {"oneOf": combinators + leaves}},
    }


def _leaf_schema(leaf: type[Leaf]) -> dict[str, Any]:
    properties: dict[str, Any] = {"leaf": {"const": leaf.name}}
    optional = set()
    for f in fields(leaf):  # type: ignore[arg-type]
        properties[f.name] = JSON_TYPES[str(f.type)]
        if not _required(f):
            optional.add(f.name)
    first = (leaf.__doc__ or "").split("\n", 1)[0]
    return _object(properties, optional=optional) | {"title": leaf.name, "description": first}


def _object(properties: dict[str, Any], *, optional: set[str] | None = None) -> dict[str, Any]:
    required = [p for p in properties if p not in (optional or set())]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
