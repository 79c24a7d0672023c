"""A wanted question that can hold only if an unwanted one does: *KRAS G12C* without *KRAS codon 12*, a line of therapy without treatment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from tumorboard.criteria.base import Leaf
from tumorboard.criteria.leaves.codon_mutated import CodonMutated
from tumorboard.criteria.leaves.fusion_in import FusionIn
from tumorboard.criteria.leaves.gene_activated import GeneActivated
from tumorboard.criteria.leaves.gene_altered import GeneAltered
from tumorboard.criteria.leaves.had_therapy import HadTherapy
from tumorboard.criteria.leaves.progressed_on import ProgressedOn
from tumorboard.criteria.leaves.protein_change_in import ProteinChangeIn
from tumorboard.criteria.leaves.systemic_lines_between import SystemicLinesBetween
from tumorboard.criteria.leaves.therapy_lines_between import TherapyLinesBetween
from tumorboard.criteria.leaves.treatment_naive import TreatmentNaive
from tumorboard.criteria.leaves.wild_type import WildType
from tumorboard.criteria.protein_text import change
from tumorboard.vocab import Vocabulary

# Of these, any one of a list is enough, so that fewer of it is more exact; `excluding`, where there is one, must be the same.
_ANY_OF = frozenset(
    {
        *(
            "ProteinChangeIn",
            "CodonMutated",
            "ExonMutated",
            "GeneActivated",
            "GeneInactivated",
            "GeneAltered",
            "GermlinePathogenic",
        ),
        *("HadTherapy", "ProgressedOn", "ConditionHistory", "StageIn", "SubtypeIs", "DiseaseStateIn", "HepatitisBIn"),
        *("HepatitisCIn", "HivIn", "OnMedication"),
    }
)
_OPEN_WHEN_EMPTY = frozenset({"HadTherapy", "ProgressedOn"})  # a field that is not given asks nothing
_EXACT = frozenset({"excluding", "excluding_changes"})
_OF_ONE_GENE = frozenset({"ProteinChangeIn", "CodonMutated", "ExonMutated"})


def any_(wanted: Sequence[Leaf], unwanted: Sequence[Leaf], vocab: Vocabulary) -> bool:
    """Whether one of the wanted cannot hold beside the others and without the unwanted."""
    if any(_implies(one, other) for one in wanted for other in unwanted):
        return True
    if any(isinstance(one, WildType) and _altered(one, other, vocab) for one in wanted for other in wanted):
        return True
    naive = [one for one in wanted if isinstance(one, TreatmentNaive)]
    return any(_treated(one, never.setting) for never in naive for one in wanted)


def _implies(one: Leaf, other: Leaf) -> bool:
    if isinstance(one, ProteinChangeIn) and isinstance(other, CodonMutated):
        return _at_codons(one, other)
    if isinstance(other, GeneAltered) and one.name in _OF_ONE_GENE and not isinstance(one, GeneAltered):
        any_kind = not other.min_oncogenicity and other.origin == other.specimen == "any"
        return one.gene in other.genes and any_kind and (not other.kinds or "variant" in other.kinds)  # type: ignore[attr-defined]
    if isinstance(one, SystemicLinesBetween) and isinstance(other, TreatmentNaive):
        return one.max == 0 and one.setting == other.setting
    if one.name != other.name or one.name not in _ANY_OF:
        return False
    return all(_narrower(f.name, getattr(one, f.name), getattr(other, f.name), one.name) for f in fields(one))  # type: ignore[arg-type]


def _narrower(field: str, one: Any, other: Any, name: str) -> bool:
    if one == other:
        return True
    if field == "within_months":
        return other is None or (one is not None and one <= other)
    if field in _EXACT or not isinstance(one, tuple):
        return name in _OPEN_WHEN_EMPTY and other in ("", ())
    if not other:
        return name in _OPEN_WHEN_EMPTY
    return bool(one) and set(one) <= set(other)


def _at_codons(one: ProteinChangeIn, other: CodonMutated) -> bool:
    if one.gene != other.gene or other.origin != "any":
        return False
    said = [change(text) for text in one.changes]
    return all(p.start in other.codons and (other.types == "any" or p.kind == "substitution") for p in said)


def _altered(wild: WildType, one: Leaf, vocab: Vocabulary) -> bool:
    """Whether a question for a driver of the gene stands beside *wild type*; a variant that means nothing is no driver."""
    kinds = set(wild.kinds or ("variant",))
    match one:
        case GeneActivated(genes=genes):
            return "variant" in kinds and set(genes) <= set(wild.genes)
        case GeneAltered(genes=genes):
            told = bool(one.min_oncogenicity) and bool(one.kinds) and set(one.kinds) <= kinds
            return told and set(genes) <= set(wild.genes)
        case ProteinChangeIn(gene=gene, changes=changes):
            return "variant" in kinds and gene in wild.genes and all(_drives(gene, text, vocab) for text in changes)
        case FusionIn(genes=genes):
            return "fusion" in kinds and set(genes) <= set(wild.genes)
    return False


def _drives(gene: str, text: str, vocab: Vocabulary) -> bool:
    """Whether the change is an allele known to drive tumors."""
    known = vocab.alleles.named.get((gene, text.removeprefix("p.")), ())
    return any(allele.kind == "oncogenic" for allele in known)


def _treated(one: Leaf, setting: str) -> bool:
    """Whether a question asks for systemic treatment in the setting."""
    match one:
        case SystemicLinesBetween():
            return (one.min or 0) > 0 and setting in {"any", one.setting}
        case TherapyLinesBetween():
            return (one.min or 0) > 0 and _within(one.settings, setting)
        case HadTherapy():
            drugs = bool(one.agents or one.classes or one.targets) and not one.modality
            return (drugs or one.modality == "systemic") and _within(one.settings, setting)
        case ProgressedOn():
            return bool(one.agents or one.classes) and setting == "any"
    return False


def _within(settings: Iterable[str], setting: str) -> bool:
    found = set(settings)
    return setting == "any" or (bool(found) and found <= {setting})
