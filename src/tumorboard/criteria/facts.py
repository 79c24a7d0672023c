"""The facts of many patients as columns: for every kind of fact one code a patient, and one value a code.

A *facet* is what a question may ask of a case: the variants of one gene, the copy numbers of one gene, the assays with
their specimens, the sex, the course of treatment.  Patients with equal facts have one code, so that a question is
answered once for all of them.  A code of 0 in a facet by gene, marker or analyte means that nothing is recorded.

What no criterion and no interpretation of a finding reads (`UNREAD`) is left out, so that it tells no patients apart.
Facts are named by their gene and position (``variant/KRAS#0``), so that equal findings have equal names in every patient.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from tumorboard.criteria.alterations import label
from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case, LabValue

Facet = tuple[str, ...]
# Fields of a fact that no criterion reads; a test evaluates every leaf on facts that refuse to show them.
UNREAD: Mapping[str, Mapping[str, object]] = {
    "variants": {
        "source": None, "vaf": None, "depth": None, "alt_reads": None, "depth_rule": "", "transcript": "", "annotation": "",
    },
    "copy_numbers": {"source": None, "log2_ratio": None},
    "fusions": {"source": None, "breakpoints": (), "reads": None},
    "splice_events": {"source": None, "reads": None},
    "biomarkers": {"source": None},
    "labs": {},
}  # fmt: skip
BY_KEY = tuple(UNREAD)
PREFIX = {
    "variants": "variant", "copy_numbers": "copy_number", "fusions": "fusion", "splice_events": "splice",
    "biomarkers": "biomarker", "labs": "lab",
}  # fmt: skip
FOUND = "found"  # what an interpretation says of the facts of a facet
ROW: Facet = ("row",)  # the patient himself: read by what looks at a whole family at once
MATERIAL: Facet = ("material",)
COMPLETE = "complete"  # how much of one family was collected
WHOLE = (
    "performance", "courses", "lesions", "conditions", "medications", "reproduction", "statements", "germline_consent", "completeness",
    "assembly", "not_interpretable_count", "expression_unit",
)  # fmt: skip
RECORDS = ("patient", "diagnosis")


@dataclass(slots=True)
class Column:
    """One facet: the value of each code, and the code of each row; a row that is not listed has code 0."""

    values: list[Any]
    codes: dict[int, int]


@dataclass(slots=True)
class Facts:
    """The facets of `n` patients; a facet by gene or marker that is not listed is empty for all of them.

    Parameters
    ----------
    interpreted
        Whether the facets hold what an interpretation found (`FOUND`).
    """

    n: int
    columns: dict[Facet, Column]
    interpreted: bool = False

    def codes(self, facets: Iterable[Facet]) -> list[Mapping[int, int]]:
        """The codes of those facets in which patients differ, by row; a row that is not listed has code 0."""
        every: list[Mapping[int, int]] = [self.columns[f].codes for f in sorted(facets) if f in self.columns]
        return [dict(zip(range(self.n), range(self.n), strict=True))] if ROW in facets else every

    def value(self, facet: Facet, row: int) -> Any:
        """What is recorded of one patient; an empty tuple where nothing is."""
        column = self.columns.get(facet)
        return column.values[column.codes.get(row, 0)] if column is not None else ()


def facts_of(cases: Sequence[Case]) -> Facts:
    """The facets of cases, in their order; either all of them are interpreted or none is.

    Raises
    ------
    ValueError
        If only some are interpreted.
    """
    told = {case.findings is not None for case in cases}
    if len(told) > 1:
        raise ValueError("some cases are interpreted and some are not")
    writing = Writing(len(cases))
    for row, case in enumerate(cases):
        write_case(writing, row, case)
    return writing.facts(interpreted=told == {True})


def write_case(writing: Writing, row: int, case: Case) -> None:
    """All that is recorded of one patient, and what an interpretation found where there was one."""
    write_person(writing, row, case)
    for family in BY_KEY:
        _write_family(writing, row, case, family)
    if case.findings is not None:
        _write_findings(writing, row, case)


class Writing:
    """Collects the values of facets; equal values get one code."""

    def __init__(self, n: int) -> None:
        self.n = n
        self._found: dict[Facet, Column] = {}
        self._index: dict[Facet, dict[Hashable, int]] = {}
        self.kept: dict[str, dict[Hashable, Any]] = {family: {} for family in BY_KEY}  # facts by what they say

    def put(self, facet: Facet, row: int, value: Any, key: Hashable = None) -> None:
        """One value of one patient; `key` stands for a value that is not hashable."""
        column = self._found.get(facet)
        if column is None:
            column = self._found[facet] = Column([()], {})
            self._index[facet] = {(): 0}
        index = self._index[facet]
        known = value if key is None else key
        code = index.get(known)
        if code is None:
            code = index[known] = len(column.values)
            column.values.append(value)
        if code:
            column.codes[row] = code

    def facts(self, *, interpreted: bool) -> Facts:
        """All that was put."""
        return Facts(self.n, self._found, interpreted)


def write_person(writing: Writing, row: int, case: Case) -> None:
    """All that is not filed by gene or marker."""
    for record in RECORDS:
        told = getattr(case, record)
        for f in fields(told):
            writing.put((record, f.name), row, getattr(told, f.name))
    writing.put(MATERIAL, row, (case.specimens, case.assays))
    for name in WHOLE:
        value = getattr(case, name)
        writing.put((name,), row, value, tuple(sorted(value.items())) if isinstance(value, Mapping) else None)
    for family, told in case.completeness.items():
        writing.put((COMPLETE, family), row, told)


def _write_family(writing: Writing, row: int, case: Case, family: str) -> None:
    every = getattr(case, family)
    if not every:
        return
    kept = _named(every, family, writing.kept[family])
    for key, given in getattr(case.index, family).items():
        found = tuple([kept[fact.id] for fact in given])
        writing.put((family, key), row, found, tuple(map(id, found)))  # equal facts are one object


def _write_findings(writing: Writing, row: int, case: Case) -> None:
    found = case.findings
    assert found is not None  # asked by the caller
    for family in BY_KEY:
        for key, given in getattr(case.index, family).items():
            said = tuple(found.of(f"{PREFIX[family]}/{fact.id}") for fact in given)
            if any(s is not None for s in said):
                writing.put((FOUND, family, key), row, said)
    writing.put((FOUND, "biomarkers"), row, dict(found.biomarkers), tuple(sorted(found.biomarkers.items(), key=_first)))
    writing.put((FOUND, "pharmacogenetics"), row, found.pharmacogenetics)


def _first(pair: tuple[str, object]) -> str:
    return pair[0]


def _named(given: Iterable[Any], family: str, kept: dict[Hashable, Any]) -> dict[str, Any]:
    """The facts of one patient and family by their ids, without what is not read, named by gene and position.

    Parameters
    ----------
    kept
        Those of all patients so far, by what they say: equal facts are one object.
    """
    found: dict[str, Any] = {}
    seen: dict[str, int] = {}
    names, read, name_of = _READ[family], _READING[family], NAME_OF[family]
    for fact in given:
        of = name_of(fact)
        seen[of] = seen.get(of, -1) + 1
        own = family == "variants" and fact.protein is None and label(fact) == f"{fact.gene} {fact.id}"
        name = fact.id if own else f"{of}#{seen[of]}"  # its own id where nothing else tells it
        said = read(fact)
        one = kept.get((name, said))
        if one is None:
            one = kept[name, said] = type(fact)(**dict(zip(names, said, strict=True)), **UNREAD[family], id=name)
        found[fact.id] = one
    return found


_KINDS: Mapping[str, Any] = {
    "variants": Variant, "copy_numbers": CopyNumber, "fusions": Fusion, "splice_events": SpliceEvent, "biomarkers": Biomarker,
    "labs": LabValue,
}  # fmt: skip
_READ = {
    family: tuple(f.name for f in fields(kind) if f.name != "id" and f.name not in UNREAD[family])
    for family, kind in _KINDS.items()
}
_READING = {family: attrgetter(*names) for family, names in _READ.items()}


NAME_OF: Mapping[str, Callable[[Any], str]] = {
    "variants": lambda v: str(v.gene),
    "copy_numbers": lambda n: str(n.gene),
    "fusions": lambda f: f"{f.five_prime}::{f.three_prime}",
    "splice_events": lambda s: str(s.gene),
    "biomarkers": lambda b: str(b.marker),
    "labs": lambda v: str(v.analyte),
}
