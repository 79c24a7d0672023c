"""The parts of one statement by slot, and what is used up on the way to a value: nothing that was typed is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tumorboard.formats.typed.lexer import Part, Subject
from tumorboard.issues import Issue, Place, Severity
from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.profile import ReadRequest
from tumorboard.reasons import Param
from tumorboard.vocab import Vocabulary


@dataclass(frozen=True, slots=True)
class Negative:
    """A gene that was looked at for a kind of event without finding one."""

    gene: str
    kind: str


Value = Variant | CopyNumber | Fusion | SpliceEvent | Biomarker | Negative


class Frame:
    """The parts of one statement.  A slot that was asked for by `take` counts as used."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = [p for p in parts if p.slot != "noise"]
        self._used: set[int] = set()

    def peek(self, slot: str, *values: str) -> list[Any]:
        """Values of a slot, in order, without using them; of `values` only when given."""
        return [p.value for p in self.parts if p.slot == slot and (not values or p.value in values)]

    def take(self, slot: str, *values: str) -> list[Any]:
        """Values of a slot, used up."""
        self._used |= {i for i, p in enumerate(self.parts) if p.slot == slot and (not values or p.value in values)}
        return self.peek(slot, *values)

    def one(self, slot: str, *values: str) -> Any:
        """The value of a slot that is there exactly once (or several times alike), used up; None otherwise."""
        found = self.peek(slot, *values)
        if not found or any(f != found[0] for f in found):
            return None
        return self.take(slot, *values)[0]

    def has(self, slot: str, *values: str) -> bool:
        """Whether a slot is filled."""
        return bool(self.peek(slot, *values))

    def subjects(self) -> list[Subject]:
        """What the statement is about, in order."""
        return self.peek("subject")

    def left(self) -> Part | None:
        """The first part that nothing has used."""
        return next((p for i, p in enumerate(self.parts) if i not in self._used), None)


@dataclass(slots=True)
class Scene:
    """Where a statement stands, what it is read against, and what there is to say about it."""

    request: ReadRequest
    place: Place
    issues: list[Issue] = field(default_factory=list)

    @property
    def vocab(self) -> Vocabulary:
        """The vocabularies of the request."""
        return self.request.vocab

    def error(self, code: str, **params: Param) -> None:
        """The statement cannot be used."""
        self.issues.append(Issue.of(code, Severity.ERROR, self.place, **params))

    def warning(self, code: str, **params: Param) -> None:
        """Something about it is doubted."""
        self.issues.append(Issue.of(code, Severity.WARNING, self.place, **params))

    def info(self, code: str, **params: Param) -> None:
        """For the record."""
        self.issues.append(Issue.of(code, Severity.INFO, self.place, **params))

    def failed(self) -> bool:
        """Whether an ERROR was given."""
        return any(i.severity is Severity.ERROR for i in self.issues)


def the_gene(frame: Frame, scene: Scene) -> str:
    """The approved symbol of the one gene of the statement; empty, with an issue, when there is not exactly one."""
    subjects = frame.take("subject")
    named = [s for s in subjects if s.genes]
    if not named:
        scene.error("TYP003")
        return ""
    found = {s.genes for s in named}
    if len(found) > 1 or len(named) < len(subjects):
        scene.error("TYP013")
        return ""
    genes = named[0].genes
    if len(genes) > 1:
        scene.error("TYP017" if named[0].family else "TYP004", candidates=genes)
        return ""
    return str(genes[0])
