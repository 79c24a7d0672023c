"""Variants of unknown significance, apart."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.report import facts
from tumorboard.report.sections.alterations import COLUMNS, is_uncertain, row
from tumorboard.report.sections.findings import matters
from tumorboard.report.values import Notice, Section, Table, Term

SHOWN = 200


def compose(assessment: Assessment) -> Section | None:
    """Every alteration that nothing is known about; beyond a limit the rest is counted and stands in the table export."""
    wanted = matters(assessment)
    known = assessment.case.findings
    rows = []
    for key, alteration in facts.alterations(assessment.case):
        finding = known.of(key) if known else None
        if key not in wanted and is_uncertain(finding):
            rows.append(row(alteration, finding))
    if not rows:
        return None
    table = Table(COLUMNS[:3], tuple(type(r)(r.cells[:3]) for r in rows[:SHOWN]))
    blocks = (
        (table,)
        if len(rows) <= SHOWN
        else (
            table,
            Notice((f"+ {len(rows) - SHOWN} ", Term("report.more_in_tsv")), "info"),
        )
    )
    return Section(
        "uncertain", Term("report.section.uncertain"), blocks, lead=(f"{len(rows)} ", Term("report.uncertain_lead"))
    )
