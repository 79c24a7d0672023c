"""Screening says of every patient and part what the one-case engine says: verdict by verdict, whatever the criteria."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tumorboard import vocab
from tumorboard.criteria import combinators as c
from tumorboard.criteria.facts import facts_of
from tumorboard.formats.patients import frame_of, patients_of
from tumorboard.interpret.on_demand import OnDemand
from tumorboard.interpret.pipeline import interpret
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.trial import Trial, TrialCriterion, TrialId, TrialPart
from tumorboard.model.verdict import Criterion, Verdict
from tumorboard.testing import strategies as s
from tumorboard.testing.small_world import context
from tumorboard.trials.screening import Answers, Screened, compiled, of_criteria, planned, screened, table_of, unpacked
from tumorboard.trials.screening.memory import Memory
from tumorboard.trials.screening.sets import everyone

CONTEXT = context()
FAMILIES = (
    "biomarkers", "conditions", "diagnosis", "findings", "laboratory", "lesions", "medications", "molecular",
    "patient", "performance", "reproduction", "statements", "treatment",
)  # fmt: skip
some = settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(some, max_examples=int(os.environ.get("TUMORBOARD_EXAMPLES", "25")))


def cohorts() -> st.SearchStrategy[list[Case]]:
    """Interpreted cases, some of them more than once."""
    return st.lists(s.cases(), min_size=1, max_size=6).flatmap(
        lambda cs: st.lists(st.sampled_from(cs), max_size=90).map(lambda more: cs + more)
    )


def answers(cases: list[Case]) -> Answers:
    return Answers(table_of(facts_of(cases)), CONTEXT)


def verdicts(found: Screened, part: int) -> list[Verdict]:
    met, unknown = unpacked(found.met[part], found.n), unpacked(found.unknown[part], found.n)
    assert not (met & unknown).any()
    return [Verdict.MET if m else Verdict.UNKNOWN if u else Verdict.NOT_MET for m, u in zip(met, unknown, strict=True)]


@many
@given(cohorts(), st.lists(s.criteria(4), min_size=1, max_size=5), st.integers(1, 3))
def test_screen_says_of_every_patient_what_check_says(cases: list[Case], asked: list[Criterion], block: int) -> None:
    program = of_criteria(asked)
    asking = answers(cases)
    sets = planned(program).run(asking.pairs(program.leaves), everyone(len(cases)), block=block)
    found = Screened(len(cases), sets)
    for part, criterion in enumerate(asked):
        said = verdicts(found, part)
        assert said == [criterion.check(case, CONTEXT).verdict for case in cases]
        assert found.counts()[part].tolist() == [said.count(v) for v in (Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET)]


@many
@given(cohorts(), st.lists(s.leaves(), min_size=1, max_size=8))
def test_what_one_partition_was_asked_holds_for_the_next(cases: list[Case], leaves: list[Criterion]) -> None:
    memory = Memory()
    plain = [replace(case, findings=None) for case in cases]
    for part in (plain[: len(plain) // 2], plain[len(plain) // 2 :], plain):
        if part:
            asking = Answers(patients_of(frame_of(part), memory.book).table, CONTEXT, memory=memory)
            for leaf in leaves:
                told = [leaf.check(case, CONTEXT).verdict.value for case in part]
                assert asking.verdicts(leaf).tolist() == told


@many
@given(cohorts(), st.lists(s.criteria(3), min_size=1, max_size=6))
def test_what_is_interpreted_on_demand_is_what_interpretation_says(cases: list[Case], asked: list[Criterion]) -> None:
    knowledge, full = Knowledge(), Context(CONTEXT.on, vocab.load())
    memory = Memory()
    program = of_criteria(asked)
    plain = [replace(case, findings=None) for case in cases]
    half = len(plain) // 2
    for part in (plain[:half], plain[half:]):
        if part:
            derive = OnDemand(knowledge, full)
            asking = Answers(patients_of(frame_of(part), memory.book).table, full, derive=derive, memory=memory)
            found = screened(program, asking)
            told = [interpret(case, knowledge, full) for case in part]
            for at, criterion in enumerate(asked):
                assert verdicts(found, at) == [criterion.check(case, full).verdict for case in told]


@some
@given(cohorts(), s.criteria(3), s.criteria(3), s.criteria(2))
def test_the_laws_of_kleene_hold_over_sets(cases: list[Case], a: Criterion, b: Criterion, x: Criterion) -> None:
    equal = [
        (c.Not(c.Not(a)), a),
        (c.Not(c.All((a, b))), c.Any((c.Not(a), c.Not(b)))),
        (c.Not(c.Any((a, b))), c.All((c.Not(a), c.Not(b)))),
        (c.All((a, b)), c.All((b, a))),
        (c.Any((a, c.Any((b, x)))), c.Any((c.Any((a, b)), x))),
        (c.All((a, c.Any((b, x)))), c.Any((c.All((a, b)), c.All((a, x))))),
        (c.Any((a, c.All((a, b)))), a),
        (c.AtLeast(2, (a, b, x)), c.Any((c.All((a, b)), c.All((a, x)), c.All((b, x))))),
        (c.If(a, b, x), c.Any((c.All((a, b)), c.All((c.Not(a), x)), c.All((b, x))))),
        (c.All((a, c.Always())), a),
        (c.Any((a, c.Never())), a),
    ]
    program = of_criteria([side for pair in equal for side in pair])
    found = screened(program, answers(cases))
    for at in range(0, len(program.entries), 2):
        assert np.array_equal(found.sets[at], found.sets[at + 1]), equal[at // 2]


@some
@given(cohorts(), st.lists(s.criteria(3), min_size=4, max_size=4))
def test_a_part_is_held_to_its_parents_too(cases: list[Case], asked: list[Criterion]) -> None:
    top, arm, cohort, other = (TrialCriterion(asks=one) for one in asked)
    inner = TrialPart(id="inner", kind="cohort", criteria=(cohort,))
    trial = Trial(
        ids=(TrialId("protocol", "T"),),
        criteria=(top,),
        parts=(TrialPart(id="arm", kind="arm", criteria=(arm,), parts=(inner,)), TrialPart(id="b", kind="arm", criteria=(other,))),
    )  # fmt: skip
    program = compiled([trial])
    found = screened(program, answers(cases))
    assert [e.part for e in program.entries] == ["inner", "b"]
    for part, placed in enumerate(p for p in trial.placed() if not p.part.parts):
        whole = c.All(tuple(one.asks for one in placed.criteria))
        assert verdicts(found, part) == [whole.check(case, CONTEXT).verdict for case in cases]


@some
@given(cohorts(), st.lists(s.criteria(3), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_patients_changes_nothing(cases: list[Case], asked: list[Criterion], shuffle: object) -> None:
    order = list(range(len(cases)))
    shuffle.shuffle(order)  # type: ignore[attr-defined]
    program = of_criteria(asked)
    found = screened(program, answers(cases))
    mixed = screened(program, answers([cases[at] for at in order]))
    for part in range(len(asked)):
        said = verdicts(found, part)
        assert verdicts(mixed, part) == [said[at] for at in order]


@some
@given(st.lists(s.criteria(3), min_size=1, max_size=3))
def test_equal_trees_have_equal_digests_in_any_program(asked: list[Criterion]) -> None:
    together = {e.part: e.digest for e in of_criteria(asked).entries}
    for n, one in enumerate(asked):
        assert of_criteria([c.Never(), c.All((one, one)), one]).entries[2].digest == together[str(n)]


@some
@given(
    st.lists(s.families(), min_size=1, max_size=5),
    st.sets(st.sampled_from(FAMILIES), min_size=1),
    st.lists(s.criteria(4), min_size=1, max_size=5),
)
def test_learning_what_was_not_known_never_flips_who_is_settled(
    told: list[dict[str, dict[str, object]]], hidden: set[str], asked: list[Criterion]
) -> None:
    program = of_criteria(asked)
    after = screened(program, answers([s.case_of(one) for one in told]))
    known = [{name: facts for name, facts in one.items() if name not in hidden} for one in told]
    before = screened(program, answers([s.case_of(one) for one in known]))
    assert not (before.met & ~after.met).any()  # who was potentially eligible is
    assert not (~before.sets[:, 1] & after.sets[:, 1]).any()  # who was not, is not
