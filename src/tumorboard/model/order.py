"""One order for the facts of a case, whatever order the files gave them in: by id, with numbers as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from tumorboard.issues import Place
from tumorboard.model.case import Case, SourceFile

_DIGITS = re.compile(r"(\d+)")


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


def in_order(case: Case) -> Case:
    """The same case with every tuple that is a set in meaning sorted, so that equal facts give equal bytes."""
    sorted_: dict[str, Any] = {}
    for f in fields(case):
        value = getattr(case, f.name)
        if isinstance(value, tuple) and len(value) > 1:
            sorted_[f.name] = _sorted(value)
    changed = {name: value for name, value in sorted_.items() if value != getattr(case, name)}
    return replace(case, **changed) if changed else case


def _sorted(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if isinstance(values[0], str):
        return tuple(sorted(values))
    if isinstance(values[0], Place):
        return tuple(sorted(values, key=lambda p: (p.file, p.record or 0, p.line or 0, p.field)))
    if isinstance(values[0], SourceFile):
        return tuple(sorted(values, key=lambda s: (s.name, s.sha256)))
    return tuple(by_id(values))


def by_id(values: Iterable[T]) -> list[T]:
    """Values by id: ``v2`` before ``v10``."""
    return sorted(values, key=lambda v: _place(v.id))


@lru_cache(maxsize=4096)  # the ids of every case begin at 1
def _place(ident: str) -> list[tuple[bool, int, str]]:
    return [(not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in _DIGITS.split(ident) if p]
