"""Germline follow-up and pharmacogenetics."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.model.findings import GermlineFollowUp
from tumorboard.report import facts
from tumorboard.report.values import Badge, Block, Cell, Notice, Row, Section, Table, Term, Text

TONES = {"recommend": "bad", "consider": "warn", "not_indicated": "mute"}
ACTIONS = {"avoid": "bad", "reduce": "warn", "caution": "warn", "standard": "mute"}


def compose(assessment: Assessment) -> Section | None:
    """Who should be offered germline testing and why; genotypes that change dosing."""
    found = assessment.case.findings
    if found is None or not (found.germline or found.pharmacogenetics):
        return None
    blocks: list[Block] = []
    asks = any(g.advice != "not_indicated" for g in found.germline)
    if assessment.case.germline_consent is None and asks:
        blocks.append(Notice((Term("report.germline_consent_unknown"),), "warn"))
    if found.germline:
        blocks.append(_follow_up(assessment))
    if found.pharmacogenetics:
        rows = tuple(
            Row(
                (
                    Cell(((p.gene, " ", Term(p.phenotype)),)),
                    Cell((facts.regimen(p.agents),)),
                    Cell(((Badge(Term(f"action.{p.action}"), ACTIONS.get(p.action, "warn")), " ", p.reason),)),
                )
            )
            for p in found.pharmacogenetics
        )
        columns = (Term("report.col.genotype"), Term("report.col.therapy"), Term("report.col.why"))
        blocks.append(Table(Term("report.pharmacogenetics"), columns, rows, wide=2))
    return Section("germline", Term("report.section.germline"), tuple(blocks), front=True)


def is_known(follow_up: GermlineFollowUp) -> bool:
    """Whether the variant was seen in normal tissue or blood: it needs no further germline test."""
    return follow_up.reason.code == "germline.found_in_normal"


def _follow_up(assessment: Assessment) -> Table:
    found = assessment.case.findings
    by_id = dict(facts.alterations(assessment.case))
    rows = []
    for g in found.germline if found else ():
        alteration = by_id.get(g.alteration)
        label: Text = facts.name(alteration) if alteration is not None else (g.gene.replace("|", ", ") or "–",)
        said = "inform" if is_known(g) else g.advice
        advice = Badge(Term(f"advice.{said}"), TONES.get(g.advice, "info"))
        rows.append(Row((Cell((label,)), Cell(((advice,),)), Cell(((g.reason,),)))))
    columns = (Term("report.col.alteration"), Term("report.col.advice"), Term("report.col.why"))
    return Table(Term("report.follow_up"), columns, tuple(rows), wide=2)
