"""A YAML row with alternative regimens becomes one row of each, and each may have its own study."""

from __future__ import annotations

import importlib
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytest.importorskip("yaml")
ROW = """
from: memory
rows:
- id: TB.ANY.MARK.001
  kind: item
  regimens: [[b_drug, a_drug], [c_drug]]
  biomarker: Always()
  disease: Always()
  genes: [BRAF]
"""
SHARED = "  study: {design: rct, pmid: 1}\n  one_study: either drug in the trial\n"
OWN = "  studies: [{design: rct, pmid: 1}, {}]\n"


@cache
def tool() -> Any:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        return importlib.import_module("pack_rows")
    finally:
        sys.path.remove(str(ROOT / "tools"))


def read(folder: Path, text: str) -> Any:
    reading = tool().Reading()
    (folder / "any.yaml").write_text(text, "utf-8")
    tool().read_file(folder / "any.yaml", reading)
    return reading


@pytest.mark.parametrize(
    ("study", "expected"),
    [("", [{}, {}]), (SHARED, [{"design": "rct", "pmid": "1"}] * 2), (OWN, [{"design": "rct", "pmid": "1"}, {}])],
)
def test_each_regimen_has_its_study(tmp_path: Path, study: str, expected: list[dict[str, str]]) -> None:
    reading = read(tmp_path, ROW + study)
    assert reading.faults == []
    assert [row["study"] for row in reading.rows] == expected
    assert [(row["id"][-1], row["therapy"], row["interaction"]) for row in reading.rows] == [
        ("a", ["a_drug", "b_drug"], "combination"),
        ("b", ["c_drug"], ""),
    ]


def test_a_regimen_without_a_study_claims_no_source_and_no_strength_of_one(tmp_path: Path) -> None:
    first, second = read(tmp_path, ROW + OWN).rows
    assert ("study" in first["field_sources"], "study" in second["field_sources"]) == (True, False)
    assert (first["strength"], second["strength"]) == (["study", "rct"], ["study", "none"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ROW + SHARED + OWN, "exclude each other"),
        (ROW + "  study: {design: rct, pmid: 1}\n", "how it tried them all"),
        (ROW + OWN + "  one_study: either drug in the trial\n", "how it tried them all"),
        (ROW + "  one_study: either drug in the trial\n", "how it tried them all"),
        (ROW.replace("[b_drug, a_drug], ", "") + SHARED, "how it tried them all"),
        (ROW + "  therapy: [a_drug]\n", "exclude each other"),
        (ROW + "  studies: [{}]\n", "as many studies as regimens"),
        (ROW.replace("  regimens: [[b_drug, a_drug], [c_drug]]\n", "  therapy: [a_drug]\n") + OWN, "go with regimens"),
        (
            ROW.replace("  regimens: [[b_drug, a_drug], [c_drug]]\n", "  therapy: [a_drug]\n") + SHARED,
            "go with regimens",
        ),
        (ROW + "  predicate: diagnostic\n  context: Always()\n", "no regimens"),
        (ROW.replace("MARK.001", "MARK.001a"), "the id is not"),
    ],
)
def test_a_row_that_says_two_things_at_once_is_named_and_left_out(tmp_path: Path, text: str, said: str) -> None:
    reading = read(tmp_path, text)
    assert reading.rows == []
    assert [said in fault for fault in reading.faults] == [True]
