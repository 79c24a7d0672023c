"""A pharmacogenetic phenotype."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.measured import facts, newest_first
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.findings import PharmacogeneticFinding
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context

UNCONFIRMED = "pgx.unconfirmed"
# The consensus terms of CPIC (Caudle 2017, Genet Med 19:215, PMID 27441996), from memory, as codes.
METABOLIZERS = frozenset(
    {
        "indeterminate", "intermediate_metabolizer", "likely_intermediate_metabolizer", "likely_poor_metabolizer",
        "normal_metabolizer", "poor_metabolizer", "possible_intermediate_metabolizer", "rapid_metabolizer",
        "ultrarapid_metabolizer",
    }
)  # fmt: skip
OTHERS: Mapping[str, frozenset[str]] = {"G6PD": frozenset({"deficient", "indeterminate", "normal", "variable"})}


@dataclass(frozen=True, slots=True)
class PharmacogenotypeIn:
    """MET when the phenotype of the gene is one of `phenotypes`.

    Parameters
    ----------
    gene
        DPYD, UGT1A1, TPMT, NUDT15 ...
    phenotypes
        poor_metabolizer, intermediate_metabolizer, normal_metabolizer ...; of G6PD deficient, variable, normal.

    Notes
    -----
    A reduced allele of unconfirmed origin, as seen in a tumor, is UNKNOWN: the genotype of the patient decides.
    So is a recorded word that is no phenotype, or "indeterminate", where that is not asked for."""

    name: ClassVar[str] = "PharmacogenotypeIn"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker"})

    gene: str
    phenotypes: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.phenotypes:
            raise ValueError("phenotypes is empty")
        known = OTHERS.get(self.gene, METABOLIZERS)
        if not set(self.phenotypes) <= known:
            raise ValueError(f"phenotypes of {self.gene} are {', '.join(sorted(known))}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded phenotype, else the one derived from a genotype."""
        recorded = [b for b in newest_first(case, context, [self.gene]) if b.state]
        derived = {recorded[0].state: facts(recorded[:1])} if recorded else self._derived(case)
        doubtful = frozenset().union(*(p.used for p in self._found(case) if p.reason.code == UNCONFIRMED))
        if not derived and doubtful:
            reason = Reason.of("genotype.unconfirmed", gene=self.gene)
            return unknown(self, reason, {f"biomarker.{self.gene}"}, doubtful)
        if not derived:
            return unknown(self, Reason.of("genotype.unknown", gene=self.gene), {f"biomarker.{self.gene}"})
        if self._open(derived):
            reason = Reason.of("genotype.not_a_phenotype", gene=self.gene, phenotypes=tuple(sorted(derived)))
            return unknown(self, reason, {f"biomarker.{self.gene}"}, frozenset().union(*derived.values()))
        reason = Reason.of("genotype.is", gene=self.gene, phenotypes=tuple(sorted(derived)))
        used = frozenset().union(*derived.values())
        return settled(self, bool(set(derived) & set(self.phenotypes)), reason, used, needs_review=len(derived) > 1)

    def _open(self, found: Mapping[str, object]) -> bool:
        """Whether what is recorded tells no phenotype: a word that is none, or that the genotype leaves it open."""
        told = OTHERS.get(self.gene, METABOLIZERS) - {"indeterminate"}
        return not set(found) & set(self.phenotypes) and not set(found) <= told

    def _derived(self, case: Case) -> dict[str, frozenset[str]]:
        return {p.phenotype: frozenset(p.used) for p in self._found(case) if p.reason.code != UNCONFIRMED}

    def _found(self, case: Case) -> list[PharmacogeneticFinding]:
        return [p for p in (case.findings.pharmacogenetics if case.findings else ()) if p.gene == self.gene]
