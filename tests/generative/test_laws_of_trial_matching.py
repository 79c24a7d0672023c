"""Laws of matching one case: a plan answers as `check` does, and a nearest miss is smallest by trying everything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import ClassVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tumorboard.criteria import combinators as c
from tumorboard.criteria.algebra import FLAGS
from tumorboard.criteria.facts import facts_of
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.trial import Trial, TrialCriterion, TrialId, TrialPart
from tumorboard.model.verdict import Criterion, Evaluation, Verdict
from tumorboard.testing import strategies as s
from tumorboard.testing.small_world import context
from tumorboard.trials.matching import match
from tumorboard.trials.nearest import groups
from tumorboard.trials.plan import Plan
from tumorboard.trials.screening import Answers, Screened, compiled, planned, table_of, unpacked
from tumorboard.trials.screening.sets import everyone
from tumorboard.trials.verdicts import answered

CONTEXT = context()
EMPTY = s.case_of({})
some = settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(some, max_examples=150)


@dataclass(frozen=True, slots=True)
class Said:
    """A leaf whose answer is given: for laws that must not depend on any question."""

    name: ClassVar[str] = "Said"
    reads: ClassVar[frozenset[str]] = frozenset({"a.b", "c.d"})

    number: int
    says: Evaluation

    def check(self, case: Case, context: Context) -> Evaluation:
        """What it was given."""
        return self.says


def trees(leaves: st.SearchStrategy[Criterion], size: int = 9) -> st.SearchStrategy[Criterion]:
    """Random trees of every combinator."""

    def grow(inner: st.SearchStrategy[Criterion]) -> st.SearchStrategy[Criterion]:
        parts = st.lists(inner, max_size=3).map(tuple)
        counted = st.lists(inner, min_size=1, max_size=4).flatmap(
            lambda ps: st.integers(0, len(ps)).map(lambda k: c.AtLeast(k, tuple(ps)))
        )
        return st.one_of(
            st.builds(c.All, parts), st.builds(c.Any, parts), st.builds(c.Not, inner), counted,
            st.builds(c.If, inner, inner, inner), st.builds(c.FlagIf, inner),
        )  # fmt: skip

    return st.recursive(
        st.one_of(leaves, leaves, leaves, st.sampled_from([c.Always(), c.Never()])), grow, max_leaves=size
    )


@st.composite
def asked(draw: st.DrawFn) -> list[Criterion]:
    """Criteria over a few leaves, so that some stand twice."""
    few = [Said(n, draw(s.evaluations())) for n in range(draw(st.integers(1, 5)))]
    return draw(st.lists(trees(st.sampled_from(few)), min_size=1, max_size=3))  # type: ignore[arg-type]


def plan_of(criteria: list[Criterion]) -> Plan:
    """The plan of one trial that asks these."""
    return Plan.of([Trial(ids=(TrialId.of("1-1"),), criteria=tuple(TrialCriterion(asks=x) for x in criteria))])


def outcome(e: Evaluation) -> tuple[object, ...]:
    """All that is not wording."""
    return (e.verdict, *(getattr(e, f) for f in FLAGS), e.missing, e.changes_on, e.reason, e.used)


@many
@given(asked())
def test_a_plan_answers_as_check_does_verdict_flags_facts_and_reasons(criteria: list[Criterion]) -> None:
    plan = plan_of(criteria)
    answers = answered(plan, EMPTY, CONTEXT)
    (part,) = plan.parts
    for criterion, number in [*zip(criteria, part.criteria, strict=True), (c.All(tuple(criteria)), part.root)]:
        expected = criterion.check(EMPTY, CONTEXT)
        made = answers.evaluation(number)
        assert outcome(made) == outcome(expected)
        assert answers.codes[number] == expected.verdict.value * 8 + sum(
            1 << n for n, flag in enumerate(FLAGS) if getattr(expected, flag)
        )
        assert answers.missing(number) == expected.missing


@some
@given(s.criteria(), s.cases())
def test_a_plan_answers_real_questions_as_check_does(criterion: Criterion, case: Case) -> None:
    plan = plan_of([criterion])
    assert outcome(answered(plan, case, CONTEXT).evaluation(plan.parts[0].criteria[0])) == outcome(
        criterion.check(case, CONTEXT)
    )


def with_answers(criterion: Criterion, changed: dict[Criterion, Verdict]) -> Criterion:
    """The criterion with leaves that answer otherwise."""
    match criterion:
        case c.All(parts) | c.Any(parts):
            return type(criterion)(tuple(with_answers(p, changed) for p in parts))
        case c.AtLeast(k, parts):
            return c.AtLeast(k, tuple(with_answers(p, changed) for p in parts))
        case c.Not(part) | c.FlagIf(part):
            return type(criterion)(with_answers(part, changed))
        case c.If(a, b, d):
            return c.If(with_answers(a, changed), with_answers(b, changed), with_answers(d, changed))
        case Said(number, says) if criterion in changed:
            return Said(number, replace(says, verdict=changed[criterion], missing=frozenset()))
        case _:
            return criterion


def all_met(criteria: list[Criterion], changed: dict[Criterion, Verdict]) -> bool:
    """Whether every criterion is MET with these answers."""
    return all(with_answers(x, changed).check(EMPTY, CONTEXT).verdict is Verdict.MET for x in criteria)


def by_trying(criteria: list[Criterion]) -> set[frozenset[tuple[Criterion, Verdict]]]:
    """Every smallest set of answers that makes all criteria MET, by trying all sets by size; empty if there is none."""
    leaves = sorted({leaf for x in criteria for leaf in c.leaves(x)}, key=lambda leaf: leaf.number)  # type: ignore[attr-defined]
    for size in range(len(leaves) + 1):
        found = set()
        for chosen in combinations(leaves, size):
            for wanted in product((Verdict.MET, Verdict.NOT_MET), repeat=size):
                changed = dict(zip(chosen, wanted, strict=True))
                if any(leaf.says.verdict is v for leaf, v in changed.items()):  # type: ignore[attr-defined]
                    continue
                if all_met(criteria, changed):
                    found.add(frozenset(changed.items()))
        if found:
            return found
    return set()


@many
@given(asked())
def test_a_nearest_miss_makes_all_criteria_met_and_no_smaller_set_does(criteria: list[Criterion]) -> None:
    plan = plan_of(criteria)
    answers = answered(plan, EMPTY, CONTEXT)
    told = groups(answers, plan.parts[0].criteria)
    expected = by_trying(criteria)
    assert all(g.exact for g in told)
    if not expected:
        assert any(g.impossible for g in told)
        return
    size = len(next(iter(expected)))
    assert sum(len(g.sets[0]) for g in told) == size
    made = {
        frozenset((plan.nodes[n].criterion, v) for one in chosen for n, v in one)
        for chosen in product(*(g.sets for g in told))
    }
    assert made <= expected
    if not any(g.more for g in told):
        assert made == expected


@st.composite
def trial_sets(draw: st.DrawFn) -> list[Trial]:
    """Trials of real questions, with parts within parts."""

    def held(size: int) -> tuple[TrialCriterion, ...]:
        return tuple(TrialCriterion(asks=x) for x in draw(st.lists(s.criteria(2), max_size=size)))

    made = []
    for n in range(draw(st.integers(1, 3))):
        parts = [TrialPart(id=f"a{k}", kind="arm", criteria=held(2)) for k in range(draw(st.integers(0, 2)))]
        if parts and draw(st.booleans()):
            parts = [TrialPart(id="above", kind="cohort", criteria=held(1), parts=tuple(parts))]
        made.append(Trial(ids=(TrialId.of(f"NCT0000000{n}"),), criteria=held(2), parts=tuple(parts)))
    return made


STATES = {
    Verdict.MET: {"potentially_eligible"},
    Verdict.UNKNOWN: {"undecided"},
    Verdict.NOT_MET: {"not_now", "not_eligible"},
}


@some
@given(trial_sets(), s.cases())
def test_one_case_stands_as_the_screening_of_many_says(trials: list[Trial], case: Case) -> None:
    program = compiled(trials)
    asking = Answers(table_of(facts_of([case])), CONTEXT)
    sets = planned(program).run(asking.pairs(program.leaves), everyone(1))
    screened = {}
    for at, entry in enumerate(program.entries):
        met, unknown = (bool(unpacked(kind[at], 1)[0]) for kind in (Screened(1, sets).met, Screened(1, sets).unknown))
        screened[entry.trial, entry.part] = Verdict.MET if met else Verdict.UNKNOWN if unknown else Verdict.NOT_MET
    for trial in match(Plan.of(trials), case, CONTEXT).trials:
        for part in trial.parts:
            assert part.state in STATES[screened[trial.ids[0].value, part.id]]
