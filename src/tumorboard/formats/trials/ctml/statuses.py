"""Recruitment as CTML words it."""

from __future__ import annotations

from collections.abc import Mapping

from tumorboard.formats.trials.ctml.notes import Notes
from tumorboard.trials.matchengine.parts import summary_status

_WORDS = {
    "open to accrual": "open",
    "recruiting": "open",
    "closed to accrual": "closed",
    "active, not recruiting": "closed",
    "completed": "closed",
    "terminated": "closed",
    "withdrawn": "closed",
    "suspended": "paused",
    "not yet recruiting": "not_yet",
    "enrolling by invitation": "unknown",
    "unknown status": "unknown",
}


def of_trial(document: Mapping[str, object], notes: Notes) -> str:
    """The status by the summary, which alone gates another engine, else by the field for display."""
    summary, shown = summary_status(document), document.get("status")
    if summary is None:
        notes.add("CTML006", "_summary")
    if shown is None and (summary is None or summary.lower() != "open to accrual"):
        notes.add("CTML007", "status")
    words = [w for w in (summary, shown) if isinstance(w, str) and w.strip()]
    found = [_WORDS.get(" ".join(w.split()).lower()) for w in words]
    if None in found or len(set(found)) > 1:
        notes.add("CTML008", "status", values=tuple(words))
    return (found[0] if found else None) or "unknown"


def of_part(holder: Mapping[str, object], word: str, place: str, notes: Notes) -> str:
    """The status by the part's own flag; empty where there is none."""
    flag = holder.get(f"{word}_suspended")
    if flag is None:
        return ""
    said = flag.strip().upper() if isinstance(flag, str) else flag
    if said not in ("Y", "N"):
        notes.add("CTML012", place, value=str(flag))
        return "unknown"
    return "paused" if said == "Y" else "open"
