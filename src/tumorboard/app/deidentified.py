"""A case without who it is: only coded facts, from a list of what may be told; of dates only the year, ages over 89 as 90.

Nothing that somebody wrote in words is in it: no ids, names of files, laboratories or trials, reasons, summaries, places.  Germline
variants are left out, for they name a family as well.  A rare tumor with a rare set of alterations may still be recognized by who
knows the patient: what is taken out is for people who are bound to secrecy.

Source: HHS, 45 CFR 164.514(b)(2), the safe harbor of HIPAA (from memory/medium).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tumorboard.genome.protein import short_text
from tumorboard.model.alteration import Origin
from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case
from tumorboard.model.dates import PartialDate
from tumorboard.model.registry import Decision, FollowUp
from tumorboard.vocab import Vocabulary
from tumorboard.wording import words

OLDEST = 90
RESPONSES = frozenset({"CR", "PR", "SD", "PD", "MR", "NE", "pCR"})
FORMAT = "tumorboard de-identified case"


def view(
    name: str, case: Case, assessment: Assessment | None, decision: Decision | None, followed: Iterable[FollowUp],
    vocab: Vocabulary, on: date,
) -> dict[str, Any]:  # fmt: skip
    """The case under another name, as of a day."""
    said = decision.on if decision is not None else None
    return {
        "format": FORMAT,
        "version": 1,
        "id": name,
        "patient": {"sex": case.patient.sex if case.patient.sex in {"female", "male", "other"} else "", "age": _age(case, on)},
        "diagnosis": _diagnosis(case, vocab),
        "variants": sorted(_variants(case, vocab), key=str),
        "copy_numbers": [{"gene": c.gene, "call": _code(c.call)} for c in case.copy_numbers if _gene(c.gene, vocab)],
        "fusions": [
            {"genes": [f.five_prime, f.three_prime]} for f in case.fusions if _gene(f.five_prime, vocab) or _gene(f.three_prime, vocab)
        ],
        "biomarkers": [
            {"marker": b.marker, "state": _code(b.state), "value": b.value, "unit": _code(b.unit)}
            for b in case.biomarkers
            if not b.failed and vocab.markers.resolve(b.marker) == b.marker
        ],
        "treatments": [
            {"therapies": _therapies(c.agents, vocab), "line": c.line, "start": _year(c.start), "stop": _year(c.stop),
             "best_response": c.best_response if c.best_response in RESPONSES else ""} for c in case.courses
        ],
        "options": [
            {"therapies": _therapies(o.therapies, vocab), "bucket": o.bucket, "grades": [{"scheme": g.scheme, "value": g.value} for g in o.grades]}
            for o in (assessment.options if assessment is not None else ())
        ],
        "decision": [
            {"therapies": _therapies(c.therapies, vocab), "verdict": c.verdict} for c in (decision.choices if decision is not None else ())
        ],
        "follow_up": [
            {"what": f.what, "therapies": _therapies(f.therapies, vocab), "response": f.response, "year": f.on.year, "months": _months(said, f.on)}
            for f in followed
        ],
    }  # fmt: skip


def _age(case: Case, on: date) -> int | None:
    patient = case.patient
    if patient.birth is not None:
        born = patient.birth.earliest
        age: int | None = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    else:
        age = patient.age_years
    return min(age, OLDEST) if age is not None and age >= 0 else None


def _diagnosis(case: Case, vocab: Vocabulary) -> dict[str, Any]:
    found = case.diagnosis
    code = found.disease.code if found.disease is not None else ""
    known = vocab.diseases.resolve(code) if code else None
    return {
        "disease": known or "", "setting": _code(found.setting), "extent": _code(found.extent),
        "histology": sorted(filter(None, map(_code, found.histology))), "states": sorted(filter(None, map(_code, found.states))),
        "diagnosed": _year(found.diagnosed),
    }  # fmt: skip


def _variants(case: Case, vocab: Vocabulary) -> Iterable[dict[str, Any]]:
    for v in case.variants:
        if v.origin is not Origin.GERMLINE and _gene(v.gene, vocab):
            told = short_text(v.protein) if v.protein is not None else ""
            yield {"gene": v.gene, "protein": told}


def _code(text: str) -> str:
    """The code when it is one that the program has words for: anything else may be somebody's own words."""
    return text if text in words("en").terms else ""


def _gene(name: str, vocab: Vocabulary) -> bool:
    return bool(name) and vocab.genes.approved(name) == name


def _therapies(names: Iterable[str], vocab: Vocabulary) -> list[str]:
    """The codes of the drugs that the vocabulary knows; any other word is left out."""
    return [n for n in names if vocab.therapies.resolve(n) is not None]


def _year(when: PartialDate | None) -> int | None:
    return when.year if when is not None else None


def _months(since: date | None, when: PartialDate) -> int | None:
    """Whole months from the decision; None where either is not known to the month."""
    if since is None or when.month is None:
        return None
    return (when.year - since.year) * 12 + when.month - since.month
