"""Leaves over many patients: `check` itself, once for all who agree in what it reads, and two sets out of its verdicts.

A leaf may say what it sees: of a variant (`sees`), of a course of treatment (`sees_course`), or of the case (`view`, which other leaves
of the same `viewed` share, and of which `judges`, where there is one, gives the verdict as `check` itself does).  What is seen alike is answered alike, and asked once.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import fields
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from tumorboard.criteria.alterations import label
from tumorboard.criteria.base import leaf_text
from tumorboard.criteria.facts import FOUND, ROW, Facet, Facts
from tumorboard.criteria.judgment import Judgment
from tumorboard.criteria.treatment import courses
from tumorboard.criteria.watched import Derive, Remembered, Watched
from tumorboard.errors import InternalError
from tumorboard.model.context import Context
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.model.verdict import Criterion, Verdict
from tumorboard.trials.screening.columns import Table
from tumorboard.trials.screening.grouping import Grouped, Groups, Rows, labeled
from tumorboard.trials.screening.memory import MORE, OPEN, Facets, Memory, Said, Views
from tumorboard.trials.screening.sets import Words, packed, words_of

Verdicts = NDArray[np.uint8]
COURSES: Facet = ("courses",)
_FIELDS = frozenset(f.name for f in fields(TreatmentCourse))


class Answers:
    """The leaves of one set of patients.

    Parameters
    ----------
    derive
        What an interpretation says of these facts; None where the facts hold it, or nothing is interpreted.
    memory
        Of a run whose partitions have codes of its book; a new one where the codes are the table's own.
    """

    def __init__(
        self, table: Table, context: Context, *, derive: Derive | None = None, memory: Memory | None = None
    ) -> None:
        self.table = table
        self.context = context
        self.asked = 0  # how often `check` ran
        self._derive = derive
        self._derived: dict[object, Remembered] = {}  # by the codes of this table
        self._memory = memory if memory is not None else Memory()
        self._groups = Groups(table, self._memory)

    def pairs(self, leaves: Sequence[Criterion]) -> Words:
        """(leaves, 2, words): for each leaf who has it met, and who could have."""
        words = words_of(self.table.n)
        found = np.empty((len(leaves), 2, words), np.uint64)
        for at in self._in_order(leaves):
            verdicts = self.verdicts(leaves[at])
            found[at, 0] = packed(verdicts == Verdict.MET.value, words)
            found[at, 1] = packed(verdicts != Verdict.NOT_MET.value, words)
        return found

    def _in_order(self, leaves: Sequence[Criterion]) -> list[int]:
        """Those that read the same one after the other."""
        reads = self._memory.reads
        texts = [leaf_text(leaf) for leaf in leaves]  # type: ignore[arg-type]
        return sorted(range(len(leaves)), key=lambda at: (reads.get(leaves[at], ()), texts[at]))

    def verdicts(self, leaf: Criterion) -> Verdicts:
        """The verdict of every patient, by its value."""
        n = self.table.n
        if not n:
            return np.zeros(0, np.uint8)
        reads = self._memory.reads.get(leaf)
        if reads is None:
            reads = self._memory.reads[leaf] = self._check(leaf, 0)[1]
        asking = _Asking(self, leaf)
        grouped = self._groups.every(reads)
        said = asking.groups(reads, grouped)
        found: Verdicts = said[grouped.labels]
        pending = asking.further(said, reads, grouped, None)
        while pending:
            reads, rows = pending.pop()
            grouped = self._groups.some(reads, rows)
            said = asking.groups(reads, grouped)
            found[rows] = said[grouped.labels]
            pending += asking.further(said, reads, grouped, rows)
        return found

    def _check(self, leaf: Criterion, row: int) -> tuple[int, Facets]:
        case = self._watched(row)
        verdict = leaf.check(case.as_case, self.context).verdict
        self.asked += 1
        return verdict.value, tuple(sorted(case.reads))

    def _watched(self, row: int) -> Watched:
        return Watched(cast("Facts", self.table), row, self._derive, self._derived)


class _Read(TreatmentCourse):
    """A course of treatment that remembers which of its fields were read; a copy of it is a plain course."""

    __slots__ = ("names",)
    names: set[str]

    @classmethod
    def of(cls, course: TreatmentCourse) -> _Read:
        """The same course."""
        made = object.__new__(cls)
        for name in _FIELDS:
            object.__setattr__(made, name, getattr(course, name))
        object.__setattr__(made, "names", set())
        return made

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":
            return TreatmentCourse
        if name in _FIELDS:
            object.__getattribute__(self, "names").add(name)
        return object.__getattribute__(self, name)


class _Asking:
    """One leaf, asked of groups of patients."""

    def __init__(self, answers: Answers, leaf: Any) -> None:
        self._of = answers
        self._leaf = leaf
        self._sees: Any = getattr(leaf, "sees", None)
        self._sees_course: Any = getattr(leaf, "sees_course", None)
        self._view: Any = getattr(leaf, "view", None)
        self._judges: Any = getattr(leaf, "judges", None)
        self._judged: dict[int, int] = {}
        self._by_fields: dict[tuple[str, ...], dict[tuple[object, ...], int]] = {}

    def groups(self, reads: Facets, grouped: Grouped) -> Verdicts:
        """The verdict of each group; MORE where it takes more than they agree in."""
        memory = Memory() if ROW in reads else self._of._memory
        known = memory.said(self._leaf, reads)
        if self._sees is not None and ROW not in reads:
            sighted = self._sighted(known, reads, grouped)
            if sighted is not None:
                return sighted
        said: Verdicts = known.verdicts.of(grouped.numbers)
        if (grouped.first < 0).any():
            said[grouped.first < 0] = Verdict.NOT_MET.value  # nobody
        asked = np.flatnonzero(said == OPEN)
        if not len(asked):
            return said
        facets = set(reads)
        if self._view is not None:
            self._viewed(memory.views(self._leaf.viewed, reads), known, facets, grouped, asked)
            said[asked] = known.verdicts.values[grouped.numbers[asked]]
            return said
        if self._sees_course is not None and COURSES in facets:
            self._treated(known, reads, grouped, asked)
            said[asked] = known.verdicts.values[grouped.numbers[asked]]
            return said
        for at in asked.tolist():
            number, row = int(grouped.numbers[at]), int(grouped.first[at])
            seen = self._seen(facets, row) if self._sees is not None else None
            known.verdicts.values[number] = said[at] = self._asked(known, facets, seen, number, row)
        return said

    def _viewed(self, views: Views, known: Said, facets: set[Facet], grouped: Grouped, asked: Rows) -> None:
        """Asks once for each view of the groups asked."""
        numbers, first = grouped.numbers[asked], grouped.first[asked]
        for at in np.flatnonzero(views.numbers.of(numbers) == -1).tolist():
            case = self._of._watched(int(first[at]))
            view = self._view(case.as_case, self._of.context)
            told = views.known.setdefault(view, len(views.known)) if facets.issuperset(case.reads) else -2
            views.numbers.values[numbers[at]] = told
        seen = views.numbers.values[numbers]
        if self._judges is not None and (seen >= 0).all():
            looks = list(views.known)
            unique, of = np.unique(seen, return_inverse=True)
            verdicts = np.array([self._judges(looks[view]).value for view in unique.tolist()], np.uint8)
            known.verdicts.values[numbers] = verdicts[of]
            return
        self._alike(known, facets, seen[:, None], seen >= 0, numbers, first)

    def _sighted(self, known: Said, reads: Facets, grouped: Grouped) -> Verdicts | None:
        """Asks once for all whose variants are judged alike and who agree in the rest; None where more must be read."""
        there = grouped.first >= 0
        first = grouped.first[there]
        told = [f for f in reads if f in self._of.table.columns]
        genes = [f for f in told if f[0] == "variants"]
        if not genes or FOUND in {f[0] for f in told}:
            return None
        columns = []
        for facet in told:
            codes = self._of.table.columns[facet].of(first)
            seen = self._sights(facet, codes, first) if facet in genes else codes
            if seen is None:
                return None
            columns.append(seen)
        of, begins = labeled([column - column.min(initial=0) for column in columns], len(first))
        facets = set(reads)
        verdicts = np.zeros(len(begins), np.uint8)
        for at, begin in enumerate(begins.tolist()):
            view = tuple([int(column[begin]) for column in columns])
            verdict = known.seen.get(view)
            if verdict is None:
                verdict, read = self._of._check(self._leaf, int(first[begin]))
                if not facets.issuperset(read):
                    return None
                known.seen[view] = verdict
            verdicts[at] = verdict
        said = np.zeros(len(grouped.first), np.uint8)
        said[there] = verdicts[of]
        return said

    def _sights(self, facet: Facet, codes: NDArray[np.int32], first: Rows) -> NDArray[np.int32] | None:
        """What is seen of the variants of each code, by number; None where seeing reads anything else of the patient."""
        memory = self._of._memory
        sights = memory.sights(getattr(self._leaf, "seen_as", self._leaf))
        unique, begins, of = np.unique(codes, return_index=True, return_inverse=True)
        found = np.zeros(len(unique), np.int32)
        for at, code in enumerate(unique.tolist()):
            if not code:
                continue
            sight = sights.of.get((facet, code))
            if sight is None:
                case = self._of._watched(int(first[begins[at]]))
                seen = self._variants(case, facet[1])
                alone = case.reads <= {facet}
                sight = sights.of[facet, code] = sights.known.setdefault(seen, len(sights.known) + 1) if alone else -1
            if sight < 0:
                return None
            found[at] = sight
        return found[of]

    def _treated(self, known: Said, reads: Facets, grouped: Grouped, asked: Rows) -> None:
        """Asks once for all whose courses are judged alike and who agree in the rest."""
        numbers, first = grouped.numbers[asked], grouped.first[asked]
        columns = self._of.table.columns
        rest = [columns[f].of(first) for f in reads if f != COURSES and f in columns]
        seen = np.stack([self._judgments(columns[COURSES].of(first), first), *rest], axis=1)
        self._alike(known, set(reads), seen, np.ones(len(asked), np.bool_), numbers, first)

    def _judgments(self, codes: NDArray[np.int32], first: Rows) -> NDArray[np.int32]:
        """Which judgments there are of the courses of each history: neither their order nor their number matters to the leaf."""
        memory = self._of._memory
        unique, begins, of = np.unique(codes, return_index=True, return_inverse=True)
        told: list[tuple[tuple[int, TreatmentCourse], ...]] = []
        for code, at in zip(unique.tolist(), begins.tolist(), strict=True):
            known = memory.histories.get(code)
            if known is None:
                known = memory.history(code, courses(self._of._watched(int(first[at])).as_case, self._of.context))
            told.append(known)
        found = np.zeros(len(unique), np.int32)
        for at, history in enumerate(told):
            for number, course in history:
                verdict = self._judged.get(number)
                if verdict is None:
                    verdict = self._judged[number] = 1 << self._judgment(course)
                found[at] |= verdict
        return found[of]

    def _judgment(self, course: TreatmentCourse) -> int:
        """The verdict of a course, judged once for all that agree in the fields that were read."""
        for names, told in self._by_fields.items():
            known = told.get(tuple([getattr(course, name) for name in names]))
            if known is not None:
                return known
        seen = _Read.of(course)
        verdict: int = self._sees_course(self._of.context, seen).verdict.value
        names = tuple(sorted(seen.names))
        self._by_fields.setdefault(names, {})[tuple([getattr(course, name) for name in names])] = verdict
        return verdict

    def _alike(
        self, known: Said, facets: set[Facet], seen: NDArray[Any], sure: NDArray[np.bool_], numbers: Rows, first: Rows
    ) -> None:
        """Asks once for each row of what was seen."""
        of, begins = labeled([column - column.min() for column in seen.T], len(seen))
        verdicts = np.zeros(len(begins), np.uint8)
        for at, begin in enumerate(begins.tolist()):
            view = tuple(seen[begin].tolist())
            if sure[begin]:
                verdicts[at] = self._asked(known, facets, view, int(numbers[begin]), int(first[begin]))
        known.verdicts.values[numbers] = verdicts[of]
        for at in np.flatnonzero((verdicts == MORE)[of]).tolist():
            known.further[int(numbers[at])] = known.further[int(numbers[begins[of[at]]])]
        for at in np.flatnonzero(~sure).tolist():
            number = int(numbers[at])
            known.verdicts.values[number] = self._asked(known, facets, None, number, int(first[at]))

    def _asked(self, known: Said, facets: set[Facet], seen: Hashable, number: int, row: int) -> int:
        if seen is not None and seen in known.seen:
            return known.seen[seen]
        verdict, read = self._of._check(self._leaf, row)
        if not facets.issuperset(read):
            known.further[number] = tuple(sorted(facets.union(read)))
            return MORE
        if seen is not None:
            known.seen[seen] = verdict
        return verdict

    def _seen(self, facets: set[Facet], row: int) -> Hashable | None:
        """What a leaf sees of a patient that says how it judges each variant; None where seeing takes more than the facets."""
        case = self._of._watched(row)
        found: list[Hashable] = []
        for facet in sorted(facets):
            if facet[0] == FOUND and facet[1] == "variants" and facet[1:] in facets:
                continue  # part of how the variants are judged
            if facet[0] == "variants":
                found.append(self._variants(case, facet[1]))
            else:
                found.append(self._of.table.code(facet, row))
        return tuple(found) if facets.issuperset(case.reads) else None

    def _variants(self, case: Watched, gene: str) -> Hashable:
        given = case.index.variants.get(gene, ())
        names = [label(v) for v in given] if len(given) > 1 else []
        found = []
        for at, v in enumerate(given):
            said = self._sees(case.as_case, self._of.context, v)
            if isinstance(said, Judgment):
                said = (said.verdict, said.review, said.assumed)
            found.append((said, v.assay, v.specimen, names.index(names[at]) if names else 0))
        return tuple(found)

    def further(self, said: Verdicts, reads: Facets, grouped: Grouped, rows: Rows | None) -> list[tuple[Facets, Rows]]:
        """The patients of the groups that have to be told apart further, by what."""
        open_ = np.flatnonzero(said == MORE)
        if not len(open_):
            return []
        if ROW in reads:
            raise InternalError("a criterion reads more than everything of a patient")
        told = self._of._memory.said(self._leaf, reads).further
        groups: dict[Facets, list[int]] = {}
        for at in open_.tolist():
            groups.setdefault(told[int(grouped.numbers[at])], []).append(at)
        found = []
        for more, those in groups.items():
            wanted = np.zeros(len(grouped.first), np.bool_)
            wanted[those] = True
            chosen = np.flatnonzero(wanted[grouped.labels])
            found.append((more, chosen if rows is None else rows[chosen]))
        return found
