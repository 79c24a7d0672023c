"""Tumor types: the OncoTree hierarchy with older codes, names and cross-references (NCIt, UMLS, DOID)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class DiseaseEntry:
    """One OncoTree node.  `solid` is None where the term covers both solid and hematologic tumors."""

    code: str
    name: str
    parent: str
    tissue: str
    main_type: str
    solid: bool | None
    ncit: tuple[str, ...] = ()
    umls: tuple[str, ...] = ()
    doid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diseases:
    """`names` maps a casefolded name, synonym, older code, NCIt code or DOID to the codes it may mean."""

    release: table.TableRelease
    entries: Mapping[str, DiseaseEntry]
    names: Mapping[str, tuple[str, ...]]

    def resolve(self, text: str) -> str | None:
        """The current code for a code, older code, name, DOID or NCIt code; None when unknown or ambiguous."""
        wanted = text.strip()
        if wanted in self.entries:
            return wanted
        if wanted.upper() in self.entries:
            return wanted.upper()
        found = self.names.get(wanted.casefold(), ())
        return found[0] if len(found) == 1 else None

    def lineage(self, code: str) -> tuple[str, ...]:
        """`code` and its ancestors up to but without the root; empty for an unknown code."""
        path: list[str] = []
        while code in self.entries:
            path.append(code)
            code = self.entries[code].parent
        return tuple(path)

    def is_a(self, code: str, ancestor: str) -> bool:
        """Whether `code` is `ancestor` or one of its descendants."""
        return ancestor in self.lineage(code)

    @classmethod
    def load(cls) -> Diseases:
        """The shipped table."""
        release, rows = table.read("diseases")
        entries: dict[str, DiseaseEntry] = {}
        names: dict[str, set[str]] = {}
        flag = {"solid": True, "hematologic": False, "": None}
        for code, name, parent, tissue, main_type, solid, ncit, umls, doid, synonyms in rows:
            entry = DiseaseEntry(code, name, parent, tissue, main_type, flag[solid], *map(_many, (ncit, umls, doid)))
            entries[code] = entry
            for text in (name, *entry.ncit, *entry.umls, *entry.doid, *_many(synonyms)):
                names.setdefault(text.casefold(), set()).add(code)
        return cls(release, entries, {k: tuple(sorted(v)) for k, v in names.items()})


def _many(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()
