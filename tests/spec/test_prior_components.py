"""Agents that failed one by one, and an agent that failed beside the treatment a label asks for.

Source of the examples: BREAKWATER and BEACON regimens after each other; PALOMA-3 enrolled patients without a CDK4/6 inhibitor before
(Cristofanilli 2016, Lancet Oncol 17:425).
"""

from __future__ import annotations

import pytest
from tests.evidence_support import approved, case, look, names, only, statement
from tests.truth_support import asked

BRAF = 'ProteinChangeIn("BRAF", ["V600E"])'
COLON, BREAST = 'DiagnosisIn(["COADREAD"])', 'DiagnosisIn(["BRCA"])'
FOLFOX = "fluorouracil+leucovorin+oxaliplatin"


def test_a_regimen_of_which_every_agent_failed_is_rejected_though_never_given_together() -> None:
    regimen = "cetuximab + encorafenib + fluorouracil + leucovorin + oxaliplatin"
    drug = statement("T.1", regimen, BRAF, disease=COLON, genes=("BRAF",), approvals=approved("FDA"))
    tired = case("COAD", "BRAF V600E", had=(f"cetuximab+{FOLFOX}", "cetuximab+encorafenib"))
    found = only(look(tired, drug))
    assert not found.kept
    assert "prior.every_component" in [r.code for r in found.against]
    fresh = case("COAD", "BRAF V600E", had=(FOLFOX,))
    assert names(look(fresh, drug).options) == [regimen]


def test_an_agent_that_failed_beside_the_treatment_a_label_asks_for_demotes() -> None:
    drug = statement(
        "T.1", "fulvestrant + palbociclib", 'ReceptorStatusIs("ER", "positive")', disease=BREAST, genes=("ER",),
        approvals=approved("FDA"), given='HadTherapy(agents=["letrozole"])',
    )  # fmt: skip
    after = only(look(case("IDC", "ER positive", had=("letrozole+palbociclib",)), drug))
    assert "prior.component" in [r.code for r in after.against]
    alone = only(look(case("IDC", "ER positive", had=("letrozole",)), drug))
    assert [r.code for r in alone.against if r.code.startswith("prior.")] == []


NAMES = [
    # question about the history of a patient who had osimertinib, or nothing, and nothing else; the answer
    ('HadTherapy(agents=["osimertinb"])', "had osimertinib progression line 1 metastatic; history complete", "UNKNOWN"),
    (
        'HadTherapy(classes=["egfr_tki_x"])',
        "had osimertinib progression line 1 metastatic; history complete",
        "UNKNOWN",
    ),
    (
        'ProgressedOn(agents=["osimertinb"])',
        "had osimertinib progression line 1 metastatic; history complete",
        "UNKNOWN",
    ),
    ('HadTherapy(agents=["osimertinb"])', "history complete", "NOT_MET"),  # whoever had nothing did not have it either
    ('HadTherapy(agents=["gefitinib"])', "had osimertinib progression line 1 metastatic; history complete", "NOT_MET"),
]


@pytest.mark.parametrize(("question", "patient", "verdict"), NAMES)
def test_a_name_that_the_table_does_not_have_is_no_never(question: str, patient: str, verdict: str) -> None:
    """A slip of the pen in the exclusion of a trial lets nobody in."""
    found = asked(question, f"LUAD; {patient}")
    assert found.verdict.name == verdict
    assert (found.missing >= {"treatment.class:" + question.split('"')[1]}) is (verdict == "UNKNOWN")
