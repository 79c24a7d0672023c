"""Tumor types: the OncoTree hierarchy with older codes, names and cross-references (NCIt, UMLS, DOID)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tumorboard.vocab import table
from tumorboard.vocab.lookup import SortedRows


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
class OntologyEntry:
    """One Disease Ontology class and the OncoTree codes it goes to.

    `relation` is exact (the same tumors), union (the codes together), narrow (the class is narrower than the codes, so
    what is said of it must not be read as said of them) or none; `how` is ncit, name, curated, ancestor or unmapped.
    The code ``TISSUE`` stands for any tumor.
    """

    doid: str
    name: str
    parents: tuple[str, ...]
    ncit: tuple[str, ...]
    codes: tuple[str, ...]
    relation: str
    how: str


@dataclass(frozen=True, slots=True)
class Diseases:
    """`names` maps a casefolded name, synonym, older code, NCIt code or DOID to the codes it may mean.

    `ontology` maps a DOID (``DOID:1612``) to its class.
    """

    release: table.TableRelease
    entries: Mapping[str, DiseaseEntry]
    names: Mapping[str, tuple[str, ...]]
    ontology: Mapping[str, OntologyEntry] = field(default_factory=dict)
    # What `criteria.diagnosis.standing` says of each code: of these entries alone, so that a copy with others begins anew.
    standings: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    _lineages: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)
    _below: dict[str, frozenset[str]] = field(default_factory=dict, init=False, compare=False, repr=False)
    _codes: list[frozenset[str]] = field(default_factory=list, init=False, compare=False, repr=False)

    def resolve(self, text: str) -> str | None:
        """The current code for a code, older code, name, DOID or NCIt code; None when unknown or ambiguous.

        Examples
        --------
        >>> from tumorboard import vocab
        >>> diseases = vocab.Diseases.load()
        >>> diseases.resolve("GBM"), diseases.resolve("lung adenocarcinoma"), diseases.resolve("ALL")
        ('GB', 'LUAD', None)
        """
        found = self.candidates(text)
        return found[0] if len(found) == 1 else None

    def candidates(self, text: str) -> tuple[str, ...]:
        """Every code `text` may mean: several when it is ambiguous, empty when unknown.

        A DOID that is narrower than any code has none: a broader tumor type would not be what was recorded.
        """
        wanted = " ".join(text.split())
        if wanted in self.entries:
            return (wanted,)
        if wanted.upper() in self.entries:
            return (wanted.upper(),)
        found = self.names.get(wanted.casefold(), ())
        if not found and wanted.upper() in self.ontology:
            entry = self.ontology[wanted.upper()]
            found = entry.codes if entry.relation in {"exact", "union"} else ()
        return found

    @property
    def codes(self) -> frozenset[str]:
        """Every code."""
        if not self._codes:
            self._codes.append(frozenset(self.entries))
        return self._codes[0]

    def below(self, code: str) -> frozenset[str]:
        """`code` and those of which it is an ancestor; empty for an unknown code."""
        if not self._below:
            found: dict[str, set[str]] = {}
            for one in self.entries:
                for above in self.lineage(one):
                    found.setdefault(above, set()).add(one)
            self._below.update({above: frozenset(those) for above, those in found.items()})
        return self._below.get(code, frozenset())

    def lineage(self, code: str) -> tuple[str, ...]:
        """`code` and its ancestors up to but without the root; empty for an unknown code."""
        known = self._lineages.get(code)
        if known is not None:
            return known
        path: list[str] = []
        above = code
        while above in self.entries:
            path.append(above)
            above = self.entries[above].parent
        if path:
            self._lineages[code] = tuple(path)  # asked for the same codes again and again
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
        for row in rows:
            code, name, parent, tissue, main_type, solid, ncit, umls, doid, synonyms, by_name = row
            entry = DiseaseEntry(code, name, parent, tissue, main_type, flag[solid], *map(_many, (ncit, umls, doid)))
            entries[code] = entry
            own = () if by_name == "no" else (name,)
            for text in (*own, *entry.ncit, *entry.umls, *entry.doid, *_many(synonyms)):
                names.setdefault(text.casefold(), set()).add(code)
        _, lines = table.read_lines("disease_ontology")
        ontology = SortedRows(lines, _ontology_entry)
        return cls(release, entries, {k: tuple(sorted(v)) for k, v in names.items()}, ontology)


def _many(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _ontology_entry(cells: list[str]) -> OntologyEntry:
    doid, name, parents, ncit, codes, relation, how = cells
    return OntologyEntry(doid, name, _many(parents), _many(ncit), _many(codes), relation, how)
