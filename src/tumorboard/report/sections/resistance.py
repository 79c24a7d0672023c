"""Resistance: its own list, never mixed into the ranks."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.model.verdict import Verdict
from tumorboard.report import facts
from tumorboard.report.sections.options import VERDICT_TONES
from tumorboard.report.values import Absent, Badge, Cell, Row, Section, Table, Term, Text


def compose(assessment: Assessment) -> Section | None:
    """One row per therapy or class that the tumor is expected to resist, or may."""
    if not assessment.resistance:
        return None
    rows = []
    for option in assessment.resistance:
        best = option.matches[0]
        grades = "  ".join(f"{g.scheme.split('_')[0].upper()} {g.value}" for g in option.grades if g.value)
        verdict = Badge(Term(f"verdict.{option.verdict.name.lower()}"), VERDICT_TONES[option.verdict])
        why: list[Text] = [(r,) for r in option.because]
        if option.verdict is Verdict.UNKNOWN:
            why += [(Term("report.missing_fact"), " ", Absent(m)) for m in option.missing]
        rows.append(
            Row(
                (
                    Cell((facts.regimen(option.therapies, best.therapy_class),)),
                    Cell(((verdict,), (grades,))),
                    Cell(tuple(why)),
                )
            )
        )
    columns = (Term("report.col.therapy"), Term("report.col.grade"), Term("report.col.why"))
    return Section("resistance", Term("report.section.resistance"), (Table(columns, tuple(rows), wide=2),), front=True)
