"""The trials of a report: which are used, what the section says, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.page_support import Node, parse

from tumorboard.app.settings import policy
from tumorboard.app.trial_sets import named
from tumorboard.cli.main import main
from tumorboard.errors import InputError
from tumorboard.model.policy import Policy

ROOT = Path(__file__).resolve().parents[2]
CASE = "case: X\npatient: {sex: female, age: 60}\ndiagnosis: {disease: LUAD}\nperformance: {ecog: 1, date: 2026-10}\n"
TRIAL = """tumorboard_trial: 1
ids: [NCT00000001]
title: {en: A trial of adults}
status: open
criteria:
- {number: I-01, include: AgeBetween(min=18)}
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["report", *words, "--on", "2026-11-27"])


def case_folder(tmp_path: Path, more: str = "") -> Path:
    """A case folder with a trial in `trials/`, and another beside it."""
    folder = tmp_path / "case"
    (folder / "trials").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE + more, encoding="utf-8")
    (folder / "trials" / "one.yaml").write_text(TRIAL, encoding="utf-8")
    (tmp_path / "two.yaml").write_text(TRIAL.replace("00001]", "00002]"), encoding="utf-8")
    return folder


def section(out: Path) -> Node | None:
    found = parse((out / "report.html").read_text("utf-8")).all("section", id="trials")
    return found[0] if found else None


def ids(out: Path) -> list[str]:
    told = json.loads((out / "assessment.json").read_text("utf-8"))["trials"]
    return [t["ids"][0]["value"] for t in told["trials"]] if told else []


@pytest.mark.parametrize(
    ("more", "asked", "expected"),
    [("", False, []), ("trials: [trials]\n", False, ["NCT00000001"]), ("trials: [trials]\n", True, ["NCT00000002"])],
)
def test_a_report_matches_the_trials_asked_for_else_those_of_the_case(
    tmp_path: Path, more: str, asked: bool, expected: list[str]
) -> None:
    folder, out = case_folder(tmp_path, more), tmp_path / "out"
    words = ["--trials", str(tmp_path / "two.yaml")] if asked else []
    result = run(str(folder), "-o", str(out), *words)
    assert result.exit_code == 0, result.output
    assert ids(out) == expected
    assert (section(out) is not None) is bool(expected)
    assert ("Trials: matched 1, places to enter 1: 1 potentially eligible" in result.stdout) is bool(expected)


def test_the_policy_names_the_trials_of_the_institution_beside_its_file(tmp_path: Path) -> None:
    folder, out, file = case_folder(tmp_path, "trials: [trials]\n"), tmp_path / "out", tmp_path / "policy.toml"
    file.write_text('trials = ["two.yaml"]\n', encoding="utf-8")
    assert run(str(folder), "--policy", str(file), "-o", str(out)).exit_code == 0
    assert ids(out) == ["NCT00000001", "NCT00000002"]
    told = json.loads((out / "assessment.json").read_text("utf-8"))
    assert told["policy"]["trials"] == ["two.yaml"]
    (release,) = [k for k in told["knowledge"] if k["name"] == "trials"]
    assert release["release"] == "2 / 2" and len(release["sha256"]) == 64
    file.write_text('trials = "two.yaml"\n', encoding="utf-8")
    with pytest.raises(InputError):
        policy(file)


@pytest.mark.parametrize("path", ["../two.yaml", "/etc/hosts", "trials/../../two.yaml"])
def test_a_case_names_no_trials_outside_its_folder(tmp_path: Path, path: str) -> None:
    folder, out = case_folder(tmp_path, f"trials: [trials, {path}]\n"), tmp_path / "out"
    result = run(str(folder), "-o", str(out))
    assert result.exit_code == 10 and "CAS075" in result.stderr and "trials[2]" in result.stderr
    assert ids(out) == ["NCT00000001"]
    trusted = named((), Policy(), None, str(folder), trust_paths=True)
    assert trusted.issues == () and len(trusted.value or ()) == 2


def test_one_shipped_trial_has_a_name_of_its_own(tmp_path: Path) -> None:
    folder, out = case_folder(tmp_path, "trials: [shipped/future.yaml]\n"), tmp_path / "out"
    assert run(str(folder), "-o", str(out)).exit_code == 0
    assert "NCT03805399" in (out / "report.html").read_text("utf-8")
    (folder / "case.yaml").write_text((folder / "case.yaml").read_text("utf-8").replace("future", "nothing"), "utf-8")
    assert run(str(folder), "-o", str(out)).exit_code == 13


def test_the_shipped_trials_have_a_name_wherever_a_path_is_asked_for(tmp_path: Path) -> None:
    folder, out = case_folder(tmp_path, "trials: [trials, shipped]\n"), tmp_path / "out"
    assert run(str(folder), "-o", str(out)).exit_code == 0
    by_case = ids(out)
    assert "NCT00000001" in by_case and "NCT01856296" in by_case and len(by_case) >= 25
    assert run(str(folder), "-o", str(out), "--trials", "shipped").exit_code == 0
    assert sorted(ids(out)) == sorted(set(by_case) - {"NCT00000001"})


def test_a_document_that_cannot_be_read_is_told_and_hides_no_other(tmp_path: Path) -> None:
    folder, out = case_folder(tmp_path, "trials: [trials]\n"), tmp_path / "out"
    (folder / "trials" / "bad.json").write_text("{", encoding="utf-8")
    result = run(str(folder), "-o", str(out))
    assert result.exit_code == 10 and "CTML001" in result.stderr
    assert ids(out) == ["NCT00000001"]


def test_the_example_shows_where_it_may_enter_what_is_missing_and_the_near_misses(tmp_path: Path) -> None:
    assert run(str(ROOT / "examples" / "luad-egfr"), "-o", str(tmp_path)).exit_code == 0
    found = section(tmp_path)
    assert found is not None
    eligible, undecided, near = found.all("table")
    assert len(eligible.only("tbody").all("tr")) == 1
    assert "INVENTED-MET-01" in eligible.text() and "cohort A" in eligible.text() and "Shanghai" in eligible.text()
    assert "a test able to see fusions of RET" in undecided.text() and "questions of the protocol" in undecided.text()
    assert "NCT02091141" in undecided.text() and "ask the site" in undecided.text()
    words = near.text()
    assert "may change from 2026-12-30" in words and "KRAS G12C" in words and "would have to hold (settled)" in words
    # the words of the catalogs: no code is left over
    assert "trial." not in found.text() and "report." not in found.text()
