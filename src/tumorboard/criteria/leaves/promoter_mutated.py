"""An activating promoter mutation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import alterations, places
from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.judgment import both, decide
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class PromoterMutated:
    """MET when the promoter of the gene carries a known activating mutation.

    Parameters
    ----------
    gene
        Approved symbol, as TERT (c.-124C>T and c.-146C>T, "C228T" and "C250T").

    Notes
    -----
    NOT_MET needs an assay that covered the promoter by name."""

    name: ClassVar[str] = "PromoterMutated"
    reads: ClassVar[frozenset[str]] = frozenset({"assay", "origin", "specimen.kind"})

    gene: str

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the variants and the coverage of the promoter."""
        sightings = []
        for v in alterations.of_gene(case, self.gene):
            judged = both(places.in_promoter(v), alterations.of_origin(v, "any"))
            sightings.append(alterations.sighting(v, judged))
        question = Question(self.gene, "variant", region=f"promoter:{self.gene}")
        return decide(self, case, context, sightings, [coverage(case, context, question)])
