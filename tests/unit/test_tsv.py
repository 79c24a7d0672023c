"""The tables of a report: every record, stable columns, nothing that a spreadsheet would run."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pack_support import context
from tests.report_support import CANARY, CASES, assessment

from tumorboard.formats import tsv
from tumorboard.formats.tsv.cells import cell, many
from tumorboard.wording import words

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(CASES)


@cache
def files(name: str) -> dict[str, list[dict[str, str]]]:
    """File -> its rows by column name."""
    found = {}
    for file, text in tsv.write(assessment(name), words("en"), context().vocab.therapies).items():
        assert text.endswith("\n") and "\r" not in text
        header, *lines = (line.split("\t") for line in text[:-1].split("\n"))
        assert all(len(line) == len(header) for line in lines)
        found[file] = [dict(zip(header, line, strict=True)) for line in lines]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_record_of_the_assessment_has_a_row(name: str) -> None:
    a, made = assessment(name), files(name)
    case = a.case
    assert len(made["options.tsv"]) == len(a.options) + len(a.rejected) + len(a.resistance)
    assert len(made["alterations.tsv"]) == sum(
        map(len, (case.variants, case.copy_numbers, case.fusions, case.splice_events))
    )
    assert len(made["biomarkers.tsv"]) == len(case.biomarkers) + len(case.findings.biomarkers if case.findings else ())
    assert [r["missing"] for r in made["missing.tsv"]] == [s.missing for s in a.next_steps]
    matches = [m.statement for o in (*a.options, *a.rejected, *a.resistance) for m in o.matches]
    assert [r["statement"] for r in made["statements.tsv"]] == [*matches, *(m.statement for m in a.markers)]


def test_ranks_grades_and_dates_are_those_of_the_assessment() -> None:
    a = assessment("rich")
    for row, option in zip(files("rich")["options.tsv"], a.options, strict=False):
        assert row["rank"] == str(option.rank)
        assert row["therapy"] == " + ".join(option.therapies)
        assert row["amp_2017"] == next((g.value for g in option.grades if g.scheme == "amp_2017"), "")
        assert row["verdict"] == option.verdict.name.lower()
        assert row["fda"] in {
            "approved",
            "accelerated",
            "unknown",
            "withdrawn",
            "not_approved",
            "not_yet",
            "conditional",
        }
    first = files("rich")["alterations.tsv"][0]
    assert (first["name"], first["start"], first["vaf"], first["key_finding"]) == (
        "EGFR L858R",
        "55191822",
        "0.34",
        "yes",
    )


def test_columns_have_one_name_each_and_stand_in_the_documentation() -> None:
    page = (ROOT / "docs/formats/report-tsv.md").read_text("utf-8")
    for sheet, _ in tsv.TABLES:
        names = [c.name for c in sheet.columns]
        assert len(names) == len(set(names))
        assert f"## {sheet.file}" in page
        section = page.partition(f"## {sheet.file}")[2].partition("\n## ")[0]
        assert [n for n in names if f"| `{n}` |" not in section] == []


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", '"=1', "'x", "\uff1d1", "\u22121", "\t=1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    shown = cell(text)
    assert shown.startswith("'")
    assert "\t" not in shown


@pytest.mark.parametrize("value", [-0.5, 1e-300, 3, -2, True, None])
def test_numbers_are_never_touched(value: float | None) -> None:
    assert not cell(value).startswith("'")


@given(st.text())
def test_a_cell_holds_any_text_on_one_line_and_can_be_read_back(text: str) -> None:
    shown = cell(text)
    assert len(shown.splitlines()) <= 1 and "\t" not in shown
    shown.encode("utf-8")
    plain = shown[1:] if shown.startswith("'") else shown
    if text.isprintable() and text.isascii():
        assert plain == text


def test_several_values_can_be_taken_apart() -> None:
    assert many(["a; b", "", "c"]).split("; ") == ["a, b", "c"]


def test_hostile_text_stays_in_its_cell() -> None:
    rows = files("hostile")["alterations.tsv"]
    assert any(CANARY in r["gene"] for r in rows)
    for made in files("hostile").values():
        for row in made:
            assert not any(v[:1] in "=+@" for v in row.values() if v)


def test_pages_and_schema_can_be_made_anew() -> None:
    """Whether every description is current is the business of `--check`; that the tool runs is tested here."""
    command = [sys.executable, str(ROOT / "tools/build_report_docs.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT / "src")})
    assert "Traceback" not in done.stderr
