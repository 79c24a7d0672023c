"""Recruitment by the registry's word, of a study as of a site."""

from __future__ import annotations

from tumorboard.formats.trials.ctgov.fields import Fields
from tumorboard.issues import Severity

STATUSES = {
    "RECRUITING": "open",
    "ENROLLING_BY_INVITATION": "open",
    "AVAILABLE": "open",
    "NOT_YET_RECRUITING": "not_yet",
    "SUSPENDED": "paused",
    "TEMPORARILY_NOT_AVAILABLE": "paused",
    "ACTIVE_NOT_RECRUITING": "closed",
    "COMPLETED": "closed",
    "TERMINATED": "closed",
    "WITHDRAWN": "closed",
    "NO_LONGER_AVAILABLE": "closed",
    "APPROVED_FOR_MARKETING": "closed",
    "UNKNOWN": "unknown",
    "WITHHELD": "unknown",
    "": "unknown",
}


def status(fields: Fields, name: str) -> str:
    """Our word for the status; *unknown*, with an issue, for a word that is not known here."""
    said = fields.text(name).upper().replace(" ", "_").replace(",", "")
    if said not in STATUSES:
        fields.notes.add("CTG003", Severity.WARNING, f"{fields.path}.{name}", value=said)
    return STATUSES.get(said, "unknown")
