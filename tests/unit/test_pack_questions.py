"""What rows of the pack ask a person is asked in the reader's language, on pages and in reports."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from tests.pack_support import ON, case, context, statements

from tumorboard import wording
from tumorboard.criteria.combinators import leaves
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.formats.html.inline import Shown
from tumorboard.model.assessment import Assessment
from tumorboard.model.policy import Policy
from tumorboard.model.verdict import Criterion
from tumorboard.report.criterion_label import words as label
from tumorboard.report.sections import clinical
from tumorboard.report.values import Bullets, Term
from tumorboard.vocab import load
from tumorboard.wording import LANGUAGES, words

ELSEWHERE = {"refractory"}  # a state of a disease too, and named with those


@cache
def questions() -> frozenset[str]:
    """Every text that a row leaves to a person."""
    asked: list[Criterion] = []
    for s in statements():
        asked += [s.biomarker, s.disease, s.context, *s.contraindications]
        asked += [s.yields_to] if s.yields_to is not None else []
    return frozenset(leaf.text for c in asked for leaf in leaves(c) if isinstance(leaf, Manual))


def test_the_pack_asks_such_questions() -> None:
    assert len(questions()) > 50


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_question_of_the_pack_is_in_the_catalog(language: str) -> None:
    """Add a new one to ``wording/<language>/pack_questions.toml``, both languages, under its English text."""
    known = words(language).terms
    assert sorted(q for q in questions() if q not in known) == []
    chinese = [q for q in questions() if not re.search(r"[\u4e00-\u9fff]", known[q])]
    assert chinese == [] if language == "zh-Hans" else sorted(known[q] for q in questions()) == sorted(questions())


def test_the_catalog_holds_no_question_that_is_not_asked() -> None:
    text = (Path(wording.__file__).parent / "en" / "pack_questions.toml").read_text("utf-8")
    assert sorted(tomllib.loads(text)["term"].keys() ^ (questions() - ELSEWHERE)) == []


def test_numbers_are_the_same_in_both_languages() -> None:
    """A threshold that is another in one language is another criterion; ten per nL is 10×10⁹ a liter."""
    spelled = {"two": "两", "one year": "一年", "a year": "一年", "first": "首", "second": "第二"}
    known = words("zh-Hans").terms
    for q in questions():
        told = known[q].replace("×10⁹/L", "")
        assert sorted(re.findall(r"\d+", q)) == sorted(re.findall(r"\d+", told)), q
        if "first-line" not in q:
            assert all(z in told for e, z in spelled.items() if re.search(rf"\b{e}\b", q)), q


@pytest.mark.parametrize("question", sorted(questions()))
def test_a_question_is_told_in_chinese_wherever_it_stands(question: str) -> None:
    said = words("zh-Hans")
    shown = Shown(said, load().therapies, {})
    asked = Manual(question).check(case("LUAD"), context())
    answered = Manual(question).check(case("LUAD", answers=[question]), context())
    recorded = clinical.compose(Assessment(case=case("LUAD", answers=[question]), on=ON, policy=Policy()))
    assert recorded is not None
    told = [said.reason(e.reason) for e in (asked, answered)]
    told += [said.absent(fact) for fact in asked.missing]
    told.append(shown.plain(label(Manual(question))))
    bullets = [b for b in recorded.blocks if isinstance(b, Bullets) and b.heading == Term("report.team_states")]
    told += [shown.plain(item) for b in bullets for item in b.items]
    assert len(told) == 5
    for text in told:
        assert question not in text and said.terms[question].split("、")[0] in text, text
