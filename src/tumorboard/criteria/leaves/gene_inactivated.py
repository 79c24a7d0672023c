"""Loss of function of a gene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import alterations, copies
from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.judgment import Judgment, both, decide
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tumorboard.model.alteration import Variant
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class GeneInactivated:
    """MET when a loss-of-function variant or a deep deletion of one of `genes` is there.

    Parameters
    ----------
    genes
        Approved symbols.
    origin
        any, somatic, germline; a deep deletion is somatic.
    specimen
        any, tissue, plasma.

    Notes
    -----
    One altered allele is enough; whether the second is lost is not asked.  A variant of unknown significance is
    UNKNOWN.  Inactivation inferred from "oncogenic" in a tumor suppressor, or from a pathogenic germline
    classification, is assumed.  NOT_MET needs sequence and, unless germline is asked, copy number."""

    name: ClassVar[str] = "GeneInactivated"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "assay",
            "annotation",
            "functional_class",
            "origin",
            "specimen.kind",
            "copies_lost",
            "copy_number_call",
            "exact_change",
        }
    )

    genes: tuple[str, ...]
    origin: str = "any"
    specimen: str = "any"

    def __post_init__(self) -> None:
        sort_sets(self)
        if self.origin not in {"any", "somatic", "germline"}:
            raise ValueError("origin is any, somatic or germline")
        if self.specimen not in {"any", "tissue", "plasma"}:
            raise ValueError("specimen is any, tissue or plasma")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for variants, deletions and the coverage of all genes."""
        sightings = []
        covered = []
        specimen = "germline" if self.origin == "germline" else self.specimen
        for gene in self.genes:
            for v in alterations.of_gene(case, gene):
                sightings.append(alterations.sighting(v, self.sees(case, context, v)))
            covered.append(coverage(case, context, Question(gene, "variant", specimen)))
            if self.origin != "germline":
                deep = copies.CopyQuestion("homozygous_deletion")
                sightings += copies.sightings(case, context, gene, deep, self.specimen)
                covered.append(copies.covered(case, context, gene, self.specimen))
        return decide(self, case, context, sightings, covered)

    @property
    def seen_as(self) -> Hashable:
        """Questions of other genes that see a variant as this one does are equal in this."""
        return (self.name, self.origin, self.specimen)

    def sees(self, case: Case, context: Context, variant: Variant) -> Judgment:
        """What `check` looks at in a variant: how it judges it."""
        return both(
            alterations.inactivating(case, context, variant),
            alterations.of_origin(variant, self.origin),
            alterations.in_specimen(case, context, variant.specimen, variant.assay, self.specimen),
        )
