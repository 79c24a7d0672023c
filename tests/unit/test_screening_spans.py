"""Numbers against limits, all at once, say what each says on its own."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from tumorboard.criteria.measured import Span
from tumorboard.trials.screening.spans import OPEN, Spans

ENDS = st.sampled_from([-math.inf, -1.0, 0.0, 1.0, 1.5, 2.0, math.inf])
SPANS = st.builds(Span, ENDS, ENDS, st.booleans(), st.booleans()).filter(lambda s: s.low <= s.high)
LIMITS = st.none() | st.sampled_from([0.0, 1.0, 1.5, 2.0])


@given(st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=6), LIMITS, LIMITS)
def test_many_numbers_are_judged_as_each_of_them(
    before: list[Span], after: list[Span], least: float | None, most: float | None
) -> None:
    spans, views = Spans(), [(s,) for s in before]
    told = spans.within(views, 0, (least, most)).tolist()
    views += [(s,) for s in after]
    told += spans.within(views, len(before), (least, most)).tolist()
    assert told == [s.within(least, most).rank for (s,) in views]


@given(SPANS, SPANS)
def test_several_numbers_or_none_are_asked_one_by_one(one: Span, other: Span) -> None:
    assert Spans().within([(), (one, other), (one,), ()], 0, (0.0, None)).tolist()[:2] == [OPEN, OPEN]
