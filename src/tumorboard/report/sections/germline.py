"""Germline follow-up and pharmacogenetics."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.report import facts
from tumorboard.report.values import Badge, Block, Cell, Notice, Row, Section, Table, Term

TONES = {"recommend": "bad", "consider": "warn", "not_indicated": "mute"}


def compose(assessment: Assessment) -> Section | None:
    """Who should be offered germline testing and why; genotypes that change dosing."""
    found = assessment.case.findings
    if found is None or not (found.germline or found.pharmacogenetics):
        return None
    blocks: list[Block] = []
    by_id = dict(facts.alterations(assessment.case))
    shown = [g for g in found.germline if g.advice != "not_indicated"]
    if assessment.case.germline_consent is None and shown:
        blocks.append(Notice((Term("report.germline_consent_unknown"),), "warn"))
    if found.germline:
        rows = []
        for g in found.germline:
            alteration = by_id.get(g.alteration)
            label = facts.name(alteration) if alteration is not None else (g.gene,)
            rows.append(
                Row(
                    (
                        Cell((label,)),
                        Cell(((Badge(Term(f"advice.{g.advice}"), TONES.get(g.advice, "info")),),)),
                        Cell(((g.reason,),)),
                    )
                )
            )
        columns = (Term("report.col.alteration"), Term("report.col.advice"), Term("report.col.why"))
        blocks.append(Table(columns, tuple(rows), wide=2))
    if found.pharmacogenetics:
        rows = [
            Row(
                (
                    Cell(((p.gene, " ", Term(p.phenotype)),)),
                    Cell((facts.regimen(p.agents),)),
                    Cell(((Badge(Term(f"action.{p.action}"), "warn"), " ", p.reason),)),
                )
            )
            for p in found.pharmacogenetics
        ]
        columns = (Term("report.col.genotype"), Term("report.col.therapy"), Term("report.col.why"))
        blocks.append(Table(columns, tuple(rows), wide=2))
    return Section("germline", Term("report.section.germline"), tuple(blocks), front=True)
