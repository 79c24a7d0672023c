"""The shipped starter pack: current, complete in its provenance, resolved in every vocabulary, and quick to load."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge import pack_loader
from tumorboard.vocab.therapies import Therapies
from tumorboard.wording import words

ROOT = Path(__file__).resolve().parents[2]
CONTENT = json.loads((ROOT / "src/tumorboard/knowledge/pack/pack.json").read_text("utf-8"))
ROWS: list[dict[str, Any]] = CONTENT["rows"]


def test_the_compiled_pack_is_current_and_every_row_resolves() -> None:
    """Also parses every criterion and looks up every agent, class, gene and tumor type."""
    command = [sys.executable, str(ROOT / "tools/build_pack.py"), "--check"]
    done = subprocess.run(command, env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_ids_are_unique_sorted_and_shaped() -> None:
    ids = [row["id"] for row in ROWS]
    assert ids == sorted(set(ids))
    assert [i for i in ids if not re.fullmatch(r"TB\.[A-Z0-9]+\.[A-Z0-9]+\.\d{3}[a-p]?", i)] == []


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_every_filled_field_says_where_it_is_from(row: dict[str, Any]) -> None:
    asked = ("therapy", "therapy_class", "biomarker", "disease", "approvals", "guideline", "study", "origin")
    assert [f for f in asked if row.get(f) and not row["field_sources"].get(f)] == []
    assert row["citations"], "a row without any citation cannot be followed home"


@pytest.mark.parametrize("row", [r for r in ROWS if r["kind"] == "label"], ids=lambda r: r["id"])
def test_a_label_speaks_for_every_agency_and_a_known_status_has_a_source(row: dict[str, Any]) -> None:
    assert [a["agency"] for a in row["approvals"]] == ["FDA", "EMA", "NMPA"]
    assert all(a["status"] == "unknown" or (a["source"] and a["confidence"]) for a in row["approvals"])
    assert all(a["status"] != "withdrawn" or a["until"] for a in row["approvals"])


def test_no_approval_of_the_pack_is_newer_than_the_pack() -> None:
    late = [r["id"] for r in ROWS for a in r.get("approvals", []) if a.get("since", "") > CONTENT["release"]]
    assert late == []


def test_a_regimen_names_no_agent_twice_and_is_sorted() -> None:
    assert [r["id"] for r in ROWS if r.get("therapy", []) != sorted(set(r.get("therapy", [])))] == []


def test_a_row_names_a_therapy_exactly_when_it_claims_something_of_one() -> None:
    therapeutic = {"sensitivity", "resistance"}
    named = {r["id"] for r in ROWS if r.get("therapy") or r.get("therapy_class")}
    assert named == {r["id"] for r in ROWS if r["predicate"] in therapeutic}


def test_a_diagnostic_row_names_one_question_and_the_diagnoses_it_speaks_for() -> None:
    diagnostic = [r for r in ROWS if r["predicate"] == "diagnostic"]
    assert [
        r["id"] for r in diagnostic if r["context"] == "Always()" or not r["disease"].startswith("DiagnosisIn(")
    ] == []


def test_every_agent_of_the_pack_is_in_the_therapies_table() -> None:
    known = Therapies.load().entries
    assert sorted({a for r in ROWS for a in r.get("therapy", ()) if a not in known}) == []


def test_every_note_has_words() -> None:
    assert sorted(n for n in pack_loader.NOTES if n not in words("en").reasons) == []


def test_the_pack_loads_as_statements_with_its_release() -> None:
    knowledge = pack_loader.load(LEAVES)
    assert [s.id for s in knowledge.statements] == [r["id"] for r in ROWS]
    assert [(r.name, r.release) for r in knowledge.releases] == [("tumorboard-pack", CONTENT["release"])]
    assert len(knowledge.releases[0].sha256) == 64
