"""Thresholds as dated, cited values: asked with a date, never numbers in code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tumorboard.errors import KnowledgeError
from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class Threshold:
    """`value` in `unit`, in force from `since`, as `source` says; `confidence` sourced, high or medium."""

    name: str
    since: date
    value: float
    unit: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Name -> values in order of date."""

    release: table.TableRelease
    values: Mapping[str, tuple[Threshold, ...]]

    def at(self, name: str, *, on: date) -> Threshold:
        """The value in force on a date; before the first dated value, the first one.

        Raises
        ------
        KnowledgeError
            If no threshold has this name.
        """
        known = self.values.get(name)
        if not known:
            raise KnowledgeError(f"no threshold is named {name}", remedy="see vocab/data/thresholds.tsv")
        return known[0] if len(known) == 1 else ([t for t in known if t.since <= on] or [known[0]])[-1]

    @classmethod
    def load(cls) -> Thresholds:
        """The shipped table."""
        release, rows = table.read("thresholds")
        values: dict[str, list[Threshold]] = {}
        for name, since, value, unit, source, confidence in rows:
            values.setdefault(name, []).append(
                Threshold(name, date.fromisoformat(since), float(value), unit, source, confidence)
            )
        return cls(release, {k: tuple(sorted(v, key=lambda t: t.since)) for k, v in values.items()})
