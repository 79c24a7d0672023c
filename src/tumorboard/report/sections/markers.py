"""What the findings say about diagnosis and prognosis; beside the options, never among them."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment, MarkerStatement
from tumorboard.model.verdict import Verdict
from tumorboard.report.sections.options import VERDICT_TONES
from tumorboard.report.values import Absent, Badge, Cell, Inline, Row, Section, Table, Term, Text

TONES = {"diagnostic": "info", "prognostic_worse": "bad", "prognostic_better": "good"}


def compose(assessment: Assessment) -> Section | None:
    """One row per statement: what it says, of which disease, how strongly, and on which finding it rests."""
    if not assessment.markers:
        return None
    columns = (
        Term("report.col.meaning"),
        Term("report.col.disease"),
        Term("report.col.grade"),
        Term("report.col.why"),
        Term("report.col.statement"),
    )
    table = Table(columns, tuple(_row(m) for m in assessment.markers), wide=3)
    return Section("markers", Term("report.section.markers"), (table,), front=True, lead=(Term("report.markers_lead"),))


def _row(marker: MarkerStatement) -> Row:
    says: list[Inline | Badge] = [Badge(Term(f"predicate.{marker.predicate}"), TONES[marker.predicate])]
    if marker.verdict is not Verdict.MET:
        says += [" ", Badge(Term(f"verdict.{marker.verdict.name.lower()}"), VERDICT_TONES[marker.verdict])]
    if marker.needs_review:
        says += [" ", Badge(Term("flag.needs_review"), "warn")]
    grades = "  ".join(f"{g.scheme.split('_')[0].upper()} {g.value}" for g in marker.grades if g.value)
    why: list[Text] = [(r,) for r in marker.reasons]
    why += [(Term("report.missing_fact"), " ", Absent(m)) for m in marker.missing]
    cites = "; ".join(f"{c.kind} {c.ref}" for c in marker.citations[:4])
    source = (marker.statement, " ", Term(f"statement.{marker.kind}"), f" · {marker.source} {marker.release}")
    return Row(
        (
            Cell((tuple(says),)),
            Cell(tuple((d.name or d.code,) for d in marker.diseases)),
            Cell(((grades,),)),
            Cell(tuple(why)),
            Cell((source, *((text,) for text in (marker.guideline, cites) if text))),
        )
    )
