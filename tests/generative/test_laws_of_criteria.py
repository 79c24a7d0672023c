"""Laws that hold for every criterion on every case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tumorboard.criteria import places
from tumorboard.criteria.algebra import FLAGS, all_of, any_of, at_least, if_, not_
from tumorboard.criteria.explain import carrying, explain, repairs, verdict_after
from tumorboard.criteria.json_form import from_json, to_json
from tumorboard.criteria.judgment import ELSEWHERE
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse, to_text
from tumorboard.model.alteration import Variant
from tumorboard.model.verdict import Criterion, Evaluation, Verdict
from tumorboard.testing import strategies as s
from tumorboard.testing.criterion_conformance import check_missing
from tumorboard.testing.small_world import context

CONTEXT = context()
some = settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(some, max_examples=250)
FAMILIES = (
    "biomarkers", "conditions", "diagnosis", "findings", "laboratory", "lesions", "medications", "molecular",
    "patient", "performance", "reproduction", "statements", "treatment",
)  # fmt: skip
parts = st.lists(s.evaluations(), max_size=4)


def outcome(e: Evaluation) -> tuple[object, ...]:
    """Verdict, flags, facts and date: all that is not wording."""
    return (e.verdict, *(getattr(e, f) for f in FLAGS), e.missing, e.changes_on)


@some
@given(parts, st.integers(0, 4))
def test_de_morgan_holds_for_verdict_flags_missing_facts_and_dates(given_parts: list[Evaluation], k: int) -> None:
    negated = [not_(p) for p in given_parts]
    assert outcome(not_(all_of(given_parts))) == outcome(any_of(negated))
    assert outcome(not_(any_of(given_parts))) == outcome(all_of(negated))
    if 0 < k <= len(given_parts):
        # Not at least k means at least n - k + 1 not.
        assert outcome(not_(at_least(k, given_parts))) == outcome(at_least(len(given_parts) - k + 1, negated))


@some
@given(s.evaluations())
def test_double_negation_is_identity(e: Evaluation) -> None:
    assert outcome(not_(not_(e))) == outcome(e)


@some
@given(s.evaluations(), s.evaluations(), s.evaluations())
def test_not_goes_into_the_branches_of_if(a: Evaluation, b: Evaluation, d: Evaluation) -> None:
    assert outcome(not_(if_(a, b, d))) == outcome(if_(a, not_(b), not_(d)))
    assert outcome(if_(a, b, d)) == outcome(if_(not_(a), d, b))


@some
@given(parts, st.randoms(use_true_random=False), st.integers(0, 4))
def test_the_order_of_parts_never_matters(given_parts: list[Evaluation], random: object, k: int) -> None:
    shuffled = list(given_parts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    k = min(k, len(given_parts))
    assert outcome(at_least(k, given_parts)) == outcome(at_least(k, shuffled))


@some
@given(s.evaluations(), s.evaluations(), s.evaluations())
def test_and_and_or_are_associative(a: Evaluation, b: Evaluation, d: Evaluation) -> None:
    assert outcome(all_of([all_of([a, b]), d])) == outcome(all_of([a, b, d]))
    assert outcome(any_of([any_of([a, b]), d])) == outcome(any_of([a, b, d]))


@some
@given(parts, st.integers(0, 3))
def test_settling_an_unknown_part_never_flips_a_settled_whole(given_parts: list[Evaluation], k: int) -> None:
    whole = at_least(min(k, len(given_parts)), given_parts)
    for to in (Verdict.MET, Verdict.NOT_MET):
        learned = [
            replace(p, verdict=to, missing=frozenset()) if p.verdict is Verdict.UNKNOWN else p for p in given_parts
        ]
        after = at_least(min(k, len(given_parts)), learned)
        assert whole.verdict in (Verdict.UNKNOWN, after.verdict)
        assert after.verdict is not Verdict.UNKNOWN


@some
@given(s.criteria())
def test_text_and_json_give_every_criterion_back(criterion: Criterion) -> None:
    text = to_text(criterion)
    assert parse(text, LEAVES) == criterion
    assert to_text(parse(text, LEAVES)) == text
    assert from_json(to_json(criterion), LEAVES) == criterion


def learning_keeps(families: dict[str, dict[str, object]], absent: set[str], leaf: Criterion) -> None:
    before = leaf.check(s.case_of({k: v for k, v in families.items() if k not in absent}), CONTEXT)
    after = leaf.check(s.case_of(families), CONTEXT)
    if before.verdict is not Verdict.UNKNOWN:
        assert after.verdict is before.verdict, (to_text(leaf), sorted(absent))


@many
@given(s.families(), st.sets(st.sampled_from(FAMILIES), min_size=1), s.leaves())
def test_learning_a_family_that_was_not_assessed_never_flips_a_settled_leaf(
    families: dict[str, dict[str, object]], absent: set[str], leaf: Criterion
) -> None:
    learning_keeps(families, absent, leaf)


@some
@given(s.families(), st.sampled_from(["molecular", "diagnosis", "findings", "treatment"]), s.criteria())
def test_learning_never_flips_a_settled_criterion(
    families: dict[str, dict[str, object]], absent: str, criterion: Criterion
) -> None:
    before = criterion.check(s.case_of({k: v for k, v in families.items() if k != absent}), CONTEXT)
    after = criterion.check(s.case_of(families), CONTEXT)
    assert before.verdict in (Verdict.UNKNOWN, after.verdict)


@many
@given(s.families(), s.leaves(), st.randoms(use_true_random=False))
def test_the_order_of_facts_never_matters(
    families: dict[str, dict[str, object]], leaf: Criterion, random: object
) -> None:
    shuffled: dict[str, dict[str, object]] = {}
    for family, fields in families.items():
        shuffled[family] = {}
        for name, value in fields.items():
            if isinstance(value, tuple):
                value = list(value)
                random.shuffle(value)  # type: ignore[attr-defined]
                value = tuple(value)
            shuffled[family][name] = value
    assert outcome(leaf.check(s.case_of(families), CONTEXT)) == outcome(leaf.check(s.case_of(shuffled), CONTEXT))


@many
@given(s.cases(), s.leaves())
def test_a_leaf_misses_only_facts_of_the_families_it_reads(case: object, leaf: Criterion) -> None:
    check_missing(leaf, leaf.check(case, CONTEXT).missing)  # type: ignore[arg-type]


@some
@given(s.cases(), s.criteria())
def test_an_explanation_ends_in_leaves_that_carry_the_verdict(case: object, criterion: Criterion) -> None:
    told = explain(criterion, case, CONTEXT)  # type: ignore[arg-type]
    assert told.evaluation == criterion.check(case, CONTEXT)  # type: ignore[arg-type]
    if told.evaluation.verdict is Verdict.UNKNOWN:
        missing = frozenset().union(*(x.evaluation.missing for x in carrying(told)))
        assert told.evaluation.missing <= missing


@some
@given(s.cases(), s.criteria(depth=2))
def test_every_repair_makes_the_criterion_met_and_none_of_its_parts_does(case: object, criterion: Criterion) -> None:
    before = criterion.check(case, CONTEXT)  # type: ignore[arg-type]
    for changes in repairs(criterion, before).sets:
        assert verdict_after(criterion, before, changes) is Verdict.MET
        for left_out in changes:
            fewer = [x for x in changes if x is not left_out]
            assert verdict_after(criterion, before, fewer) is not Verdict.MET


@some
@given(s.cases(), s.criteria())
def test_what_changes_nothing_gives_the_same_verdict(case: object, criterion: Criterion) -> None:
    before = criterion.check(case, CONTEXT)  # type: ignore[arg-type]
    assert verdict_after(criterion, before, []) is before.verdict


@pytest.mark.slow
@settings(some, max_examples=3000)
@given(s.families(), st.sets(st.sampled_from(FAMILIES), min_size=1), s.leaves())
def test_learning_never_flips_a_settled_leaf_on_many_cases(
    families: dict[str, dict[str, object]], absent: set[str], leaf: Criterion
) -> None:
    learning_keeps(families, absent, leaf)


@some
@given(s.variants("v1"), st.lists(st.sampled_from(s.CHANGES), min_size=1, max_size=4))
def test_a_variant_that_starts_elsewhere_is_none_of_the_changes(variant: Variant, texts: list[str]) -> None:
    """What may be passed by unjudged is what would be judged so (`ProteinChangeIn.elsewhere`)."""
    asked = places.named(tuple(texts))
    if places.starts_elsewhere(variant, asked.starts):
        assert places.is_change(variant, asked) == ELSEWHERE
    if places.is_change(variant, asked).verdict is not Verdict.NOT_MET:
        assert not places.starts_elsewhere(variant, asked.starts)
