"""assessment.json keeps its schema: made from the dataclasses, committed, and true of every assessment."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.report_support import CASES, assessment

from tumorboard.model.assessment import Assessment
from tumorboard.wire.codec import document
from tumorboard.wire.schema import schema

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = schema(Assessment)
REMEDY = "run tools/build_report_docs.py"
KINDS: dict[str, Any] = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None),
                         "array": list, "object": dict}  # fmt: skip


def errors(value: Any, shape: dict[str, Any], at: str = "") -> list[str]:
    """What of a value breaks its schema: the part of draft 2020-12 that the generator uses."""
    if "$ref" in shape:
        return errors(value, SCHEMA["$defs"][shape["$ref"].rpartition("/")[2]], at)
    if "anyOf" in shape:
        tried = [errors(value, one, at) for one in shape["anyOf"]]
        return [] if any(not t for t in tried) else min(tried, key=len)
    if "enum" in shape and value not in shape["enum"]:
        return [f"{at}: {value!r} is none of {shape['enum']}"]
    kind = shape.get("type")
    if kind and (not isinstance(value, KINDS[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return [f"{at}: {value!r} is no {kind}"]
    if "pattern" in shape and not re.search(shape["pattern"], value):
        return [f"{at}: {value!r} is not {shape['pattern']}"]
    return _inside(value, shape, at)


def _inside(value: Any, shape: dict[str, Any], at: str) -> list[str]:
    found: list[str] = []
    if isinstance(value, list):
        parts = shape.get("prefixItems", [])
        if not shape.get("minItems", 0) <= len(value) <= shape.get("maxItems", len(value)):
            found.append(f"{at}: {len(value)} items")
        for i, item in enumerate(value):
            found += errors(item, parts[i] if i < len(parts) else shape.get("items", {}), f"{at}[{i}]")
    if isinstance(value, dict):
        known, other = shape.get("properties", {}), shape.get("additionalProperties", {})
        found += [f"{at}: {name} is missing" for name in shape.get("required", ()) if name not in value]
        found += [f"{at}: {name} is not in the schema" for name in value if name not in known and other is False]
        for name, item in value.items():
            found += errors(item, known.get(name, other or {}), f"{at}.{name}")
    return found


@pytest.mark.parametrize("name", sorted(set(CASES) - {"many"}))
def test_every_assessment_keeps_the_schema(name: str) -> None:
    assert errors(json.loads(document(assessment(name))), SCHEMA)[:5] == []


def test_what_breaks_the_schema_is_found() -> None:
    shape = json.loads(document(assessment("simple")))
    shape["options"][0]["rank"] = "first"
    shape["options"][0]["verdict"] = "maybe"
    shape["surprise"] = 1
    del shape["on"]
    found = "\n".join(errors(shape, SCHEMA))
    assert all(part in found for part in ("rank", "'maybe'", "surprise is not in the schema", "on is missing"))


def bare(shape: Any) -> Any:
    """A schema without its descriptions: a field may be called *description* too, then it is an object."""
    if isinstance(shape, dict):
        return {k: bare(v) for k, v in shape.items() if not (k == "description" and isinstance(v, str))}
    return [bare(v) for v in shape] if isinstance(shape, list) else shape


def test_the_committed_schema_has_every_field() -> None:
    committed = json.loads((ROOT / "docs/formats/assessment.schema.json").read_text("utf-8"))
    assert bare(committed) == bare(SCHEMA), REMEDY


def test_every_value_has_a_description() -> None:
    assert [name for name, shape in SCHEMA["$defs"].items() if not shape["description"]] == []
