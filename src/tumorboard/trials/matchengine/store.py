"""How a document store compares: the conditions that a leaf asks of one record, and what holds a record to them.

Equality is by type and value: numbers compare across integer and float, a truth value is no number, text is never a
number.  Equal to null is true of null and of a missing field.  An ordered comparison is false where the field is
missing, null or of another type.

Source: docs/formats/ctml.md, "How records are compared".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from tumorboard.trials.matchengine.fault import Stopped

Record = Mapping[str, object]


class Condition(Protocol):
    """Something asked of one record."""

    def holds(self, record: Record) -> bool:
        """Whether the record satisfies it."""
        ...


@dataclass(frozen=True, slots=True)
class Equals:
    """The field has this value, of this type; `kind` keeps 1 apart from true where values are compared as keys."""

    field: str
    value: object
    kind: str = ""

    def holds(self, record: Record) -> bool:
        """Whether the stored value equals the asked one."""
        return _equal(record.get(self.field), self.value)


@dataclass(frozen=True, slots=True)
class OneOf:
    """The field is one of these texts."""

    field: str
    values: tuple[str, ...]

    def holds(self, record: Record) -> bool:
        """Whether any of the values is stored."""
        return any(_equal(record.get(self.field), v) for v in self.values)


@dataclass(frozen=True, slots=True)
class Matches:
    """The field is a text in which the pattern is found, whatever its case."""

    field: str
    pattern: str

    def holds(self, record: Record) -> bool:
        """Whether the pattern is found."""
        stored = record.get(self.field)
        return isinstance(stored, str) and compiled(self.pattern).search(stored) is not None


@dataclass(frozen=True, slots=True)
class Compared:
    """The field is a number that stands so to the limit."""

    field: str
    operator: str
    limit: float

    def holds(self, record: Record) -> bool:
        """Whether the comparison is true; false without a number."""
        stored = record.get(self.field)
        if isinstance(stored, bool) or not isinstance(stored, int | float):
            return False
        return {
            ">=": stored >= self.limit,
            ">": stored > self.limit,
            "<=": stored <= self.limit,
            "<": stored < self.limit,
            "==": stored == self.limit,
        }[self.operator]


@dataclass(frozen=True, slots=True)
class Present:
    """The field is there and not null."""

    field: str

    def holds(self, record: Record) -> bool:
        """Whether a value is stored."""
        return record.get(self.field) is not None


def exactly(field: str, value: object) -> Equals:
    """Equality with a value of a trial document.

    Raises
    ------
    Stopped
        CTML058 for a mapping, which no field can equal.
    """
    if isinstance(value, Mapping):
        raise Stopped("CTML058", key=field.lower())
    return Equals(field, tuple(value) if isinstance(value, list) else value, type(value).__name__)


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, case ignored.

    Raises
    ------
    Stopped
        CTML070 when a value that was put into the pattern makes it none.
    """
    try:
        return re.compile(pattern, re.IGNORECASE | re.ASCII)
    except re.error:
        raise Stopped("CTML070", value=pattern) from None


def _equal(stored: object, asked: object) -> bool:
    if isinstance(stored, list):
        return any(_equal(s, asked) for s in stored)
    if asked is None or stored is None:
        return asked is stored
    if isinstance(asked, bool) or isinstance(stored, bool):
        return asked is stored
    if isinstance(asked, int | float) and isinstance(stored, int | float):
        return asked == stored
    return isinstance(asked, str) and isinstance(stored, str) and asked == stored
