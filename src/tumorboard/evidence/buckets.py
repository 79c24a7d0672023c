"""The first sort key: what kind of support a statement gives in the patient's own tumor.

In order: approved or in a guideline for this tumor; approved for it, but not where asked; the same with the tumor not known;
clinical studies in this tumor; any of these when nothing in the regimen is new to the tumor (each agent, or
one that shares its resistance, has failed); approved or in a guideline for another tumor; clinical studies with the tumor not known, in
another tumor; single cases; preclinical; studies that showed no benefit; not classified.  What was shown in this tumor stands
before what is approved for another, as AMP has it (level B before C).
"""

from __future__ import annotations

from tumorboard.evidence.schemes.rules import SAME
from tumorboard.evidence.standing import Standing
from tumorboard.model.statement import Statement

BUCKETS = (
    "approved_own_tumor",
    "approved_elsewhere",
    "approved_tumor_unknown",
    "clinical_own_tumor",
    "class_failed",
    "approved_other_tumor",
    "clinical_tumor_unknown",
    "clinical_other_tumor",
    "case_reports",
    "preclinical",
    "no_benefit",
    "unclassified",
)
_BY_DESIGN = {
    "rct": "clinical",
    "prospective_nonrandomized": "clinical",
    "basket": "clinical",
    "retrospective": "clinical",
    "case_report": "case_reports",
    "preclinical": "preclinical",
    "in_silico": "preclinical",
}
_BY_CIVIC = {"A": "clinical", "B": "clinical", "C": "case_reports", "D": "preclinical", "E": "preclinical"}


def bucket(statement: Statement, relation: str, known: Standing) -> str:
    """The bucket of one statement.

    With jurisdictions asked for, a label that is not in force in all of them is *elsewhere*, even if a guideline lists it:
    guidelines speak of their own country's market.
    """
    if known.in_force or known.guideline:
        if relation in SAME:
            here = known.full or (known.guideline and not (known.asked and statement.approvals))
            return "approved_own_tumor" if here else "approved_elsewhere"
        return "approved_tumor_unknown" if relation == "unknown_tumor" else "approved_other_tumor"
    if statement.predicate == "sensitivity" and statement.study.benefit == "absent":
        return "no_benefit"
    scheme, value = statement.strength
    kind = _BY_DESIGN.get(statement.study.design, "")
    if not kind and scheme == "civic_level":
        kind = _BY_CIVIC.get(value.upper(), "")
    if kind == "clinical":
        return {"unknown_tumor": "clinical_tumor_unknown", "other_tumor": "clinical_other_tumor"}.get(
            relation, "clinical_own_tumor"
        )
    return kind or "unclassified"


def place(name: str) -> int:
    """Position of a bucket, 0 best."""
    return BUCKETS.index(name)


def set_back(name: str) -> str:
    """The bucket of a regimen that brings nothing new: behind what was shown in this tumor, never before where it stood."""
    return max(name, "class_failed", key=place)
