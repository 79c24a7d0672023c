"""Warnings of labels: a recorded condition sets an option back and is shown; a contraindication takes the option out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.pack_support import case, context, statements

from tumorboard.board.assess import assess_case
from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge import pack_loader
from tumorboard.model.assessment import TherapyOption
from tumorboard.model.case import Completeness, Condition

BREAST: tuple[str, list[str], dict[str, Any]] = ("IDC", ["HER2 3+"], {"had": ("docetaxel+trastuzumab",)})
LUAD: tuple[str, list[str], dict[str, Any]] = ("LUAD", ["EGFR L858R"], {"had": ("osimertinib", "carboplatin")})
PIK3CA: tuple[str, list[str], dict[str, Any]] = (
    "IDC", ["PIK3CA H1047R", "ER positive", "HER2 negative"], {"had": ("letrozole+palbociclib",)}
)  # fmt: skip
UNTREATED: tuple[str, list[str], dict[str, Any]] = ("LUAD", ["EGFR L858R"], {"had": ()})
LUNG: tuple[str, list[str], dict[str, Any]] = ("LUAD", [], {"tested": True, "had": ()})
MTC: tuple[str, list[str], dict[str, Any]] = ("THME", ["RET M918T"], {})
AML: tuple[str, list[str], dict[str, Any]] = ("AML", ["IDH1 R132H"], {"states": ("newly_diagnosed",)})
PROSTATE: tuple[str, list[str], dict[str, Any]] = (
    "PRAD", ["gBRCA2"], {"sex": "male", "states": ("castration_resistant",), "had": ()}
)  # fmt: skip
AFTER_ARPI = (PROSTATE[0], PROSTATE[1], {**PROSTATE[2], "had": ("enzalutamide",)})
WARNINGS = [
    # patient, condition, regimen, kept, what is told
    (BREAST, "interstitial_lung_disease", "trastuzumab deruxtecan", True, "evidence.warned"),
    (BREAST, "Pneumonitis", "trastuzumab deruxtecan", True, "evidence.warned"),
    (BREAST, "间质性肺病", "trastuzumab deruxtecan", True, "evidence.warned"),
    (BREAST, "interstitial lung disease", "trastuzumab emtansine", True, "evidence.warned"),
    (BREAST, "diabetes", "trastuzumab deruxtecan", True, ""),
    (BREAST, "interstitial lung disease", "capecitabine + trastuzumab + tucatinib", True, ""),
    (BREAST, "heart failure", "capecitabine + trastuzumab + tucatinib", True, "evidence.warned"),
    (LUAD, "interstitial lung disease", "datopotamab deruxtecan", True, "evidence.warned"),
    (PIK3CA, "type 2 diabetes", "alpelisib + fulvestrant", True, "evidence.warned"),
    (PIK3CA, "diabetes mellitus", "capivasertib + fulvestrant", True, "evidence.warned"),
    (PIK3CA, "seizures", "capivasertib + fulvestrant", True, ""),
    (MTC, "QT prolongation", "vandetanib", True, "evidence.warned"),
    # a congenital long QT syndrome is a long QT syndrome: the label's warning of it is told beside its contraindication
    (MTC, "congenital long QT syndrome", "vandetanib", False, "evidence.barred evidence.warned"),
    (MTC, "interstitial lung disease", "vandetanib", True, ""),
    (UNTREATED, "interstitial lung disease", "osimertinib", True, "evidence.warned"),  # as its whole class does
    (LUNG, "kidney transplant", "carboplatin + pembrolizumab + pemetrexed", True, "evidence.warned"),
    (LUNG, "kidney transplant", "carboplatin + pemetrexed + sintilimab", True, "evidence.warned"),
    (AML, "qtc-prolongation", "azacitidine + ivosidenib", True, "evidence.warned"),
    (AFTER_ARPI, "myelodysplastic syndrome", "olaparib", True, "evidence.warned"),
    (PROSTATE, "epilepsy", "enzalutamide + talazoparib", True, "evidence.warned"),
    (PROSTATE, "epilepsy", "abiraterone + olaparib", True, ""),
]
Patient = tuple[str, list[str], dict[str, Any]]


def option(patient: Patient, regimen: str, *conditions: str) -> TherapyOption:
    disease, findings, facts = patient
    recorded = tuple(Condition(id=f"h{n}", name=name, active=True) for n, name in enumerate(conditions))
    subject = case(disease, *findings, **facts)
    if conditions:
        complete = {**subject.completeness, "conditions": Completeness.COMPLETE}
        subject = replace(subject, conditions=recorded, completeness=complete)
    found = assess_case(subject, pack_loader.load(LEAVES), context())
    every = [o for o in (*found.options, *found.rejected) if o.predicate == "sensitivity"]
    return next(o for o in every if " + ".join(o.therapies) == regimen)


@pytest.mark.parametrize(("patient", "condition", "regimen", "kept", "told"), WARNINGS)
def test_a_recorded_condition_speaks_against_the_drugs_whose_label_warns_of_it(
    patient: Patient, condition: str, regimen: str, kept: bool, told: str
) -> None:
    found = option(patient, regimen, condition)
    codes = {r.code for r in found.against if r.code in {"evidence.warned", "evidence.barred"}}
    assert found.kept is kept
    assert codes == set(told.split())
    assert ("demoted:1" in found.sort_key) is (told == "evidence.warned")


@pytest.mark.parametrize(("patient", "regimen"), sorted({(w[0][0], w[2]) for w in WARNINGS}))
def test_what_nobody_recorded_is_no_warning(patient: str, regimen: str) -> None:
    profile = next(w[0] for w in WARNINGS if w[0][0] == patient and w[2] == regimen)
    assert not {"evidence.warned", "evidence.barred"} & {r.code for r in option(profile, regimen).against}


def test_a_warning_is_told_once_and_in_the_words_of_the_record() -> None:
    found = option(BREAST, "trastuzumab deruxtecan", "interstitial_lung_disease")
    told = [r for r in found.against if r.code == "evidence.warned"]
    assert [r.param("conditions") for r in told] == [("interstitial_lung_disease",)]


def test_resistance_carries_no_warning() -> None:
    assert not [s.id for s in statements() if s.predicate == "resistance" and "FlagIf" in repr(s.contraindications)]
