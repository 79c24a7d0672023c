"""Biomarkers that are measured rather than sequenced, and what their results are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class MarkerEntry:
    """One marker; `states` are the words its result may have, `scales` its scoring methods."""

    code: str
    name: str
    gene: str = ""
    methods: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Markers:
    """`names` maps a casefolded name or synonym to the code."""

    release: table.TableRelease
    entries: Mapping[str, MarkerEntry]
    names: Mapping[str, str]
    of_gene: Mapping[str, tuple[str, ...]] = field(
        init=False, repr=False, compare=False
    )  # gene -> codes of its markers

    def __post_init__(self) -> None:
        found: dict[str, tuple[str, ...]] = {}
        for code, entry in self.entries.items():
            if entry.gene:
                found[entry.gene] = (*found.get(entry.gene, ()), code)
        object.__setattr__(self, "of_gene", found)

    def resolve(self, text: str) -> str | None:
        """The marker code for a code, name or synonym; None when unknown."""
        wanted = text.strip()
        return wanted if wanted in self.entries else self.names.get(wanted.casefold())

    @classmethod
    def load(cls) -> Markers:
        """The shipped table."""
        release, rows = table.read("markers")
        entries: dict[str, MarkerEntry] = {}
        names: dict[str, str] = {}
        for code, name, gene, methods, states, scales, synonyms in rows:
            entries[code] = MarkerEntry(
                code, name, gene, *(tuple(filter(None, t.split("|"))) for t in (methods, states, scales))
            )
            for text in (code, name, *filter(None, synonyms.split("|"))):
                names[text.casefold()] = code
        return cls(release, entries, names)
