"""A negative test from before a treatment that selects for a change says nothing of the change now.

An assay settles that such a change is not there when its material was taken after every course that may select for it had begun.
Without a complete history there may be such a course that nobody wrote down.  Material that was taken certainly before the end of
such a course settles with `needs_review`: the change may have come later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tumorboard.criteria import treatment
from tumorboard.criteria.coverage import Coverage
from tumorboard.criteria.denials import dated
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.model.verdict import Verdict

ANY = None  # residues: any variant of the gene


def selecting(context: Context, genes: Iterable[str], codons: frozenset[int] | None = ANY) -> treatment.Selector | None:
    """The courses of which `as_of_now` reads more than that they are others; None where it reads none."""
    after = {k for gene in genes for k in context.vocab.acquired.after(gene, codons)}
    return treatment.Selector(classes=tuple(sorted(after))) if after else None


def as_of_now(case: Case, context: Context, found: Coverage, codons: frozenset[int] | None = ANY) -> Coverage:
    """What a coverage still says after the treatment that was given.

    Parameters
    ----------
    codons
        The residues asked about; None for any variant of the gene.
    """
    gene = found.question.gene
    if not found.covered or not found.assays or found.question.specimen == "germline":
        return found
    after = context.vocab.acquired.after(gene, codons)
    if not after:
        return found
    selector = treatment.Selector(classes=after)
    given = [(c, treatment.matches(c, selector, context)) for c in treatment.courses(case, context)]
    selecting = [(c, j) for c, j in given if j.verdict is not Verdict.NOT_MET]
    standing = [a for a in found.assays if all(_begun_before(case, c, a) for c, _ in selecting)]
    if not standing:
        missing = frozenset[str]().union(*(j.missing for _, j in selecting)) | {f"assay.after_treatment:{gene}"}
        return Coverage(found.question, False, missing=missing, why="why.before_selecting_treatment")
    whole, assumed = treatment.complete(case, context)
    if not whole:
        return Coverage(found.question, False, missing=frozenset({"treatment.history"}), why="why.history_may_select")
    early = all(any(_went_on_after(case, c, a) for c, _ in selecting) for a in standing)
    facts = (*found.facts, *(treatment.fact(c) for c, _ in selecting))
    return replace(
        found, assays=tuple(standing), facts=facts, assumed=found.assumed or assumed, review=found.review or early
    )


def _begun_before(case: Case, course: TreatmentCourse, assay: str) -> bool:
    taken = dated(case, assay, "")
    return taken is not None and course.start is not None and course.start.latest < taken.earliest


def _went_on_after(case: Case, course: TreatmentCourse, assay: str) -> bool:
    """Whether the course certainly went on after the material was taken, or is not said to have ended."""
    taken = dated(case, assay, "")
    return taken is not None and (course.stop is None or course.stop.earliest > taken.latest)
