"""One criterion as a document writes it: text of the language, its JSON form with text leaves, or the bare word ``Manual``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import Field, fields

from tumorboard.criteria import json_form, text
from tumorboard.criteria.base import LeafTypes
from tumorboard.criteria.parameters import CriterionError
from tumorboard.model.verdict import Criterion

_WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,17})?(e[-+]?[0-9]{1,3})?")
_BOOLEANS = {"true": True, "false": False}


def criterion(form: object, leaf_types: LeafTypes) -> Criterion:
    """The criterion of a text or of a JSON form.

    Raises
    ------
    CriterionError
        If the form is none.
    """
    if isinstance(form, str):
        return text.parse(form, leaf_types)
    return json_form.from_json(_typed(form, leaf_types, 0), leaf_types)


def _typed(form: object, leaf_types: LeafTypes, depth: int) -> object:
    """The form with numbers and booleans where its leaves want them."""
    if depth > text.DEEPEST:
        raise CriterionError("CRT003", f"more than {text.DEEPEST} levels of nesting", limit=text.DEEPEST)
    if isinstance(form, list):
        return [_typed(item, leaf_types, depth) for item in form]
    if not isinstance(form, Mapping):
        return form
    leaf = leaf_types.get(form["leaf"]) if isinstance(form.get("leaf"), str) else None
    if leaf is not None:
        kinds = {f.name: f for f in fields(leaf)}  # type: ignore[arg-type]
        return {k: _value(v, kinds[k]) if k in kinds else v for k, v in form.items()}
    return {key: _combined(key, value, leaf_types, depth) for key, value in form.items()}


def _combined(key: str, value: object, leaf_types: LeafTypes, depth: int) -> object:
    if key == "at_least" and isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    if key in {"always", "never"} and isinstance(value, str):
        return _BOOLEANS.get(value.lower(), value)
    return _typed(value, leaf_types, depth + 1)


def _value(value: object, wanted: Field[object]) -> object:
    kind = str(wanted.type).removesuffix(" | None")
    if isinstance(value, list):
        return [_value(item, wanted) for item in value]
    if not isinstance(value, str):
        return value
    if kind == "bool":
        return _BOOLEANS.get(value.lower(), value)
    if (kind == "int" or "int" in kind) and _WHOLE.fullmatch(value):
        return int(value)
    if kind == "float" and _NUMBER.fullmatch(value):
        return float(value)
    return value
