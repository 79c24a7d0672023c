"""The map of the evidence: options across by rank, schemes and agencies down, each cell a mark with its words."""

from __future__ import annotations

from collections.abc import Sequence

from tumorboard.model.assessment import Assessment
from tumorboard.model.verdict import Verdict
from tumorboard.report import here
from tumorboard.report.agencies import agencies
from tumorboard.report.values import GradeCell, Grid, GridCell, Link, Term, Text

LETTERS = 5
NONE: Text = ("–",)

VERDICT_TONES = {Verdict.MET: "good", Verdict.UNKNOWN: "warn", Verdict.NOT_MET: "bad"}
VERDICT_MARKS = {Verdict.MET: "✓", Verdict.UNKNOWN: "?", Verdict.NOT_MET: "✕"}
STATES = {
    "approved": ("●", "good"),
    "accelerated": ("◐", "good"),
    "conditional": ("◐", "good"),
    "withdrawn": ("✕", "bad"),
    "not_approved": ("–", "mute"),
    "not_yet": ("–", "mute"),
    "unknown": ("?", "mute"),
}
_LEGEND = (
    ("strongest", "4", "s4"),
    ("weakest", "1", "s1"),
    ("approved", "●", "good"),
    ("accelerated", "◐", "good"),
    ("withdrawn", "✕", "bad"),
    ("not_approved", "–", "mute"),
    ("unknown", "?", "mute"),
    ("holds", "✓", "good"),
    ("undecided", "?", "warn"),
)


def evidence_map(assessment: Assessment, graded: Sequence[tuple[GradeCell, ...]]) -> Grid:
    """Options across, schemes and agencies down: where support is strong, and where it ends."""
    columns: list[Text] = [(Link(f"option-{o.rank}", (str(o.rank),)),) for o in assessment.options]
    rows: list[tuple[Text, tuple[GridCell, ...]]] = []
    for i, scheme in enumerate(assessment.policy.schemes):
        cells = tuple((_short(g[i]), f"s{g[i].level}" if g[i].level else "mute", g[i].value or NONE) for g in graded)
        rows.append(((Term(f"scheme.{scheme}"),), cells))
    verdicts: tuple[GridCell, ...] = tuple(
        ((VERDICT_MARKS[o.verdict],), VERDICT_TONES[o.verdict], (here.verdict(o),)) for o in assessment.options
    )
    rows.append(((Term("report.conditions"),), verdicts))
    known = [agencies(o.approvals, assessment.on) for o in assessment.options]
    for i, agency in enumerate(known[0]):
        rows.append(((agency.name,), tuple(_status(k[i].state) for k in known)))
    legend = [(mark, tone, Term(f"legend.{name}")) for name, mark, tone in _LEGEND]
    return Grid(Term("report.evidence_map"), tuple(columns), tuple(rows), tuple(legend), chunk=12, upright=True)


def _status(state: str) -> GridCell:
    mark, tone = STATES[state]
    return (mark,), tone, (Term(state),)


def _short(cell: GradeCell) -> Text:
    """A grade in the few letters that a cell of the picture holds: the first word, a long name cut."""
    if not cell.value:
        return NONE
    first = cell.value[0]
    return (first.split()[0][:LETTERS],) if isinstance(first, str) else (first,)
