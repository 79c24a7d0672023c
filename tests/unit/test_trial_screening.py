"""The screening program: what is shared stands in it once, and no shape of a tree or number of parts stops it."""

from __future__ import annotations

import numpy as np
import pytest

from tumorboard.criteria import combinators as c
from tumorboard.criteria.facts import Facts, facts_of
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.model.case import Case, Patient
from tumorboard.model.trial import Trial, TrialCriterion, TrialId, TrialPart
from tumorboard.model.verdict import Criterion
from tumorboard.testing.small_world import context
from tumorboard.trials.screening import Answers, compiled, of_criteria, planned, rows_of, screened, table_of, unpacked
from tumorboard.trials.screening.sets import counted, packed, words_of

CONTEXT = context()
FEMALE, MALE = parse('SexIs("female")', LEAVES), parse('SexIs("male")', LEAVES)
WALKS = parse("EcogAtMost(1)", LEAVES)
CASES = [Case(id="a", patient=Patient(sex="female")), Case(id="b", patient=Patient(sex="male")), Case(id="c")]


def answers(cases: list[Case] = CASES) -> Answers:
    return Answers(table_of(facts_of(cases)), CONTEXT)


def trial(name: str, *asks: Criterion, arms: tuple[tuple[Criterion, ...], ...] = ()) -> Trial:
    own = tuple(
        TrialPart(id=f"arm {n}", kind="arm", criteria=tuple(TrialCriterion(asks=one) for one in asked))
        for n, asked in enumerate(arms)
    )
    return Trial(ids=(TrialId.of(name),), criteria=tuple(TrialCriterion(asks=one) for one in asks), parts=own)


def test_counts_are_of_met_unknown_and_not_met() -> None:
    found = screened(of_criteria([FEMALE, c.Not(FEMALE), c.Any((FEMALE, MALE)), c.Always(), c.Never()]), answers())
    assert found.counts().tolist() == [[1, 1, 1], [1, 1, 1], [2, 1, 0], [3, 0, 0], [0, 0, 3]]


def test_criteria_that_contradict_each_other_leave_nobody_but_the_unknown() -> None:
    (counts,) = screened(compiled([trial("T", FEMALE, MALE)]), answers()).counts().tolist()
    assert counts == [0, 1, 2]


def test_a_trial_without_parts_is_its_own_part() -> None:
    program = compiled([trial("T", FEMALE), trial("U", FEMALE, arms=((WALKS,), ()))])
    assert [e.key for e in program.entries] == [("T", ""), ("U", "arm 0"), ("U", "arm 1")]
    assert program.entries[0].digest == program.entries[2].digest != program.entries[1].digest


def test_what_arms_inherit_is_worked_out_once() -> None:
    asked = [parse(f"EcogAtMost({n})", LEAVES) for n in range(5)]
    arms = tuple((parse(f"AgeBetween(min={n})", LEAVES),) for n in range(10, 30))
    program = compiled([trial("T", *asked, arms=arms)])
    ands = [does for does, *_ in planned(program).steps if does is np.bitwise_and]
    assert len(ands) == len(asked) - 1 + len(arms)


def test_each_leaf_is_asked_once_for_all_who_agree_in_what_it_reads() -> None:
    asking = answers([*CASES * 50])
    assert asking.verdicts(FEMALE).tolist() == [2, 0, 1] * 50
    assert asking.asked == 4  # one to see what it reads


def test_a_tree_of_a_thousand_levels_is_answered() -> None:
    deep: Criterion = FEMALE
    for n in range(3000):
        deep = c.Not(deep) if n % 3 else c.Any((deep, c.Never())) if n % 2 else c.All((deep, WALKS))
    (counts,) = screened(compiled([trial("T", deep)]), answers()).counts().tolist()
    assert sum(counts) == 3


def test_parts_within_parts_within_parts_are_answered() -> None:
    part = TrialPart(id="0", kind="cohort", criteria=(TrialCriterion(asks=FEMALE),))
    for n in range(1, 800):
        part = TrialPart(id=str(n), kind="cohort", parts=(part,))
    program = compiled([Trial(ids=(TrialId("protocol", "T"),), parts=(part,))])
    counts = screened(program, answers()).counts().tolist()
    assert counts == [[1, 1, 1]]  # only the innermost is offered


def test_a_criterion_that_holds_itself_is_answered_by_nothing() -> None:
    loop = c.All((FEMALE,))
    object.__setattr__(loop, "parts", (FEMALE, loop))
    assert screened(of_criteria([loop, c.Not(loop)]), answers()).counts().tolist() == [[0, 3, 0], [0, 3, 0]]


def test_a_tree_that_shares_its_halves_is_not_unfolded() -> None:
    shared: Criterion = FEMALE
    for _ in range(200):  # 2 to the 200 leaves, were it written out
        shared = c.All((c.Any((shared, MALE)), c.Not(c.Not(shared))))
    assert screened(of_criteria([shared]), answers()).counts().tolist() == [[1, 1, 1]]


def test_a_hundred_thousand_parts_are_answered() -> None:
    asked = [parse(f"AgeBetween(min={n})", LEAVES) for n in range(100)]
    trials = [
        trial(f"T{n}", FEMALE, asked[n % 100], arms=tuple((asked[(n + k) % 100],) for k in range(100)))
        for n in range(1000)
    ]
    program = compiled(trials)
    assert len(program.entries) == 100_000
    assert screened(program, answers()).counts().sum() == 300_000


@pytest.mark.parametrize("n", [0, 1, 63, 64, 65, 1000])
def test_a_set_gives_its_rows_back(n: int) -> None:
    flags = np.arange(n) % 3 == 1
    given = packed(flags, words_of(n))
    assert rows_of(given).tolist() == np.flatnonzero(flags).tolist()
    assert unpacked(given, n).tolist() == flags.tolist()
    assert counted(given) == flags.sum()


def test_no_patients_are_no_answer_and_no_fault() -> None:
    asking = Answers(table_of(Facts(0, {})), CONTEXT)
    assert screened(of_criteria([FEMALE, c.Always()]), asking).counts().tolist() == [[0, 0, 0], [0, 0, 0]]


def test_no_trials_are_no_answer_and_no_fault() -> None:
    assert screened(compiled([]), answers()).counts().shape == (0, 3)
