"""One mapping of a document: its values as the form wants them, and an issue for whatever it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from tumorboard.issues import Issue, Place, Severity
from tumorboard.model.trial import TAGS, Provenance
from tumorboard.reasons import Param
from tumorboard.wire.yaml_text import Document, Path

_WHOLE = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,9}(\.[0-9]{1,15})?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(slots=True)
class Notes:
    """Collects issues with the line and the dotted path that each belongs to."""

    file: str
    document: Document
    issues: list[Issue] = field(default_factory=list)

    def add(self, code: str, path: Path, severity: Severity = Severity.ERROR, **params: Param) -> None:
        """One issue at a path."""
        self.issues.append(Issue.of(code, severity, self.place(path), **params))

    def place(self, path: Path) -> Place:
        """The line of a path, or of the nearest entry that holds it."""
        return Place(self.file, line=self.document.line(path), field=dotted(path))


def dotted(path: Path) -> str:
    """A path as it is shown: ``parts.0.criteria.1``."""
    return ".".join(map(str, path))


class Entry:
    """A mapping at a path; whatever of it is no `known` key is told."""

    def __init__(self, value: object, path: Path, notes: Notes, known: tuple[str, ...]) -> None:
        self.path = path
        self.notes = notes
        self.held: Mapping[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            notes.add("TRL003", path, wanted="expects.mapping")
        for key in self.held:
            if key not in known:
                near = tuple(get_close_matches(key, known, n=2, cutoff=0.6))
                code = "TRL001" if near else "TRL002"
                notes.add(code, (*path, key), key=key, near=near or known)

    def __contains__(self, key: str) -> bool:
        return self.held.get(key) is not None

    def at(self, key: str) -> Path:
        """The path of one of its keys."""
        return (*self.path, key)

    def text(self, key: str) -> str:
        """Text; empty where nothing is written."""
        return self._one(key) or ""

    def word(self, key: str, allowed: Iterable[str], default: str) -> str:
        """One of the allowed words; the default where nothing, or something else, is written."""
        said = self._one(key)
        if said is None:
            return default
        words = tuple(allowed)
        if said in words:
            return said
        near = tuple(get_close_matches(said, words, n=1))
        self.notes.add("TRL004", self.at(key), value=said, allowed=near or words)
        return default

    def whole(self, key: str) -> int | None:
        """A whole number from 0; None where nothing is written."""
        said = self._one(key)
        if said is not None and not _WHOLE.fullmatch(said):
            self.notes.add("TRL003", self.at(key), wanted="expects.integer")
            return None
        return int(said) if said is not None else None

    def number(self, key: str) -> float | None:
        """A number; None where nothing is written."""
        said = self._one(key)
        if said is not None and not _NUMBER.fullmatch(said):
            self.notes.add("TRL003", self.at(key), wanted="expects.number")
            return None
        return float(said) if said is not None else None

    def day(self, key: str) -> date | None:
        """A day as YYYY-MM-DD; None where nothing is written."""
        said = self._one(key)
        try:
            return date.fromisoformat(said) if said is not None else None
        except ValueError:
            self.notes.add("TRL003", self.at(key), wanted="expects.day")
            return None

    def texts(self, key: str) -> dict[str, str]:
        """Language -> text; text alone is English."""
        value = self.held.get(key)
        if not isinstance(value, dict):
            said = self._one(key)
            return {"en": said} if said is not None else {}
        found = {}
        for language, said in value.items():
            if not _LANGUAGE.fullmatch(language):
                self.notes.add("TRL005", (*self.at(key), language), key=language)
            if isinstance(said, str):
                found[language] = said
            else:
                self.notes.add("TRL003", (*self.at(key), language), wanted="expects.text")
        return found

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text is a list of one."""
        found = []
        for at, item in self._listed(key):
            if isinstance(item, str):
                found.append(item)
            else:
                self.notes.add("TRL003", at, wanted="expects.text")
        return tuple(found)

    def listed(self, key: str) -> Iterator[tuple[Path, object]]:
        """Every item of a list, with its path."""
        value = self.held.get(key)
        if value is not None and not isinstance(value, list):
            self.notes.add("TRL003", self.at(key), wanted="expects.list")
            return
        yield from self._listed(key)

    def provenance(self, key: str, sources: Iterable[str]) -> Provenance:
        """A tag and keys of sources: ``S ctgov``."""
        return provenance(self._one(key), self.at(key), self.notes, sources)

    def _listed(self, key: str) -> Iterator[tuple[Path, object]]:
        value = self.held.get(key)
        for at, item in enumerate(value) if isinstance(value, list) else ():
            yield (*self.at(key), at), item
        if value is not None and not isinstance(value, list):
            yield self.at(key), value

    def _one(self, key: str) -> str | None:
        value = self.held.get(key)
        if value is None or isinstance(value, str):
            return value
        self.notes.add("TRL003", self.at(key), wanted="expects.text")
        return None


def provenance(said: object, path: Path, notes: Notes, sources: Iterable[str]) -> Provenance:
    """What ``S ctgov`` says; a source that the trial does not list is told."""
    if said is None:
        return Provenance()
    if not isinstance(said, str):
        notes.add("TRL003", path, wanted="expects.text")
        return Provenance()
    words = said.split()
    tag = words.pop(0) if words and words[0] in TAGS else ""
    known = tuple(sources)
    for word in words:
        if word not in known:
            notes.add("TRL006", path, key=word, known=known)
    return Provenance(tag, tuple(words))
