"""Who looked where: the state of an assay for a kind of event, or for one gene of it.

The states, from the best: *covered* (absence is a no), *limited* (what was found counts, absence is open), *pending*,
*failed*, *not_tested*.  The assay's own declaration decides; limits of the specimen are taken from the banners of the run.
"""

from __future__ import annotations

from tumorboard.criteria.coverage import Question, looked
from tumorboard.model.assessment import Assessment
from tumorboard.model.specimen import Assay, AssayStatus
from tumorboard.report.values import GridCell, Term

MARKS = {
    "covered": ("●", "good"),
    "limited": ("◐", "warn"),
    "pending": ("…", "info"),
    "failed": ("✕", "bad"),
    "not_tested": ("·", "mute"),
}
LIMITED_BY = ("banner.low_purity", "banner.plasma_negative_is_open")


def cell(state: str) -> GridCell:
    """A state as a cell of a picture."""
    mark, tone = MARKS[state]
    return (mark,), tone, (Term(f"looked.{state}"),)


def assay_state(assessment: Assessment, assay: Assay, kind: str) -> str:
    """The state of an assay for a kind of event, whatever the gene."""
    if kind not in assay.kinds:
        return "not_tested"
    return _of_status(assessment, assay, kind)


def gene_state(assessment: Assessment, assay: Assay, gene: str, kind: str) -> str:
    """The state of an assay for one gene and kind of event."""
    if not looked(assay, Question(gene, kind)):
        return "not_tested"
    return "failed" if gene in assay.failed_genes else _of_status(assessment, assay, kind)


def _of_status(assessment: Assessment, assay: Assay, kind: str) -> str:
    if assay.status is AssayStatus.FAILED:
        return "failed"
    if assay.status is AssayStatus.PENDING:
        return "pending"
    poor = {b.param("specimen") for b in assessment.banners if b.code in LIMITED_BY}
    open_ = not assay.declared or assay.specimen in poor or (kind == "variant" and assay.annotated is False)
    return "limited" if open_ else "covered"
