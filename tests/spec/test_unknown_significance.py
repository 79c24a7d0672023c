"""A variant of unknown significance supports no therapy, and is still not absent.

Source: docs/architecture.md section 5 (a VUS is UNKNOWN for an activating or oncogenic alteration, never NOT_MET); van de
Haar 2024, Ann Oncol, doi 10.1016/j.annonc.2024.06.018 (variants of unknown significance are reported apart).
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.evidence_support import approved, case, look, names, statement

from tumorboard.model.case import Case
from tumorboard.model.verdict import Verdict

LOSS = 'GeneInactivated(["BRCA2"])'


def profile(effect: str, disease: str = "NSCLC") -> Case:
    patient = case(disease, "BRCA2 M1982I")
    assert patient.findings is not None
    findings = {k: replace(f, effect=effect) for k, f in patient.findings.alterations.items()}
    return replace(patient, findings=replace(patient.findings, alterations=findings))


@pytest.mark.parametrize("disease", ["NSCLC", "PRAD"], ids=["own tumor", "another tumor"])
def test_no_therapy_is_ranked_for_a_variant_of_unknown_significance(disease: str) -> None:
    drug = statement("T.1", "olaparib", LOSS, genes=("BRCA2",), approvals=approved("FDA"))
    found = look(profile("unknown", disease), drug)
    assert found.options == ()
    assert next(r.code for r in found.rejected[0].against) == "evidence.unknown_significance"
    assert found.rejected[0].matches[0].biomarker.verdict is Verdict.UNKNOWN
    assert "functional_class:BRCA2 M1982I" in {s.missing for s in found.next_steps}


def test_the_same_variant_once_classified_supports_it() -> None:
    drug = statement("T.1", "olaparib", LOSS, genes=("BRCA2",), approvals=approved("FDA"))
    assert names(look(profile("loss_of_function"), drug).options) == ["olaparib"]


def test_another_finding_that_counts_keeps_the_option_beside_it() -> None:
    either = f'{LOSS} or ProteinChangeIn("EGFR", ["L858R"])'
    drug = statement("T.1", "olaparib", either, genes=("BRCA2", "EGFR"), approvals=approved("FDA"))
    patient = case("NSCLC", "BRCA2 M1982I", "EGFR L858R")
    assert patient.findings is not None
    findings = {k: replace(f, effect="unknown") for k, f in patient.findings.alterations.items()}
    patient = replace(patient, findings=replace(patient.findings, alterations=findings))
    assert names(look(patient, drug).options) == ["olaparib"]
