"""A record in which no field is required and any may be of another kind than expected: asked, never trusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tumorboard.issues import Issue, Place, Severity


@dataclass(slots=True)
class Notes:
    """Issues of one study, each with its place: the file, the study by number, the field by its path."""

    file: str
    record: int | None
    issues: list[Issue] = field(default_factory=list)

    def add(self, code: str, severity: Severity, where: str = "", **params: str | int | tuple[str, ...]) -> None:
        """One more issue; the same one is told once."""
        issue = Issue.of(code, severity, Place(self.file, record=self.record, field=where), **params)
        if issue not in self.issues:
            self.issues.append(issue)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one object with the path that leads to it."""

    value: Mapping[str, object]
    path: str
    notes: Notes

    def below(self, *names: str) -> Fields:
        """The object below; one without fields where there is none."""
        here = self
        for name in names:
            found = here.value.get(name)
            if found is not None and not isinstance(found, Mapping):
                here._strange(name)
            here = Fields(found if isinstance(found, Mapping) else {}, here._at(name), self.notes)
        return here

    def objects(self, name: str) -> Iterator[Fields]:
        """The objects of a list."""
        for at, item in enumerate(self._list(name)):
            if isinstance(item, Mapping):
                yield Fields(item, f"{self._at(name)}[{at}]", self.notes)
            else:
                self._strange(f"{name}[{at}]")

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list, without blanks at their ends, each once."""
        return tuple(dict.fromkeys(t.strip() for t in self._list(name) if isinstance(t, str) and t.strip()))

    def text(self, name: str) -> str:
        """A text; empty where there is none."""
        found = self.value.get(name)
        if found is None or isinstance(found, str):
            return (found or "").strip()
        self._strange(name)
        return ""

    def number(self, name: str) -> float | None:
        """A number that is finite; None where there is none."""
        found = self.value.get(name)
        if isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < 1e9:
            return float(found)
        if found is not None:
            self._strange(name)
        return None

    def _list(self, name: str) -> list[object]:
        found = self.value.get(name)
        if found is None or isinstance(found, list):
            return found or []
        self._strange(name)
        return []

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _strange(self, name: str) -> None:
        self.notes.add("CTG009", Severity.WARNING, self._at(name))
