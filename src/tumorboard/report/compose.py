"""The order of the report's sections."""

from __future__ import annotations

from collections.abc import Callable

from tumorboard.model.assessment import Assessment
from tumorboard.report import facts
from tumorboard.report.recorded import Recorded, with_word
from tumorboard.report.sections import (
    alterations,
    biomarkers,
    board,
    cannot_say,
    clinical,
    coverage,
    findings,
    germline,
    issues,
    ledger,
    markers,
    methods,
    missing,
    near_misses,
    notes,
    options,
    patient,
    research,
    resistance,
    summary,
    tested,
    treatment,
    trials,
    uncertain,
)
from tumorboard.report.values import Day, Report, Section, Term

SectionComposer = Callable[[Assessment], Section | None]

SECTIONS: tuple[SectionComposer, ...] = (
    # the front: who, how well, what cannot be said, then what was found and what may be done
    patient.compose,
    summary.compose,
    tested.compose,
    cannot_say.compose,
    findings.compose,
    options.compose,
    near_misses.compose,
    resistance.compose,
    trials.compose,
    markers.compose,
    germline.compose,
    missing.compose,
    notes.compose,
    # the appendix
    treatment.compose,
    clinical.compose,
    coverage.compose,
    alterations.compose,
    biomarkers.compose,
    research.compose,
    uncertain.compose,
    ledger.compose,
    issues.compose,
    methods.compose,
)


def compose(
    assessment: Assessment, *, known: Recorded | None = None, sections: tuple[SectionComposer, ...] = SECTIONS
) -> Report:
    """The whole report of one assessment; sections that have nothing to say are left out.

    Parameters
    ----------
    known
        What the registry holds beside it: the decision stands behind the patient, in place of room for one.
    """
    if known is not None:
        assessment = with_word(assessment, known.germline)
    made = tuple(s for s in (c(assessment) for c in sections) if s is not None)
    if known is not None:
        decided = known.decision is not None
        rest = tuple(s for s in made[1:] if not (decided and s.paper))
        made = (*made[:1], board.compose(known), *rest)
    return Report(
        title=(Term("report.title"),),
        case_id=assessment.case.id,
        subject=(assessment.case.id, " · ", *patient.disease(assessment.case), " · ", Day(assessment.on)),
        on=assessment.on,
        content_hash=assessment.content_hash,
        version=assessment.version,
        sections=made,
        labels=facts.labels(assessment.case),
    )
