"""What was wrong with the input, where, and what to do about it."""

from __future__ import annotations

from tumorboard.issues import Place
from tumorboard.model.assessment import Assessment
from tumorboard.reasons import Reason
from tumorboard.report.values import Badge, Cell, Code, Inline, Row, Section, Table, Term, Text

TONES = {"info": "mute", "warning": "warn", "error": "bad"}
COLUMNS = (Term("report.col.code"), Term("report.col.place"), Term("report.col.what"))


def compose(assessment: Assessment) -> Section | None:
    """One row per issue."""
    if not assessment.issues:
        return None
    rows = tuple(
        Row(
            (
                Cell(((Badge(Term(f"severity.{i.severity.value}"), TONES[i.severity.value]), " ", Code(i.code)),)),
                Cell((_place(i.place),)),
                Cell(((i,),)),
            )
        )
        for i in assessment.issues
    )
    table = Table(Term("report.section.issues"), COLUMNS, rows, wide=2)
    return Section("issues", Term("report.section.issues"), (table,))


def _place(place: Place) -> Text:
    parts: list[Inline] = [place.file]
    if place.record is not None:
        parts += [", ", Reason.of("report.record", number=place.record)]
    if place.line is not None:
        parts += [", ", Reason.of("report.line_number", number=place.line)]
    if place.field:
        parts += [", ", place.field]
    return tuple(parts)
