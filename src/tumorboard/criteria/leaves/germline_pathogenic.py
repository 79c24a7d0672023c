"""A pathogenic germline variant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import alterations
from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.heritable import heritable
from tumorboard.criteria.judgment import Judgment, both, decide
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation, Verdict

if TYPE_CHECKING:
    from tumorboard.model.alteration import Variant
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class GermlinePathogenic:
    """MET when a germline variant of one of `genes` is pathogenic or likely pathogenic.

    Parameters
    ----------
    genes
        Approved symbols.

    Notes
    -----
    Without a classification, a variant that is listed as heritable, or a truncation where loss of function is
    established, is presumed pathogenic: assumed, and for review.  A tumor-only result never answers it: an unknown
    origin is UNKNOWN, and absence needs blood, normal tissue or a matched normal."""

    name: ClassVar[str] = "GermlinePathogenic"
    reads: ClassVar[frozenset[str]] = frozenset({"assay", "annotation", "pathogenicity", "origin"})

    genes: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.genes:
            raise ValueError("genes is empty")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for germline variants and the germline coverage."""
        sightings = []
        for gene in self.genes:
            for v in alterations.of_gene(case, gene):
                sightings.append(alterations.sighting(v, self.sees(case, context, v)))
        covered = [coverage(case, context, Question(g, "variant", "germline")) for g in self.genes]
        return decide(self, case, context, sightings, covered)

    def sees(self, case: Case, context: Context, variant: Variant) -> Judgment:
        """What `check` looks at in a variant: how it judges it."""
        origin = alterations.of_origin(variant, "germline")
        return origin if origin.verdict is Verdict.NOT_MET else both(origin, heritable(case, context, variant))
