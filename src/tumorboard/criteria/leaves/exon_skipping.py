"""Skipping of an exon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import splicing
from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.judgment import decide
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class ExonSkipping:
    """MET when skipping of the exon was observed, or a splice-site variant of the exon is there (then with review).

    Parameters
    ----------
    gene
        Approved symbol.
    exon
        Exon number: MET 14; EGFR 2 to 7 (EGFRvIII) is asked by any exon of the range.

    Notes
    -----
    NOT_MET needs an assay that could see splicing."""

    name: ClassVar[str] = "ExonSkipping"
    reads: ClassVar[frozenset[str]] = frozenset({"assay", "annotation", "exon", "origin", "specimen.kind"})

    gene: str
    exon: int

    def __post_init__(self) -> None:
        if self.exon < 1:
            raise ValueError("exon is a number from 1")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for splice events, splice-site variants and the coverage."""
        found = splicing.events(case, context, self.gene, (self.exon, self.exon), "any")
        found += splicing.site_variants(case, self.gene, self.exon)
        return decide(self, case, context, found, [coverage(case, context, Question(self.gene, "splice"))])
