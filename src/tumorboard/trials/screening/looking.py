"""What leaves look at, where they say so: asked once for all of them, and judged by each.

A leaf may have a `view` of the case, which other leaves of the same `viewed` share, and `judges`, the verdict for what was
looked at: its `check` goes the same way, and the generative tests compare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tumorboard.criteria.facts import ROW
from tumorboard.trials.screening.grouping import Grouped, Rows
from tumorboard.trials.screening.memory import Facets, Memory, Views

if TYPE_CHECKING:
    from tumorboard.trials.screening.answers import Answers

Numbers = NDArray[np.int32]
UNSEEN, MORE = -1, -2  # of a combination of codes: not looked at yet; more must be read to look


class Looking:
    """What one `viewed` sees of groups of patients, by number."""

    def __init__(self, answers: Answers, leaf: Any, views: Views) -> None:
        self._of = answers
        self._leaf = leaf
        self._views = views

    def groups(self, reads: Facets, grouped: Grouped) -> Numbers:
        """The number of the view of each group; MORE where it takes more than they agree in."""
        numbers = Memory().views(None).numbers(reads) if ROW in reads else self._views.numbers(reads)
        seen: Numbers = numbers.of(grouped.numbers)
        asked = np.flatnonzero((seen == UNSEEN) & (grouped.first >= 0))
        facets = set(reads)
        for at in asked.tolist():
            case = self._of.watched(int(grouped.first[at]))
            view = self._leaf.view(case.as_case, self._of.context)
            if facets.issuperset(case.reads):
                told = self._views.number(view)
            else:
                told = MORE
                self._views.further[reads, int(grouped.numbers[at])] = tuple(sorted(facets | case.reads))
            seen[at] = numbers.values[grouped.numbers[at]] = told
        return seen

    def further(self, seen: Numbers, reads: Facets, grouped: Grouped, rows: Rows | None) -> list[tuple[Facets, Rows]]:
        """The patients of the groups that have to be told apart further, by what."""
        return grouped.parted(seen == MORE, lambda number: self._views.further[reads, number], rows)
