"""The issues of one CTML document, with the dotted path that each belongs to.

ERROR: a leaf or part cannot be used as written.  WARNING: it can, but an engine reads it otherwise than a person.  INFO: worth
knowing.  `docs/formats/ctml.md` lists them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tumorboard.issues import Issue, Place, Severity
from tumorboard.reasons import Param

_ERRORS = frozenset(
    {
        *("CTML003", "CTML015", "CTML017", "CTML020", "CTML022", "CTML024", "CTML041", "CTML043", "CTML044"),
        *("CTML051", "CTML054", "CTML055", "CTML058", "CTML060", "CTML062", "CTML065", "CTML067", "CTML070"),
        *("CTML071", "CTML076", "CTML083", "CTML087", "CTML091", "CTML093"),
    }
)
_NOTES = frozenset(
    {
        *("CTML002", "CTML008", "CTML012", "CTML016", "CTML021", "CTML027", "CTML028", "CTML031", "CTML050"),
        *("CTML053", "CTML063", "CTML075", "CTML085", "CTML088", "CTML094", "CTML096"),
    }
)
_ONCE = frozenset({"CTML077", "CTML096"})  # true of nearly every trial: told at the first place only


@dataclass(slots=True)
class Notes:
    """Collects; `file` and `record` say which document it is."""

    file: str
    record: int | None = None
    issues: list[Issue] = field(default_factory=list)
    told: set[str] = field(default_factory=set)

    def add(self, code: str, place: str, **params: Param) -> None:
        """One issue at a dotted path."""
        if code in _ONCE and code in self.told:
            return
        self.told.add(code)
        severity = Severity.ERROR if code in _ERRORS else Severity.INFO if code in _NOTES else Severity.WARNING
        self.issues.append(Issue.of(code, severity, Place(self.file, self.record, field=place), **params))
