"""The tumor type of an item as criteria: codes, and what a class like "HER2-positive breast cancer" asks beside them.

A class that is narrower than any code is carried only where a criterion says exactly what makes it narrower.
"""

from __future__ import annotations

from collections.abc import Mapping
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
# Classes that hold less than the code OncoTree has for their members, so that the codes of the vocabulary (right for a patient who is
# coded by the class) say too much of a claim: what is carried in their place, as codes and what is no part of the class.
BORDERLINE_OVARY = (
    "BTBEOV",
    "BTBOV",
    "CCBOV",
    "EBOV",
    "MBOV",
    "OSMAD",
    "OSMBT",
    "SBMOV",
    "SBOV",
)  # and the benign ones
CARRIED_AS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "DOID:4001": (("OVT",), BORDERLINE_OVARY),  # ovarian carcinoma
    "DOID:2152": (("OVT",), BORDERLINE_OVARY),  # ovary epithelial cancer
    "DOID:2531": (("LNM", "MNM"), ()),  # hematologic cancer: the tissues hold benign and atypical findings too
    # CLL and SLL are one disease by the WHO classification (Alaggio et al. 2022, Leukemia 36:1720), as B-ALL and B-LBL are.
    "DOID:1040": (("CLLSLL",), ()),
}
# No code and no list of codes holds just these: LNM, NHL and MBN hold leukemias and myeloma, MTNN leukemias and skin lymphomas,
# SOFT_TISSUE benign and intermediate tumors, MFH more than its spindle cells.
WIDER_CODES = frozenset({
    "DOID:0060058", "DOID:0060060", "DOID:707",  # lymphoma, non-Hodgkin lymphoma, B-cell lymphoma
    "DOID:0050749",  # peripheral T-cell lymphoma
    "DOID:1115", "DOID:4235",  # sarcoma, spindle cell sarcoma
})  # fmt: skip
# What is claimed of a variant itself, in whatever tumor.
OF_THE_VARIANT = frozenset({"Functional", "Oncogenic"})


@dataclass(frozen=True, slots=True)
class Tumor:
    """Criteria texts of the tumor type and of what is asked beside it; `agnostic` when any tumor (of a kind) is meant."""

    disease: str
    context: str = "Always()"
    agnostic: bool = False
    codes: tuple[str, ...] = ()


def tumor(item: Item, vocab: Vocabulary) -> Tumor:
    """The tumor of an item.

    Raises
    ------
    NotExact
        With the reason: also where a phenotype narrows it (an age at onset, a site), which no criterion asks.
    """
    found = _by_class(item, vocab)
    if not all(_implied(p.strip(), found, vocab) for p in item.phenotypes.split(",") if p.strip()):
        raise NotExact("phenotype_not_asked")
    return found


def _implied(phenotype: str, found: Tumor, vocab: Vocabulary) -> bool:
    """Whether every patient with the tumor has the phenotype: its name is that of the tumor or of a kind above it."""
    code = vocab.diseases.resolve(phenotype)
    return code is not None and bool(found.codes) and all(vocab.diseases.is_a(c, code) for c in found.codes)


def _by_class(item: Item, vocab: Vocabulary) -> Tumor:
    doid = f"DOID:{item.doid.removeprefix('DOID:')}" if item.doid else ""
    if doid in ANY_CANCER:
        return Tumor("Always()", agnostic=True)
    if not doid:
        return _by_name(item, vocab)
    if doid in CARRIED_AS:
        return _coded(*CARRIED_AS[doid])
    entry = vocab.diseases.ontology.get(doid)
    if entry is None:
        raise NotExact("disease_unknown")
    if doid in WIDER_CODES:
        raise NotExact("disease_narrower")
    if entry.relation not in {"exact", "union"} and doid not in ASKED_BESIDE:
        raise NotExact("disease_narrower" if entry.relation == "narrow" else "disease_not_mapped")
    if "TISSUE" in entry.codes:
        return Tumor("Always()", agnostic=True)
    return _coded(entry.codes, context=ASKED_BESIDE.get(doid, "Always()"))


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
    return _coded((code,))


def _coded(codes: tuple[str, ...], excluding: tuple[str, ...] = (), *, context: str = "Always()") -> Tumor:
    without = f", excluding=[{_listed(excluding)}]" if excluding else ""
    return Tumor(f"DiagnosisIn([{_listed(codes)}]{without})", context, codes=codes)


def _listed(codes: tuple[str, ...]) -> str:
    return ", ".join(f'"{code}"' for code in codes)
