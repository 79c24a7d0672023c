"""What cannot be said, before any option."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.report.values import Notice, Section, Term


def compose(assessment: Assessment) -> Section | None:
    """The banners of the run, each as its own notice, gravest first."""
    if not assessment.banners:
        return None
    notices = tuple(Notice((banner,), "warn") for banner in assessment.banners)
    return Section("cannot-say", Term("report.section.cannot_say"), notices, front=True)
