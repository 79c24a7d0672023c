"""What the findings say about diagnosis and prognosis; beside the options, never among them."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment, MarkerStatement
from tumorboard.model.verdict import Verdict
from tumorboard.report import facts
from tumorboard.report.steps import joined
from tumorboard.report.values import Badge, Cell, Code, Inline, Row, Section, Table, Term, Text

TONES = {"diagnostic": "info", "prognostic_worse": "bad", "prognostic_better": "good"}
CITED = 4
COLUMNS = (
    Term("report.col.disease"),
    Term("report.col.meaning"),
    Term("report.col.grade"),
    Term("report.col.why"),
    Term("report.col.statement"),
)


def compose(assessment: Assessment) -> Section | None:
    """One row per statement: what it says, of which disease, how strongly, and on which finding it rests."""
    if not assessment.markers:
        return None
    table = Table(Term("report.section.markers"), COLUMNS, tuple(_row(m) for m in assessment.markers), wide=3)
    return Section("markers", Term("report.section.markers"), (table,), front=True, lead=(Term("report.markers_lead"),))


def _row(marker: MarkerStatement) -> Row:
    says: list[Inline | Badge] = [Badge(Term(f"predicate.{marker.predicate}"), TONES[marker.predicate])]
    if marker.verdict is not Verdict.MET:
        says += [" ", Badge(Term(f"verdict.{marker.verdict.name.lower()}"), "warn")]
    if marker.needs_review:
        says += [" ", Badge(Term("flag.needs_review"), "warn")]
    grades: list[Text] = [(Term(f"scheme.{g.scheme}"), " ", *facts.graded(g)) for g in marker.grades if g.value]
    why: list[Text] = [(r,) for r in marker.reasons]
    why += [(Term("report.missing_fact"), " ", m) for m in joined(marker.missing)]
    diseases: tuple[Text, ...] = tuple((d.name or d.code,) for d in marker.diseases)
    cells = (diseases or (("–",),), (tuple(says),), tuple(grades), tuple(why), _source(marker))
    return Row(tuple(Cell(lines) for lines in cells))


def _source(marker: MarkerStatement) -> tuple[Text, ...]:
    lines: list[Text] = [
        (Code(marker.statement), " ", Term(f"statement.{marker.kind}"), ", ", f"{marker.source} {marker.release}")
    ]
    if marker.guideline:
        lines.append((marker.guideline,))
    cites: list[Text] = [(Term(f"cited.{c.kind}"), f" {c.ref}") for c in marker.citations[:CITED]]
    if cites:
        lines.append(facts.listed(cites, "; "))
    return tuple(lines)
