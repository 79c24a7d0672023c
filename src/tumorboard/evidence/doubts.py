"""What evidence has against a variant beside its meaning: it may be clonal hematopoiesis, or a common polymorphism that nobody
ruled out.

A doubt is a letter, so that a cohort can carry it in the name of a fact.
"""

from __future__ import annotations

from typing import Protocol

from tumorboard.model.alteration import Origin, Variant
from tumorboard.model.case import Case

CHIP = "c"
UNCHECKED = "u"
_KNOWN = frozenset({"oncogenic", "likely_oncogenic"})


class Doubts(Protocol):
    """The doubts about the facts of a case, by fact id."""

    def about(self, fact: str) -> str:
        """The letters of the doubts; empty when there is none."""
        ...

    def gene(self, fact: str) -> str:
        """The gene of a variant."""
        ...


def doubts_about(case: Case, variant: Variant, fact: str) -> str:
    """The letters of the doubts about one variant of a case."""
    chip = CHIP if variant.origin is Origin.POSSIBLE_CHIP else ""
    return chip + (UNCHECKED if _unchecked(case, variant, fact) else "")


def _unchecked(case: Case, variant: Variant, fact: str) -> bool:
    """Read from a file, of unknown origin, without frequency, and neither a known allele nor classified oncogenic."""
    if variant.position is None or variant.known_allele or variant.population_af is not None:
        return False
    if variant.origin is not Origin.UNKNOWN:
        return False
    found = case.findings.of(fact) if case.findings is not None else None
    known = found.oncogenicity.classification if found is not None and found.oncogenicity is not None else ""
    return known not in _KNOWN


class DoubtsOfCase:
    """The doubts about the variants of one case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._variants = {f"variant/{v.id}": v for v in case.variants}

    def about(self, fact: str) -> str:
        """The letters of the doubts; empty when there is none."""
        variant = self._variants.get(fact)
        return doubts_about(self._case, variant, fact) if variant is not None else ""

    def gene(self, fact: str) -> str:
        """The gene of a variant."""
        return self._variants[fact].gene
