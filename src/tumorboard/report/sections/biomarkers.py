"""Biomarkers as interpreted with rule and method, and as measured; expression where it was given."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.values import Absent, Badge, Block, Bullets, Cell, Row, Section, Table, Term, Text

EXPRESSED = 20


def compose(assessment: Assessment) -> Section | None:
    """The derived states, then the measurements they rest on."""
    case = assessment.case
    blocks: list[Block] = []
    if case.findings is not None and case.findings.biomarkers:
        blocks.append(_derived(case))
    if case.biomarkers:
        rows = tuple(
            Row(
                (Cell((facts.biomarker(b),)), Cell(((b.specimen or "–",),)), Cell(((str(b.date) if b.date else "–",),)))
            )
            for b in case.biomarkers
        )
        columns = (Term("report.col.biomarker"), Term("report.col.specimen"), Term("report.col.date"))
        blocks.append(Table(Term("report.measured"), columns, rows))
    if case.expression:
        blocks.append(_expression(case))
    return Section("biomarkers", Term("report.section.biomarkers"), tuple(blocks)) if blocks else None


def _derived(case: Case) -> Table:
    rows = []
    for name, f in sorted(case.findings.biomarkers.items()) if case.findings else ():
        state: Text = (Badge(Term(f.state), "info"),) if f.state else (Badge(Term("report.not_known"), "warn"),)
        if f.value is not None:
            state = (*state, f" {f.value:g} ", Term(f"unit.{f.unit}") if f.unit else "")
        if f.needs_review:
            state = (*state, " ", Badge(Term("flag.needs_review"), "warn"))
        why: list[Text] = [(f.reason,)] if f.reason else []
        why += [(Term("report.missing_fact"), " ", Absent(m)) for m in f.missing]
        rows.append(Row((Cell(((Term(f"finding.{name}"),),)), Cell((state,)), Cell(tuple(why)))))
    columns = (Term("report.col.biomarker"), Term("report.col.state"), Term("report.col.why"))
    return Table(Term("report.derived"), columns, tuple(rows), wide=2)


def _expression(case: Case) -> Bullets:
    """The genes with the highest expression; how many there are is said."""
    ordered = sorted((case.expression or {}).items(), key=lambda pair: (-pair[1], pair[0]))
    items: list[Text] = [(f"{gene} {value:g} {case.expression_unit}".strip(),) for gene, value in ordered[:EXPRESSED]]
    if len(ordered) > EXPRESSED:
        items.append((Reason.of("report.and_more", count=len(ordered) - EXPRESSED),))
    return Bullets(tuple(items), Term("report.expression"), columns=True)
