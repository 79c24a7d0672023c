"""A change in given exons of a gene, by type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import alterations, places
from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.judgment import Judgment, both, decide, yes
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation, Verdict

if TYPE_CHECKING:
    from tumorboard.model.alteration import Variant
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class ExonMutated:
    """MET when a change of the given type lies in one of `exons`.

    Parameters
    ----------
    gene
        Approved symbol.
    exons
        Exon numbers of the usual transcript.
    types
        insertion, deletion (in frame, by net length; a delins that shortens is a deletion), indel (either), snv, any.
    min_oncogenicity
        likely_oncogenic or oncogenic; empty for any that is not silent, benign or a polymorphism.
    origin
        any, somatic, germline.

    Notes
    -----
    A change stated as a category ("EGFR exon 19 deletion") counts for its exon and type.  Where the exon is not given
    it is read from the codon; where that cannot be done the answer is UNKNOWN.  Where oncogenicity is asked, a variant of
    unknown significance is UNKNOWN, and a category is taken for the driver that whoever reports it means."""

    name: ClassVar[str] = "ExonMutated"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"assay", "annotation", "exact_change", "exon", "functional_class", "origin", "specimen.kind"}
    )

    gene: str
    exons: tuple[int, ...]
    types: str = "any"
    origin: str = "any"
    min_oncogenicity: str = ""

    def __post_init__(self) -> None:
        sort_sets(self)
        if self.types not in {"insertion", "deletion", "indel", "snv", "any"}:
            raise ValueError("types is insertion, deletion, indel, snv or any")
        if not self.exons or min(self.exons) < 1:
            raise ValueError("exons are numbers from 1")
        if self.min_oncogenicity not in {"", "likely_oncogenic", "oncogenic"}:
            raise ValueError("min_oncogenicity is empty, likely_oncogenic or oncogenic")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the variants and the coverage of the exons."""
        sightings = [alterations.sighting(v, self.sees(case, context, v)) for v in alterations.of_gene(case, self.gene)]
        specimen = "germline" if self.origin == "germline" else "any"
        covered = coverage(case, context, Question(self.gene, "variant", specimen, self.exons))
        return decide(self, case, context, sightings, [covered])

    def sees(self, case: Case, context: Context, variant: Variant) -> Judgment:
        """What `check` looks at in a variant: how it judges it."""
        there = both(places.of_type(variant, self.types), places.in_exon(context, variant, self.exons))
        if there.verdict is Verdict.NOT_MET:
            return there  # whatever it means
        return both(there, self._meaning(case, context, variant), alterations.of_origin(variant, self.origin))

    def _meaning(self, case: Case, context: Context, variant: Variant) -> Judgment:
        if not self.min_oncogenicity:
            return alterations.relevant(case, variant)
        if variant.category and variant.protein is None:
            return both(alterations.relevant(case, variant), yes(review=True, assumed=True))
        return alterations.oncogenic(case, context, variant, self.min_oncogenicity)
