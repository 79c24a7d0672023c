"""What was wrong with the input, where, and what to do about it."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.report.values import Badge, Cell, Row, Section, Table, Term

TONES = {"info": "mute", "warning": "warn", "error": "bad"}


def compose(assessment: Assessment) -> Section | None:
    """One row per issue."""
    if not assessment.issues:
        return None
    rows = []
    for issue in assessment.issues:
        place = issue.place
        at = ", ".join(
            p
            for p in (
                place.file,
                f"#{place.record}" if place.record is not None else "",
                f":{place.line}" if place.line is not None else "",
                place.field,
            )
            if p
        )
        rows.append(
            Row((Cell(((Badge(issue.code, TONES[issue.severity.value]),),)), Cell(((at,),)), Cell(((issue,),))))
        )
    columns = (Term("report.col.code"), Term("report.col.place"), Term("report.col.what"))
    return Section("issues", Term("report.section.issues"), (Table(columns, tuple(rows), wide=2),))
