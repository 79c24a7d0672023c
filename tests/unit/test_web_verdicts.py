"""One verdict has one name: tables of options and differences on pages say it as the report does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.unit.test_reinterpret import assessment, option

from tumorboard import vocab
from tumorboard.board.changes import changes
from tumorboard.formats.html.inline import Shown
from tumorboard.model.assessment import MarkerStatement, TherapyOption
from tumorboard.model.disease import Disease
from tumorboard.model.verdict import Verdict
from tumorboard.report import here
from tumorboard.web import compared, sheets
from tumorboard.wording import LANGUAGES, words

VERDICTS = list(Verdict)


def of(relation: str, verdict: Verdict, **more: Any) -> TherapyOption:
    made = option("x", verdict=verdict, **more)
    return replace(made, matches=(replace(made.matches[0], relation=relation),))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("relation", ["same_tumor", "tumor_agnostic", "unknown_tumor", "other_tumor"])
@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_page_says_a_verdict_as_the_report_does(language: str, relation: str, verdict: Verdict) -> None:
    said, made = words(language), of(relation, verdict)
    report = said.terms[here.verdict(made).code]
    line = sheets._option(made, assessment().case, Shown(said, vocab.load().therapies, {}))
    assert line.verdict == report
    for before, after in (([], [made]), ([made], [])):
        one, other = assessment(*before), assessment(*after)
        (row,) = compared.assessments(changes(one, other), one, other, language)
        assert report in (row.after or row.before)


def test_an_expected_resistance_beside_an_option_of_the_same_drug_keeps_its_own_verdict() -> None:
    here_, there = of("same_tumor", Verdict.MET), of("other_tumor", Verdict.UNKNOWN)
    one, other = assessment(here_), assessment(here_, resistance=(there,))
    (row,) = compared.assessments(changes(one, other), one, other, "en")
    assert words("en").terms["verdict.unknown_elsewhere"] in row.after


def test_a_marker_is_told_in_the_language_of_the_page() -> None:
    made = of("same_tumor", Verdict.MET).matches[0]
    marker = MarkerStatement(
        statement="S9", kind="item", predicate="prognostic_worse", direction="supports",
        diseases=(Disease(system="oncotree", code="LUAD"),), source="civic", release="r", biomarker=made.biomarker,
        disease=made.disease, context=made.context, relation="same_tumor", verdict=Verdict.MET,
    )  # fmt: skip
    one, other = assessment(), replace(assessment(), markers=(marker,))
    (row,) = compared.assessments(changes(one, other), one, other, "zh-Hans")
    assert row.after == "预后较差，支持"
