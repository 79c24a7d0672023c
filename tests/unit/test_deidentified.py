"""What leaves the center tells nothing of who the patient is: not by name, number, word, day, or a rare age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from tests.report_support import rich

from tumorboard.app.cases import open_case, usable
from tumorboard.app.deidentifying import coded_words
from tumorboard.app.plugins import registry as plugins
from tumorboard.board.deidentified import LONGEST_SHIFT, deidentified
from tumorboard.board.deidentified_rules import ALLOWED, FAMILIES, RULES
from tumorboard.issues import Place
from tumorboard.model.alteration import Origin
from tumorboard.model.case import Case, Patient
from tumorboard.model.dates import PartialDate
from tumorboard.model.deidentified import Deidentified
from tumorboard.model.registry import Choice, FollowUp
from tumorboard.vocab import load
from tumorboard.wire.codec import dumps

ON = date(2026, 11, 27)
KEY = b"k" * 32
ROOT = Path(__file__).parents[2]
CANARY = "Zhang Wei 19650412"


def cleaned(case: Case, **more: Any) -> Deidentified:
    return deidentified(case, load(), coded_words(), more.pop("key", KEY), ON, **more)


def planted(value: Any) -> Any:
    """The value with the canary in place of every text, at every depth."""
    if isinstance(value, str):
        return CANARY
    if is_dataclass(value) and not isinstance(value, (type, PartialDate)):
        return replace(value, **{f.name: planted(getattr(value, f.name)) for f in fields(value)})
    if isinstance(value, (tuple, frozenset)):
        return type(value)(planted(v) for v in value)
    if isinstance(value, Mapping):
        return {planted(k): planted(v) for k, v in value.items()}
    return value


def test_no_text_of_a_record_leaves_whatever_field_it_stands_in() -> None:
    case = planted(rich())
    choices = [Choice(therapies=(CANARY,), verdict="rejected", reason=CANARY)]
    events = [FollowUp(what="progression", on=PartialDate(2026, 3, 1), therapies=(CANARY,), note=CANARY)]
    made = cleaned(case, choices=choices, follow_up=events, germline=True)
    text = dumps(made)
    for part in (CANARY, *CANARY.split()):
        assert part not in text


# What is left out or made anew as a whole.
WHOLE = {"Patient", "SourceFile", "Findings", "ResearchInput"}


def classes() -> list[type]:
    """Every class of the facts, found from `Case` down."""
    found: list[type] = []
    waiting: list[type] = [Case]
    while waiting:
        one = waiting.pop()
        if one in found or one is PartialDate or one.__name__ in WHOLE:
            continue
        found.append(one)
        for hint in get_type_hints(one).values():
            waiting += [t for t in _inside(hint) if is_dataclass(t)]
    return found


def _inside(hint: Any) -> list[type]:
    parts = get_args(hint)
    return [t for p in parts for t in _inside(p)] if parts else ([hint] if isinstance(hint, type) else [])


@pytest.mark.parametrize("name", [c.__name__ for c in classes()])
def test_every_field_of_the_facts_has_a_rule(name: str) -> None:
    """A new field does not leave by itself; who adds one says here whether it may."""
    (kind,) = [c for c in classes() if c.__name__ == name]
    assert {f.name for f in fields(kind)} == set(RULES[name])
    assert set(RULES[name].values()) <= {"keep", "drop"} | set(ALLOWED) | FAMILIES


def test_days_move_by_one_number_that_is_the_patients_own() -> None:
    case = replace(rich(), patient=Patient(id="P1"))
    made = cleaned(case).case
    before = [c.start for c in case.courses if c.start and c.start.day]
    after = [c.start for c in made.courses if c.start and c.start.day]
    moves = {(a.earliest - b.earliest).days for a, b in zip(after, before, strict=True)}
    assert len(moves) == 1 and -LONGEST_SHIFT <= moves.pop() < 0
    other = cleaned(replace(case, patient=Patient(id="P2"))).case
    assert [c.start for c in other.courses] != [c.start for c in made.courses]


@pytest.mark.parametrize("day", ["2026", "2026-03", "2026-03-17", "2024-02-29", "2025-12"])
def test_a_moved_date_never_says_more_than_the_record(day: str) -> None:
    """A month or a year is kept only where all its days stay in one."""
    read = PartialDate.parse(day)
    for patient in map(str, range(40)):
        case = replace(rich(), patient=Patient(id=patient), courses=())
        exact = FollowUp(what="alive", on=PartialDate(2026, 3, 17))
        made = cleaned(case, follow_up=[FollowUp(what="alive", on=read), exact]).follow_up
        shift = made[-1].on.earliest - exact.on.earliest
        if len(made) == 2:
            assert made[0].on.earliest <= read.earliest + shift <= read.latest + shift <= made[0].on.latest


@pytest.mark.parametrize("patient, age", [
    (Patient(birth=PartialDate(1930, 5, 1)), 90),  # 96 on the day of the export
    (Patient(birth=PartialDate(1937, 11, 27)), 89),
    (Patient(birth=PartialDate(1936, 11, 27)), 90),
    (Patient(birth=PartialDate(1980, 12, 1)), 45),
    (Patient(age_years=101), 90),
    (Patient(age_years=64, age_on=PartialDate(2026, 1, 1)), 64),
    (Patient(), None),
])  # fmt: skip
def test_ages_above_89_are_90_and_no_birth_date_leaves(patient: Patient, age: int | None) -> None:
    made = cleaned(replace(rich(), patient=patient)).case.patient
    assert made.age_years == age
    assert made.birth is None and made.age_on is None


def test_germline_findings_leave_only_with_consent_to_them() -> None:
    case = rich()
    case = replace(case, variants=(replace(case.variants[0], origin=Origin.GERMLINE), *case.variants[1:]))
    germline = [v for v in case.variants if v.origin is Origin.GERMLINE]
    assert not [v for v in cleaned(case).case.variants if v.origin is Origin.GERMLINE]
    assert len([v for v in cleaned(case, germline=True).case.variants if v.origin is Origin.GERMLINE]) == len(germline)
    assert dict(cleaned(case).left_out)["Case.variants (germline or of unknown origin)"] >= len(germline)


def test_a_name_is_the_same_with_the_same_key_and_another_with_another() -> None:
    one, again, other = cleaned(rich()), cleaned(rich()), cleaned(rich(), key=b"o" * 32)
    assert one == again
    assert one.case.id != other.case.id and rich().id not in dumps(one)


def test_specimens_and_assays_are_still_told_apart() -> None:
    case, made = rich(), cleaned(rich(), germline=True).case
    assert [s.id for s in made.specimens] == [f"specimen{i}" for i in range(1, len(case.specimens) + 1)]
    for was, now in zip(case.assays, made.assays, strict=True):
        assert [s.id for s in case.specimens].index(was.specimen) == [s.id for s in made.specimens].index(now.specimen)


def test_what_could_not_be_read_is_still_said_so_that_absence_is_no_answer() -> None:
    case = replace(rich(), uninterpretable=(Place("Zhang.vcf", 3),))
    assert cleaned(case).case.uninterpretable == (Place("file1", 3),)


@pytest.mark.parametrize("example", ["luad-egfr", "coad-braf", "tnbc-brca1"])
def test_what_an_option_rests_on_leaves(example: str) -> None:
    """The molecular facts of the examples are codes, and none of them is lost."""
    case = usable(open_case(ROOT / "examples" / example, load(), plugins()))
    made = cleaned(case, germline=True).case
    assert [v.gene for v in made.variants] == [v.gene for v in case.variants]
    assert [v.protein for v in made.variants] == [v.protein for v in case.variants]
    assert [(b.marker, b.state, b.value, b.scale, b.clone) for b in made.biomarkers] == [
        (b.marker, b.state, b.value, b.scale, b.clone) for b in case.biomarkers
    ]
    assert [(c.gene, c.copies, c.call) for c in made.copy_numbers] == [
        (c.gene, c.copies, c.call) for c in case.copy_numbers
    ]
    assert [c.agents for c in made.courses] == [c.agents for c in case.courses]
    assert made.diagnosis.disease is not None and case.diagnosis.disease is not None
    assert made.diagnosis.disease.code == case.diagnosis.disease.code
    assert (made.diagnosis.extent, made.diagnosis.stage) == (case.diagnosis.extent, case.diagnosis.stage)


def test_defaults_are_what_is_left_where_something_may_not_leave() -> None:
    assert [f.name for f in fields(Deidentified) if f.default is MISSING and f.default_factory is MISSING] == ["case"]
