"""What the patient received, as a timeline and a table."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.pictures import outcome, timeline
from tumorboard.report.values import Block, Cell, Row, Section, Table, Term, Text

COLUMNS = (
    Term("report.col.therapy"),
    Term("report.col.setting"),
    Term("report.col.dates"),
    Term("report.col.response"),
)


def compose(assessment: Assessment) -> Section | None:
    """Courses in the order of the case; specimens as points on the same axis."""
    case = assessment.case
    if not case.courses:
        return None
    rows = tuple(
        Row(
            (
                Cell((facts.course(c), *_trial(c))),
                Cell((_where(c),)),
                Cell(((f"{c.start or '?'} – {c.stop or ('' if c.ongoing else '?')}",),)),
                Cell((outcome(c),)),
            )
        )
        for c in case.courses
    )
    blocks: tuple[Block, ...] = (*timeline(case, assessment.on), Table(Term("report.courses_given"), COLUMNS, rows))
    return Section("treatment", Term("report.section.treatment"), blocks)


def _trial(c: TreatmentCourse) -> tuple[Text, ...]:
    return ((Reason.of("report.in_trial", trial=c.trial),),) if c.trial else ()


def _where(c: TreatmentCourse) -> Text:
    parts: list[Text] = [(Term(c.setting) if c.setting else Term("report.not_recorded"),)]
    if c.line is not None:
        parts.append((Reason.of("report.line", line=c.line),))
    if c.modality != "systemic":
        parts.append((Term(c.modality),))
    return facts.listed(parts, " · ")
