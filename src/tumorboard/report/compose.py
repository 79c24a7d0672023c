"""The order of the report's sections."""

from __future__ import annotations

from collections.abc import Callable

from tumorboard.model.assessment import Assessment
from tumorboard.report.sections import (
    alterations,
    biomarkers,
    cannot_say,
    findings,
    germline,
    issues,
    ledger,
    markers,
    methods,
    missing,
    options,
    patient,
    resistance,
    tested,
    treatment,
    uncertain,
)
from tumorboard.report.values import Report, Section, Term

SectionComposer = Callable[[Assessment], Section | None]

SECTIONS: tuple[SectionComposer, ...] = (
    patient.compose,
    cannot_say.compose,
    findings.compose,
    options.compose,
    resistance.compose,
    markers.compose,
    germline.compose,
    missing.compose,
    tested.compose,
    treatment.compose,
    alterations.compose,
    uncertain.compose,
    biomarkers.compose,
    ledger.compose,
    issues.compose,
    methods.compose,
)


def compose(assessment: Assessment, *, sections: tuple[SectionComposer, ...] = SECTIONS) -> Report:
    """The whole report of one assessment; sections that have nothing to say are left out."""
    made = tuple(s for s in (c(assessment) for c in sections) if s is not None)
    return Report(
        title=(Term("report.title"),),
        case_id=assessment.case.id,
        on=assessment.on,
        content_hash=assessment.content_hash,
        version=assessment.version,
        sections=made,
    )
