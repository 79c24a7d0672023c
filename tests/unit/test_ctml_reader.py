"""A CTML document becomes a trial with its parts; nothing is lost, whatever is in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.spec.test_ctml_traps import BRAF, MEN, arm, clinical, read, steps, trial

from tumorboard.app import trial_files
from tumorboard.cli import main
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.model.trial import TrialId


def test_ids_titles_and_what_is_not_interpreted_are_kept() -> None:
    (found,) = (
        read(trial(MEN, nct_id="NCT01234567", long_title="A trial", phase="II", sponsor_list={"sponsor": []})).value
        or ()
    )
    assert found.ids == (TrialId("protocol", "26-001"), TrialId("nct", "NCT01234567"))
    assert (found.titles, found.phase, found.source) == ({"en": "A trial"}, "II", "t.json")
    assert found.extras["sponsor_list"] == {"sponsor": []}


def test_parts_inherit_and_no_part_is_more_open_than_its_parent() -> None:
    dose = {"level_code": "1", "level_suspended": "N", "match": [BRAF]}
    document = trial(**steps({"match": [MEN], "arm": [arm(MEN, arm_suspended="Y", dose_level=[dose])]}))
    (found,) = read(document).value or ()
    told = {p.part.id: (p.part.kind, p.part.code, p.status, len(p.criteria)) for p in found.placed()}
    assert told == {
        "treatment_list.step.0": ("step", "0", "open", 1),
        "treatment_list.step.0.arm.0": ("arm", "A", "paused", 2),
        "treatment_list.step.0.arm.0.dose_level.0": ("dose_level", "1", "paused", 3),
    }


def test_a_match_at_a_place_of_another_name_is_a_part_too() -> None:
    (found,) = read(trial(treatment_list={"cohort": [{"cohort_code": "X", "match": [BRAF]}]})).value or ()
    assert [(p.part.kind, p.part.code, len(p.criteria)) for p in found.placed()] == [("other", "X", 1)]


def test_prior_treatment_in_free_text_stays_as_criteria_for_a_person() -> None:
    named = {"prior_treatment_requirement": [{"prior_treatment_requirement_name": "No platinum"}]}
    for text in (["No platinum"], named, "No platinum"):
        (found,) = read(trial(MEN, prior_treatment_requirements=text)).value or ()
        assert [c.asks for c in found.criteria] == [Manual("No platinum")]


def test_a_match_that_stands_twice_counts_twice() -> None:
    text = json.dumps(trial(MEN)).replace('"match": [', f'"match": [{json.dumps(BRAF)}], "match": [')
    found = read(text)
    assert "CTML054" in {i.code for i in found.issues}
    (one,) = found.value or ()
    assert [len(p.criteria) for p in one.placed()] == [0, 2]


def test_yaml_gives_the_same_trial_as_json() -> None:
    lines = """
protocol_no: 26-001
status: Open to Accrual
_summary: {status: [{value: Open to Accrual}]}
treatment_list: {step: [{step_code: '1', arm: [{arm_code: A, arm_suspended: N, match: [{clinical: {gender: Male}}]}]}]}
"""
    by_yaml, by_json = read(lines, name="t.yaml"), read(trial(MEN))
    assert (by_yaml.value or ())[0].parts == (by_json.value or ())[0].parts
    assert by_yaml.issues == by_json.issues == ()


@pytest.mark.parametrize("value", [None, [], "x", 5, True, {}, [None], [[]], {"step": 5}, {"step": [None]}])
def test_any_value_in_any_place_is_a_coded_answer(value: object) -> None:
    keys = ("treatment_list", "match", "_summary", "status", "nct_id", "age", "prior_treatment_requirements")
    for key in keys:
        assert read(trial(MEN, **{key: value})).value is not None
    for node in (
        {"and": value},
        {"or": value},
        {"clinical": value},
        {"genomic": value},
        value,
        {"prior_treatment": value},
    ):
        (found,) = read(trial(node)).value or ()
        assert [p.part.kind for p in found.placed()] == ["step", "arm"]
    for key in ("hugo_symbol", "variant_category", "protein_change", "exon", "wildtype", "ms_status", "cnv_call"):
        assert read(trial({"genomic": {"hugo_symbol": "BRAF", key: value}})).value is not None
    for key in (
        "gender",
        "age_numerical",
        "tmb_numerical",
        "oncotree_primary_diagnosis",
        "disease_status",
        "er_status",
    ):
        assert read(trial(clinical(**{key: value}))).value is not None


def test_a_trial_without_any_id_is_no_trial_but_its_traps_are_told() -> None:
    found = read(trial(clinical(stage="IV"), protocol_no=None))
    assert (found.value, {i.code for i in found.issues}) == ((), {"CTML003", "CTML042"})


def test_twenty_thousand_arms_are_read() -> None:
    document = trial(
        treatment_list={"step": [{"step_code": "1", "arm": [arm(MEN, arm_code=str(n)) for n in range(20_000)]}]}
    )
    (found,) = read(document).value or ()
    assert trial_files.counted(found) == trial_files.Counted(20_001, 20_000, 0)


def lint(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["trials", "lint", *arguments])
    return done.exit_code, done.output


def test_the_command_tells_every_trap_and_counts_what_is_for_a_person(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(json.dumps(trial(clinical(stage="IV"), MEN)), "utf-8")
    code, said = lint(str(tmp_path / "b.json"))
    assert code == 0
    assert "warning CTML042 b.json, treatment_list.step.0.arm.0.match.0.clinical" in said
    assert said.endswith("b.json: 26-001, open, 2 parts, 2 criteria, 1 for a person\n0 info, 1 warning, 0 error\n")
    assert lint(str(tmp_path / "b.json"), "--strict")[0] == 10


def test_the_command_reads_a_folder_in_order_and_ends_with_ten_at_an_error(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("protocol_no: [", "utf-8")
    (tmp_path / "a.json").write_bytes(b"\xff")
    (tmp_path / "c.txt").write_text("not a trial", "utf-8")
    code, said = lint(str(tmp_path))
    assert code == 10
    assert [line.split()[2] for line in said.splitlines() if line.startswith("error")] == ["a.json", "b.yaml,"]
    assert lint(str(tmp_path / "absent.json"))[0] == 10
