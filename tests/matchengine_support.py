"""Trials and samples for the tests of what MatchEngine answers: every name is invented, every record is one line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tumorboard.trials.matchengine import Request, Sample, match

ON = date(2026, 11, 23)
DIAGNOSES = {
    "Lung": ("Lung", "Lung Adenocarcinoma"),
    "Lung Adenocarcinoma": ("Lung Adenocarcinoma",),
    "Melanoma": ("Melanoma", "Cutaneous Melanoma"),
    "Acute Myeloid Leukemia": ("Acute Myeloid Leukemia",),
    "_SOLID_": ("Lung", "Lung Adenocarcinoma", "Melanoma", "Cutaneous Melanoma"),
    "_LIQUID_": ("Acute Myeloid Leukemia",),
}


def sample(label: str, *genomic: dict[str, Any], **clinical: Any) -> Sample:
    """An alive man of 1960 with lung adenocarcinoma, reported in 2020, unless said otherwise."""
    record = {
        "SAMPLE_ID": label,
        "GENDER": "Male",
        "VITAL_STATUS": "alive",
        "BIRTH_DATE_INT": 19600101,
        "ONCOTREE_PRIMARY_DIAGNOSIS_NAME": "Lung Adenocarcinoma",
        "REPORT_DATE": datetime(2020, 1, 1),
    }
    return Sample({**record, **clinical}, genomic)


def mutation(gene: str, protein: str | None = None, **more: Any) -> dict[str, Any]:
    own = {} if protein is None else {"TRUE_PROTEIN_CHANGE": protein}
    return {"VARIANT_CATEGORY": "MUTATION", "TRUE_HUGO_SYMBOL": gene, **own, **more}


def copies(gene: str, call: str) -> dict[str, Any]:
    return {"VARIANT_CATEGORY": "CNV", "TRUE_HUGO_SYMBOL": gene, "CNV_CALL": call}


def fusion(left: str | None, right: str | None) -> dict[str, Any]:
    return {"VARIANT_CATEGORY": "SV", "LEFT_PARTNER_GENE": left, "RIGHT_PARTNER_GENE": right}


def comment(text: str) -> dict[str, Any]:
    return {"VARIANT_CATEGORY": "SV", "STRUCTURAL_VARIANT_COMMENT": text}


def repair(status: str) -> dict[str, Any]:
    return {"VARIANT_CATEGORY": "SIGNATURE", "MMR_STATUS": status}


def trial(*nodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An open trial with one arm, whose match list these nodes are."""
    arm = {"arm_code": "A", "arm_internal_id": 1, "arm_suspended": "N", "match": list(nodes)}
    whole = {"protocol_no": "26-001", "status": "Open to Accrual", "treatment_list": {"step": [{"arm": [arm]}]}}
    return {**whole, "_summary": {"status": [{"value": "Open to Accrual"}]}, **more}


def request(**more: Any) -> Request:
    flags = {"match_on_closed": True, "match_on_deceased": True, "all_clinical_reasons": True, **more}
    return Request(on=ON, diagnoses=DIAGNOSES, **flags)


def matched(document: dict[str, Any], samples: list[Sample], **flags: Any) -> list[str]:
    """Labels of the samples that match, sorted; the trial must stop at nothing."""
    found = match(document, samples, request(**flags))
    assert found.issues == ()
    return sorted({f.sample_id for f in found.value or ()})
