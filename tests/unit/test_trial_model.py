"""A part of a trial is held to its parents' criteria and is never more open than they are."""

from __future__ import annotations

import pytest

from tumorboard.criteria.combinators import Always, Not
from tumorboard.criteria.leaves.sex_is import SexIs
from tumorboard.model.trial import Trial, TrialCriterion, TrialId, TrialPart, TrialSite, strictest


def criterion(reference: str) -> TrialCriterion:
    return TrialCriterion(asks=Not(SexIs("male")), use="exclusion", reference=reference, texts={"en": "no men"})


DOSE = TrialPart(id="dose", kind="dose_level", criteria=(criterion("D-1"),), status="open")
ARM = TrialPart(id="arm", kind="arm", criteria=(criterion("A-1"),), parts=(DOSE,), status="paused")
TWIN = TrialPart(id="twin", kind="cohort")
TRIAL = Trial(ids=(TrialId.of("NCT00000001"),), criteria=(criterion("I-01"),), parts=(ARM, TWIN), status="open")


def test_a_part_is_held_to_the_criteria_of_the_trial_and_its_parents_in_order() -> None:
    told = {p.part.id: [c.reference for c in p.criteria] for p in TRIAL.placed()}
    assert told == {"arm": ["I-01", "A-1"], "dose": ["I-01", "A-1", "D-1"], "twin": ["I-01"]}
    assert [p.id for p in TRIAL.every_part()] == ["arm", "dose", "twin"]


def test_an_open_part_below_a_paused_one_is_paused_and_a_silent_one_is_as_its_parent() -> None:
    assert {p.part.id: p.status for p in TRIAL.placed()} == {"arm": "paused", "dose": "paused", "twin": "open"}
    silent = Trial(ids=(TrialId.of("1-1"),), parts=(TWIN, DOSE))
    assert [p.status for p in silent.placed()] == ["unknown", "unknown"]


def test_a_part_has_no_more_free_places_than_the_parts_above_it() -> None:
    level = TrialPart(id="level", kind="dose_level", slots=5)
    silent = TrialPart(id="silent", kind="dose_level")
    arm = TrialPart(id="arm", kind="arm", parts=(level, silent), slots=3)
    trial = Trial(
        ids=(TrialId.of("1"),),
        parts=(arm, TrialPart(id="twin", kind="arm", parts=(TrialPart(id="in", kind="arm", slots=0),))),
    )
    assert {p.part.id: p.slots for p in trial.placed()} == {"arm": 3, "level": 3, "silent": 3, "twin": None, "in": 0}


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [(("open", "not_yet"), "not_yet"), (("closed", "paused"), "closed"), (("paused", "not_yet"), "paused"), (("unknown", "not_yet"), "not_yet")],
)  # fmt: skip
def test_the_most_closed_status_counts(statuses: tuple[str, ...], expected: str) -> None:
    assert strictest(*statuses) == strictest(*reversed(statuses)) == expected


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("NCT01234567", "nct"),
        ("NCT0123456", "protocol"),
        ("2022-500293-38-00", "euct"),
        ("2015-001234-20", "eudract"),
        ("ChiCTR2000034523", "chictr"),
        ("ChiCTR-OIC-16008346", "chictr"),
        ("ISRCTN12345678", "isrctn"),
        ("jRCTs031180001", "jrct"),
        ("jRCT2031200101", "jrct"),
        ("ACTRN12620000001987", "actrn"),
        (" 10-001 ", "protocol"),
    ],
)
def test_the_form_of_an_id_shows_its_registry(text: str, system: str) -> None:
    assert TrialId.of(text) == TrialId(system, text.strip())


def test_ten_thousand_parts_and_a_thousand_levels_are_placed() -> None:
    flat = Trial(ids=(TrialId.of("1"),), parts=tuple(TrialPart(id=str(n), kind="arm") for n in range(10_000)))
    assert sum(1 for _ in flat.placed()) == 10_000
    part = TrialPart(id="0", kind="arm", criteria=(criterion("x"),))
    for n in range(1, 1000):
        part = TrialPart(id=str(n), kind="arm", parts=(part,))
    assert [len(p.criteria) for p in Trial(ids=(TrialId.of("1"),), parts=(part,)).placed()][-1] == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: Trial(ids=()),
        lambda: Trial(ids=(TrialId.of("1"),), status="recruiting"),
        lambda: Trial(ids=(TrialId.of("1"),), parts=(TWIN, TWIN)),
        lambda: Trial(ids=(TrialId.of("1"),), parts=(TrialPart(id="a", kind="arm", parts=(TWIN,)), TWIN)),
        lambda: TrialPart(id="a", kind="basket"),
        lambda: TrialPart(id="a", kind="arm", status="recruiting"),
        lambda: TrialSite(name="x", status="recruiting"),
        lambda: TrialCriterion(asks=Always(), use="either"),
    ],
)
def test_what_no_trial_can_be_is_refused(make: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        make()  # type: ignore[operator]
