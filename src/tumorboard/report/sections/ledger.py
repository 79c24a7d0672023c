"""Why and why not: every statement that touches this case, under the therapy it speaks of."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment, StatementMatch, TherapyOption
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.evidence_map import VERDICT_TONES
from tumorboard.report.values import Badge, Cell, Code, Row, Section, Table, Term, Text

CITED = 4
COLUMNS = (Term("report.col.statement"), Term("report.col.state"), Term("report.col.graded"), Term("report.col.why"))


def compose(assessment: Assessment) -> Section | None:
    """Rejected options first (they stand nowhere else), then the statements behind the kept ones, then resistance."""
    options = (*assessment.rejected, *assessment.options, *assessment.resistance)
    if not options:
        return None
    rows = tuple(r for option in options for r in _rows(option))
    statements = sum(len(o.matches) for o in options)
    fold: Text = (Reason.of("report.open_ledger", therapies=len(options), statements=statements),)
    table = Table(Term("report.section.ledger"), COLUMNS, rows, wide=3, fold=fold)
    return Section("ledger", Term("report.section.ledger"), (table,), lead=(Term("report.ledger_lead"),))


def _rows(option: TherapyOption) -> list[Row]:
    state = Badge(Term("ledger.kept"), "good") if option.kept else Badge(Term("ledger.rejected"), "bad")
    kind: Text = (" ", Badge(Term("resistance"), "warn")) if option.predicate == "resistance" else ()
    rank = f"{option.rank}. " if option.rank else ""
    anchor = f"ledger-{option.rank}" if option.rank else ""
    rows = [Row(heading=(rank, *facts.of_option(option), " ", state, *kind), anchor=anchor)]
    for i, match in enumerate(option.matches):
        verdict = Badge(Term(f"statement_verdict.{match.verdict.name.lower()}"), VERDICT_TONES[match.verdict])
        why: list[Text] = [(r,) for r in (*(option.against if i == 0 else ()), *match.reasons)]
        cells = (_statement(match), ((verdict,), (Term(match.relation),)), _grades(match), tuple(facts.unique(why)))
        rows.append(Row(tuple(Cell(lines) for lines in cells)))
    return rows


def _statement(match: StatementMatch) -> tuple[Text, ...]:
    lines: list[Text] = [
        (Code(match.statement),),
        (Term(f"statement.{match.kind}"), ", ", f"{match.source} {match.release}"),
    ]
    if match.direction != "supports":
        lines.append((Badge(Term(match.direction), "warn"),))
    if match.biomarker.criterion:
        lines.append((Code(match.biomarker.criterion),))
    cites: list[Text] = [(Term(f"cited.{c.kind}"), f" {c.ref}") for c in match.citations[:CITED]]
    if cites:
        lines.append(facts.listed(cites, "; "))
    return tuple(lines)


def _grades(match: StatementMatch) -> tuple[Text, ...]:
    lines: list[Text] = []
    for g in match.grades:
        if g.value:
            parts: Text = (
                Term(f"scheme.{g.scheme}"),
                " ",
                *facts.graded(g),
                " (",
                Term("report.rule"),
                " ",
                Code(g.rule),
                ")",
            )
            lines.append(parts)
    return tuple(lines)
