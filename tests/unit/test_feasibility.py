"""Feasibility: how many pass each criterion, in turn and together, and which costs most."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from tumorboard import vocab
from tumorboard.app.screening import feasible, sources
from tumorboard.cli.main import main
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.errors import InputError
from tumorboard.formats.html.charts import alone
from tumorboard.formats.html.inline import Shown
from tumorboard.report import feasibility as page
from tumorboard.report.criterion_label import words as label_words
from tumorboard.testing.criterion_examples import EXAMPLES
from tumorboard.trials.screening.feasibility import Count
from tumorboard.wording import words

ON = date(2026, 11, 1)
TRIAL = """\
tumorboard_trial: 1
ids: [NCT01234567]
title: {en: An example}
status: open
sources: {registry: an example}
from: S registry
criteria:
- {number: I-01, include: 'SexIs("female")'}
- {number: I-02, include: AgeBetween(min=50)}
- {number: E-01, exclude: 'StatementHolds("smokes")'}
"""
# Name, center, country, sex, age, smokes: an empty word is not recorded.
PATIENTS = (
    ("a", "north", "NL", "female", 60, "false"),
    ("b", "north", "NL", "female", 60, "true"),
    ("c", "north", "NL", "female", 60, ""),
    ("d", "south", "IT", "male", 60, "false"),
    ("e", "south", "IT", "male", 30, "false"),
    ("f", "south", "", "", 60, "false"),
)


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    folder = tmp_path / "patients"
    for name, center, country, sex, age, smokes in PATIENTS:
        place = folder / center / name
        place.mkdir(parents=True)
        said = f"statements: {{smokes: {smokes}}}\n" if smokes else ""
        who = f"patient: {{sex: '{sex}', age: {age}, age_on: 2026-10, country: '{country}'}}\n"
        (place / "case.yaml").write_text(f"case: {name}\ndiagnosis: {{disease: LUAD}}\n{who}{said}", encoding="utf-8")
    return folder


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    path = tmp_path / "trial.yaml"
    path.write_text(TRIAL, encoding="utf-8")
    return path


def test_each_criterion_is_counted_alone_in_turn_and_left_out(cohort: Path, trial: Path) -> None:
    (one,) = feasible.feasibility(sources.Asked(cohort), trial, ON).parts
    assert (one.patients, one.whole) == (6, Count(1, 2, 3))  # a; c and f are not known in part; b, d, e
    told = {s.criterion.reference: (s.alone, s.so_far, s.without) for s in one.steps}
    assert told == {
        "I-01": (Count(3, 1, 2), Count(3, 1, 2), Count(3, 1, 2)),  # without it a, d, f; c; b, e
        "I-02": (Count(5, 0, 1), Count(3, 1, 2), Count(1, 2, 3)),
        "E-01": (Count(4, 1, 1), Count(1, 2, 3), Count(3, 1, 2)),
    }
    assert [(s.criterion.reference, one.cost(s)) for s in one.costliest()] == [("I-01", 1), ("E-01", 1), ("I-02", 0)]
    assert one.centers == {"north": Count(1, 1, 1), "south": Count(0, 1, 2)}
    assert one.countries == {"": Count(0, 1, 0), "IT": Count(0, 0, 2), "NL": Count(1, 1, 1)}


def test_the_command_writes_a_page_a_picture_and_a_table(cohort: Path, trial: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = CliRunner().invoke(
        main, ["trials", "feasibility", str(cohort), str(trial), "-o", str(out), "--on", "2026-11-01"]
    )
    assert found.exit_code == 0, found.output
    assert "NCT01234567: 6 patients, 1 met, 2 unknown" in found.output
    page = (out / "feasibility.html").read_text("utf-8")
    for word in (
        "Attrition",
        "I-01",
        "north",
        "south",
        "NL",
        "Research use only",
        "Of 6 patients 1 have every criterion met, and 2 could have",
    ):
        assert word in page, word
    assert "http" not in (out / "attrition-1.svg").read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    lines = (out / "feasibility.tsv").read_text("utf-8").splitlines()
    assert lines[1].split("\t") == ["", "I-01", 'SexIs("female")', "3", "1", "2", "3", "1", "2", "1"]


def test_center_2_stands_before_center_10_and_no_appendix_is_named(cohort: Path, trial: Path, tmp_path: Path) -> None:
    (cohort / "north").rename(cohort / "center 10")
    (cohort / "south").rename(cohort / "center 2")
    found = feasible.feasibility(sources.Asked(cohort), trial, ON)
    assert list(found.parts[0].centers) == ["center 2", "center 10"]
    feasible.write(found, tmp_path / "page", ON)
    assert "appendix" not in (tmp_path / "page" / "feasibility.html").read_text("utf-8").casefold()


def test_the_counts_of_an_empty_trial_and_of_no_part_are_told(cohort: Path, trial: Path, tmp_path: Path) -> None:
    trial.write_text(TRIAL.split("criteria:")[0] + "criteria: []\n", encoding="utf-8")
    (one,) = feasible.feasibility(sources.Asked(cohort), trial, ON).parts
    assert (one.whole, one.steps) == (Count(6, 0, 0), ())
    assert feasible.write(feasible.Found(one_trial(trial), (one,), ()), tmp_path / "page", ON)
    with pytest.raises(InputError, match="no such part"):
        feasible.feasibility(sources.Asked(cohort), trial, ON, part="B")


def one_trial(path: Path) -> feasible.Trial:
    return feasible.trials_of([str(path)])[0][0]


PARTS = """\
parts:
- {id: A, kind: arm, title: {en: With drug}}
- {id: B, kind: arm, criteria: [{include: 'GeneActivated(["EGFR"]) or FusionIn(["ALK"])'}]}
"""


def test_a_long_name_stands_on_two_lines_beside_the_picture(cohort: Path, tmp_path: Path) -> None:
    trial = tmp_path / "long.yaml"
    long = "Disease that is not amenable to curative treatment by surgery or radiotherapy"
    trial.write_text(
        TRIAL.replace("{number: I-02, include", f"{{number: I-02, text: {long}, include").replace(
            "{number: E-01, exclude", "{number: E-01, text: No metastases of the brain that progress, exclude"
        ),
        encoding="utf-8",
    )
    found = feasible.feasibility(sources.Asked(cohort), trial, ON)
    svg = alone(page.picture(found.trial, found.parts[0], 0), Shown(words("en"), vocab.load().therapies, {}))
    assert ">E-01 not: No metastases of the</text>" in svg and ">brain that progress</text>" in svg
    assert ">I-02 Disease that is not</text>" in svg and ">amenable to curative treatment …</text>" in svg
    assert f"<title>I-02 {long}</title>" in svg  # what is cut is told to who points at it


def test_pictures_have_a_title_of_their_own_whole_ticks_in_their_places_and_words(cohort: Path, trial: Path) -> None:
    trial.write_text(TRIAL.replace("}\n- {number: I-02", ", text: {en: Women}}\n- {number: I-02") + PARTS, "utf-8")
    found = feasible.feasibility(sources.Asked(cohort), trial, ON)
    charts = [page.picture(found.trial, one, at) for at, one in enumerate(found.parts)]
    shown = Shown(words("en"), vocab.load().therapies, {})
    titles = [re.findall(r"<title>(.*?)</title>", alone(c, shown)) for c in charts]
    turn = "Attrition: patients left after each criterion in turn"
    assert titles == [[f"{turn}: NCT01234567 A · With drug"], [f"{turn}: NCT01234567 B"]]
    for chart in charts:
        whole = chart.bars[0].x2  # the cohort of 6
        assert [text for _, text in chart.x_ticks] == ["0", "2", "4", "6"]
        assert [at for at, _ in chart.x_ticks] == [pytest.approx(n / 6 * whole) for n in (0, 2, 4, 6)]
    assert [shown.plain(text) for _, text in charts[1].rows] == [
        "cohort", "I-01 Women", "I-02 age ≥ 50", "E-01 not: the team's answer smokes", "4 activated gene EGFR or fusion ALK",
    ]  # fmt: skip
    report = page.report(found.trial, found.parts, on=ON, version="1")
    assert len({(s.title, s.about) for s in report.sections}) == 2


@pytest.mark.parametrize("most", [0, 1, 2, 3, 5, 6, 7, 9, 10, 11, 99, 130, 2509, 1_000_000])
def test_ticks_are_whole_numbers_within_the_cohort(most: int) -> None:
    ticks = page.whole_ticks(most)
    assert ticks[0] == 0 and ticks[-1] <= most and 1 <= len(ticks) <= 7
    assert len({b - a for a, b in pairwise(ticks)}) <= 1


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_question_has_a_label_in_words(text: str) -> None:
    for language in ("en", "zh-Hans"):
        said = Shown(words(language), vocab.load().therapies, {}).plain(label_words(parse(text, LEAVES)))
        assert said and "leaf." not in said and "criterion." not in said and "(" not in said.split(" ")[0]
