"""An activating promoter mutation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import alterations, places
from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.judgment import both, decide
from tumorboard.criteria.parameters import sort_sets
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
    changes
        Coding positions, ``c.-124C>T``; empty for any known activating mutation.

    Notes
    -----
    NOT_MET needs an assay that covered the promoter by name.  Where a change is asked for, "promoter mutation" without
    saying which is UNKNOWN."""

    name: ClassVar[str] = "PromoterMutated"
    reads: ClassVar[frozenset[str]] = frozenset({"assay", "exact_change", "origin", "specimen.kind"})

    gene: str
    changes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sort_sets(self)
        for text in self.changes:
            if not text.startswith("c.-"):
                raise ValueError(f"a change of a promoter has the form c.-124C>T, not {text}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the variants and the coverage of the promoter."""
        sightings = []
        for v in alterations.of_gene(case, self.gene):
            judged = both(places.in_promoter(v, self.changes), alterations.of_origin(v, "any"))
            sightings.append(alterations.sighting(v, judged))
        question = Question(self.gene, "variant", region=f"promoter:{self.gene}")
        return decide(self, case, context, sightings, [coverage(case, context, question)])
