"""One leaf, asked of groups of patients: what it sees of them is asked once for all of whom it sees the same.

A leaf may say what it sees: of a variant (`sees`), of a course of treatment (`sees_course`) or of a condition (`sees_condition`); and
what its verdict is as soon as one course or condition counts (`one_settles`), UNKNOWN where none does and one may.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from tumorboard.criteria.alterations import label
from tumorboard.criteria.facts import FOUND, ROW, Facet
from tumorboard.criteria.judgment import Judgment
from tumorboard.criteria.watched import Watched
from tumorboard.errors import InternalError
from tumorboard.model.verdict import Verdict
from tumorboard.trials.screening.grouping import Grouped, Rows
from tumorboard.trials.screening.items import COURSES, JUDGED, of_lists
from tumorboard.trials.screening.labels import labeled
from tumorboard.trials.screening.memory import MORE, Facets, Memory, Said
from tumorboard.trials.screening.spans import OPEN

if TYPE_CHECKING:
    from tumorboard.criteria.treatment import Selector
    from tumorboard.trials.screening.answers import Answers

Verdicts = NDArray[np.uint8]
MET, UNKNOWN = Verdict.MET, Verdict.UNKNOWN
_BIT = {verdict: np.uint8(1 << verdict.rank) for verdict in Verdict}


class Asking:
    """One leaf, asked of groups of patients."""

    def __init__(self, answers: Answers, leaf: Any) -> None:
        self._of = answers
        self._leaf = leaf
        self._sees: Any = getattr(leaf, "sees", None)
        self._listed = ROW
        self._sees_item: Any = None
        self._selector = leaf.selecting(answers.context) if hasattr(leaf, "selecting") else None
        for name, facet, _ in JUDGED:
            if hasattr(leaf, name):
                self._listed, self._sees_item = facet, getattr(leaf, name)

    def groups(self, reads: Facets, grouped: Grouped) -> Verdicts:
        """The verdict of each group; MORE where it takes more than they agree in."""
        memory = Memory() if ROW in reads else self._of.memory
        known = memory.said(self._leaf, reads)
        if (self._sees is not None or self._selector is not None) and ROW not in reads:
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
        if self._sees_item is not None and self._listed in facets:
            self._one_by_one(known, reads, grouped, asked)
            said[asked] = known.verdicts.values[grouped.numbers[asked]]
            return said
        for at in asked.tolist():
            number, row = int(grouped.numbers[at]), int(grouped.first[at])
            seen = self._seen(facets, row) if self._sees is not None else None
            known.verdicts.values[number] = said[at] = self._asked(known, facets, seen, number, row)
        return said

    def _sighted(self, known: Said, reads: Facets, grouped: Grouped) -> Verdicts | None:
        """Asks once for all whose variants are judged alike, who were given the like where the leaf looks at that, and who agree
        in the rest; None where more must be read."""
        there = grouped.first >= 0
        first = grouped.first[there]
        told = [f for f in reads if f in self._of.table.columns]
        genes = [f for f in told if f[0] == "variants" and self._sees is not None]
        given = COURSES in told and self._selector is not None
        if not (genes or given) or FOUND in {f[0] for f in told}:
            return None
        columns: dict[Facet, NDArray[np.int32]] = {}
        for facet in told:
            codes = self._of.table.columns[facet].of(first)
            seen: NDArray[np.int32] | None = codes
            if facet in genes:
                seen = self._sights(facet, codes, first)
            elif given and facet == COURSES:
                seen = self._of.selected(cast("Selector", self._selector), codes)
            if seen is None:
                return None
            columns[facet] = seen
        of, begins = labeled(list(columns.values()), len(first))
        facets = set(reads)
        verdicts = np.zeros(len(begins), np.uint8)
        # of a facet that no patient here has, 0: views of all partitions have one form
        views = [tuple([int(columns[f][at]) if f in columns else 0 for f in reads]) for at in begins.tolist()]
        for at, (begin, view) in enumerate(zip(begins.tolist(), views, strict=True)):
            verdict = known.seen.get(view)
            if verdict is None:
                verdict, read = self._of.check(self._leaf, int(first[begin]))
                if not facets.issuperset(read):
                    verdict, known.beyond[view] = MORE, tuple(sorted(facets.union(read)))
                known.seen[view] = verdict
            verdicts[at] = verdict
        said = np.zeros(len(grouped.first), np.uint8)
        said[there] = verdicts[of]
        if MORE in verdicts:
            for at, view in zip(np.flatnonzero(there).tolist(), of.tolist(), strict=True):
                if said[at] == MORE:
                    known.further[int(grouped.numbers[at])] = known.beyond[views[view]]
        return said

    def _sights(self, facet: Facet, codes: NDArray[np.int32], first: Rows) -> NDArray[np.int32] | None:
        """What is seen of the variants of each code, by number; None where seeing reads anything else of the patient."""
        memory = self._of.memory
        sights = memory.sights(getattr(self._leaf, "seen_as", self._leaf))
        unique, begins, of = np.unique(codes, return_index=True, return_inverse=True)
        found = np.zeros(len(unique), np.int32)
        for at, code in enumerate(unique.tolist()):
            if not code:
                continue
            sight = sights.of.get((facet, code))
            if sight is None:
                case = self._of.watched(int(first[begins[at]]))
                seen = self._variants(case, facet[1])
                alone = case.reads <= {facet}
                sight = sights.of[facet, code] = sights.known.setdefault(seen, len(sights.known) + 1) if alone else -1
            if sight < 0:
                return None
            found[at] = sight
        return found[of]

    def _one_by_one(self, known: Said, reads: Facets, grouped: Grouped, asked: Rows) -> None:
        """Asks once for all whose courses, or conditions, are judged alike and who agree in the rest."""
        numbers, first = grouped.numbers[asked], grouped.first[asked]
        columns = self._of.table.columns
        none = np.zeros(
            len(first), np.int32
        )  # of a facet that no patient here has: views of all partitions have one form
        rest = [columns[f].of(first) if f in columns else none for f in reads if f != self._listed]
        lists = self._of.lists(self._listed)
        judged = self._of.memory.items(self._listed).judged(self._leaf, self._judge, self._days())
        bits = of_lists(lists, judged, columns[self._listed].of(first))
        one = getattr(self._leaf, "one_settles", None)
        if one is not None:  # one of them settles it, or leaves it open: the rest of the patient says nothing
            known.verdicts.values[numbers[bits & _BIT[UNKNOWN] != 0]] = UNKNOWN.rank
            known.verdicts.values[numbers[bits & _BIT[MET] != 0]] = one.rank
            left = np.flatnonzero(bits & (_BIT[UNKNOWN] | _BIT[MET]) == 0)
            bits, numbers, first, rest = bits[left], numbers[left], first[left], [c[left] for c in rest]
            if not len(left):
                return
        seen = np.stack([bits.astype(np.int32), *rest], axis=1)
        self._alike(known, set(reads), seen, np.ones(len(first), np.bool_), numbers, first)

    def _days(self) -> tuple[int, ...] | None:
        """The days on which what the leaf says of an item turns, where it says so."""
        turns = getattr(self._leaf, "turns", None)
        return None if turns is None else tuple(sorted(day.toordinal() for day in turns(self._of.context)))

    def _judge(self, item: Any) -> int:
        verdict: int = self._sees_item(self._of.context, item).verdict.rank
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
        verdict, read = self._of.check(self._leaf, row)
        if not facets.issuperset(read):
            known.further[number] = tuple(sorted(facets.union(read)))
            return MORE
        if seen is not None:
            known.seen[seen] = verdict
        return verdict

    def _seen(self, facets: set[Facet], row: int) -> Hashable | None:
        """What a leaf sees of a patient that says how it judges each variant; None where seeing takes more than the facets."""
        case = self._of.watched(row)
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
        if ROW in reads and (said == MORE).any():
            raise InternalError("a criterion reads more than everything of a patient")
        told = self._of.memory.said(self._leaf, reads).further
        return grouped.parted(said == MORE, told.__getitem__, rows)
