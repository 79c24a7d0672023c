"""A gain-of-function change of a gene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import acquired, alterations, gene_level, places, splicing
from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.judgment import Judgment, Sighting, both, decide
from tumorboard.criteria.parameters import sort_sets
from tumorboard.criteria.protein_text import change
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from tumorboard.criteria.treatment import Selector
    from tumorboard.model.alteration import Variant
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class GeneActivated:
    """MET when a variant (or a known driving splice event) makes a product of `genes` more, or differently, active.

    Parameters
    ----------
    genes
        Approved symbols.
    specimen
        any, tissue, plasma.
    excluding_changes
        Protein changes in short form that do not count.

    Notes
    -----
    Fusions and copy numbers are asked by FusionIn and GeneAmplified.  A variant of unknown significance is UNKNOWN,
    never a no.  Activation inferred from "oncogenic" in a gene that is an oncogene is assumed.  MET exon 14 skipping
    counts, so that "MET not activated" needs an assay for splicing too."""

    name: ClassVar[str] = "GeneActivated"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "assay", "annotation", "functional_class", "origin", "specimen.kind", "exact_change", "treatment.history",
            "treatment.agents", "treatment.class",
        }
    )  # fmt: skip

    genes: tuple[str, ...]
    specimen: str = "any"
    excluding_changes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sort_sets(self)
        for text in self.excluding_changes:
            change(text)

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the variants and the coverage of all genes."""
        sightings: list[Sighting] = []
        covered = []
        for gene in self.genes:
            for v in alterations.of_gene(case, gene):
                sightings.append(alterations.sighting(v, self._judged(case, context, v)))
            looked = coverage(case, context, Question(gene, "variant", self.specimen))
            covered.append(acquired.as_of_now(case, context, looked))
            if gene in splicing.DRIVERS:
                sightings += splicing.events(case, context, gene, splicing.DRIVERS[gene], self.specimen)
                covered.append(coverage(case, context, Question(gene, "splice", self.specimen)))
        return decide(self, case, context, sightings, covered)

    @property
    def residues(self) -> Mapping[str, frozenset[int]]:
        """The residues that it tells from others."""
        return dict.fromkeys(self.genes, places.named(self.excluding_changes).starts)

    @property
    def seen_as(self) -> Hashable:
        """Questions of other genes that see a variant as this one does are equal in this."""
        return (self.name, self.excluding_changes)

    def selecting(self, context: Context) -> Selector | None:
        """The courses that `check` tells from others."""
        return acquired.selecting(context, self.genes)

    def sees(self, case: Case, context: Context, variant: Variant) -> Hashable:
        """What `check` looks at in a variant: how it judges it; where a skipped exon is a driver, all of it too."""
        return gene_level.seen(variant, self._judged(case, context, variant))

    def _judged(self, case: Case, context: Context, variant: Variant) -> Judgment:
        return both(
            alterations.activating(case, context, variant),
            alterations.none_of(variant, [change(text) for text in self.excluding_changes]),
            alterations.of_origin(variant, "any"),
            alterations.in_specimen(case, context, variant.specimen, variant.assay, self.specimen),
        )
