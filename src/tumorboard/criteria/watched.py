"""One patient of many, seen as a case that remembers which facets were asked for.

What a question did not ask for cannot have changed its answer: patients who agree in the facets that were read get the
same answer.  A family that is read as a whole counts as the patient himself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol, cast

from tumorboard.criteria.facts import BY_KEY, COMPLETE, FOUND, MATERIAL, PREFIX, RECORDS, ROW, Facet, Facts
from tumorboard.model.case import Case, Completeness
from tumorboard.model.findings import AlterationFinding, Finding, PharmacogeneticFinding

ALTERATIONS = frozenset(BY_KEY) - {"biomarkers", "labs"}  # of which each has a finding of its own


class Derive(Protocol):
    """What an interpretation says, when it is asked; what it reads of the case is remembered like any other reading."""

    def alteration(self, case: Case, fact: Any, name: str) -> AlterationFinding | None:
        """Of one alteration, by its fact id."""
        ...

    def biomarkers(self, case: Case) -> Mapping[str, Finding]:
        """Of all measurements, by name."""
        ...

    def biomarker(self, case: Case, name: str) -> Finding | None:
        """Of one name among all measurements."""
        ...

    def pharmacogenetics(self, case: Case) -> tuple[PharmacogeneticFinding, ...]:
        """Of genotypes."""
        ...


class Remembered:
    """Results of one computation, found again by the values of the facets that it read."""

    def __init__(self) -> None:
        self._known: dict[frozenset[Facet], tuple[list[Mapping[int, int]], dict[tuple[int, ...], Any]]] = {}

    def get(self, case: Watched, compute: Callable[[Watched], Any]) -> Any:
        """The result for a patient; its readings count as readings of the patient."""
        row = case.row
        for reads, (codes, results) in self._known.items():
            known = results.get(tuple([c.get(row, 0) for c in codes]), self)
            if known is not self:
                case.reads.update(reads)
                return known
        asked = Watched(case.facts, row, case.derive, case.memory)
        result = compute(asked)
        reads = frozenset(asked.reads)
        if reads not in self._known:
            self._known[reads] = (case.facts.codes(reads), {})
        codes, results = self._known[reads]
        results[tuple([c.get(row, 0) for c in codes])] = result
        case.reads.update(reads)
        return result


class Watched:
    """The case of one row; `reads` grows by every facet that is asked for.

    `memory` holds the derived findings of all patients, by what they rest on.
    """

    def __init__(self, facts: Facts, row: int, derive: Derive | None, memory: dict[object, Remembered]) -> None:
        self.facts = facts
        self.row = row
        self.derive = derive
        self.memory = memory
        self.reads: set[Facet] = set()
        self.given: dict[str, tuple[Facet, int]] = {}  # fact id -> where it stands

    def ask(self, facet: Facet) -> Any:
        """The value of a facet, read."""
        self.reads.add(facet)
        return self.facts.value(facet, self.row)

    def recorded(self, facet: Facet) -> tuple[Any, ...]:
        """The facts of a gene, marker or analyte, read; from here on alterations can be named."""
        found: tuple[Any, ...] = self.ask(facet)
        if found and facet[0] in ALTERATIONS:
            for at, fact in enumerate(found):
                self.given[f"{PREFIX[facet[0]]}/{fact.id}"] = (facet, at)
        return found

    @property
    def as_case(self) -> Case:
        """The same, for what takes a case."""
        return cast("Case", self)

    @property
    def index(self) -> _Index:
        """The facts by gene, marker and id; made when asked, so that no patient holds on to himself."""
        return _Index(self)

    @property
    def findings(self) -> _Findings | None:
        """What was derived, or None when nothing is interpreted."""
        return _Findings(self) if self.facts.interpreted or self.derive is not None else None

    @property
    def assays(self) -> Any:
        """Every assay."""
        return self.ask(MATERIAL)[1]

    @property
    def specimens(self) -> Any:
        """Every specimen."""
        return self.ask(MATERIAL)[0]

    @property
    def completeness(self) -> Mapping[str, Completeness]:
        """How much of each family was collected."""
        return self.ask(("completeness",)) or {}

    @property
    def statements(self) -> Mapping[str, bool]:
        """What clinicians stated."""
        return self.ask(("statements",)) or {}

    def complete(self, family: str) -> bool:
        """Whether a universal claim about `family` may be made."""
        return self.ask((COMPLETE, family)) is Completeness.COMPLETE

    def __getattr__(self, name: str) -> Any:
        if name in RECORDS:
            return _Record(self, name)
        if name in BY_KEY:  # read as a whole
            self.reads.add(ROW)
            rows = (f for f in self.facts.columns if f[0] == name)
            return tuple(dict.fromkeys(fact for f in sorted(rows) for fact in self.facts.value(f, self.row)))
        if (name,) in self.facts.columns:
            return self.ask((name,))
        raise AttributeError(name)


class _Record:
    """The patient or the diagnosis, field by field."""

    def __init__(self, case: Watched, name: str) -> None:
        self._case = case
        self._name = name

    def __getattr__(self, name: str) -> Any:
        facet = (self._name, name)
        if facet not in self._case.facts.columns:
            raise AttributeError(name)
        return self._case.ask(facet)


class _Index:
    """`CaseIndex` of a watched case."""

    def __init__(self, case: Watched) -> None:
        self._case = case

    def __getattr__(self, family: str) -> _Keyed:
        if family not in PREFIX:
            raise AttributeError(family)
        return _Keyed(self._case, family)

    @property
    def specimens(self) -> Mapping[str, Any]:
        return {s.id: s for s in self._case.specimens}

    @property
    def assays(self) -> Mapping[str, Any]:
        return {a.id: a for a in self._case.assays}


class _Keyed(Mapping[str, tuple[Any, ...]]):
    """One family by gene or marker."""

    def __init__(self, case: Watched, family: str) -> None:
        self._case = case
        self._family = family

    def get(self, key: str, default: Any = None) -> Any:
        """As of any mapping, without the error on the way."""
        return self._case.recorded((self._family, key)) or default

    def __getitem__(self, key: str) -> tuple[Any, ...]:
        found = self._case.recorded((self._family, key))
        if not found:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        case = self._case
        case.reads.add(ROW)
        return (f[1] for f in sorted(case.facts.columns) if f[0] == self._family and case.facts.value(f, case.row))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _ByName(Mapping[str, "Finding"]):
    """The findings of measurements, each derived when it is asked for: who differs in another marker is told apart by none."""

    def __init__(self, findings: _Findings, derive: Derive) -> None:
        self._findings = findings
        self._derive = derive

    def __getitem__(self, name: str) -> Finding:
        found: Finding | None = self._findings._remembered(
            ("biomarker", name), lambda asked: self._derive.biomarker(asked.as_case, name)
        )
        if found is None:
            raise KeyError(name)
        return found

    def _all(self) -> Mapping[str, Finding]:
        found: Mapping[str, Finding] = self._findings._remembered(
            "biomarkers", lambda asked: self._derive.biomarkers(asked.as_case)
        )
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


class _Findings:
    """`Findings` of a watched case: those of its facts, or derived when they are asked for."""

    def __init__(self, case: Watched) -> None:
        self._case = case

    def of(self, name: str) -> AlterationFinding | None:
        case = self._case
        facet, at = case.given[name]  # nobody can name a fact that he has not seen
        if case.derive is None:
            said = case.ask((FOUND, *facet))
            return said[at] if said else None
        derive = case.derive

        def compute(asked: Watched) -> AlterationFinding | None:
            return derive.alteration(asked.as_case, asked.ask(facet)[at], name)

        found: AlterationFinding | None = self._remembered((facet, at), compute)
        return found

    @property
    def biomarkers(self) -> Mapping[str, Finding]:
        derive = self._case.derive
        if derive is None:
            return dict(self._case.ask((FOUND, "biomarkers")) or {})
        return _ByName(self, derive)

    @property
    def pharmacogenetics(self) -> tuple[PharmacogeneticFinding, ...]:
        derive = self._case.derive
        if derive is None:
            return tuple(self._case.ask((FOUND, "pharmacogenetics")))
        found: tuple[PharmacogeneticFinding, ...] = self._remembered(
            "pharmacogenetics", lambda asked: derive.pharmacogenetics(asked.as_case)
        )
        return found

    def _remembered(self, what: object, compute: Callable[[Watched], Any]) -> Any:
        memory = self._case.memory.get(what)
        if memory is None:
            memory = self._case.memory[what] = Remembered()
        return memory.get(self._case, compute)
