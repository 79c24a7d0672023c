"""What breaks other matchers: nothing known, no way out, trees without end, a hundred thousand parts."""

from __future__ import annotations

from time import process_time

from tests.trial_support import asks, context, of_case, trial

from tumorboard.criteria import combinators as c
from tumorboard.criteria.leaves.ecog_at_most import EcogAtMost
from tumorboard.criteria.leaves.sex_is import SexIs
from tumorboard.model.trial import Trial, TrialCriterion, TrialId, TrialPart
from tumorboard.model.verdict import Criterion
from tumorboard.testing.short_case import short_case
from tumorboard.testing.strategies import case_of
from tumorboard.trials.matching import Wanted, match
from tumorboard.trials.plan import Plan

EMPTY = case_of({})


def of(*criteria: Criterion) -> Trial:
    """A trial that asks these."""
    return Trial(ids=(TrialId.of("1-1"),), criteria=tuple(TrialCriterion(asks=x) for x in criteria), status="open")


def test_a_case_of_which_nothing_is_known_is_undecided_and_told_what_to_record() -> None:
    texts = ["AgeBetween(18)", 'SexIs("female")', 'DiagnosisIn(["LUAD"])', "EcogAtMost(1)", 'GeneActivated("EGFR")']
    (found,) = of_case(EMPTY, trial("1", *texts)).trials
    assert (found.state, found.parts[0].unknown) == ("undecided", 5)
    assert {"patient.age", "patient.sex", "diagnosis.disease", "performance.ecog"} <= set(found.parts[0].missing)
    assert sum(len(g.alternatives[0]) for g in found.parts[0].gaps) == 5


def test_a_criterion_that_holds_itself_is_unknown_with_a_code() -> None:
    loop = c.All((SexIs("female"),))
    knot = c.Any((EcogAtMost(1), loop))
    object.__setattr__(loop, "parts", (SexIs("female"), knot))
    (found,) = of_case(short_case("LUAD; female; ecog 4"), of(loop, SexIs("female"))).trials
    first, second = found.parts[0].criteria
    assert (first.verdict.name, second.verdict.name, found.state) == ("UNKNOWN", "MET", "undecided")
    assert [r.code for r in first.because] == ["trial.criterion_cyclic"]
    assert found.parts[0].missing == ("trial.criterion",)


def test_a_tree_of_a_thousand_levels_is_answered_and_its_tree_cut_where_nobody_reads() -> None:
    deep: Criterion = EcogAtMost(1)
    for n in range(1000):
        deep = c.All((c.Not(c.Not(deep)), EcogAtMost(2))) if n % 2 else c.Any((deep, SexIs("male")))
    met = of_case(short_case("LUAD; female; ecog 1"), of(deep), wanted=Wanted(trees=True)).trials[0].parts[0]
    assert met.state == "potentially_eligible"
    tree = met.criteria[0].tree
    assert tree is not None and met.criteria[0].asks == ""
    hidden, levels = 0, 0
    while tree.children:
        hidden += tree.hidden
        tree, levels = tree.children[0], levels + 1
    assert levels <= 16 and hidden + tree.hidden > 500
    bad = of_case(short_case("LUAD; female; ecog 3"), of(deep)).trials[0].parts[0]
    # Each All asks for ECOG 2; the innermost Any for ECOG 1 or a man, and what time may bring stands first.
    told = [[x.text for x in one] for one in bad.gaps[0].alternatives]
    assert told == [["EcogAtMost(1)", "EcogAtMost(2)"], ['SexIs("male")', "EcogAtMost(2)"]]


def test_a_tree_whose_parts_are_shared_a_million_times_costs_its_distinct_nodes() -> None:
    shared: Criterion = EcogAtMost(1)
    for _ in range(200):
        shared = c.All((shared, shared))
    found = of_case(short_case("LUAD; ecog 3"), of(shared)).trials[0].parts[0]
    assert found.state == "not_now"
    assert [[x.text for x in one] for one in found.gaps[0].alternatives] == [["EcogAtMost(1)"]]


def test_a_count_of_many_needs_no_search_through_all_its_subsets() -> None:
    many = c.AtLeast(12, tuple(EcogAtMost(1) if n == 0 else c.Not(SexIs("male")) if n == 1 else x.asks
                               for n, x in enumerate(asks(*(f'Manual("{n}")' for n in range(24))))))  # fmt: skip
    found = of_case(EMPTY, of(many)).trials[0].parts[0]
    assert {len(one) for one in found.gaps[0].alternatives} == {12}
    assert found.gaps[0].exact and found.gaps[0].more


def test_a_search_that_would_not_end_says_that_it_gave_up() -> None:
    leaves = [x.asks for x in asks(*(f'Manual("{n}")' for n in range(40)))]
    # Each pair asks for at least three of forty, and shares all of them with every other.
    knotted = [c.AtLeast(20, tuple(leaves[n:] + leaves[:n])) for n in range(0, 40, 2)] + [c.Any((c.Not(leaves[0]), leaves[1]))]  # fmt: skip
    start = process_time()
    found = of_case(EMPTY, of(*knotted)).trials[0].parts[0]
    assert process_time() - start < 5
    assert not found.gaps[0].exact


def test_a_hundred_thousand_parts_are_all_there() -> None:
    ages = [asks(f"AgeBetween({n})") for n in range(90)]
    arms = tuple(TrialPart(id=f"P{n}", kind="cohort", criteria=ages[n % 90]) for n in range(100_000))
    huge = Trial(ids=(TrialId.of("1-1"),), criteria=asks("SolidTumor()"), parts=arms, status="open")
    start = process_time()
    found = match(Plan.of([huge]), short_case("LUAD; age 60"), context())
    assert process_time() - start < 20
    assert (found.parts, len(found.trials[0].parts) + len(found.trials[0].others)) == (100_000, 100_000)
    assert found.states["potentially_eligible"] + found.states["not_now"] == 100_000
    assert found.states["potentially_eligible"] == sum(n % 90 <= 60 for n in range(100_000))
