"""What is missing: the next tests to order and facts to record, most decisive first."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.report import facts
from tumorboard.report.values import Absent, Cell, Row, Section, Table, Term, Text

SHOWN_REGIMENS = 4


def compose(assessment: Assessment) -> Section | None:
    """One row per missing fact with the options it would decide."""
    if not assessment.next_steps:
        return None
    rows = []
    for step in assessment.next_steps:
        lines: list[Text] = [facts.regimen(r) for r in step.decides[:SHOWN_REGIMENS]]
        if len(step.decides) > SHOWN_REGIMENS:
            lines.append((f"+ {len(step.decides) - SHOWN_REGIMENS} ", Term("report.more")))
        rows.append(
            Row(
                (
                    Cell(((Absent(step.missing),),)),
                    Cell(((str(len(step.decides)),),)),
                    Cell(((Term(f"bucket.{step.best_bucket}"),),)),
                    Cell(tuple(lines)),
                )
            )
        )
    columns = (
        Term("report.col.missing"),
        Term("report.col.decides"),
        Term("report.col.bucket"),
        Term("report.col.therapy"),
    )
    return Section("missing", Term("report.section.missing"), (Table(columns, tuple(rows), wide=3),), front=True)
