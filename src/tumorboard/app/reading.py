"""Reading one molecular file: which reader, what it gave, and what to remember of the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tumorboard.app.plugins import Registry
from tumorboard.formats.opening import digest, read_head
from tumorboard.issues import Issue, Place, Severity
from tumorboard.model.case import SourceFile
from tumorboard.model.profile import Profile, ReadRequest


@dataclass(frozen=True, slots=True)
class ReadFile:
    """`profile` and `source` are None when nothing of the file could be used."""

    profile: Profile | None
    source: SourceFile | None
    issues: tuple[Issue, ...]


def read_file(path: Path, request: ReadRequest, registry: Registry, *, format_name: str = "") -> ReadFile:
    """The file as one reader reads it; every failure is an issue with a place and a remedy."""
    place = Place(path.name)
    if format_name and format_name not in registry.readers:
        return _nothing(Issue.of("CAS073", Severity.ERROR, place, known=tuple(registry.readers)))
    if not path.is_file():
        return _nothing(Issue.of("OPN001", Severity.ERROR, place))
    name = format_name or _recognized(path, registry)
    if isinstance(name, Issue):
        return _nothing(name)
    parsed = registry.readers[name].read(path, request)
    profile = parsed.value
    if profile is None:
        return ReadFile(None, None, (*parsed.issues, Issue.of("CAS074", Severity.ERROR, place)))
    notes = tuple(f"{reason}: {count}" for reason, count in sorted(profile.tally.items()))
    source = SourceFile(
        name=path.name,
        format=profile.format,
        sha256=digest(path),
        records=profile.records,
        kept=profile.kept,
        assembly=profile.assembly,
        notes=notes,
    )
    return ReadFile(profile, source, parsed.issues)


def _recognized(path: Path, registry: Registry) -> str | Issue:
    place = Place(path.name)
    head = read_head(path)
    names = registry.sniffing(head)
    if len(names) == 1:
        return names[0]
    if names:
        return Issue.of("CAS072", Severity.ERROR, place, formats=names)
    if path.stat().st_size == 0:
        return Issue.of("OPN002", Severity.ERROR, place)
    if head.looks_like:
        return Issue.of("OPN003", Severity.ERROR, place, what=head.looks_like)
    return Issue.of("CAS071", Severity.ERROR, place)


def _nothing(issue: Issue) -> ReadFile:
    return ReadFile(None, None, (issue,))
