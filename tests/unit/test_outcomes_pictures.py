"""Pictures of outcomes draw the numbers they are made of, keep foreign text out of their markup, and say what they show."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumorboard import vocab
from tumorboard.formats.html.charts import alone
from tumorboard.formats.html.inline import Shown
from tumorboard.model.response import Measured, ResponseCourse, ResponseRules, Role, State, Visit
from tumorboard.outcomes.response import judge
from tumorboard.outcomes.survival import kaplan_meier, survival_at
from tumorboard.report.outcomes import response_pictures
from tumorboard.report.outcomes.curves import chart
from tumorboard.report.outcomes.numbers import hazard, number, p_value, ticks
from tumorboard.report.values import Chart, Term
from tumorboard.wording import words

SVG = "{http://www.w3.org/2000/svg}"
START = date(2024, 1, 1)
SHOWN = Shown(words("en"), vocab.load().therapies, {})


def drawn(c: Chart) -> ET.Element:
    return ET.fromstring(alone(c, SHOWN))


def texts(root: ET.Element) -> list[str]:
    return [t.text or "" for t in root.iter(f"{SVG}text")]


def km(groups: dict[str, tuple[list[float], list[bool]]]) -> Chart:
    curves = [(name, (name,), kaplan_meier(*rows)) for name, rows in groups.items()]
    return chart(curves, caption=Term("outcomes.km"), y_label=("share",), x_label=("days",), name="km")


GROUPS = {"A": ([5.0, 8, 12, 20, 20], [True, False, True, True, False]), "B": ([3.0, 9, 30], [True, True, False])}


def test_a_curve_is_drawn_where_its_numbers_are_with_those_at_risk_below() -> None:
    c = km(GROUPS)
    end = 30.0
    for stroke, (times, events) in zip(c.strokes, GROUPS.values(), strict=True):
        curve = kaplan_meier(times, events)
        assert stroke.points == ((0.0, 1.0), *((t / end, s) for t, s in zip(curve.times, curve.survival, strict=True)))
        assert len(stroke.ticks) == sum(n > 0 for n in curve.censored)
    for (_, _, numbers), (times, events) in zip(c.counts, GROUPS.values(), strict=True):
        curve = kaplan_meier(times, events)
        assert [n for _, n in numbers] == [str(survival_at(curve, at * end)[3]) for at, _ in numbers]
    shown = texts(drawn(c))
    assert shown.count("At risk") == 1 and {"A", "B", "5", "3", "100%"} <= set(shown)


def test_foreign_text_stays_text_and_long_names_fit() -> None:
    name = "<script>alert('x')</script> & a name that is far too long to stand beside a picture"
    root = drawn(km({name: GROUPS["A"], "B": GROUPS["B"]}))
    assert [e for e in root.iter() if e.tag.endswith("script")] == []
    assert any(t.startswith("<script>") and t.endswith("…") for t in texts(root))
    assert name in texts(root)  # whole in the legend


def course(patient: str, sizes: list[float], **about: object) -> ResponseCourse:
    visits = tuple(
        Visit(
            START + timedelta(days=56 * i),
            (Measured("T", Role.TARGET, State.MEASURED if s else State.ABSENT, s or None),),
        )
        for i, s in enumerate(sizes)
    )
    return ResponseCourse(patient, visits, START, **about)  # type: ignore[arg-type]


RULES = ResponseRules(42, None, 0, False, True, None)


def test_a_waterfall_has_a_bar_for_each_patient_worst_first() -> None:
    patients = [judge(course(n, s), RULES) for n, s in (("a", [50, 25]), ("b", [50, 65]), ("c", [50, 0]), ("d", [50]))]
    c = response_pictures.waterfall(patients, immune=False)
    assert c is not None
    assert [b.says for b in c.bars] == [("PD",), ("PR",), ("CR",)]  # d was never measured again
    zero = c.bars[0].y1
    heights = [(b.y2 - zero) / 0.46 for b in c.bars]
    assert heights == pytest.approx([0.3, -0.5, -1.0])
    assert len(list(drawn(c).iter(f"{SVG}rect"))) >= 3


def test_a_swimmer_tells_response_progression_death_and_who_goes_on() -> None:
    patients = [
        judge(course("long", [50, 30, 70], end=START + timedelta(days=140), death=START + timedelta(days=200)), RULES),
        judge(course("on", [50, 30], ongoing=True), RULES),
    ]
    c = response_pictures.swimmer(patients, immune=False)
    assert c is not None
    assert [b.open for b in c.bars] == [False, True]
    full = 140 / c.bars[0].x2
    places = {(p.shape, round(p.x * full)) for p in c.points if p.y > 0.5}
    assert places == {("circle", 56), ("triangle", 112), ("cross", 200)}


@given(st.floats(0.001, 1e6))
@settings(deadline=None, derandomize=True)
def test_ticks_are_round_reach_the_end_and_stay_few(top: float) -> None:
    found = ticks(top)
    assert found[0] == 0.0 and found[-1] >= top * (1 - 1e-9)
    assert 2 <= len(found) <= 10
    steps = {round((b - a) / found[1], 6) for a, b in pairwise(found)}
    assert steps == {1.0}


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (number(123.4, 2), "123"), (number(0.8062), "0.806"), (number(31.0, 4), "31"), (number(-14.28), "-14.3"),
        (number(999.7), "1000"), (number(None), "–"), (hazard(1.0), "1.00"), (hazard(0.61), "0.610"), (hazard(123.4), "123"),
        (p_value(0.00001), "<0.0001"), (p_value(0.0213), "0.021"), (p_value(0.385), "0.39"), (p_value(None), "–"),
    ],
)  # fmt: skip
def test_numbers_are_written_for_readers(made: str, expected: str) -> None:
    assert made == expected


def test_growth_that_a_waterfall_cuts_is_told_in_numbers() -> None:
    grown = [judge(course(n, s), RULES) for n, s in (("a", [40, 180]), ("b", [40, 100]))]
    c = response_pictures.waterfall(grown, immune=False)
    assert c is not None
    assert [b.says for b in c.bars] == [("PD +350%",), ("PD",)]
    assert [t for _, t in c.y_ticks][-1] == "+300%" and c.bars[0].y2 <= 1
    spider = response_pictures.spider(grown, immune=False)
    assert spider is not None and all(y <= 1 for s in spider.strokes for _, y in s.points)


def test_words_of_bars_and_levels_are_not_struck_through() -> None:
    """Lines of levels are drawn before the words of the bars, and their own words stand right of all bars."""
    patients = [judge(course(n, s), RULES) for n, s in (("a", [50, 25]), ("b", [50, 65]))]
    c = response_pictures.waterfall(patients, immune=False)
    assert c is not None
    parts = list(drawn(c).iter())
    level = max(i for i, p in enumerate(parts) if p.get("stroke-dasharray") == "4 3")
    words = {p.text: (i, float(p.get("x", 0))) for i, p in enumerate(parts) if p.tag == f"{SVG}text"}
    bars = [
        float(p.get("x", 0)) + float(p.get("width", 0))
        for p in parts
        if p.tag == f"{SVG}rect" and p.get("fill-opacity")
    ]
    assert words["PR"][0] > level and words["PD"][0] > level
    assert words["-30%"][1] > max(bars) and words["+20%"][1] > max(bars)


def test_kinds_of_bars_that_share_a_legend_differ_without_color() -> None:
    from tumorboard.formats.html.charts import COLORS, HATCHES
    from tumorboard.report.outcomes import ratio_page

    assert len(HATCHES) == len(COLORS)
    for kinds in (set(response_pictures.KINDS.values()), set(ratio_page.KINDS.values())):
        told_apart = {HATCHES[k] for k in kinds if k != 7}  # what could not be evaluated is gray
        assert len(told_apart) == len(kinds - {7})


def test_a_swimmer_that_goes_on_has_a_key() -> None:
    going = [judge(course("on", [50, 30], ongoing=True), RULES)]
    c = response_pictures.swimmer(going, immune=False)
    assert c is not None and "open" in {k.drawn for k in c.legend}
    ended = [judge(course("off", [50, 30], end=START + timedelta(days=60)), RULES)]
    c = response_pictures.swimmer(ended, immune=False)
    assert c is not None and "open" not in {k.drawn for k in c.legend}
