"""Room for the board's own words on the printed page: who was there, what was decided, when it is looked at again."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.report.values import Blanks, Section, Term

LINES = ("participants", "decision", "dissent", "follow_up_on", "signature")


def compose(assessment: Assessment) -> Section:
    """Blank lines; a report holds options, and only a board decides."""
    labels = tuple(Term(f"report.blank.{line}") for line in LINES)
    return Section("notes", Term("report.section.notes"), (Blanks(labels),), front=True, paper=True)
