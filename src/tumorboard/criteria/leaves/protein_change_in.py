"""Exact protein changes of a gene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import acquired, alterations, places
from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.judgment import ELSEWHERE, Judgment, both, decide
from tumorboard.criteria.parameters import sort_sets
from tumorboard.criteria.protein_text import change
from tumorboard.model.verdict import Evaluation, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tumorboard.criteria.treatment import Selector
    from tumorboard.model.alteration import Variant
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class ProteinChangeIn:
    """MET when the gene carries one of the named protein changes.

    Parameters
    ----------
    gene
        Approved symbol.
    changes
        Short form: L858R, E746_A750del, V769_D770insASV, R213*, T790fs (any frameshift at T790).
    origin
        any, somatic, germline.
    specimen
        any, tissue, plasma.

    Notes
    -----
    Compared as values, not as strings, on the transcript of the annotation.  An exact allele needs no oncogenicity
    class.  A change stated only as a category ("EGFR exon 19 deletion") that may be the one asked for is UNKNOWN.
    A change that a treatment selects for (table `acquired_resistance`) is NOT_MET only by a test from after that treatment
    began, or with a complete history without it."""

    name: ClassVar[str] = "ProteinChangeIn"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "assay", "annotation", "exact_change", "origin", "specimen.kind", "treatment.history", "treatment.agents",
            "treatment.class",
        }
    )  # fmt: skip

    gene: str
    changes: tuple[str, ...]
    origin: str = "any"
    specimen: str = "any"

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.changes:
            raise ValueError("changes is empty")
        for text in self.changes:
            change(text)

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the variants and the coverage of the gene."""
        sightings = [alterations.sighting(v, self.sees(case, context, v)) for v in alterations.of_gene(case, self.gene)]
        specimen = "germline" if self.origin == "germline" else self.specimen
        covered = coverage(case, context, Question(self.gene, "variant", specimen))
        now = acquired.as_of_now(case, context, covered, places.named(self.changes).starts)
        return decide(self, case, context, sightings, [now])

    @property
    def residues(self) -> Mapping[str, frozenset[int]]:
        """The residues that it tells from others."""
        return {self.gene: places.named(self.changes).starts}

    def elsewhere(self, variant: Variant) -> bool:
        """Whether a variant is none of the changes by its place alone."""
        return places.starts_elsewhere(variant, places.named(self.changes).starts)

    def selecting(self, context: Context) -> Selector | None:
        """The courses that `check` tells from others."""
        return acquired.selecting(context, (self.gene,), places.named(self.changes).starts)

    def sees(self, case: Case, context: Context, variant: Variant) -> Judgment:
        """What `check` looks at in a variant: how it judges it."""
        if self.elsewhere(variant):
            return ELSEWHERE
        asked = places.is_change(variant, places.named(self.changes))
        if asked.verdict is Verdict.NOT_MET:
            return asked  # whatever its origin and specimen
        return both(
            asked,
            alterations.of_origin(variant, self.origin),
            alterations.in_specimen(case, context, variant.specimen, variant.assay, self.specimen),
        )
