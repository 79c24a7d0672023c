"""Small cases for the tests of interpretation: the shipped tables, a handful of known alleles, facts in a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from tumorboard.criteria.protein_text import change
from tumorboard.interpret.pipeline import interpret
from tumorboard.model.alteration import CopyNumber, Origin, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case, Diagnosis
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.disease import Disease
from tumorboard.model.findings import Findings
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.policy import Policy
from tumorboard.vocab import (
    Alleles,
    Diseases,
    FunctionalClasses,
    Genes,
    GermlinePolicy,
    Markers,
    Pharmacogenes,
    TableRelease,
    Therapies,
    Thresholds,
    Vocabulary,
)
from tumorboard.vocab.alleles import KnownAllele

ON = date(2026, 11, 24)
KNOWN = (
    KnownAllele("k1", "APC", "I1307K", "", "", "missense_variant", 16, "pathogenic", "test"),
    KnownAllele("k2", "KIT", "M541L", "", "", "missense_variant", 10, "polymorphism", "test"),
    KnownAllele("k3", "TP53", "P72R", "", "", "missense_variant", 4, "polymorphism", "test"),
)


@cache
def vocabulary() -> Vocabulary:
    named = {(a.gene, a.change): (a,) for a in KNOWN}
    return Vocabulary(
        Genes.load(),
        Diseases.load(),
        Therapies.load(),
        Markers.load(),
        Thresholds.load(),
        Alleles(TableRelease("alleles", "test", "", "", ""), {}, named),
        FunctionalClasses.load(),
        GermlinePolicy.load(),
        Pharmacogenes.load(),
    )


def context(**policy: Any) -> Context:
    return Context(ON, vocabulary(), Policy(**policy))


CONSEQUENCE = {
    "substitution": "missense_variant",
    "nonsense": "stop_gained",
    "frameshift": "frameshift_variant",
    "deletion": "inframe_deletion",
    "insertion": "inframe_insertion",
    "duplication": "inframe_insertion",
    "synonymous": "synonymous_variant",
}


def variant(gene: str, protein: str = "", **more: Any) -> Variant:
    """``variant("BRAF", "V600E")``; ids are given by `case`."""
    if protein:
        parsed = change(protein)
        term = CONSEQUENCE.get(parsed.kind)
        more = {"consequences": (term,) if term else (), **more}
        return Variant(gene=gene, protein=parsed, **more)
    return Variant(gene=gene, **more)


def measured(marker: str, **more: Any) -> Biomarker:
    if isinstance(more.get("date"), str):
        more["date"] = PartialDate.parse(more["date"])
    return Biomarker(marker=marker, **more)


def case(*facts: Any, disease: str = "", **more: Any) -> Case:
    """A case of variants, copy numbers, biomarkers ...; facts get ids in order."""
    kinds: dict[str, list[Any]] = {}
    names = {"Variant": "variants", "CopyNumber": "copy_numbers", "Biomarker": "biomarkers"}
    names |= {"Fusion": "fusions", "SpliceEvent": "splice_events", "Specimen": "specimens", "Assay": "assays"}
    for fact in facts:
        family = names[type(fact).__name__]
        rows = kinds.setdefault(family, [])
        rows.append(fact if getattr(fact, "id", "") else replace(fact, id=f"{family[0]}{len(rows) + 1}"))
    if disease:
        more["diagnosis"] = Diagnosis(disease=Disease(disease))
    return Case(id="c", **{k: tuple(v) for k, v in kinds.items()}, **more)


def findings(
    *facts: Any, knowledge: Knowledge | None = None, policy: dict[str, Any] | None = None, **more: Any
) -> Findings:
    """What is found in a case of these facts."""
    found = interpret(case(*facts, **more), knowledge or Knowledge(), context(**(policy or {}))).findings
    assert found is not None
    return found


def of_first(family: str, *facts: Any, **more: Any) -> Any:
    """The finding of the first alteration: ``of_first("variant", variant(...))``."""
    return next(f for name, f in findings(*facts, **more).alterations.items() if name.startswith(f"{family}/"))


__all__ = ["CopyNumber", "Origin", "case", "context", "findings", "measured", "of_first", "variant", "vocabulary"]
