"""The house's walls: pure rooms import only what cannot touch the world, and files stay of one idea."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "tumorboard"
MERGE = re.compile(rb"^(<{7}|>{7}) \S", re.MULTILINE)
PURE = (
    "errors.py", "issues.py", "reasons.py", "wording", "vocab", "model", "wire", "genome", "criteria", "interpret",
    "evidence", "trials", "outcomes", "board", "report",
)  # fmt: skip
STANDARD = {
    "__future__", "abc", "ast", "bisect", "calendar", "collections", "dataclasses", "datetime", "decimal", "difflib", "enum",
    "functools", "hashlib", "hmac", "importlib", "itertools", "json", "math", "operator", "re", "statistics", "string", "textwrap", "tomllib",
    "types", "typing", "unicodedata",
}  # fmt: skip
THIRD_PARTY = {"wire": {"pydantic", "yaml"}, "": {"polars", "numpy"}}
LONGEST = 400
# What only these rooms may import: everybody else asks them.
KEPT_TO = {
    "sqlalchemy": ("store", "app"), "alembic": ("store",), "fastapi": ("web", "api"), "starlette": ("web", "api"),
    "jinja2": ("web",), "authlib": ("web",), "joserfc": ("web",), "httpx": ("web",), "argon2": ("app",), "uvicorn": ("cli",),
    "anyio": ("web", "api"),
}  # fmt: skip


def modules(room: str) -> list[Path]:
    path = SRC / room
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_imports_only_what_cannot_touch_the_world(room: str) -> None:
    allowed = STANDARD | THIRD_PARTY[""] | THIRD_PARTY.get(room, set()) | {"tumorboard"}
    found = []
    for module in modules(room):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [a.name for a in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            for name in names:
                if name.split(".")[0] not in allowed:
                    found.append(f"{module.relative_to(SRC)}:{node.lineno} {name}")
                if name.startswith("importlib") and name != "importlib.resources":
                    found.append(f"{module.relative_to(SRC)}:{node.lineno} {name}")
    assert found == []


@pytest.mark.parametrize("package", sorted(KEPT_TO))
def test_what_a_server_needs_is_imported_only_in_its_rooms(package: str) -> None:
    found = set()
    for module in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
            if package in {n.split(".")[0] for n in names}:
                found.add(module.relative_to(SRC).parts[0])
    assert found <= set(KEPT_TO[package])


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_calls_neither_open_nor_a_clock(room: str) -> None:
    found = []
    for module in modules(room):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            name = (
                called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
            )
            if name in {"open", "today", "now", "utcnow", "eval", "exec", "print", "input"}:
                found.append(f"{module.relative_to(SRC)}:{node.lineno} {name}()")
    assert found == []


def test_a_module_gives_each_name_one_meaning() -> None:
    """A second assignment of a constant hides the first one in silence, whoever reads it."""
    found = []
    for module in sorted(SRC.rglob("*.py")):
        seen: set[str] = set()
        for node in ast.parse(module.read_text("utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else ()
            names = [t.id for t in targets if isinstance(t, ast.Name)]
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names = [node.name]
            found += [f"{module.relative_to(SRC)}:{node.lineno} {n}" for n in names if n in seen]
            seen.update(names)
    assert found == []


def test_no_source_file_is_longer_than_the_ceiling() -> None:
    long = {str(m.relative_to(SRC)): n for m in SRC.rglob("*.py") if (n := m.read_text("utf-8").count("\n")) > LONGEST}
    assert long == {}


@pytest.mark.parametrize("room", ["benchmarks", "changes", "docs", "src", "tests", "tools", "."])
def test_no_text_holds_the_marks_of_a_merge(room: str) -> None:
    files = ROOT.glob("*.*") if room == "." else (ROOT / room).rglob("*.*")
    written = [f for f in files if f.suffix in {".py", ".md", ".toml", ".yaml", ".tsv", ".csv", ".txt", ".json"}]
    marked = [str(f.relative_to(ROOT)) for f in written if MERGE.search(f.read_bytes())]
    assert (written != [], marked) == (True, [])


def test_the_standard_modules_allowed_are_standard() -> None:
    assert STANDARD <= set(sys.stdlib_module_names)
