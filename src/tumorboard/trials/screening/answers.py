"""Leaves over many patients: `check` itself, once for all who agree in what it reads, and two sets out of its verdicts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from tumorboard.criteria.alterations import label
from tumorboard.criteria.base import leaf_text
from tumorboard.criteria.facts import FOUND, ROW, Facet, Facts
from tumorboard.criteria.judgment import Judgment
from tumorboard.criteria.watched import Derive, Remembered, Watched
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Criterion, Verdict
from tumorboard.trials.screening.columns import Table
from tumorboard.trials.screening.sets import Words, packed, words_of

Rows = NDArray[np.int64]
Facets = tuple[Facet, ...]
KEPT = 16  # groupings of all patients that are remembered: leaves of one gene are asked one after the other


@dataclass(frozen=True, slots=True)
class Grouped:
    """Patients who agree in some facets: a label for each of those asked, and a patient of each label, -1 where there is none."""

    labels: NDArray[np.int64]
    first: Rows


class Answers:
    """The leaves of one set of patients.

    Parameters
    ----------
    derive
        What an interpretation says of these facts; None where the facts hold it, or nothing is interpreted.
    reads
        What each leaf was seen to read of other patients: where to begin.
    """

    def __init__(
        self,
        table: Table,
        context: Context,
        *,
        derive: Derive | None = None,
        reads: dict[Criterion, Facets] | None = None,
    ) -> None:
        self.table = table
        self.context = context
        self.asked = 0  # how often `check` ran
        self._derive = derive
        self._memory: dict[object, Remembered] = {}
        self._reads = {} if reads is None else reads
        self._groups: OrderedDict[Facets, Grouped] = OrderedDict()
        self._dense: dict[Facets, Grouped] = {}

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
        texts = [leaf_text(leaf) for leaf in leaves]  # type: ignore[arg-type]
        return sorted(range(len(leaves)), key=lambda at: (self._reads.get(leaves[at], ()), texts[at]))

    def verdicts(self, leaf: Criterion) -> NDArray[np.uint8]:
        """The verdict of every patient, by its value."""
        n = self.table.n
        if not n:
            return np.zeros(0, np.uint8)
        begun = self._reads.get(leaf)
        if begun is None:
            begun = self._reads[leaf] = self._asked(leaf, 0)[1]
        grouped = self._every(begun)
        said, more = self._of_groups(leaf, begun, grouped)
        found = said[grouped.labels]
        pending = _split(more, grouped.labels, np.arange(n) if more else grouped.labels)
        while pending:
            reads, rows = pending.pop()
            grouped = self._some(reads, rows)
            said, more = self._of_groups(leaf, reads, grouped)
            found[rows] = said[grouped.labels]
            pending += _split(more, grouped.labels, rows)
        return found

    def _asked(self, leaf: Criterion, row: int) -> tuple[int, Facets]:
        case = self._watched(row)
        verdict = leaf.check(case.as_case, self.context).verdict
        self.asked += 1
        return verdict.value, tuple(sorted(case.reads))

    def _watched(self, row: int) -> Watched:
        return Watched(cast("Facts", self.table), row, self._derive, self._memory)

    def _of_groups(
        self, leaf: Criterion, reads: Facets, grouped: Grouped
    ) -> tuple[NDArray[np.uint8], dict[Facets, list[int]]]:
        """The verdict of each group, and those groups in which more was read than they agree in, by what was."""
        known = set(reads)
        said = np.zeros(len(grouped.first), np.uint8)
        more: dict[Facets, list[int]] = {}
        alike: dict[Hashable, int] = {}
        sees = getattr(leaf, "sees", None)
        for at, row in enumerate(grouped.first.tolist()):
            if row < 0:
                continue
            if sees is not None:
                seen = self._seen(sees, reads, known, row)
                if seen is not None:
                    same = alike.setdefault(seen, at)
                    if same != at:
                        said[at] = said[same]
                        continue
            verdict, read = self._asked(leaf, row)
            if known.issuperset(read):
                said[at] = verdict
            else:
                more.setdefault(tuple(sorted(known.union(read))), []).append(at)
                if sees is not None:
                    alike = {k: v for k, v in alike.items() if v != at}
        return said, more

    def _seen(
        self, sees: Callable[[Case, Context, object], Hashable], reads: Facets, known: set[Facet], row: int
    ) -> Hashable | None:
        """What a leaf sees of a patient that says how it judges each variant; None where seeing takes more than `reads`."""
        case = self._watched(row)
        found: list[Hashable] = []
        for facet in reads:
            if facet[0] == FOUND and facet[1] == "variants" and facet[1:] in known:
                continue  # part of how the variants are judged
            given = case.index.variants.get(facet[1], ()) if facet[0] == "variants" else ()
            if not given:
                found.append(self.table.code(facet, row))
                continue
            names = [label(v) for v in given] if len(given) > 1 else []
            for at, v in enumerate(given):
                said = sees(case.as_case, self.context, v)
                if isinstance(said, Judgment):
                    said = (said.verdict, said.review, said.assumed)
                found.append((said, v.assay, v.specimen, names.index(names[at]) if names else 0))
        return tuple(found) if known.issuperset(case.reads) else None

    def _every(self, reads: Facets) -> Grouped:
        """All patients by what they agree in."""
        grouped = self._groups.get(reads)
        if grouped is None:
            grouped = self._groups[reads] = self._grouped(reads)
            if len(self._groups) > KEPT:
                self._groups.popitem(last=False)
        else:
            self._groups.move_to_end(reads)
        return grouped

    def _grouped(self, reads: Facets) -> Grouped:
        columns = self.table.columns
        if ROW in reads:
            each = np.arange(self.table.n)
            return Grouped(each, each)
        told = [f for f in reads if f in columns]
        thick = tuple(f for f in told if columns[f].rows is None)
        base = self._dense.get(thick)
        if base is None:
            base = self._dense[thick] = _labeled([columns[f].codes for f in thick], self.table.n)
        thin = [columns[f] for f in told if columns[f].rows is not None]
        if not thin:
            return base
        rows = np.unique(np.concatenate([c.rows for c in thin if c.rows is not None])).astype(np.int64)
        if not len(rows):
            return base
        part = _labeled([base.labels[rows], *(c.of(rows) for c in thin)], len(rows))
        labels = base.labels.copy()
        labels[rows] = part.labels + len(base.first)
        return Grouped(labels, np.concatenate((_without(base, rows), rows[part.first])))

    def _some(self, reads: Facets, rows: Rows) -> Grouped:
        """Some patients by what they agree in; their `first` are rows of all."""
        if ROW in reads:
            return Grouped(np.arange(len(rows)), rows)
        told = [self.table.columns[f] for f in reads if f in self.table.columns]
        part = _labeled([c.of(rows) for c in told], len(rows))
        return Grouped(part.labels, rows[part.first])


def _labeled(columns: Sequence[NDArray[np.integer]], n: int) -> Grouped:
    """A label for each combination of codes that occurs, and where it occurs first."""
    labels = np.zeros(n, np.int64)
    first = np.zeros(min(n, 1), np.int64)
    for codes in columns:
        mixed = labels * (int(codes.max(initial=0)) + 1) + codes
        _, first, labels = np.unique(mixed, return_index=True, return_inverse=True)
    return Grouped(labels, first)


def _without(base: Grouped, rows: Rows) -> Rows:
    """A patient of each group who is none of `rows`."""
    if not np.isin(base.first, rows, assume_unique=True).any():
        return base.first
    others = np.ones(len(base.labels), np.bool_)
    others[rows] = False
    left = np.flatnonzero(others)[::-1]
    first = np.full(len(base.first), -1, np.int64)
    first[base.labels[left]] = left  # the last that is written is the first of the group
    return first


def _split(more: dict[Facets, list[int]], labels: NDArray[np.int64], rows: Rows) -> list[tuple[Facets, Rows]]:
    """The patients of the groups that have to be told apart further, by what."""
    found = []
    for reads, groups in more.items():
        wanted = np.zeros(int(labels.max(initial=0)) + 1, np.bool_)
        wanted[groups] = True
        found.append((reads, rows[wanted[labels]]))
    return found
