"""Two engines, one meaning: what `screen` says of many patients is what `check` says of each."""

from __future__ import annotations

import os
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tumorboard.criteria import bits
from tumorboard.criteria.facts import ROW, UNREAD, facts_of
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.matching import keys_of, touches
from tumorboard.criteria.screen import Screen
from tumorboard.criteria.text import parse
from tumorboard.model.case import Case
from tumorboard.model.findings import Findings
from tumorboard.model.verdict import Criterion, Evaluation, Verdict
from tumorboard.testing import strategies as s
from tumorboard.testing.criterion_examples import LAW_TEXTS
from tumorboard.testing.small_world import context

CONTEXT = context()
some = settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(some, max_examples=int(os.environ.get("TUMORBOARD_EXAMPLES", "60")))


def cohorts() -> st.SearchStrategy[list[Case]]:
    """Interpreted cases, some of them more than once."""
    return st.lists(s.cases(), min_size=1, max_size=6).flatmap(
        lambda cs: st.lists(st.sampled_from(cs), max_size=9).map(lambda more: cs + more)
    )


def told(e: Evaluation) -> tuple[object, ...]:
    return (e.verdict, e.may_change, e.assumed, e.needs_review, e.changes_on, e.missing)


@many
@given(cohorts(), st.lists(s.leaves(), min_size=1, max_size=6))
def test_every_leaf_says_of_many_patients_what_it_says_of_each(cases: list[Case], leaves: list[Criterion]) -> None:
    screen = Screen(facts_of(cases), CONTEXT)
    for leaf in leaves:
        agree(screen, cases, leaf)


@many
@given(cohorts(), s.criteria(4))
def test_every_criterion_says_of_many_patients_what_it_says_of_each(cases: list[Case], criterion: Criterion) -> None:
    agree(Screen(facts_of(cases), CONTEXT), cases, criterion)


def agree(screen: Screen, cases: list[Case], criterion: Criterion) -> None:
    parts = screen.evaluations(criterion)
    masks = screen.masks(criterion)
    assert sum(p.bits for p in parts) == screen.all  # each patient once
    for row, case in enumerate(cases):
        one = criterion.check(case, CONTEXT)
        (part,) = [p for p in parts if p.bits >> row & 1]
        shown = tuple(screen.missing(m, row) for m in part.value.missing)
        assert (*told(part.value)[:-1], frozenset(shown)) == told(one)
        assert bool(masks.met >> row & 1) is (one.verdict is Verdict.MET)
        assert bool(masks.unknown >> row & 1) is (one.verdict is Verdict.UNKNOWN)


@some
@given(st.sets(st.integers(0, 300)))
def test_a_set_gives_its_rows_back(rows: set[int]) -> None:
    found = bits.of_rows(rows, 301)
    assert bits.rows_of(found) == sorted(rows)
    assert not rows or bits.first_of(found) == min(rows)


def guarded(fact: object, family: str) -> object:
    """The fact, which refuses to show what a cohort does not keep."""

    def shown(self: object, name: str) -> object:
        if name in UNREAD[family]:
            raise AssertionError(f"a criterion reads {name} of {family}")
        return object.__getattribute__(self, name)

    kind = type("Guarded", (type(fact),), {"__getattribute__": shown})
    return kind(**{f.name: getattr(fact, f.name) for f in fields(fact)})  # type: ignore[arg-type]


@many
@given(s.cases(), s.leaves())
def test_no_leaf_reads_what_a_cohort_does_not_keep(case: Case, leaf: Criterion) -> None:
    told = {family: tuple(guarded(f, family) for f in getattr(case, family)) for family in UNREAD}
    leaf.check(replace(case, **told), CONTEXT)  # type: ignore[arg-type]


@some
@given(st.lists(s.cases(), min_size=1, max_size=4))
def test_no_leaf_looks_at_a_whole_family_of_facts(cases: list[Case]) -> None:
    screen = Screen(facts_of(cases), CONTEXT)
    for text in LAW_TEXTS:
        leaf = parse(text, LEAVES)
        screen.evaluations(leaf)
        assert ROW not in screen.read[leaf], text


@many
@given(s.cases())
def test_a_key_touches_a_case_when_it_is_one_of_its_keys(case: Case) -> None:
    (watched,) = [Screen(facts_of([case]), CONTEXT).watched(0)]
    keys = keys_of(case, CONTEXT)
    for key in (
        *keys,
        "EGFR",
        "MSI",
        "MMR",
        "ER",
        "HR",
        "TNBC",
        "ESR1",
        "HER2",
        "ERBB2",
        "PDL1",
        "TP53",
        "ALK",
        "NRAS",
    ):
        assert touches(watched.as_case, CONTEXT, key) is (key in keys), key


def test_cases_are_all_interpreted_or_none() -> None:
    with pytest.raises(ValueError, match="some cases are interpreted"):
        facts_of([Case(id="a"), Case(id="b", findings=Findings())])


@some
@given(cohorts(), s.leaves(), st.integers(0, 500))
def test_a_question_of_some_patients_answers_for_them_alone(cases: list[Case], leaf: Criterion, drawn: int) -> None:
    screen = Screen(facts_of(cases), CONTEXT)
    within = drawn & screen.all
    parts = screen.answers(lambda case: leaf.check(case.as_case, CONTEXT).verdict, within)
    assert sum(p.bits for p in parts) == within
    for part in parts:
        for row in bits.rows_of(part.bits):
            assert leaf.check(cases[row], CONTEXT).verdict is part.value
