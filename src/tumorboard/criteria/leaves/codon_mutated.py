"""A change at given codons of a gene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import acquired, alterations, places
from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.judgment import Judgment, both, decide
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tumorboard.criteria.treatment import Selector
    from tumorboard.model.alteration import Variant
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class CodonMutated:
    """MET when a change of the given types touches one of `codons`.

    Parameters
    ----------
    gene
        Approved symbol.
    codons
        Residue numbers.
    ranges
        Stretches of residues, both ends included: ``1078-1345``; beside or instead of `codons`.
    types
        missense (one residue for another) or any (stop, frameshift and in-frame changes that touch the codon too).
    origin
        any, somatic, germline.

    Notes
    -----
    Silent changes, polymorphisms and benign variants do not count.  Of codons that a treatment selects for, see
    ProteinChangeIn."""

    name: ClassVar[str] = "CodonMutated"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "assay", "annotation", "exact_change", "origin", "specimen.kind", "treatment.history", "treatment.agents",
            "treatment.class",
        }
    )  # fmt: skip

    gene: str
    codons: tuple[int, ...]
    types: str = "missense"
    origin: str = "any"
    ranges: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sort_sets(self)
        if self.types not in {"missense", "any"}:
            raise ValueError("types is missense or any")
        stretches = [places.stretch(r) for r in self.ranges]
        if not (self.codons or stretches) or any(c < 1 for c in self.codons):
            raise ValueError("codons are residue numbers from 1")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the variants and the coverage of the gene."""
        sightings = [alterations.sighting(v, self.sees(case, context, v)) for v in alterations.of_gene(case, self.gene)]
        specimen = "germline" if self.origin == "germline" else "any"
        covered = coverage(case, context, Question(self.gene, "variant", specimen))
        now = acquired.as_of_now(case, context, covered, frozenset(self.codons))
        return decide(self, case, context, sightings, [now])

    @property
    def residues(self) -> Mapping[str, frozenset[int]]:
        """The residues that it tells from others."""
        return {self.gene: places.residues(self.codons, self.ranges)}

    def selecting(self, context: Context) -> Selector | None:
        """The courses that `check` tells from others."""
        return acquired.selecting(context, (self.gene,), frozenset(self.codons))

    def sees(self, case: Case, context: Context, variant: Variant) -> Judgment:
        """What `check` looks at in a variant: how it judges it."""
        there = places.at_codon(variant, places.residues(self.codons, self.ranges), self.types)
        if there.verdict is Verdict.NOT_MET:
            return there  # whatever it means
        return both(
            there,
            alterations.relevant(case, variant),
            alterations.of_origin(variant, self.origin),
        )
