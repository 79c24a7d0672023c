"""What is missing: the next tests to order in a box, then every absent fact with the options it would decide."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.steps import Ahead, records, tests
from tumorboard.report.values import Absent, Block, Cell, Row, Section, Step, Steps, Table, Term, Text

BOXED = 4
NAMED = 5
COLUMNS = (
    Term("report.col.missing"),
    Term("report.col.decides"),
    Term("report.col.bucket"),
    Term("report.col.therapy"),
)


def compose(assessment: Assessment) -> Section | None:
    """Two boxes, and the whole list behind a click."""
    if not assessment.next_steps:
        return None
    blocks: list[Block] = [
        Steps(Term(f"report.{head}"), tuple(_step(a) for a in found[:BOXED]))
        for head, found in (("next_tests", tests(assessment)), ("next_facts", records(assessment)))
        if found
    ]
    rows = tuple(
        Row(
            (
                Cell(((Absent(s.missing),),)),
                Cell(((str(len(s.decides)),),)),
                Cell(((Term(f"bucket.{s.best_bucket}"),),)),
                Cell(tuple(facts.regimen(r) for r in s.decides), names=True),
            )
        )
        for s in assessment.next_steps
    )
    fold: Text = (Reason.of("report.all_missing", count=len(rows)),)
    blocks.append(Table(Term("report.missing_facts"), COLUMNS, rows, wide=3, fold=fold))
    return Section("missing", Term("report.section.missing"), tuple(blocks), front=True)


def _step(ahead: Ahead) -> Step:
    count = Reason.of("report.decides", count=len(ahead.regimens))
    names = tuple(facts.regimen(r) for r in ahead.regimens[:NAMED])
    if len(ahead.regimens) > NAMED:
        names = (*names, (Reason.of("report.and_more", count=len(ahead.regimens) - NAMED),))
    return Step(ahead.what, (count, ", ", Term("report.best"), " ", Term(f"bucket.{ahead.best_bucket}")), names)
