"""Facts that change with time: what is old keeps its verdict and asks for review; a window of the criterion leaves it open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.evidence_support import read
from tests.truth_support import MET, NOT_MET, UNKNOWN, answer, asked

from tumorboard import vocab
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.parameters import CriterionError
from tumorboard.criteria.text import parse
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.policy import Policy
from tumorboard.testing.short_case import ON, short_case

# question, case, verdict; each fact of the case is some days old
CARRIED = [
    ("EcogAtMost(1)", "ecog 1, {} days ago", MET),
    ("EcogAtMost(1)", "ecog 3, {} days ago", NOT_MET),
    ("EcogAtMost(1)", "karnofsky 80, {} days ago", MET),
    ('PerformanceScaleAtLeast("karnofsky", 70)', "karnofsky 80, {} days ago", MET),
    ('LesionIn(["liver"])', "lesion liver seen {}", MET),
    ('LesionIn(["liver"])', "lesion liver absent seen {}", NOT_MET),
    ('LesionIn(["liver"])', "lesion lung seen {}; lesions complete", NOT_MET),
    ('LesionIn(["cns"])', "lesion cns absent seen {}", NOT_MET),
    ("MeasurableDisease()", "lesion liver 22 mm ct slice 5 spared seen {}", MET),
    ("MeasurableDisease()", "lesion liver 8 mm ct seen {}; lesions complete", NOT_MET),
    ("CnsMetastases()", "lesion brain seen {}", MET),
    ('CnsMetastases(state="active")', "lesion brain absent seen {}", NOT_MET),
    ('CnsMetastases(state="active")', "lesion brain treated 2000 stable {}", NOT_MET),
    ('CnsMetastases(state="treated_stable")', "lesion brain treated 2000 stable {}", MET),
    ('CnsMetastases(state="treated_stable")', "lesion brain untreated seen {}", NOT_MET),
    ('CnsMetastases(scope="cns")', "lesion cns absent seen {}", NOT_MET),
]  # fmt: skip


@pytest.mark.parametrize(("question", "case", "verdict"), CARRIED)
def test_an_old_fact_keeps_its_verdict_and_asks_for_review_with_its_date(
    question: str, case: str, verdict: object
) -> None:
    recent, old = asked(question, case.format(28)), asked(question, case.format(29))
    assert (recent.verdict, old.verdict, asked(question, case.format(1900)).verdict) == (verdict, verdict, verdict)
    assert old.needs_review and old.reason.code == f"{recent.reason.code}_old"
    assert old.reason.param("day") == (ON - timedelta(days=29)).isoformat()
    assert recent.reason.param("day") is None
    assert old.changes_on is None


@pytest.mark.parametrize(("question", "case", "verdict"), CARRIED)
def test_a_window_of_the_criterion_leaves_old_facts_open_and_says_when(
    question: str, case: str, verdict: object
) -> None:
    windowed = f"{question[:-1]}{', ' if '(' not in question[-2:] else ''}within_days=60)"
    assert asked(windowed, case.format(60)).verdict is verdict
    assert asked(windowed, case.format(60)).changes_on == ON + timedelta(days=1)
    assert not asked(windowed, case.format(60)).reason.code.endswith("_old")
    assert answer(windowed, case.format(61)) is UNKNOWN
    assert answer(windowed, case.format(60), on=ON + timedelta(days=1)) is UNKNOWN


def test_a_newer_fact_takes_the_review_away_and_an_older_beside_it_brings_none() -> None:
    assert not asked("EcogAtMost(1)", "ecog 1, 900 days ago; ecog 1, 3 days ago").needs_review
    assert not asked('LesionIn(["liver"])', "lesion liver seen 900; lesion liver seen 3").needs_review
    assert not asked("CnsMetastases()", "lesion brain absent seen 900; lesion brain absent seen 3").needs_review
    # two are asked for: the older one carries the answer too
    assert asked(
        "MeasurableDisease(lesions=2)", "lesion liver 22 mm ct seen 3; lesion lung 22 mm ct seen 900"
    ).needs_review


def test_a_fact_without_a_date_is_not_called_old() -> None:
    for question, case, verdict in CARRIED:
        undated = case.replace(", {} days ago", "").replace(" seen {}", "")
        if "{}" not in undated:
            assert asked(question, undated).verdict is verdict
            assert not asked(question, undated).reason.code.endswith("_old")


def test_a_partial_date_is_old_where_it_may_be() -> None:
    case = short_case("ecog 1")
    for day, old in ((PartialDate(2026, 11), False), (PartialDate(2026, 10), True), (PartialDate(2026), True)):
        dated = replace(case, performance=(replace(case.performance[0], date=day),))
        assert (asked("EcogAtMost(1)", dated).reason.code == "ecog.is_old") is old
        assert (answer("EcogAtMost(1, within_days=28)", dated) is UNKNOWN) is old


@pytest.mark.parametrize(
    ("question", "case", "missing", "code"),
    [
        ("EcogAtMost(1, within_days=14)", "ecog 1", {"performance.date"}, "ecog.undated"),
        ("EcogAtMost(1, within_days=14)", "ecog 1, 15 days ago", {"performance.ecog"}, "ecog.too_old"),
        ('LesionIn(["liver"], within_days=28)', "lesion liver; lesion bone", {"lesion.date:l1", "lesion.imaging:liver"}, "imaging.undated"),
        ('LesionIn(["liver"], within_days=28)', "lesion liver seen 90", {"lesion.imaging:liver"}, "imaging.too_old"),
        ("CnsMetastases(within_days=28)", "lesion brain absent seen 90", {"lesion.imaging:brain"}, "imaging.too_old"),
        ("MeasurableDisease(within_days=28)", "lesion lung 22 mm ct seen 90", {"lesions", "lesion.imaging:lung"}, "imaging.too_old"),
        ('LesionIn(["liver"], within_days=28)', "lesion bone seen 3", {"lesion.imaging:liver"}, "lesion.not_known"),
    ],
)  # fmt: skip
def test_what_is_missing_is_a_newer_fact_or_a_date(question: str, case: str, missing: set[str], code: str) -> None:
    said = asked(question, case)
    assert (said.verdict, set(said.missing), said.reason.code) == (UNKNOWN, missing, code)
    assert answer(f"not {question}", case) is UNKNOWN


def test_the_site_sets_its_own_windows() -> None:
    question, case = parse("EcogAtMost(1)", LEAVES), short_case("ecog 1, 60 days ago")
    by_site = Context(ON, vocab.load(), Policy(thresholds={"performance_window_days": 60}))
    assert question.check(case, Context(ON, vocab.load())).needs_review
    assert not question.check(case, by_site).needs_review


def test_an_answer_of_the_site_has_no_age() -> None:
    policy = Policy(assumptions={"performance.ecog": "1"})
    said = read("EcogAtMost(1, within_days=14)").check(short_case("age 60"), Context(ON, vocab.load(), policy))
    assert (said.verdict, said.assumed) == (MET, True)


@pytest.mark.parametrize("name", ["EcogAtMost(1", 'LesionIn(["liver"]', "CnsMetastases(", "MeasurableDisease("])
def test_a_window_of_negative_days_is_refused(name: str) -> None:
    comma = "" if name.endswith("(") else ", "
    with pytest.raises(CriterionError, match="within_days is negative"):
        read(f"{name}{comma}within_days=-1)")
