"""Laws of the whole assessment: order, learning, support, resistance, duplicates, the ledger, the tumor's hierarchy.

Random cases as files give them, random statements, the shipped tables, the real interpretation.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tumorboard import vocab
from tumorboard.board.assess import assess_case
from tumorboard.criteria.matching import keys_of
from tumorboard.evidence.grade import SCHEMES
from tumorboard.evidence.match import State, match_all
from tumorboard.evidence.resistance import bears_on
from tumorboard.interpret.pipeline import interpret
from tumorboard.model.assessment import Assessment, TherapyOption
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.disease import Disease
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.policy import Policy
from tumorboard.model.statement import Statement
from tumorboard.model.verdict import Verdict
from tumorboard.testing import statement_strategies as t
from tumorboard.wire.codec import dumps

ON = date(2026, 6, 1)
FAMILIES = ("biomarkers", "conditions", "diagnosis", "molecular", "patient", "performance", "statements", "treatment")
some = settings(max_examples=50, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(some, max_examples=int(os.environ.get("TUMORBOARD_EXAMPLES", "200")))
Families = dict[str, dict[str, object]]
Base = tuple[Statement, ...]


@cache
def context(*asked: str) -> Context:
    return Context(ON, vocab.load(), Policy(jurisdictions=asked))


def assess(case: Case, base: Base, *asked: str) -> Assessment:
    return assess_case(case, Knowledge(statements=base), context(*asked))


def regimens(found: Assessment) -> dict[tuple[str, ...], TherapyOption]:
    return {o.therapies: o for o in (*found.options, *found.rejected) if o.predicate == "sensitivity"}


def place(option: TherapyOption) -> tuple[int, ...]:
    """The published sort key as numbers; a rejected option stands behind every other."""
    numbers = tuple(int(k.rpartition(":")[2]) for k in option.sort_key[:-1])
    return (0, *numbers) if option.kept else (1,)


def grade_places(option: TherapyOption) -> dict[str, int]:
    return {g.scheme: SCHEMES[g.scheme].place(g.value) for g in option.grades if g.scheme != "source"}


TWICE = "-twice"


def names(missing: Iterable[str]) -> frozenset[str]:
    """Missing facts without the ids of repeated ones."""
    return frozenset(m.replace(TWICE, "") for m in missing)


def core(o: TherapyOption) -> tuple[object, ...]:
    """What an option is, apart from the ids of the facts it names."""
    return (o.therapies, o.predicate, o.kept, o.rank, o.verdict, o.bucket, o.grades, o.sort_key, names(o.missing),
            tuple(m.statement for m in o.matches), o.needs_review, o.assumed)  # fmt: skip


# --- order --------------------------------------------------------------------------------------------------------
def shuffled(value: Any, random: Any) -> Any:
    if isinstance(value, tuple):
        mixed = list(value)
        random.shuffle(mixed)
        return tuple(mixed)
    return value


def order_is_nothing(families: Families, base: Base, random: Any) -> None:
    mixed = {f: {n: shuffled(v, random) for n, v in given_.items()} for f, given_ in families.items()}
    one = assess(t.raw_case(families), base)
    other = assess(t.raw_case(mixed), shuffled(base, random))
    assert one.content_hash == other.content_hash
    assert dumps(one) == dumps(other)


# --- learning -----------------------------------------------------------------------------------------------------
def learning_keeps_verdicts(families: Families, absent: set[str], base: Base) -> None:
    fewer = {name: value for name, value in families.items() if name not in absent}
    before, after = (
        {m.statement.id: m.match.verdict for m in match_all(interpret(case, Knowledge(), context()), base, context())}
        for case in (t.raw_case(fewer), t.raw_case(families))
    )
    for ident, verdict in before.items():
        # A statement that does not hold may drop out of sight; one that holds may not.
        if verdict is not Verdict.UNKNOWN:
            assert after.get(ident, Verdict.NOT_MET) is verdict, (ident, sorted(absent))


# --- support and resistance ---------------------------------------------------------------------------------------
def support_never_lowers(case: Case, base: Base, extra: Statement, asked: tuple[str, ...]) -> None:
    before, after = regimens(assess(case, base, *asked)), regimens(assess(case, (*base, extra), *asked))
    for regimen, option in before.items():
        assert after[regimen].kept or not option.kept
        assert place(after[regimen]) <= place(option)
        if option.kept:
            were, are = grade_places(option), grade_places(after[regimen])
            assert all(are[scheme] <= were[scheme] for scheme in were)
        if regimen != extra.therapy:
            assert replace(after[regimen], rank=None) == replace(option, rank=None)


def resistance_never_raises(case: Case, base: Base, extra: Statement) -> None:
    before, after = regimens(assess(case, base)), regimens(assess(case, (*base, extra)))
    assert before.keys() == after.keys()
    for regimen, option in before.items():
        assert option.kept or not after[regimen].kept
        assert place(after[regimen]) >= place(option)
        if after[regimen].kept:
            were, are = grade_places(option), grade_places(after[regimen])
            assert all(are[scheme] >= were[scheme] for scheme in are)


def both_directions_carry_a_conflict(case: Case, base: Base) -> None:
    interpreted = interpret(case, Knowledge(), context())
    alive = [m for m in match_all(interpreted, base, context()) if m.state is State.ALIVE]
    against = [m for m in alive if m.statement.predicate == "resistance"]
    for option in assess(case, base).options:
        bearing = [m.statement.id for m in against if bears_on(m, option.therapies, context())]
        told = {r.param("statement") for r in option.conflicts}
        assert set(bearing) <= told


# --- duplicates ---------------------------------------------------------------------------------------------------
REPEATED = (
    "variants",
    "copy_numbers",
    "fusions",
    "splice_events",
    "biomarkers",
    "courses",
    "performance",
    "conditions",
    "assays",
)


def duplicates_change_nothing(case: Case, base: Base, family: str) -> None:
    values = getattr(case, family)
    twice = replace(case, **{family: (*values, *(replace(v, id=v.id + TWICE) for v in values))})
    one, other = assess(case, base), assess(twice, base)
    for name in ("options", "rejected", "resistance"):
        assert [core(o) for o in getattr(one, name)] == [core(o) for o in getattr(other, name)]
    assert names(s.missing for s in one.next_steps) == names(s.missing for s in other.next_steps)


# --- ledger -------------------------------------------------------------------------------------------------------
def every_touching_statement_stands_once(case: Case, base: Base) -> None:
    found = assess(case, base)
    told = Counter(m.statement for o in (*found.options, *found.rejected, *found.resistance) for m in o.matches)
    assert set(told.values()) <= {1}
    keys = keys_of(found.case, context())
    touching = {s.id for s in base if set(s.genes) & keys}
    assert touching <= told.keys()
    assert [o.rank for o in found.options] == list(range(1, len(found.options) + 1))
    assert all(o.rank is None and o.against for o in found.rejected)


# --- hierarchy ----------------------------------------------------------------------------------------------------
CHILDREN = [("NSCLC", "LUAD"), ("NSCLC", "LUSC"), ("LUNG", "NSCLC"), ("BREAST", "BRCA"), ("BRCA", "IDC")]


def a_finer_diagnosis_keeps_what_holds(case: Case, base: Base, parent: str, child: str) -> None:
    def at(code: str) -> Assessment:
        return assess(replace(case, diagnosis=replace(case.diagnosis, disease=Disease(code))), base)

    coarse, fine = at(parent), regimens(at(child))
    holding = {
        o.therapies: o
        for o in coarse.options
        if o.verdict is Verdict.MET and o.matches[0].relation in {"same_tumor", "tumor_agnostic"}
    }
    for regimen, option in holding.items():
        assert fine[regimen].kept
        assert place(fine[regimen]) <= place(option)


cases = t.raw_families().map(t.raw_case)
randoms = st.randoms(use_true_random=False)
agencies = st.sampled_from([(), ("FDA",), ("EMA", "FDA")])
supporting = t.statements("x", predicate="sensitivity", direction="supports")
resisting = t.statements("x", predicate="resistance", direction="supports")
LAWS: list[tuple[Any, dict[str, Any]]] = [
    (order_is_nothing, {"families": t.raw_families(), "base": t.bases(), "random": randoms}),
    (
        learning_keeps_verdicts,
        {"families": t.raw_families(), "absent": st.sets(st.sampled_from(FAMILIES), min_size=1), "base": t.bases()},
    ),
    (support_never_lowers, {"case": cases, "base": t.bases(), "extra": supporting, "asked": agencies}),
    (resistance_never_raises, {"case": cases, "base": t.bases(), "extra": resisting}),
    (both_directions_carry_a_conflict, {"case": cases, "base": t.bases()}),
    (duplicates_change_nothing, {"case": cases, "base": t.bases(), "family": st.sampled_from(REPEATED)}),
    (every_touching_statement_stands_once, {"case": cases, "base": t.bases()}),
]


@pytest.mark.parametrize(("law", "drawn"), LAWS, ids=[law.__name__ for law, _ in LAWS])
def test_law_of_the_assessment(law: Any, drawn: dict[str, Any]) -> None:
    some(given(**drawn)(law))()


@pytest.mark.slow
@pytest.mark.parametrize(("law", "drawn"), LAWS, ids=[law.__name__ for law, _ in LAWS])
def test_law_of_the_assessment_on_many_cases(law: Any, drawn: dict[str, Any]) -> None:
    many(given(**drawn)(law))()


@pytest.mark.parametrize(("parent", "child"), CHILDREN)
def test_a_finer_diagnosis_keeps_what_its_ancestor_gives(parent: str, child: str) -> None:
    @some
    @given(cases, t.bases())
    def law(case: Case, base: Base) -> None:
        a_finer_diagnosis_keeps_what_holds(case, base, parent, child)

    law()


def test_the_random_assessments_are_not_empty() -> None:
    """The guard of the laws: among the drawn worlds are kept, rejected, undecided and resisted options."""
    seen: Counter[str] = Counter()

    @settings(some, max_examples=200)
    @given(cases, t.bases())
    def look(case: Case, base: Base) -> None:
        found = assess(case, base)
        seen.update(f"kept {o.verdict.name}" for o in found.options)
        seen.update("conflict" for o in found.options if o.conflicts)
        seen["rejected"] += len(found.rejected)
        seen["resistance"] += len(found.resistance)

    look()
    assert all(seen[what] > 8 for what in ("kept MET", "kept UNKNOWN", "conflict", "rejected", "resistance")), seen
