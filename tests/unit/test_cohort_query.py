"""Counting cases by a criterion, and the pictures of many cases: what is asked, what is withheld."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.truth_support import interpreted

from tumorboard.app.cohort_query import LONGEST, QUESTIONS, added, answered, read
from tumorboard.app.population import One, Population
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.model.context import Context
from tumorboard.model.practice import Practice
from tumorboard.model.verdict import Verdict
from tumorboard.report.outcomes.alterations import COLORS, UNKNOWN, kinds_in, lollipops, most_changed, oncoprint
from tumorboard.store.heads import Head
from tumorboard.testing.short_case import ON, short_case
from tumorboard.vocab import load

CONTEXT = Context(ON, load())


def one(line: str | None, n: int) -> One:
    head: Any = Head(
        case=f"C{n}", patient=f"P{n}", state="draft", revision=1, disease="LUAD", opened="", updated="", open_tasks=0,
        open_alerts=0, hidden=False,
    )  # fmt: skip
    return One(head, Practice(date(2026, 1, 1)), short_case(line) if line is not None else None)


def population(*lines: tuple[str | None, int]) -> Population:
    every = [line for line, times in lines for _ in range(times)]
    return Population(1, tuple(one(line, n) for n, line in enumerate(every)), 0)


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_every_question_of_the_form_becomes_a_criterion_by_its_own_example(question: str) -> None:
    text = added("", question, QUESTIONS[question][1])
    assert read(text).issue is None, text


@pytest.mark.parametrize(
    ("before", "joint", "denied", "after"),
    [
        ("", "and", False, 'GeneAmplified("ERBB2")'),
        ('SexIs("female")', "and", True, 'SexIs("female") and not GeneAmplified("ERBB2")'),
        ('SexIs("female") or EcogAtMost(1)', "and", False, '(SexIs("female") or EcogAtMost(1)) and GeneAmplified("ERBB2")'),
        ('SexIs("female") and EcogAtMost(1)', "or", False, '(SexIs("female") and EcogAtMost(1)) or GeneAmplified("ERBB2")'),
    ],
)  # fmt: skip
def test_a_question_is_added_so_that_what_stood_there_keeps_its_meaning(
    before: str, joint: str, denied: bool, after: str
) -> None:
    assert added(before, "amplified", "ERBB2", joint=joint, denied=denied) == after
    parse(after, LEAVES)


@pytest.mark.parametrize("value", ['"]) or Always() or DiagnosisIn(["', '\\"', '")', "LUAD\\", ""])
def test_what_is_typed_as_a_value_is_never_more_than_a_value(value: str) -> None:
    text = added("", "disease", value)
    assert "Always()" not in text.replace(f'"{value}"', "") or text.count('"') % 2 == 0
    found = read(text)
    assert found.issue is not None or found.criterion is not None
    if found.criterion is not None:
        assert type(found.criterion).__name__ == "DiagnosisIn"


@pytest.mark.parametrize(
    ("text", "code"),
    [("Foo()", "CRT007"), ("Foo(", "CRT002"), ("EcogAtMost", "CRT004"), ("EcogAtMost()", "CRT012"), ("x" * (LONGEST + 1), "CRT001")],
)  # fmt: skip
def test_a_text_that_is_no_criterion_is_a_coded_issue(text: str, code: str) -> None:
    found = read(text)
    assert found.criterion is None
    assert found.issue is not None
    assert found.issue.code == code


def test_a_count_has_three_values_and_who_was_not_interpreted_is_not_asked() -> None:
    found = population(("LUAD; tested; EGFR L858R", 7), ("LUAD; tested", 6), ("LUAD", 8), (None, 5))
    criterion = parse('ProteinChangeIn("EGFR", ["L858R"])', LEAVES)
    answer = answered(found, criterion, CONTEXT)
    assert (answer.n, answer.counts) == (26, (7, 8, 6, 5))
    assert len(answer.met) == 7


def test_a_small_count_is_withheld_with_the_smallest_beside_it() -> None:
    found = population(("LUAD; tested; EGFR L858R", 2), ("LUAD; tested", 9), ("LUAD", 6))
    answer = answered(found, parse('ProteinChangeIn("EGFR", ["L858R"])', LEAVES), CONTEXT)
    assert answer.counts == (None, None, 9, 0)
    assert answered(population(("LUAD", 4)), parse("Always()", LEAVES), CONTEXT).n is None


def test_a_withheld_count_does_not_follow_from_who_is_not_asked_whatever_the_question() -> None:
    found = population(("LUAD; tested; EGFR L858R", 2), ("LUAD; tested", 20), ("LUAD", 9), (None, 6))
    answer = answered(found, parse('ProteinChangeIn("EGFR", ["L858R"])', LEAVES), CONTEXT)
    assert answer.counts == (None, None, 20, 6)


# Who may not see the cases

KEY = b"a secret of the registry"
EGFR = 'ProteinChangeIn("EGFR", ["L858R"])'


def moved(found: Population, text: str, key: bytes = KEY) -> tuple[int | None, ...]:
    return answered(found, parse(text, LEAVES), CONTEXT, key=key).counts


def test_the_same_question_has_the_same_answer_however_often_and_in_whatever_order_it_is_asked() -> None:
    found = population(("LUAD; tested; EGFR L858R", 30), ("LUAD; tested; KRAS G12C", 20), ("LUAD; tested", 40))
    kras = 'ProteinChangeIn("KRAS", ["G12C"])'
    assert moved(found, EGFR) == moved(found, EGFR) == moved(found, f"{EGFR} and Always()")
    assert moved(found, f"{EGFR} or {kras}") == moved(found, f"{kras} or {EGFR}")
    assert all(n is None or abs(n - true) <= 4 for n, true in zip(moved(found, EGFR), (30, 0, 60, 0), strict=True))
    assert answered(found, parse(EGFR, LEAVES), CONTEXT, key=KEY).met == ()


@pytest.mark.parametrize("text", [
    "{many} or {one}", "{many} or ({one} and {trait})", "{many} or ({one} and not {trait})", "{many} and (not {one} or {trait})",
    "{many} and not ({one} and {trait})", "AtLeast(1, {many}, {one})", "AtLeast(1, {many}, {one} and {trait})",
])  # fmt: skip
@pytest.mark.parametrize("trait", [True, False])
def test_what_one_patient_has_is_asked_by_no_detour(text: str, trait: bool) -> None:
    """One patient has thyroid cancer; whether with BRAF V600E changes no answer."""
    line = "THPA; tested; BRAF V600E" if trait else "THPA; tested"
    found = population(("LUAD; tested", 57), (line, 1), ("IDC; tested", 40))
    names = {
        "many": 'DiagnosisIn(["LUAD"])',
        "one": 'DiagnosisIn(["THPA"])',
        "trait": 'ProteinChangeIn("BRAF", ["V600E"])',
    }
    assert moved(found, text.format(**names)) == moved(found, names["many"])


def test_a_part_that_turns_on_many_is_asked() -> None:
    found = population(("LUAD; tested; EGFR L858R", 30), ("LUAD; tested", 60), ("IDC; tested", 40))
    both = 'DiagnosisIn(["LUAD"]) and ' + EGFR
    met = moved(found, both)[0]
    assert met is not None and abs(met - 30) <= 4


def test_one_patient_more_or_less_is_not_seen_in_the_difference() -> None:
    seen = set()
    for key in range(60):
        with_one, without = (population(("LUAD; tested; EGFR L858R", n), ("LUAD; tested", 40)) for n in (31, 30))
        more, less = (moved(p, EGFR, bytes([key]))[0] for p in (with_one, without))
        assert more is not None and less is not None
        seen.add(more - less)
    assert min(seen) < 0 < max(seen) and len(seen) > 6


def test_nobody_is_told_like_few() -> None:
    none, few = (population(("LUAD; tested; EGFR L858R", n), ("LUAD; tested", 40)) for n in (0, 1))
    assert moved(none, EGFR)[0] is None
    assert {moved(few, EGFR, bytes([k]))[0] for k in range(40)} <= {None, 5}


def test_the_kinds_of_alterations_of_a_gene() -> None:
    case = short_case(
        "LUAD; tested; TP53 R273H; TP53 R342*; STK11 Q37*; ERBB2 amplification; CDKN2A deep_loss; EML4::ALK; KRAS G12G"
    )
    assert kinds_in(case, "TP53") == ("missense", "truncating")
    assert kinds_in(case, "ERBB2") == ("amplified",)
    assert kinds_in(case, "CDKN2A") == ("deleted",)
    assert kinds_in(case, "ALK") == kinds_in(case, "EML4") == ("fused",)
    assert kinds_in(case, "KRAS") == ()  # silent


def test_an_oncoprint_tells_not_assessed_from_not_found() -> None:
    met, not_met = short_case("LUAD; tested; EGFR L858R"), short_case("LUAD; tested")
    told = [(not_met, {"EGFR": Verdict.NOT_MET}), (not_met, {"EGFR": Verdict.UNKNOWN}), (met, {"EGFR": Verdict.MET})]
    chart = oncoprint(told, ("EGFR",))
    assert chart is not None
    assert sorted(b.kind for b in chart.bars) == [COLORS["missense"], UNKNOWN]
    first = next(b for b in chart.bars if b.kind == COLORS["missense"])
    assert first.x1 == 0  # cases with an alteration stand left
    assert oncoprint([], ("EGFR",)) is None


def test_lollipops_count_cases_and_withhold_small_counts() -> None:
    many, few = short_case("LUAD; tested; EGFR L858R"), short_case("LUAD; tested; EGFR T790M; KRAS G12C")
    cases = [many] * 6 + [few] * 2
    whole, withheld = lollipops(cases, "EGFR"), lollipops(cases, "EGFR", least=5)
    assert whole is not None
    assert withheld is not None
    assert [len(c.points) for c, _ in (whole, withheld)] == [2, 1]
    assert [len(t.rows) for _, t in (whole, withheld)] == [2, 1]
    assert withheld[0].strokes[0].end == ("L858R (6)",)
    assert lollipops(cases, "KRAS", least=5) is None


def test_names_of_lollipops_that_would_cover_each_other_stand_in_the_table_alone() -> None:
    near = short_case("LUAD; tested; EGFR T790M; EGFR C797S")
    found = lollipops([near] * 3, "EGFR")
    assert found is not None
    chart, table = found
    assert sorted(bool(s.end) for s in chart.strokes) == [False, True]
    assert len(table.rows) == 2


def test_the_rows_of_an_oncoprint_are_the_genes_with_most_alterations_of_any_kind() -> None:
    cases = [
        short_case("IDC; tested; ERBB2 amplification"),
        short_case("IDC; tested; ERBB2 amplification; PIK3CA H1047R"),
    ]
    assert most_changed(cases, 5) == ("ERBB2", "PIK3CA")


def test_findings_are_asked_of_the_assessed_case() -> None:
    case = interpreted("LUAD; tested; KRAS G12C")
    told = Population(1, (One(one(None, 1).head, Practice(date(2026, 1, 1)), case),), 0).asked(["KRAS"], CONTEXT)
    assert told[0].holds == {"KRAS": Verdict.MET}
