"""What is told of an alteration is the same of a case whose days keep their order alone, and whose fractions keep the thresholds they reach."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tumorboard.app.counting import Counting
from tumorboard.criteria.in_order import COMPARING, comparing, in_order
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.model.case import Case
from tumorboard.model.dates import PartialDate
from tumorboard.model.verdict import Criterion
from tumorboard.testing import strategies as s
from tumorboard.testing.criterion_examples import LAW_TEXTS
from tumorboard.testing.small_world import context

CONTEXT = context()
LATER = replace(CONTEXT, on=CONTEXT.on + timedelta(days=400))
ASKED = [leaf for leaf in (parse(text, LEAVES) for text in LAW_TEXTS) if comparing(leaf)]
# A day before, one of the same month, the day itself, one after; a month and a year that may lie on either side.
DAYS = (
    None, PartialDate(2024, 3, 1), PartialDate(2025, 11, 30), PartialDate(2026, 5, 2), PartialDate(2026, 5, 3), PartialDate(2026, 5, 31),
    PartialDate(2026, 6, 1), PartialDate(2026, 6, 2), PartialDate(2026, 5), PartialDate(2025), PartialDate(2023),
)  # fmt: skip
DAY = st.sampled_from(DAYS[:7]) | st.sampled_from(DAYS)
SHARE = st.none() | st.floats(0, 1)
many = settings(
    max_examples=int(os.environ.get("TUMORBOARD_EXAMPLES", "150")), derandomize=True, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@st.composite
def dated(draw: st.DrawFn) -> Case:
    """A case with days and fractions of its own, and what nobody asks for of its material."""
    case: Case = draw(s.cases())
    return replace(
        case,
        specimens=tuple(
            replace(x, collected=draw(DAY), purity=draw(SHARE), tumor_fraction=draw(SHARE), ploidy=draw(SHARE), site=draw(st.sampled_from(["", "liver"])))
            for x in case.specimens
        ),
        assays=tuple(
            replace(x, date=draw(DAY), min_purity=draw(SHARE), files=draw(st.sampled_from([(), ("a",)])), panel_mb=draw(SHARE), assembly=draw(st.sampled_from(["", "GRCh38"])))
            for x in case.assays
        ),
        biomarkers=tuple(replace(x, date=draw(DAY)) for x in case.biomarkers),
        courses=tuple(replace(x, start=draw(DAY), stop=draw(DAY)) for x in case.courses),
    )  # fmt: skip


@many
@given(dated())
def test_every_question_about_alterations_is_answered_alike(case: Case) -> None:
    same = in_order(case, CONTEXT)
    for leaf in ASKED:
        assert leaf.check(same, CONTEXT).verdict is leaf.check(case, CONTEXT).verdict, leaf
        if case == same or not latest(case) > CONTEXT.on:
            assert leaf.check(same, LATER).verdict is leaf.check(case, LATER).verdict, leaf


def latest(case: Case) -> date:
    days = [
        *(x.collected for x in case.specimens), *(x.date for x in (*case.assays, *case.biomarkers)),
        *(x.start for x in case.courses), *(x.stop for x in case.courses),
    ]  # fmt: skip
    return max((d.latest for d in days if d is not None), default=date.min)


@many
@given(
    st.lists(dated(), min_size=1, max_size=4), st.lists(st.integers(0, 3), max_size=4), st.lists(s.leaves(), min_size=1, max_size=4)
)  # fmt: skip
def test_cases_that_come_and_go_are_answered_as_each_alone(
    some: list[Case], again: list[int], leaves: list[Criterion]
) -> None:
    counting = Counting()
    first: tuple[Case | None, ...] = (*some, None, *(some[n % len(some)] for n in again))
    then = (*first[1:], replace(some[0], findings=None), replace(some[-1], id="new"))
    for cases in (first, then, first):
        for at in (CONTEXT, LATER, CONTEXT):
            for leaf in leaves:
                found = counting.verdicts(cases, leaf, at).tolist()
                assert found == [1 if c is None else leaf.check(c, at).verdict.rank for c in cases], leaf


def test_questions_that_only_compare_days_know_no_window() -> None:
    assert COMPARING <= LEAVES.keys()
    assert {type(leaf).__name__ for leaf in ASKED} == COMPARING
    for name in COMPARING:
        assert not [f.name for f in fields(LEAVES[name]) if "within" in f.name or "days" in f.name], name  # type: ignore[arg-type]
