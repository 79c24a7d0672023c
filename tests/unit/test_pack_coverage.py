"""The coverage page says what is in the pack, what was withdrawn, what is not known and what was left out."""

from __future__ import annotations

import importlib
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytest.importorskip("yaml")


@cache
def tool() -> Any:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        return importlib.import_module("pack_coverage")
    finally:
        sys.path.remove(str(ROOT / "tools"))


@cache
def sections() -> dict[str, str]:
    """The page by heading."""
    parts = tool().page().split("\n## ")[1:]
    return {part.splitlines()[0]: part for part in parts}


FILES = sorted((ROOT / "src/tumorboard/knowledge/pack").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_regimen_of_a_file_is_named_in_its_section(path: Path) -> None:
    title = path.read_text("utf-8").splitlines()[0].removeprefix("# ").partition(".  ")[0].rstrip(".")
    told = sections()[title]
    named = {" + ".join(row["therapy"]) for row in tool().rows_of(path)}
    assert sorted(t for t in named if t not in told) == []


def test_every_omission_has_a_reason_and_is_told() -> None:
    omitted = [pair for told in tool().left_out().values() for pair in told]
    assert [subject for subject, reason in omitted if not reason.strip()] == []
    page = tool().page()
    assert [subject for subject, _ in omitted if subject not in page] == []


def row(marker: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"TB.X.{marker}.001", "predicate": "sensitivity", "direction": "supports", "therapy": ["a"], **fields}


def approval(agency: str, status: str, until: str = "") -> dict[str, str]:
    return {"agency": agency, "status": status, "until": until}


CELLS = [
    ([row("M", approvals=[approval("FDA", "approved"), approval("EMA", "unknown")])], "| M | a |  |  |  |  |  | EMA 1 |"),
    ([row("M", approvals=[approval("FDA", "withdrawn", "2022-06-10")])], "| M |  |  | a (FDA 2022-06-10) |  |  |  |  |"),
    ([row("M", approvals=[approval("FDA", "not_approved")])], "| M |  | a |  |  |  |  |  |"),
    ([row("M", predicate="resistance")], "| M |  |  |  | a |  |  |  |"),
    ([row("M", direction="disputes")], "| M |  |  |  |  | a |  |  |"),
    ([row("M", predicate="prognostic_worse", therapy=[])], "| M |  |  |  |  |  | prognostic worse |  |"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "line"), CELLS)
def test_a_row_stands_in_its_column(rows: list[dict[str, Any]], line: str) -> None:
    assert tool().markers(rows).splitlines()[-1] == line
