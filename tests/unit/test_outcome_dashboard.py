"""What the dashboard of a registry shows, and what it withholds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.truth_support import interpreted

from tumorboard.board.practice import asked, practice
from tumorboard.criteria.leaves.gene_altered import GeneAltered
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.outcome import Followed
from tumorboard.model.practice import Judged, Practice
from tumorboard.model.registry import Attendant, Choice, Decision, Entry, Facts, FollowUp, Rules, SignOff
from tumorboard.model.verdict import Verdict
from tumorboard.outcomes.survival import kaplan_meier
from tumorboard.reasons import Reason
from tumorboard.report.outcomes import dashboard_page
from tumorboard.report.outcomes.dashboard import dashboard
from tumorboard.report.outcomes.suppression import cut, parts
from tumorboard.report.values import Notice
from tumorboard.testing.short_case import short_case
from tumorboard.vocab import load
from tumorboard.wording import words

ON = date(2026, 6, 1)
DAY0 = date(2026, 1, 1)
BOARD = (Attendant(name="A", role="oncologist"),)


def entry(action: str, day: int, revision: int) -> Entry:
    at = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
    return Entry(number=revision, at=at, by="li", action=action, case="C", revision=revision)


def told(day: int, what: str, *drugs: str, response: str = "") -> FollowUp:
    return FollowUp(
        what=what, on=PartialDate.parse(str(DAY0 + timedelta(days=day))), therapies=drugs, response=response
    )


def records(*bodies: tuple[str, int, object]) -> list[tuple[Entry, object | None]]:
    return [(entry(action, day, i), body) for i, (action, day, body) in enumerate(bodies, start=1)]


def decided(day: int, *choices: tuple[str, tuple[str, ...]]) -> Decision:
    made = tuple(Choice(therapies=t, verdict=v, reason="" if v == "accepted" else "access") for v, t in choices)
    return Decision(on=DAY0 + timedelta(days=day), assessment="", took_part=BOARD, choices=made)


FACTS = ("facts", 0, Facts(case=short_case("LUAD; tested; EGFR L858R")))
DECIDED = ("decision", 10, decided(10, ("accepted", ("dabrafenib", "trametinib")), ("deferred", ("docetaxel",))))
SIGNED = ("signature", 12, SignOff(signs="x"))


def test_a_case_becomes_a_line_of_practice() -> None:
    follow = [("follow_up", 90, f) for f in (
        told(20, "treatment_started", "dabrafenib", "trametinib"), told(50, "response", response="SD"),
        told(80, "response", response="PR"), told(100, "treatment_started", "docetaxel"), told(120, "response", response="CR"),
        told(150, "death"),
    )]  # fmt: skip
    found = practice(records(FACTS, DECIDED, SIGNED, *follow), Rules(), {"EGFR": Verdict.MET})
    assert found is not None
    assert (found.opened, found.signed) == (DAY0, DAY0 + timedelta(days=12))
    assert found.options == (
        Judged(
            ("dabrafenib", "trametinib"), "accepted", True, "PR"
        ),  # the complete response came under another treatment
        Judged(("docetaxel",), "deferred", True, "CR"),
    )
    assert (found.times["os"].time, found.times["os"].event) == (140.0, True)
    assert dict(found.holds) == {"EGFR": Verdict.MET}


def test_two_signatures_sign_with_the_second_and_a_case_without_facts_is_none() -> None:
    second = entry("signature", 15, 4)
    pair = [
        *records(FACTS, DECIDED, SIGNED),
        (Entry(number=4, at=second.at, by="wang", action="signature", case="C", revision=4), SignOff(signs="x")),
    ]
    found = practice(pair, Rules(signatures=2), {})
    assert found is not None and found.signed == DAY0 + timedelta(days=15)
    unsigned = practice(records(FACTS, DECIDED, SIGNED), Rules(signatures=2), {})
    assert unsigned is not None and unsigned.signed is None
    assert practice(records(DECIDED), Rules(), {}) is None


def test_half_an_option_or_one_begun_before_the_decision_is_not_begun() -> None:
    for f in (told(20, "treatment_started", "dabrafenib"), told(5, "treatment_started", "dabrafenib", "trametinib")):
        found = practice(records(FACTS, DECIDED, ("follow_up", 90, f)), Rules(), {})
        assert found is not None and not found.options[0].started


def test_a_finding_that_was_not_assessed_is_unknown_and_never_no() -> None:
    criteria = {g: GeneAltered((g,), ("variant",)) for g in ("EGFR", "KRAS")}
    context = Context(ON, load())
    assert asked(interpreted("LUAD; panel EGFR; EGFR L858R"), criteria, context) == {
        "EGFR": Verdict.MET,
        "KRAS": Verdict.UNKNOWN,
    }
    assert asked(interpreted("LUAD; panel EGFR KRAS; EGFR L858R"), criteria, context)["KRAS"] is Verdict.NOT_MET


# --- what is shown and what is withheld ----------------------------------------------------------------------------------
def case(i: int, **about: object) -> Practice:
    base: dict[str, object] = {"opened": DAY0, "signed": DAY0 + timedelta(days=10 + i)}
    return Practice(**(base | about))  # type: ignore[arg-type]


def cohort(
    n: int, option: str = "osimertinib", accepted: int = 99, responders: int = 0, met: int = 0
) -> list[Practice]:
    return [
        case(
            i, options=(Judged((option,), "accepted" if i < accepted else "rejected", i < accepted, "PR" if i < responders else "SD"),),
            holds={"EGFR": Verdict.MET if i < met else Verdict.NOT_MET},
            times={"os": Followed("", 40.0 * (i + 1), i % 2 == 0)},
        )
        for i in range(n)
    ]  # fmt: skip


def test_fewer_cases_than_the_least_show_nothing() -> None:
    found = dashboard(cohort(4), on=ON)
    assert (found.n, found.uptake, found.survival, found.reporting) == (None, (), (), None)
    (section,) = dashboard_page.sections(found)
    assert section.id == "too-few"
    with pytest.raises(ValueError, match="least < 1"):
        dashboard(cohort(9), on=ON, least=0)


@pytest.mark.parametrize(
    ("least", "english", "chinese"),
    [(5, "Counts of 1–4 are withheld", "计数为 1–4 时不予显示"), (2, "Counts of 1 are", "计数为 1 时")],
)
def test_what_is_withheld_is_told_as_the_numbers_that_are(least: int, english: str, chinese: str) -> None:
    section = dashboard_page.sections(dashboard(cohort(40), on=ON, least=least))[0]
    (told,) = (
        part
        for block in section.blocks
        if isinstance(block, Notice)
        for part in block.text
        if isinstance(part, Reason) and part.code == "dashboard.suppression"
    )
    assert english in words("en").reason(told) and chinese in words("zh-Hans").reason(told)


def test_option_uptake_counts_who_was_accepted_and_who_began() -> None:
    (row,) = dashboard(cohort(20, accepted=12), on=ON).uptake
    assert (row.n, row.verdicts, row.accepted, row.started) == (20, (12, 0, 8), 12, 12)


def test_a_rare_option_is_no_row_and_is_counted_as_withheld() -> None:
    rare = case(21, options=(Judged(("rare",), "accepted", True, "CR"),), holds={"EGFR": Verdict.NOT_MET})
    found = dashboard([*cohort(20), rare], on=ON)
    assert [u.therapies for u in found.uptake] == [("osimertinib",)]
    assert found.withheld == 2  # of the options, and of the responses


def test_response_by_option_keeps_who_was_told_of_none_in_the_denominator() -> None:
    silent = [case(i, options=(Judged(("osimertinib",), "accepted", True, ""),)) for i in range(6)]
    (row,) = dashboard([*cohort(14, responders=8), *silent], on=ON).responses
    assert row.n == 20 and row.responses == (0, 8, 6, 0, 0, 6)
    assert row.objective is not None and (row.objective.x, row.objective.n) == (8, 20)


def test_frequencies_are_of_the_assessed_and_tell_the_others() -> None:
    blind = [case(i, holds={"EGFR": Verdict.UNKNOWN}) for i in range(7)]
    (row,) = dashboard([*cohort(20, met=8), *blind], on=ON).frequencies
    assert row.counts == (8, 12, 7)
    assert row.share is not None and (row.share.x, row.share.n) == (8, 20)
    (few,) = dashboard([*cohort(20, met=3), *blind], on=ON).frequencies
    assert few.counts == (None, 17, None) and few.share is None


def test_time_to_report_counts_who_still_waits() -> None:
    found = dashboard([*cohort(10), *[case(i, signed=None) for i in range(5)]], on=ON).reporting
    assert found is not None and found.curve is not None
    assert (found.n, found.waiting) == (15, 5)
    assert found.median is not None and found.median >= 17  # the censored push it up: without them it is 14.5


def test_survival_by_finding_is_in_whole_months_and_small_groups_are_not_drawn() -> None:
    found = dashboard(cohort(40, met=16), on=ON).survival
    (os,) = found
    assert [a for a, _ in os.groups] == [Verdict.MET, Verdict.NOT_MET]
    assert all(t == int(t) for _, curve in os.groups for t in curve.times)
    assert all(n >= 5 for _, curve in os.groups for n in curve.at_risk)
    # 3 found of 20 are not drawn, and neither are the 17, who are what is missing from the total
    assert dashboard(cohort(20, met=3), on=ON).survival == ()


def test_no_curve_shows_the_month_of_a_few_deaths() -> None:
    few = [case(i, holds={"EGFR": Verdict.MET}, times={"os": Followed("", 40.0 * (i + 1), i == 2)}) for i in range(9)]
    (os,) = dashboard([*cohort(40, met=16)[16:], *few], on=ON).survival
    assert [a for a, _ in os.groups] == [Verdict.NOT_MET] and os.too_small == 1


def test_what_the_findings_withhold_no_curve_gives_away() -> None:
    """3 found, 17 not, 7 not assessed: with the curves of the last two the first would be what is missing from the total."""
    blind = [case(i, holds={"EGFR": Verdict.UNKNOWN}, times={"os": Followed("", 40.0, True)}) for i in range(7)]
    found = dashboard([*cohort(20, met=3), *blind], on=ON)
    assert found.frequencies[0].counts == (None, 17, None)
    (os,) = found.survival
    assert [a for a, _ in os.groups] == [Verdict.NOT_MET] and os.too_small == 2


def test_what_the_uptake_withholds_no_response_gives_away() -> None:
    """17 accepted and 14 begun: with the row of the 14 the 3 who never began would be told."""
    began = [
        case(i, options=(Judged(("osimertinib",), "accepted", i < 14, "SD" if i < 14 else ""),)) for i in range(17)
    ]
    found = dashboard(began, on=ON)
    assert found.uptake[0].accepted == 17 and found.uptake[0].started is None
    assert found.responses == () and found.withheld == 1


def test_every_count_of_the_page_is_large_enough_and_numbers_at_risk_too() -> None:
    found = dashboard(cohort(20, accepted=17, responders=6, met=8), on=ON)
    for chart in dashboard_page.charts(found):
        for _, _, numbers in chart.counts:
            assert all(text == "<5" or int(text) >= 5 for _, text in numbers), chart.name


@given(st.lists(st.integers(0, 12), min_size=2, max_size=7), st.integers(2, 6))
@settings(deadline=None, derandomize=True)
def test_no_withheld_part_can_be_had_by_difference(counts: list[int], least: int) -> None:
    """Beside the shown total, what is withheld adds up to nothing small, unless the total is small itself."""
    shown = parts(counts, least)
    assert all(n is None or n == 0 or n >= least for n in shown)
    hidden = [n for n, s in zip(counts, shown, strict=True) if s is None]
    if hidden and sum(counts) >= least:
        assert len(hidden) > 1 and sum(hidden) >= least


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40), st.integers(1, 6))
@settings(deadline=None, derandomize=True)
def test_a_curve_is_cut_where_few_are_at_risk(rows: list[tuple[int, bool]], least: int) -> None:
    whole = kaplan_meier([float(t) for t, _ in rows], [e for _, e in rows])
    made = cut(whole, least)
    if len(rows) < least:
        assert made is None
    else:
        assert made is not None and min(made.at_risk) >= least
        assert made.survival == whole.survival[: len(made.times)]
