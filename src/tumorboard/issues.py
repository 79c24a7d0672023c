"""What is wrong with an input, where, and what a person can do about it.

An `Issue` is a code with parameters; the sentence and the remedy live in the wording catalogs under `[issue.CODE]`.
Readers collect issues and go on; whether an issue stops the run is one policy, applied in `app`.

Parameters name files, records, columns and expectations.  They never hold a patient's values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

from tumorboard.reasons import Param

T = TypeVar("T")


class Severity(Enum):
    """INFO: for the record.  WARNING: something was left out or doubted.  ERROR: the file or request is unusable."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input: `record` counts data records from 1, `line` physical lines from 1."""

    file: str
    record: int | None = None
    line: int | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing in the input that a person can fix."""

    code: str
    severity: Severity
    place: Place
    params: tuple[tuple[str, Param], ...] = ()

    @classmethod
    def of(cls, code: str, severity: Severity, place: Place, **params: Param) -> Issue:
        """An issue with `params` in canonical order."""
        return cls(code, severity, place, tuple(sorted(params.items())))


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A value and everything that was wrong on the way to it; `value` is None when nothing could be read."""

    value: T | None
    issues: tuple[Issue, ...] = field(default=())
