"""A functional class of a variant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import acquired, alterations, classes
from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.judgment import both, decide
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from tumorboard.criteria.treatment import Selector
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class VariantClassIn:
    """MET when a variant of the gene belongs to one of `classes`.

    Parameters
    ----------
    gene
        Approved symbol.
    classes
        Names of the class tables: "BRAF:class_1", "EGFR:exon20_insertion", "ABL1:gatekeeper" ...

    Notes
    -----
    A variant that has another class of the gene does not count.  One without any class is UNKNOWN, except where the
    name of the class says an exon and a type ("exon20_insertion") and the variant is of another.
    Names are written with their gene.  A name that the table does not have for the gene is told by the lint (TRL019), and any
    variant of the gene is then UNKNOWN.  Of a class whose residues are all such that a treatment selects for, see ProteinChangeIn."""

    name: ClassVar[str] = "VariantClassIn"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "assay", "annotation", "functional_class", "exact_change", "exon", "origin", "specimen.kind",
            "treatment.history", "treatment.agents", "treatment.class",
        }
    )  # fmt: skip

    gene: str
    classes: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.classes:
            raise ValueError("classes is empty")

    def selecting(self, context: Context) -> Selector | None:
        """The courses that `check` tells from others."""
        return acquired.selecting(context, (self.gene,), classes.residues(context.vocab, self.gene, self.classes))

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the variants and the coverage of the gene."""
        sightings = []
        for v in alterations.of_gene(case, self.gene):
            judged = both(classes.belongs(case, context, v, self.classes), alterations.of_origin(v, "any"))
            sightings.append(alterations.sighting(v, judged))
        covered = coverage(case, context, Question(self.gene, "variant"))
        now = acquired.as_of_now(case, context, covered, classes.residues(context.vocab, self.gene, self.classes))
        return decide(self, case, context, sightings, [now])
