"""Patients whom a leaf cannot tell apart by the variants of a gene: variants are many, and few are judged differently.

A leaf whose answer rests on how it judges each variant names that judgment (`sees`), which its `check` uses itself.  Each
distinct set of variants of a gene is judged once, and patients whose variants are judged alike are one group.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

from tumorboard.criteria import bits
from tumorboard.criteria.alterations import label
from tumorboard.criteria.facts import Facet, Facts
from tumorboard.criteria.grouping import Group, Grouping
from tumorboard.criteria.judgment import Judgment
from tumorboard.criteria.watched import Watched
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Criterion, Verdict

SEEN = "variants"  # the family that leaves judge one by one
Marked = Callable[[str, Watched], str]


@dataclass(frozen=True, slots=True)
class Sight:
    """What a leaf sees of the variants of a gene, beside what names and marks tell of them.

    Parameters
    ----------
    sees
        The judgment of one variant.
    elsewhere
        Whether a variant is known by itself not to concern the question: it need not be judged.
    """

    context: Context
    marked: Marked
    sees: Callable[[Case, Context, object], Hashable]
    elsewhere: Callable[[object], bool] | None = None

    @classmethod
    def of(cls, criterion: Criterion, context: Context, marked: Marked) -> Sight | None:
        """That of a leaf; None where it does not say."""
        sees = getattr(criterion, "sees", None)
        return cls(context, marked, sees, getattr(criterion, "elsewhere", None)) if sees is not None else None

    def passes_by(self, value: tuple[object, ...]) -> bool:
        """Whether none of the variants need be judged."""
        return self.elsewhere is not None and all(map(self.elsewhere, value))

    def seen(self, case: Watched, facet: Facet) -> Hashable:
        """What is seen of one patient; where no variant concerns the question, as if there were none: `()`."""
        given = case.recorded(facet)
        names = [label(v) for v in given] if len(given) > 1 else ()
        found: list[Hashable] = []
        for at, v in enumerate(given):
            said = self.sees(case.as_case, self.context, v)
            if isinstance(said, Judgment):
                if said.verdict is Verdict.NOT_MET and not said.why:
                    found.append(None)  # neither counts nor is told of (`judgment.decide`)
                    continue
                if said.missing:
                    said = replace(said, missing=frozenset(by_fact(m, texts(case)) for m in said.missing))
            first = names.index(names[at]) if names else 0
            found.append((said, self.marked(f"variant/{v.id}", case), v.assay, v.specimen, first))
        return tuple(found) if any(found) else ()


def texts(case: Watched) -> dict[str, str]:
    """How the variants that were looked at are called in what is missing of them."""
    found: dict[str, str] = {}
    for fact, (facet, at) in case.given.items():
        if facet[0] == SEEN and "#" in fact:
            found.setdefault(label(case.facts.value(facet, case.row)[at]), fact)
    return found


def by_fact(item: str, texts: dict[str, str]) -> str:
    """What is missing, named by the fact where it is missing of one."""
    family, _, detail = item.partition(":")
    return f"{family}:{{{texts[detail]}}}" if detail in texts else item


class Parting:
    """Parts patients into groups by the facets that a question reads, variants by what it sees of them."""

    def __init__(self, facts: Facts, grouping: Grouping, watched: Callable[[int], Watched]) -> None:
        self._facts = facts
        self._grouping = grouping
        self._watched = watched

    def of(self, reads: frozenset[Facet], within: int, sight: Sight) -> tuple[frozenset[Facet], list[Group]]:
        """The groups, and what their patients agree in or are alike in: `reads`, and what seeing the variants took."""
        seen = sorted(f for f in reads if f[0] == SEEN)
        rest = reads.difference(seen)
        while True:
            groups = self._grouping.of(rest, within)
            more: set[Facet] = set()
            for facet in seen:
                if facet in self._facts.columns:
                    groups = [part for group in groups for part in self._parted(group, facet, sight, rest, more)]
            if not more:
                return reads | rest, groups
            if any(f[0] == SEEN for f in more):  # one gene seen in the light of another: told apart by all there is
                reads = reads | more
                return reads, self._grouping.of(reads, within)
            rest = rest | more

    def _parted(
        self, group: Group, facet: Facet, sight: Sight, agreed: frozenset[Facet], more: set[Facet]
    ) -> list[Group]:
        """A group by what is seen of its variants; `more` receives what seeing took that the patients may differ in."""
        if more:
            return []
        found: dict[Hashable, list[int]] = {}
        for rows in self._grouping.by_code(facet, group):
            if sight.passes_by(self._facts.value(facet, rows[0])):
                continue
            case = self._watched(rows[0])
            found.setdefault(sight.seen(case, facet), []).extend(rows)
            more.update(case.reads - agreed - {facet})
            if more:
                return []
        found.pop((), None)
        told = [Group(rows[0], rows=tuple(rows)) for rows in found.values()]
        n = self._facts.n
        rest = group.set(n) & ~bits.of_rows((row for rows in found.values() for row in rows), n)
        return [*told, Group(bits.first_of(rest), rest)] if rest else told
