"""Abbreviated regimens of the record (FOLFOX, R-CHOP) and the agents they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class Regimens:
    """`names` maps a casefolded abbreviation to agent codes."""

    release: table.TableRelease = table.TableRelease("regimens", "", "", "", "")
    names: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def resolve(self, text: str) -> tuple[str, ...]:
        """The agents of a regimen, sorted; empty when the abbreviation is not known.

        Examples
        --------
        >>> Regimens.load().resolve("FOLFIRI")
        ('fluorouracil', 'irinotecan', 'leucovorin')
        """
        return self.names.get(text.strip().casefold(), ())

    @classmethod
    def load(cls) -> Regimens:
        """The shipped table."""
        release, rows = table.read("regimens")
        names = {}
        for name, agents, synonyms, _ in rows:
            for text in (name, *filter(None, synonyms.split("|"))):
                names[text.casefold()] = tuple(agents.split("|"))
        return cls(release, MappingProxyType(names))
