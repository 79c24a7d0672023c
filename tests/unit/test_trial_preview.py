"""`trials new` and `trials preview`: an author sees what was understood, and nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tumorboard import vocab
from tumorboard.app.trial_files import linted
from tumorboard.cli.main import main
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.formats.html import trial_preview as page
from tumorboard.formats.trials import own, preview_text
from tumorboard.knowledge import trial_library
from tumorboard.model.context import Context
from tumorboard.report.trial_preview import Node, Preview, preview, tree
from tumorboard.testing.short_case import ON
from tumorboard.wording import words

VOCAB = vocab.load()


def seen(name: str) -> Preview:
    trial = own.read(trial_library.texts()[f"{name}.yaml"], name, LEAVES, VOCAB).value
    assert trial is not None
    return preview(trial, Context(ON, VOCAB))


def test_the_facts_asked_of_a_case_are_told_with_the_criteria_that_need_them() -> None:
    facts = dict(seen("future").facts)
    assert set(facts["biomarker.FUSCC_SUBTYPE"]) == {f"{arm} 1" for arm in "ABCDEFG"}
    assert facts["patient.sex"] == ("1",)
    assert {k for k, v in facts.items() if "D 2" in v} == {k for k, v in facts.items() if "E 2" in v} != set()
    assert not any(fact.startswith("manual:") for fact in facts)  # a person's answer is no fact of a case


def test_every_level_stands_with_its_depth_and_what_it_has_from_its_parents() -> None:
    levels = seen("future-super").levels
    assert [(x.part.id, x.depth) for x in levels][:4] == [
        ("", 0), ("LAR-HER2mut", 1), ("LAR-HER2mut-subtype", 2), ("LAR-HER2mut-control", 2),
    ]  # fmt: skip
    assert {x.status for x in seen("spring").levels} == {"closed"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SolidTumor()", Node("leaf", "SolidTumor()")),
        ('not Manual("x")', Node("not", parts=(Node("person", "x"),))),
        ('AtLeast(1, SolidTumor(), Manual("x"))', Node("at_least", "1", parts=(Node("leaf", "SolidTumor()"), Node("person", "x")))),
        ("If(SolidTumor(), Never())", Node("if", parts=(Node("leaf", "SolidTumor()", "if"), Node("never", role="then")))),
        ("FlagIf(SolidTumor()) and Always()", Node("all", parts=(Node("flag_if", parts=(Node("leaf", "SolidTumor()"),)), Node("always")))),
    ],
)  # fmt: skip
def test_a_criterion_is_shown_as_its_tree(text: str, expected: Node) -> None:
    assert tree(parse(text, LEAVES)) == expected


@pytest.mark.parametrize("name", [n.removesuffix(".yaml") for n in trial_library.texts()])
def test_both_views_hold_every_criterion_drug_and_source(name: str) -> None:
    shown = seen(name)
    text, html = preview_text.write(shown, words("en"), "zh"), page.write(shown, words("en"), "zh")
    assert "<script" not in html
    told = [d for p in shown.trial.every_part() for d in p.therapies]
    told += [shown.trial.titles["zh"], *(c.texts["zh"] for c in shown.trial.criteria if "zh" in c.texts)]
    for wanted in told:
        assert wanted in text
        assert wanted in html
    assert text.count("a person answers") == html.count("a person answers")
    assert text.count("\n  + ") + text.count("\n  - ") >= len(shown.trial.criteria)
    assert html.count("<dt>") == shown.criteria


def test_foreign_markup_in_a_document_stays_text() -> None:
    text = 'tumorboard_trial: 1\nids: [NCT01234567]\ntitle: "<b>x</b>"\ncriteria:\n- include: Manual\n  text: "<script>1</script>"\n'
    trial = own.read(text, "t", LEAVES, VOCAB).value
    assert trial is not None
    html = page.write(preview(trial, Context(ON, VOCAB)), words("en"))
    assert "<script" not in html
    assert "&lt;script&gt;1" in html


def run(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["trials", *args])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_a_new_document_is_clean_and_no_file_is_overwritten(tmp_path: Path) -> None:
    path = str(tmp_path / "t.yaml")
    assert run("new", path)[0] == 0
    code, said = run("lint", path)
    assert (code, "0 info, 0 warning, 0 error" in said) == (0, True)
    before = (tmp_path / "t.yaml").read_text("utf-8")
    assert run("new", path)[0] == 10
    assert (tmp_path / "t.yaml").read_text("utf-8") == before


def test_a_document_begins_like_an_example_and_an_unknown_example_is_told(tmp_path: Path) -> None:
    assert run("new", str(tmp_path / "a.yaml"), "--like", "spring")[0] == 0
    assert (tmp_path / "a.yaml").read_text("utf-8") == trial_library.texts()["spring.yaml"]
    code, said = run("new", str(tmp_path / "b.yaml"), "--like", "sprung")
    assert (code, "spring" in said, (tmp_path / "b.yaml").exists()) == (10, True, False)


CTML = """{"protocol_no": "10-001", "nct_id": "NCT01234567", "short_title": "x", "status": "open to accrual", "budget": [1, "2"],
"_summary": {"status": [{"value": "open to accrual"}]}, "treatment_list": {"step": [{"arm": [{"arm_code": "A", "arm_suspended": "N",
"match": [{"and": [{"clinical": {"age_numerical": ">=18", "oncotree_primary_diagnosis": "Non-Small Cell Lung Cancer"}},
{"genomic": {"hugo_symbol": "EGFR", "variant_category": "Mutation", "wildcard_protein_change": "p.L858"}}]}]}]}]}}"""


def test_a_document_of_another_form_becomes_one_of_ours_without_loss(tmp_path: Path) -> None:
    (tmp_path / "ctml.json").write_text(CTML, "utf-8")
    (before,) = linted([tmp_path / "ctml.json"])
    assert run("new", str(tmp_path / "own.yaml"), "--from", str(tmp_path / "ctml.json"))[0] == 0
    (after,) = linted([tmp_path / "own.yaml"])
    assert [replace(t, source="") for t in after.trials] == [replace(t, source="") for t in before.trials]
    assert after.trials[0].extras["budget"] == [1, "2"]
    assert [x.asks for p in after.trials[0].every_part() for x in p.criteria] != []


def test_a_document_of_no_or_several_trials_begins_nothing(tmp_path: Path) -> None:
    (tmp_path / "two.json").write_text(CTML + CTML.replace("10-001", "10-002"), "utf-8")
    (tmp_path / "none.json").write_text("{", "utf-8")
    for name in ("two.json", "none.json", "absent.json"):
        code, said = run("new", str(tmp_path / "own.yaml"), "--from", str(tmp_path / name))
        assert (code, "trials" in said, (tmp_path / "own.yaml").exists()) == (10, True, False)
    assert run("new", str(tmp_path / "own.yaml"), "--like", "spring", "--from", str(tmp_path / "two.json"))[0] == 10


def test_the_preview_of_a_faulty_document_is_shown_with_its_faults(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text("tumorboard_trial: 1\nids: [NCT01234567]\ncriteria: [EgocAtMost(1)]\n", "utf-8")
    code, said = run("preview", str(tmp_path / "t.yaml"))
    assert code == 10
    assert "CRT007" in said
    assert "a person answers: EgocAtMost(1)" in said


def test_two_files_of_one_trial_are_told_by_lint(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        run("new", str(tmp_path / name), "--like", "spring")
    code, said = run("lint", str(tmp_path))
    assert (code, said.count("TRL026")) == (0, 3)
    assert run("lint", "--strict", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"))[0] == 10


def test_an_absent_file_is_a_coded_answer(tmp_path: Path) -> None:
    code, said = run("preview", str(tmp_path / "none.yaml"))
    assert (code, "OPN001" in said) == (10, True)
