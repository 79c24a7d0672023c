"""Treatment before and after the board on one axis, and what differs between versions of facts and of decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tumorboard.app.differences import of_decisions, of_facts
from tumorboard.model.dates import PartialDate
from tumorboard.model.registry import Attendant, Choice, Decision, FollowUp
from tumorboard.report.follow_up import picture
from tumorboard.testing.short_case import short_case

DAY = date(2026, 11, 27)
CASE = short_case("LUAD; tested; EGFR L858R")


def event(what: str, *on: int, **more: object) -> FollowUp:
    return FollowUp(what=what, on=PartialDate(*on), **more)  # type: ignore[arg-type]


STARTED = event("treatment_started", 2026, 12, therapies=("osimertinib",))


def test_without_a_date_there_is_no_picture() -> None:
    assert picture(CASE, DAY, []) == []
    assert picture(CASE, DAY, [event("alive", 2027)]) == []


def test_a_course_ends_with_its_stop_and_shows_its_best_response() -> None:
    happened = [
        STARTED, event("response", 2027, 2, 3, response="SD"), event("response", 2027, 4, 3, response="PR"),
        event("treatment_stopped", 2027, 9, 30), event("response", 2027, 12, response="CR"), event("death", 2028, 1, 5),
    ]  # fmt: skip
    drawn = picture(CASE, DAY, happened)[0]
    course, events = drawn.tracks
    assert (course.spans[0].open, course.spans[0].tone, course.note) == (False, "good", ("PR",))
    assert [m.shape for m in events.marks] == ["circle", "circle", "circle", "square", "circle", "square"]
    assert all(0 <= m.at <= 1 for m in events.marks)
    assert sorted(m.at for m in events.marks) == [m.at for m in events.marks]
    assert drawn.lines == ()  # the decision came before the first day that is known
    later = picture(CASE, date(2027, 1, 1), happened)[0]
    assert 0 < later.lines[0][0] < 1


def test_a_course_goes_on_until_it_is_stopped_by_name_or_the_patient_dies() -> None:
    other = event("treatment_stopped", 2027, 3, therapies=("savolitinib",))
    assert picture(CASE, DAY, [STARTED, other])[0].tracks[0].spans[0].open
    assert not picture(CASE, DAY, [STARTED, event("death", 2027, 3)])[0].tracks[0].spans[0].open


def test_facts_that_came_and_went_are_told_by_name_and_families_by_size() -> None:
    after = short_case("LUAD; tested; EGFR T790M; ecog 1")
    found = {(d.what[0], d.happened) for d in of_facts(CASE, replace(after, id=CASE.id))}
    assert ("EGFR", "page.difference.gone") in found
    assert ("EGFR", "page.difference.new") in found
    assert any(getattr(what, "code", "") == "page.family.performance" for what, _ in found)
    assert of_facts(CASE, CASE) == ()


def test_decisions_differ_by_verdict_reason_summary_and_people() -> None:
    who = (Attendant(name="A. Wang"),)
    one = Decision(
        on=DAY, assessment="a", took_part=who, choices=(Choice(therapies=("osimertinib",), verdict="accepted"),)
    )
    two = replace(
        one, summary="wait", took_part=(*who, Attendant(name="B. Roy")),
        choices=(Choice(therapies=("osimertinib",), verdict="deferred", reason="access"), Choice(therapies=("gefitinib",), verdict="accepted")),
    )  # fmt: skip
    told = [d.happened.rpartition(".")[2] for d in of_decisions(one, two)]
    assert told == ["changed", "new", "changed", "changed"]
    assert of_decisions(one, one) == ()
