"""Why and why not: every statement that touches this case, under the therapy it speaks of."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment, StatementMatch, TherapyOption
from tumorboard.report import facts
from tumorboard.report.sections.options import VERDICT_TONES
from tumorboard.report.values import Badge, Cell, Row, Section, Table, Term, Text


def compose(assessment: Assessment) -> Section | None:
    """Rejected options first (they stand nowhere else), then the statements behind the kept ones."""
    options = (*assessment.rejected, *assessment.options, *assessment.resistance)
    if not options:
        return None
    rows: list[Row] = []
    for option in options:
        rows += _rows(option)
    columns = (
        Term("report.col.therapy"),
        Term("report.col.state"),
        Term("report.col.statement"),
        Term("report.col.why"),
    )
    return Section(
        "ledger",
        Term("report.section.ledger"),
        (Table(columns, tuple(rows), wide=3),),
        lead=(Term("report.ledger_lead"),),
    )


def _rows(option: TherapyOption) -> list[Row]:
    state = Badge(Term("ledger.kept"), "good") if option.kept else Badge(Term("ledger.rejected"), "bad")
    if option.predicate == "resistance":
        state = Badge(Term("resistance"), "bad")
    rows = []
    for i, match in enumerate(option.matches):
        head = facts.regimen(option.therapies, match.therapy_class) if i == 0 else ()
        verdict = Badge(Term(f"verdict.{match.verdict.name.lower()}"), VERDICT_TONES[match.verdict])
        why: list[Text] = [(r,) for r in (option.against if i == 0 else ())]
        why += [(r,) for r in match.reasons]
        rows.append(
            Row(
                (
                    Cell((head,)),
                    Cell(((state, " ", verdict) if i == 0 else (verdict,),)),
                    Cell(_statement(match)),
                    Cell(tuple(why)),
                )
            )
        )
    return rows


def _statement(match: StatementMatch) -> tuple[Text, ...]:
    grades = " · ".join(f"{g.scheme} {g.value} [{g.rule}]" for g in match.grades if g.value)
    cites = "; ".join(f"{c.kind} {c.ref}" for c in match.citations[:4])
    lines: list[Text] = [
        (f"{match.statement}", " ", Term(f"statement.{match.kind}"), f" · {match.source} {match.release}")
    ]
    lines += [(text,) for text in (match.biomarker.criterion, grades, cites) if text]
    return tuple(lines)
