"""The specification as it is tested: each rule a sentence with its table of cases, out of ``tests/spec``."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from doc_text import page, table

from tumorboard.model.statement import Approval
from tumorboard.model.verdict import Verdict

ROOT = Path(__file__).resolve().parents[1]
MODULES = (
    ("test_rules_of_truth", "Rules of truth"),
    ("test_rules_of_ranking", "Rules of ranking"),
    ("test_failure_classes", "Failure classes of other tools, R1 to R12"),
    ("test_failure_classes_13_to_20", "Failure classes of other tools, R13 to R20"),
    ("test_grading_tables", "Grading, rule by rule"),
    ("test_biomarker_rules", "Biomarkers at their limits"),
    ("test_as_of_the_assessment_date", "The case on the assessment date"),
    ("test_contradicting_facts", "Facts that contradict each other"),
    ("test_functional_classes", "Functional classes and kinds of change"),
    ("test_germline_follow_up", "Germline follow-up"),
    ("test_oncogenicity_spec", "Oncogenicity"),
)
VERDICTS = {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.UNKNOWN: "unknown"}
LONGEST = 60  # rows shown of one table; the rest is counted


def spec_pages() -> dict[str, str]:
    """Page by path below ``docs/reference``."""
    found = {f"spec/{name.removeprefix('test_')}.md": module_page(name, title) for name, title in MODULES}
    rows = [(f"[{title}]({name.removeprefix('test_')}.md)", _about(_module(name))) for name, title in MODULES]
    about = (
        "What the tests hold the program to, as tables: each heading is a rule, each row a case. Cases are written as "
        "`tumorboard.testing.short_case` reads them; what each kind of question says stands on [its page](../criteria/README.md)."
    )
    found["spec/README.md"] = page("The specification in tables", about, table(("tables", "about"), rows))
    return found


def _module(name: str) -> ModuleType:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return importlib.import_module(f"tests.spec.{name}")


def _about(module: ModuleType) -> str:
    return (module.__doc__ or "").strip().split("\n\n")[0]


def module_page(name: str, title: str) -> str:
    """The rules of one module: those with a table, then those without."""
    module = _module(name)
    parts = []
    plain = []
    for test in _tests(module):
        sentence = test.__name__.removeprefix("test_").replace("_", " ")
        tables = [table(head, rows) + more for head, rows, more in _tables(test)]
        if tables:
            parts.append("\n\n".join([f"## {sentence[0].upper()}{sentence[1:]}", *tables]))
        else:
            plain.append(f"- {sentence}")
    also = ["## It also holds that\n\n" + "\n".join(plain)] if plain else []
    return page(title, (module.__doc__ or "").strip(), *parts, *also)


def _tests(module: ModuleType) -> list[FunctionType]:
    found = [f for n, f in vars(module).items() if n.startswith("test_") and f.__module__ == module.__name__]
    return sorted(found, key=lambda f: f.__code__.co_firstlineno)


def _tables(test: FunctionType) -> Iterator[tuple[list[str], list[list[str]], str]]:
    """Every parametrization; one that only lists single words is no table worth showing."""
    for mark in reversed(getattr(test, "pytestmark", [])):
        if mark.name != "parametrize":
            continue
        names, values = mark.args[0], list(mark.args[1])
        head = [n.strip() for n in names.split(",")] if isinstance(names, str) else list(names)
        rows = [_row(v, len(head)) for v in values]
        if len(head) == 1 and len(rows) > 8:
            continue
        more = f"\n\n... and {len(rows) - LONGEST} more." if len(rows) > LONGEST else ""
        yield [h.replace("_", " ") for h in head], rows[:LONGEST], more


def _row(values: Any, width: int) -> list[str]:
    values = getattr(values, "values", values) if not isinstance(values, dict) else values
    cells = values if width > 1 or (isinstance(values, tuple) and len(values) == width) else (values,)
    return [shown(c) for c in cells]


def shown(value: Any) -> str:
    """A value as a reader of the table wants it."""
    if isinstance(value, Verdict):
        return VERDICTS[value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Approval):
        return " ".join(
            str(v) for v in (value.agency, value.status, value.since, value.until and f"until {value.until}") if v
        )
    if isinstance(value, Mapping):
        return "; ".join(f"{k}: {shown(v)}" for k, v in value.items())
    if isinstance(value, (tuple, list)):
        return ", ".join(map(shown, value))
    if isinstance(value, (set, frozenset)):
        return ", ".join(sorted(map(shown, value)))
    text = "" if value is None else str(value)
    return f"`{text}`" if "(" in text and ")" in text else text
