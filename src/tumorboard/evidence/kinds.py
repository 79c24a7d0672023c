"""Solid tumors and hematologic neoplasms: what is claimed of one kind is not carried over to the other.

Source: OncoKB's rule of propagation: between two solid tumors a level is carried over in a lower one, every other
combination carries none (oncokb/oncokb, LevelUtils.java).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tumorboard.criteria import combinators as c
from tumorboard.criteria.leaves.diagnosis_in import DiagnosisIn
from tumorboard.criteria.leaves.solid_tumor import SolidTumor
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Criterion

# Drugs of one organ's biology: hormones of breast and prostate; antibodies to EGFR, which close the feedback of colorectal
# cancer (Prahallad 2012, Nature 483:100) and were shown nowhere else beside an inhibitor of BRAF or KRAS.
ORGAN_BOUND = frozenset(
    {
        "androgen_deprivation",
        "androgen_receptor_inhibitor",
        "androgen_synthesis_inhibitor",
        "anti_egfr_antibody",
        "aromatase_inhibitor",
        "endocrine_therapy",
        "progestin",
        "protac_er_degrader",
        "serd",
        "serm",
    }
)


# What is claimed of a tumor that is no cancer (selumetinib in plexiform neurofibroma) is not carried to one.
BENIGN = frozenset({"NFIB"})


def bound_to_organ(therapy: tuple[str, ...], context: Context) -> bool:
    """Whether a regimen holds a drug whose use in another organ's tumor its own label cannot speak for."""
    return any(ORGAN_BOUND & set(context.vocab.therapies.classes(agent)) for agent in therapy)


class Kinship(NamedTuple):
    """How the patient's tumor is related in kind to those that a disease criterion names.

    `same` is true where either is not known or covers both kinds; `both_solid` only where all are known to be solid.
    """

    same: bool
    both_solid: bool


def kinship(criterion: Criterion, case: Case, context: Context) -> Kinship:
    """Solid or hematologic: the patient's tumor beside those that the disease criterion speaks of."""
    entries = context.vocab.diseases.entries
    disease = case.diagnosis.disease
    entry = entries.get(disease.code) if disease else None
    if disease is not None and disease.code not in BENIGN and _only_benign(criterion):
        return Kinship(False, False)
    if entry is None or entry.solid is None:
        return Kinship(True, False)
    asked = set(_asked(criterion, context))
    return Kinship(not asked or entry.solid in asked or None in asked, entry.solid and asked == {True})


def _only_benign(criterion: Criterion) -> bool:
    return isinstance(criterion, DiagnosisIn) and set(criterion.diseases) <= BENIGN


def _asked(criterion: Criterion, context: Context) -> Iterator[bool | None]:
    """Solid (True), hematologic (False) or both (None), of every tumor that the criterion names as wanted."""
    match criterion:
        case DiagnosisIn(diseases=codes):
            entries = context.vocab.diseases.entries
            yield from (entries[code].solid if code in entries else None for code in codes)
        case SolidTumor():
            yield True
        case c.Not():
            return
        case _:
            for part in c.children(criterion):
                yield from _asked(part, context)
