"""A variant of unknown significance supports no therapy, and is still not absent.

Source: docs/architecture.md section 5 (a VUS is UNKNOWN for an activating or oncogenic alteration, never NOT_MET); van de
Haar 2024, Ann Oncol, doi 10.1016/j.annonc.2024.06.018 (variants of unknown significance are reported apart).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.evidence_support import approved, case, context, look, names, read, statement
from tests.truth_support import asked, assess, interpreted

from tumorboard import vocab
from tumorboard.app.cases import case_of_files
from tumorboard.app.plugins import registry
from tumorboard.model.case import Case
from tumorboard.model.findings import Oncogenicity
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


INFERRED = [
    # question, tumor and variant, how oncogenic it is, the verdict; an effect that nobody stated is inferred from the gene's role
    ('GeneActivated(["KRAS"])', "KRAS T20M", "oncogenic", Verdict.MET),
    ('GeneActivated(["KRAS"])', "KRAS T20M", "likely_oncogenic", Verdict.MET),
    ('GeneActivated(["KRAS"])', "KRAS T20M", "vus", Verdict.UNKNOWN),
    ('GeneActivated(["KRAS"])', "KRAS Q61*", "likely_oncogenic", Verdict.UNKNOWN),  # no truncation activates
    ('GeneActivated(["BRCA2"])', "BRCA2 M1982I", "likely_oncogenic", Verdict.UNKNOWN),
    ('GeneInactivated(["BRCA2"])', "BRCA2 M1982I", "oncogenic", Verdict.MET),
    ('GeneInactivated(["BRCA2"])', "BRCA2 M1982I", "likely_oncogenic", Verdict.MET),
    ('GeneInactivated(["BRCA2"])', "BRCA2 M1982I", "vus", Verdict.UNKNOWN),
]


@pytest.mark.parametrize(("question", "variant", "classification", "verdict"), INFERRED)
def test_a_likely_oncogenic_change_is_assumed_to_do_what_makes_its_gene_a_cancer_gene(
    question: str, variant: str, classification: str, verdict: Verdict
) -> None:
    patient = case("NSCLC", variant)
    assert patient.findings is not None
    said = Oncogenicity(scheme="horak_2022", classification=classification, points=0)
    findings = {k: replace(f, effect="unknown", oncogenicity=said) for k, f in patient.findings.alterations.items()}
    patient = replace(patient, findings=replace(patient.findings, alterations=findings))
    found = read(question).check(patient, context())
    assert found.verdict is verdict
    assert found.assumed is (verdict is Verdict.MET)


GERMLINE = [
    # what is recorded of a missense of BRCA2, whether a drug for pathogenic germline variants is an option
    ("BRCA2 M1982I germline", False),  # nobody says that it causes disease
    ("BRCA2 M1982I", False),  # nor where it is from
    ("BRCA2 M1982I germline pathogenic", True),
    ("BRCA2 M1982I germline benign", False),
    ("BRCA2 S1982fs germline", True),  # a truncation is presumed to
]


@pytest.mark.parametrize(("variant", "kept"), GERMLINE)
def test_a_germline_variant_of_unknown_significance_supports_no_therapy(variant: str, kept: bool) -> None:
    drug = statement("T.1", "olaparib", 'GermlinePathogenic(["BRCA2"])', genes=("BRCA2",), approvals=approved("FDA"))
    found = assess(f"NSCLC; tested; normal; {variant}", drug)
    assert [o.therapies for o in found.options] == ([("olaparib",)] if kept else [])


def test_a_subtype_that_is_not_known_is_named_and_the_drug_keeps_its_place() -> None:
    either = 'ProteinChangeIn("KIT", ["D816V"]) or DiagnosisIn(["ASM"])'
    drug = statement(
        "T.1", "avapritinib", either, disease='DiagnosisIn(["ASM"])', genes=("KIT",), approvals=approved("FDA")
    )
    found = assess("SM; tested; KIT D816V", drug)
    assert [(o.therapies, o.missing) for o in found.options] == [(("avapritinib",), ("diagnosis.subtype",))]


def typed(tumor: str, *words: str) -> Case:
    made = case_of_files([], tumor, Path("."), vocab.load(), registry(), typed=words, specimen_kind="tissue").value
    assert made is not None
    return made


UNSAID = [
    # tumor, what was said, the question, what is asked for: a change that nobody named is no change of unknown significance
    ("LUAD", "HER2 mutation", 'GeneActivated(["ERBB2"])', "exact_change:ERBB2"),
    ("LUAD", "HER2 mutation", 'GeneAltered(["ERBB2"], min_oncogenicity="oncogenic")', "exact_change:ERBB2"),
    ("PRAD", "BRCA2 mutation", 'GeneInactivated(["BRCA2"])', "exact_change:BRCA2"),
    ("PRAD", "BRCA2 VUS", 'GeneInactivated(["BRCA2"])', "functional_class:BRCA2 mutation, unspecified"),
    ("LUAD", "ERBB2 A1000T", 'GeneActivated(["ERBB2"])', "functional_class:ERBB2 A1000T"),
]


@pytest.mark.parametrize(("tumor", "said", "question", "missing"), UNSAID)
def test_a_change_that_was_not_named_waits_for_its_name(tumor: str, said: str, question: str, missing: str) -> None:
    found = asked(question, typed(tumor, said))
    assert found.verdict is Verdict.UNKNOWN
    assert missing in found.missing
    assert not [m for m in found.missing if m.startswith(("exact_change", "functional_class")) and m != missing]


def test_a_named_kind_of_change_keeps_every_drug_that_it_may_support() -> None:
    activated = statement(
        "T.1", "trastuzumab deruxtecan", 'GeneActivated(["ERBB2"])', genes=("ERBB2",), approvals=approved("FDA")
    )
    found = look(interpreted(typed("NSCLC", "HER2 mutation")), activated)
    assert names(found.options) == ["trastuzumab deruxtecan"]
    assert "exact_change:ERBB2" in {s.missing for s in found.next_steps}
