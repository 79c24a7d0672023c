"""Agents: English and Chinese generic names, codes, brands, classes and targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class TherapyEntry:
    """One agent; `code` is the lower-case INN (``osimertinib``), `name` its English generic name."""

    code: str
    name: str
    name_zh: str = ""
    atc: str = ""
    ncit: str = ""
    classes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Therapies:
    """`names` maps a casefolded name, brand or synonym to the codes it may mean, `members` a class to its agents."""

    release: table.TableRelease
    entries: Mapping[str, TherapyEntry]
    names: Mapping[str, tuple[str, ...]]
    members: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        found: dict[str, set[str]] = {}
        for code, entry in self.entries.items():
            for known in entry.classes:
                found.setdefault(known, set()).add(code)
        object.__setattr__(self, "members", {k: frozenset(v) for k, v in found.items()})

    def resolve(self, text: str) -> str | None:
        """The agent code for a code, name, brand or synonym; None when unknown or ambiguous."""
        wanted = text.strip().casefold()
        if wanted in self.entries:
            return wanted
        found = self.names.get(wanted, ())
        return found[0] if len(found) == 1 else None

    def classes(self, code: str) -> tuple[str, ...]:
        """Classes of an agent; empty when the agent or its class is unknown: unknown is never *not in the class*."""
        entry = self.entries.get(code)
        return entry.classes if entry else ()

    @classmethod
    def load(cls) -> Therapies:
        """The shipped table."""
        release, rows = table.read("therapies")
        entries: dict[str, TherapyEntry] = {}
        names: dict[str, set[str]] = {}
        for code, name, name_zh, atc, ncit, classes, targets, brands, synonyms in rows:
            entry = TherapyEntry(code, name, name_zh, atc, ncit, *map(_many, (classes, targets, brands)))
            entries[code] = entry
            for text in (name, name_zh, *entry.brands, *_many(synonyms)):
                if text:
                    names.setdefault(text.casefold(), set()).add(code)
        return cls(release, entries, {k: tuple(sorted(v)) for k, v in names.items()})


def _many(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()
