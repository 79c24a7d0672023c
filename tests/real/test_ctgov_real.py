"""Two records of the registry as they were received: every line, site and status is there."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.real_data import shared

from tumorboard import vocab
from tumorboard.criteria.combinators import Not
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.formats.trials import ctgov
from tumorboard.model.trial import Trial
from tumorboard.vocab.countries import Countries

pytestmark = pytest.mark.real


def trial(ident: str) -> tuple[Trial, list[str]]:
    """The record with the codes of its issues."""
    path = shared("clinicaltrials_gov") / f"{ident}.json"
    found = ctgov.read(path.read_text("utf-8"), path.name, vocab.load(), Countries.load())
    assert found.value is not None and len(found.value) == 1
    return found.value[0], [i.code for i in found.issues]


def questions(found: Trial) -> list[str]:
    """What a person is asked, exclusions included."""
    asked = [c.asks.part if isinstance(c.asks, Not) else c.asks for c in found.criteria]
    return [a.text for a in asked if isinstance(a, Manual)]


def test_a_study_of_437_sites_in_21_countries() -> None:
    found, codes = trial("NCT02513394")
    # counted in the record: locations by country, bullets and plain lines of the text
    assert len(found.sites) == 437 and all(s.country for s in found.sites)
    assert sum(s.latitude is None for s in found.sites) == 2  # those without a point in the record
    assert Counter(s.country for s in found.sites).most_common(3) == [("US", 192), ("ES", 46), ("DE", 27)]
    assert len({s.country for s in found.sites}) == 21
    assert (found.status, found.phase, [p.id for p in found.parts]) == ("closed", "3", ["Arm A", "Arm B"])
    numbers = Counter(c.reference[0] for c in found.criteria)
    assert (numbers["I"], numbers["E"]) == (21, 13)
    # four of 34 lines are criteria from end to end: performance, neutrophils, platelets, hemoglobin
    assert len(questions(found)) == 30 and codes == ["CTG004"]
    assert ("eudract", "2014-005181-30") in [(i.system, i.value) for i in found.ids]


def test_lines_under_a_bullet_stay_with_it_and_marks_of_escape_are_no_text() -> None:
    found, codes = trial("NCT03478891")
    asked = questions(found)
    assert sum(text.startswith("Have screening laboratory values") for text in asked) == 1
    (laboratory,) = [text for text in asked if text.startswith("Have screening")]
    assert laboratory.count("\n") == 8 and "mm^3" in laboratory
    assert "Weight >100 kg." in asked
    # vaccine volunteers: the condition is no tumor type and stays a question
    assert codes == ["CTG005", "CTG004"] and found.parts[0].id == "Group 1: 5 mg/kg IV"
