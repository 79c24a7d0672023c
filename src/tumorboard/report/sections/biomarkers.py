"""Biomarkers as measured and as interpreted."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.report import facts
from tumorboard.report.values import Absent, Badge, Block, Cell, Row, Section, Table, Term, Text


def compose(assessment: Assessment) -> Section | None:
    """Measurements, then the derived states with rule and method."""
    case = assessment.case
    blocks: list[Block] = []
    if case.biomarkers:
        rows = tuple(
            Row(
                (Cell((facts.biomarker(b),)), Cell(((b.specimen or "–",),)), Cell(((str(b.date) if b.date else "–",),)))
            )
            for b in case.biomarkers
        )
        blocks.append(Table((Term("report.col.biomarker"), Term("report.col.specimen"), Term("report.col.date")), rows))
    if case.findings is not None and case.findings.biomarkers:
        derived = []
        for name, f in sorted(case.findings.biomarkers.items()):
            state: Text = (Badge(Term(f.state), "info"),) if f.state else (Badge(Term("report.not_known"), "warn"),)
            why: list[Text] = [(f.reason,)] if f.reason else []
            why += [(Term("report.missing_fact"), " ", Absent(m)) for m in f.missing]
            derived.append(Row((Cell(((Term(f"finding.{name}"),),)), Cell((state,)), Cell(tuple(why)))))
        columns = (Term("report.col.biomarker"), Term("report.col.state"), Term("report.col.why"))
        blocks.append(Table(columns, tuple(derived), wide=2))
    return Section("biomarkers", Term("report.section.biomarkers"), tuple(blocks)) if blocks else None
