"""What a reader of a research section must be told before its results: found by a second pair of eyes, case by case."""

from __future__ import annotations

from pathlib import Path

from tests.page_support import parse
from tests.spec.test_research_methods import changed, remarks, research

from tumorboard.formats import html
from tumorboard.model.assessment import Assessment
from tumorboard.report import compose
from tumorboard.vocab import load
from tumorboard.wording import words

DECISION = "decision: {drugs: [axitinib, palbociclib, avelumab], arm: rna, on: 2026-11-05}"
GIVEN = "given: [axitinib, palbociclib, avelumab]"


def text(found: Assessment) -> str:
    return parse(html.write(compose(found), words("en"), load().therapies)).text()


def test_a_drug_that_is_not_recognized_stays_in_the_record_and_no_score_leaves_it_out(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        "nsclc-rna",
        (DECISION, "decision: {drugs: [palbocyclib, trastuzumab derux], arm: rna, on: 2026-11-05}"),
        (GIVEN, "given: [palbocyclib, avelumab]"),
    )
    made = research(found)
    assert made.workflow is not None and made.workflow.decision is not None and made.ledger is not None
    assert made.workflow.decision.unnamed == ("palbocyclib", "trastuzumab derux")
    assert (made.workflow.given, made.workflow.unnamed) == (("avelumab",), ("palbocyclib",))
    assert (made.workflow.dna_score, made.workflow.rna_score, made.ledger.score) == (None, None, None)
    assert {"research.given_unknown", "research.decision_unknown"} <= remarks(found)
    places = {i.place.field for i in found.issues if i.code == "CAS030"}
    assert {"research.decision.drugs[1]", "research.decision.drugs[2]", "research.given[1]"} <= places
    shown = text(found)
    assert "palbocyclib not recognized" in shown and "trastuzumab derux not recognized" in shown
    assert "50 %" not in shown.split("WINTHER workflow")[1].split("Matching score: every")[0]


def test_only_a_drug_that_is_not_recognized_was_given(tmp_path: Path) -> None:
    found = changed(tmp_path, "nsclc-rna", (GIVEN, "given: [palbocyclib]"))
    made = research(found).workflow
    assert made is not None and (made.dna_score, made.rna_score, made.unnamed) == (None, None, ("palbocyclib",))
    assert "palbocyclib not recognized" in text(found)
