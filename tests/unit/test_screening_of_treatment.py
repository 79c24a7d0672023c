"""Histories of treatment are judged course by course, and a course once for all that agree in what was read of it."""

from __future__ import annotations

import gc
import random
import weakref
from dataclasses import replace
from datetime import timedelta

import pytest

from tumorboard import vocab
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.formats.patients import frame_of, patients_of
from tumorboard.model.case import Case, Completeness
from tumorboard.model.dates import PartialDate
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.testing.criterion_examples import LAW_TEXTS
from tumorboard.testing.short_case import short_case
from tumorboard.testing.small_world import context
from tumorboard.trials.screening import Answers
from tumorboard.trials.screening.memory import Memory

KINDS = ("HadTherapy", "ProgressedOn", "WashoutComplete", "TreatmentNaive", "SystemicLines")
QUESTIONS = [text for text in LAW_TEXTS if text.startswith(KINDS)]


def histories(n: int) -> list[Case]:
    """Random histories in which most questions are met, open and not met by some."""
    roll = random.Random(20261127)
    days = (None, PartialDate(2025), PartialDate(2026, 3), PartialDate(2026, 5, 10), PartialDate(2026, 4, 1))

    def course(at: int) -> TreatmentCourse:
        return TreatmentCourse(
            id=f"c{at}", agents=roll.choice([("osimertinib",), ("carboplatin", "pemetrexed"), ("strange",), (), ("gefitinib",)]),
            unnamed=roll.choice([(), (), ("x",)]), modality=roll.choice(["systemic", "systemic", "radiotherapy"]),
            intent=roll.choice(["", "curative", "palliative"]), line=roll.choice([None, 1, 2]),
            setting=roll.choice(["metastatic", "adjuvant", ""]), start=roll.choice(days), stop=roll.choice(days),
            ongoing=roll.choice([None, True, False]), best_response=roll.choice(["", "PR", "PD"]),
            stop_reason=roll.choice(["", "progression", "toxicity"]),
        )  # fmt: skip

    whole = ({}, {"treatment": Completeness.COMPLETE})
    return [
        Case(id=str(at), courses=tuple(course(k) for k in range(roll.randint(0, 4))), completeness=roll.choice(whole))
        for at in range(n)
    ]


CASES = histories(400)
ASKING = Answers(patients_of(frame_of(CASES)).table, context())


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_of_treatment_says_of_many_histories_what_it_says_of_each(text: str) -> None:
    leaf = parse(text, LEAVES)
    assert ASKING.verdicts(leaf).tolist() == [leaf.check(case, context()).verdict.value for case in CASES]


TURNING = (
    'WashoutComplete(days=28, modality="systemic")',
    'WashoutComplete(agents=["osimertinib"], days=21, half_lives=5)',
    'WashoutComplete(classes=["egfr_inhibitor"], days=21, half_lives=5, rule="shorter")',
    "WashoutComplete(half_lives=2.5)",
    'WashoutComplete(days=14, modality="surgery")',
    "HadTherapy(within_months=6)",
    'HadTherapy(agents=["osimertinib"], within_months=1)',
)


@pytest.mark.parametrize("text", TURNING)
def test_dates_that_no_turning_day_parts_are_told_as_one_and_no_others(text: str) -> None:
    leaf = parse(text, LEAVES)
    turns = leaf.turns(context())  # type: ignore[attr-defined]
    assert turns
    ends = {PartialDate.parse((day + timedelta(days=by)).isoformat()) for day in turns for by in (-1, 0, 1, 2)}
    ends |= {PartialDate(end.year, end.month) for end in ends} | {PartialDate(end.year) for end in ends}
    whole = {"treatment": Completeness.COMPLETE}
    cases = [
        Case(id=f"{number}", courses=(TreatmentCourse(id="c", agents=(agent,), modality=modality, start=start, stop=stop),), completeness=whole)
        for number, (agent, modality, start, stop) in enumerate(
            (agent, modality, start, stop)
            for end in sorted(ends, key=str)
            for agent in ("osimertinib", "gefitinib")
            for modality in ("systemic", "surgery")
            for start, stop in ((None, end), (end, None))
        )
    ]  # fmt: skip
    asking = Answers(patients_of(frame_of(cases)).table, context())
    expected = [leaf.check(case, context()).verdict.value for case in cases]
    assert asking.verdicts(leaf).tolist() == expected
    assert len(set(expected)) > 1
    items = asking.memory.items(("courses",))
    if len(turns) < 5:
        assert all(items._agreed.count(*told) < len(items.values) for told in items._agreed._labels)


def test_a_partition_is_gone_when_it_is_done_though_no_collector_runs() -> None:
    collecting = gc.isenabled()
    gc.disable()  # as the command does
    try:
        asking = Answers(patients_of(frame_of(CASES[:40])).table, context())
        kept = weakref.ref(asking.table.columns), weakref.ref(asking)
        for text in LAW_TEXTS:
            asking.verdicts(parse(text, LEAVES))
        del asking
        assert [one() for one in kept] == [None, None]
    finally:
        if collecting:
            gc.enable()


SELECTED = (
    'GeneAltered(["ESR1"])',
    'WildType(["ESR1", "EGFR"])',
    'GeneActivated(["ESR1"])',
    'ProteinChangeIn("EGFR", ["T790M"])',
    'CodonMutated("EGFR", [790, 797])',
    'NoActionableDriver(["EGFR", "ESR1"])',
    'VariantClassIn("EGFR", ["c797s"])',
)


@pytest.mark.parametrize("text", SELECTED)
def test_a_test_before_a_treatment_that_selects_is_told_apart_by_that_treatment_alone(text: str) -> None:
    roll = random.Random(20261128)
    drugs = ("osimertinib", "letrozole", "fulvestrant", "carboplatin", "strange", "gefitinib")

    def told() -> str:
        given = [
            f"had {roll.choice(drugs)} began {roll.choice((50, 300))}{roll.choice(('', ' ended 20', ' ongoing'))}"
            for _ in range(roll.randint(0, 3))
        ]
        facts = [roll.choice(("tested", "tested; sampled 30", "tested; sampled 400", "panel KRAS")), *given]
        facts += roll.choice(([], ["EGFR L858R"], ["EGFR T790M"], ["ESR1 D538G"]))
        return "; ".join([*facts, *roll.choice(([], ["history complete"], ["history complete"]))])

    cases = [replace(short_case(told()), id=str(at)) for at in range(400)]
    on, leaf, memory = replace(context(), vocab=vocab.load()), parse(text, LEAVES), Memory()
    expected = [leaf.check(one, on).verdict.value for one in cases]
    assert len(set(expected)) > 1
    found: list[int] = []
    for part in (cases[:30], cases[30:200], cases[200:]):  # what was asked of one is known of the next
        asking = Answers(patients_of(frame_of(part), memory.book).table, on, memory=memory)
        found += asking.verdicts(leaf).tolist()
    assert found == expected
