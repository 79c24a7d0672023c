"""A match list of CTML as one criterion: the tree itself, never a list of paths.

Every node keeps its meaning for a person; an unusable one stays as a `Manual`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tumorboard.criteria.combinators import Not
from tumorboard.formats.trials.ctml import clinical, genomic, prior
from tumorboard.formats.trials.ctml.clinical import NO_NAMES, Names
from tumorboard.formats.trials.ctml.notes import Notes
from tumorboard.formats.trials.ctml.values import every, manual, some
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Vocabulary

_OPERATOR = re.compile(r"(and|or)[0-9_]*")
PRIOR = ("prior_treatment", "prior_treatments")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads nodes of one document; `names` is another engine's map of diagnoses, where one is compared with."""

    notes: Notes
    vocab: Vocabulary
    names: Names = field(default_factory=lambda: NO_NAMES)

    def match(self, value: object, place: str) -> tuple[Criterion, ...]:
        """The criteria of a match list, one for each of its items; nothing when it is empty."""
        if isinstance(value, Mapping):
            self.notes.add("CTML017", place)
            value = [value]
        if not isinstance(value, list):
            self.notes.add("CTML020", place)
            return (manual("match", value),)
        if not value:
            self.notes.add("CTML018", place)
        found = [self._node(item, f"{place}.{at}", "and") for at, item in enumerate(value)]
        self._compare(found, place, "and")
        return tuple(f for f in found if f is not None)

    def _node(self, item: object, place: str, under: str) -> Criterion | None:
        """None for an empty *or*, which is passed over."""
        if not isinstance(item, Mapping) or not item:
            self.notes.add("CTML020", place)
            return manual("node", item)
        self._several(item, place, under)
        doubled = getattr(item, "doubled", ())
        for key, _ in doubled:
            self.notes.add("CTML054", place, key=key)
        parts = [self._key(k, v, f"{place}.{k}", under) for k, v in (*doubled, *item.items())]
        kept = [p for p in parts if p is not None]
        return every(kept) if kept else None

    def _several(self, item: Mapping[str, object], place: str, under: str) -> None:
        kinds = [_kind(k) for k in item]
        operators = [k for k in kinds if k in {"and", "or"}]
        if len(item) == 1:
            return
        if operators and len(operators) < len(item):
            self.notes.add("CTML022", place, keys=tuple(sorted(item)))
        elif not operators:
            self.notes.add("CTML021", place)
        elif under == "or":
            self.notes.add("CTML023", place)

    def _key(self, key: str, value: object, place: str, under: str) -> Criterion | None:
        kind = _kind(key)
        if kind in {"and", "or"}:
            if kind != key:
                self.notes.add("CTML025", place, key=key)
            return self._operator(kind, value, place)
        if kind not in {"clinical", "genomic", *PRIOR}:
            self.notes.add("CTML024", place, kind=key)
            return manual(key, value)
        if not isinstance(value, Mapping) or not value:
            self.notes.add("CTML020", place)
            return manual(kind, value)
        if kind == "genomic":
            return genomic.read(value, place, self.notes, self.vocab)
        if kind in PRIOR:
            return prior.read(kind, value, place, self.notes, self.vocab)
        if under == "or" and value.keys() <= clinical.IGNORED.keys():
            self.notes.add("CTML041", place)
        return clinical.read(value, place, self.notes, self.vocab, self.names)

    def _operator(self, kind: str, value: object, place: str) -> Criterion | None:
        if isinstance(value, Mapping):
            self.notes.add("CTML020", place)
            value = [value]
        if not isinstance(value, list):
            self.notes.add("CTML020", place)
            return manual(kind, value)
        if not value:
            self.notes.add("CTML027" if kind == "or" else "CTML018", place)
            # Of nothing, *and* would be met by everybody: whoever left it empty meant something.
            return None if kind == "or" else manual(kind, value)
        found = [self._node(item, f"{place}.{at}", kind) for at, item in enumerate(value)]
        self._compare(found, place, kind)
        kept = [f for f in found if f is not None]
        return (some if kind == "or" else every)(kept) if kept else None

    def _compare(self, found: list[Criterion | None], place: str, kind: str) -> None:
        """Repeated siblings, and a sibling beside its own negation."""
        kept = [f for f in found if f is not None]
        if len(set(kept)) < len(kept):
            self.notes.add("CTML028", place)
        if any(isinstance(f, Not) and f.part in kept for f in kept):
            self.notes.add("CTML029" if kind == "and" else "CTML030", place)


def _kind(key: str) -> str:
    found = _OPERATOR.fullmatch(key)
    return found.group(1) if found else key


def leaves(criterion: Criterion) -> Iterator[Criterion]:
    """What must hold of a conjunction: the parts of *and*, and of *and* within it."""
    todo = [criterion]
    while todo:
        one = todo.pop()
        parts = getattr(one, "parts", None) if type(one).__name__ == "All" else None
        if parts is None:
            yield one
        else:
            todo.extend(reversed(parts))
