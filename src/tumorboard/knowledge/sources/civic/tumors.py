"""The tumor type of an item as criteria: codes, and what a class like "HER2-positive breast cancer" asks beside them.

A class that is narrower than any code is carried only where a criterion says exactly what makes it narrower.
"""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.knowledge.sources.civic.tables import Item
from tumorboard.knowledge.sources.civic.variant_names import NotExact
from tumorboard.vocab import Vocabulary

ANY_CANCER = frozenset({"DOID:162", "DOID:4"})
SOLID = frozenset({"solid tumor"})
# Classes of the Disease Ontology that name a tumor by a receptor or a state: DOID -> what is asked of the patient beside
# the codes.  Source: definitions of the classes, Disease Ontology (disease-ontology.org).
ASKED_BESIDE = {
    "DOID:0060075": 'ReceptorStatusIs("ER", "positive")',
    "DOID:0060076": 'ReceptorStatusIs("ER", "negative")',
    "DOID:0060079": 'Her2StatusIn(["positive"])',
    "DOID:0060080": 'Her2StatusIn(["negative"])',
    "DOID:0060081": "TripleNegative()",
    "DOID:0080909": 'DiseaseStateIn(["castration_resistant"])',
}
# What is claimed of a variant itself, in whatever tumor.
OF_THE_VARIANT = frozenset({"Functional", "Oncogenic"})


@dataclass(frozen=True, slots=True)
class Tumor:
    """Criteria texts of the tumor type and of what is asked beside it; `agnostic` when any tumor (of a kind) is meant."""

    disease: str
    context: str = "Always()"
    agnostic: bool = False


def tumor(item: Item, vocab: Vocabulary) -> Tumor:
    """The tumor of an item.

    Raises
    ------
    NotExact
        With the reason.
    """
    doid = f"DOID:{item.doid.removeprefix('DOID:')}" if item.doid else ""
    if doid in ANY_CANCER:
        return Tumor("Always()", agnostic=True)
    if not doid:
        return _by_name(item, vocab)
    entry = vocab.diseases.ontology.get(doid)
    if entry is None:
        raise NotExact("disease_unknown")
    if entry.relation not in {"exact", "union"} and doid not in ASKED_BESIDE:
        raise NotExact("disease_narrower" if entry.relation == "narrow" else "disease_not_mapped")
    if "TISSUE" in entry.codes:
        return Tumor("Always()", agnostic=True)
    return Tumor(_diagnosis(*entry.codes), ASKED_BESIDE.get(doid, "Always()"))


def _by_name(item: Item, vocab: Vocabulary) -> Tumor:
    """An item without a class of the ontology: its tumor by a name that is a code's own, or none where none is needed."""
    if not item.disease:
        if item.type in OF_THE_VARIANT:
            return Tumor("Always()")
        raise NotExact("disease_absent")
    if item.disease.casefold() in SOLID:
        return Tumor("SolidTumor()", agnostic=True)
    code = vocab.diseases.resolve(item.disease)
    if code is None:
        raise NotExact("disease_unknown")
    return Tumor(_diagnosis(code))


def _diagnosis(*codes: str) -> str:
    listed = ", ".join(f'"{code}"' for code in codes)
    return f"DiagnosisIn([{listed}])"
