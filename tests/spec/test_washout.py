"""Time since earlier treatment: what counts, what decides, and the day on which it turns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.truth_support import MET, NOT_MET, UNKNOWN, answer, asked

from tumorboard import vocab
from tumorboard.board.intake import words
from tumorboard.criteria import treatment
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.parameters import CriterionError
from tumorboard.criteria.text import parse
from tumorboard.model.case import Case, Completeness
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.policy import Policy
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.testing.short_case import ON, short_case


@pytest.mark.parametrize(
    ("question", "case"),
    [
        ("WashoutComplete(days=28)", "had osimertinib ended 20; history complete"),
        ("WashoutComplete(half_lives=5)", "had osimertinib ended 3; history complete"),
        ("WashoutComplete(days=28, half_lives=5)", "had osimertinib ended 3; history complete"),
        ('WashoutComplete(days=28, half_lives=5, rule="shorter")', "had osimertinib ended 3; history complete"),
        ("WashoutComplete(days=28)", "had osimertinib ended 20; had carboplatin ended 9; history complete"),
    ],
)
def test_not_met_says_the_day_on_which_it_turns(question: str, case: str) -> None:
    said = asked(question, case)
    assert (said.verdict, said.may_change) == (NOT_MET, True)
    assert said.changes_on is not None
    assert answer(question, case, on=said.changes_on) is MET
    assert answer(question, case, on=said.changes_on - timedelta(days=1)) is NOT_MET


@pytest.mark.parametrize("case", ["had osimertinib ongoing", "had osimertinib ended 2; had gefitinib ongoing"])
def test_treatment_that_goes_on_has_no_day(case: str) -> None:
    said = asked("WashoutComplete(days=28)", case)
    assert (said.verdict, said.may_change, said.changes_on) == (NOT_MET, True, None)


@pytest.mark.parametrize(
    ("question", "case", "missing"),
    [
        ("WashoutComplete(half_lives=5)", "had carboplatin ended 50; history complete", {"treatment.half_life:carboplatin"}),
        ("WashoutComplete(half_lives=5)", "had carboplatin+osimertinib ended 50; history complete", {"treatment.half_life:carboplatin"}),
        ("WashoutComplete(days=28)", "had osimertinib; history complete", {"treatment.dates:c1"}),
        ("WashoutComplete(days=28)", "had osimertinib ended 50", {"treatment.history"}),
        ("WashoutComplete(days=28)", "age 60", {"treatment.history"}),
    ],
)  # fmt: skip
def test_what_is_missing_has_a_name(question: str, case: str, missing: set[str]) -> None:
    said = asked(question, case)
    assert (said.verdict, said.missing) == (UNKNOWN, missing)


def test_only_the_half_life_of_the_agents_meant_counts() -> None:
    case = "had carboplatin+osimertinib ended 50; history complete"
    assert answer('WashoutComplete(targets=["EGFR"], half_lives=5)', case) is MET
    assert answer('WashoutComplete(agents=["carboplatin"], half_lives=5)', case) is UNKNOWN


def test_a_listed_agent_that_still_runs_decides_beside_one_that_is_not_listed() -> None:
    assert answer("WashoutComplete(half_lives=5)", "had carboplatin+osimertinib ended 3; history complete") is NOT_MET


def test_a_site_gives_or_replaces_a_half_life() -> None:
    question = parse("WashoutComplete(half_lives=5)", LEAVES)
    policy = Policy(thresholds={"half_life_hours:carboplatin": 6, "half_life_hours:osimertinib": 480})
    context = Context(ON, vocab.load(), policy)
    assert question.check(short_case("had carboplatin ended 2; history complete"), context).verdict is MET
    assert question.check(short_case("had carboplatin ended 1; history complete"), context).verdict is NOT_MET
    assert question.check(short_case("had osimertinib ended 50; history complete"), context).verdict is NOT_MET


@pytest.mark.parametrize(
    ("stop", "verdict"),
    [(PartialDate(2026, 9), MET), (PartialDate(2026, 10), UNKNOWN), (PartialDate(2026, 11), NOT_MET), (PartialDate(2026), UNKNOWN)],
)  # fmt: skip
def test_a_month_decides_when_all_its_days_do(stop: PartialDate, verdict: object) -> None:
    course = TreatmentCourse(id="c1", agents=("osimertinib",), stop=stop)
    case = Case(id="c", courses=(course,), completeness={"treatment": Completeness.COMPLETE})
    assert answer("WashoutComplete(days=28)", case) is verdict


def test_every_half_life_is_of_a_known_agent_and_longer_than_an_hour() -> None:
    known = vocab.load()
    assert set(known.half_lives.hours) <= set(known.therapies.entries)
    assert all(1 < hours < 1000 for hours in known.half_lives.hours.values())


def test_a_target_counts_by_the_table_and_silence_is_not_another_target() -> None:
    assert answer('HadTherapy(targets=["EGFR"])', "had belinostat; history complete") is UNKNOWN
    assert answer('HadTherapy(targets=["EGFR"])', "had cyclophosphamide; history complete") is NOT_MET
    assert answer('HadTherapy(targets=["EGFR"])', "had crizotinib; history complete") is NOT_MET


@pytest.mark.parametrize(
    "question",
    [
        'HadTherapy(responses=["good"])', 'HadTherapy(intents=["cure"])', 'HadTherapy(stop_reasons=["pd"])', 'HadTherapy(modality="drug")',
        'HadTherapy(settings=["advanced"])', 'WashoutComplete(modality="rt", days=14)', "WashoutComplete()",
        'WashoutComplete(days=1, rule="both")', "WashoutComplete(days=-1)",
    ],
)  # fmt: skip
def test_a_question_in_words_that_no_record_uses_is_refused(question: str) -> None:
    with pytest.raises(CriterionError):
        parse(question, LEAVES)


def test_the_words_of_questions_are_those_of_the_case_file() -> None:
    tables = {
        "intents": words.INTENT,
        "responses": words.RESPONSE,
        "settings": words.SETTING,
        "stop_reasons": words.STOP,
    }
    assert {name: set(table.values()) for name, table in tables.items()} == {
        name: set(treatment.WORDS[name]) for name in tables
    }
    assert set(words.MODALITY.values()) == set(treatment.WORDS["modality"]) - {""}
