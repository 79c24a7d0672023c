"""The smallest set of answers that would have to be otherwise for criteria to be MET, and whether any set would do.

Every leaf counts as a question of its own that could be answered MET or NOT_MET; a leaf that stands in several places
changes in all of them.  Criteria that share no leaf are solved apart.  Where no leaf stands twice the smallest sets come
straight from those of the parts (`cheapest`); where one does, they are searched for (`hitting`), and the search says when
it gave up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tumorboard.model.verdict import Verdict
from tumorboard.trials.cheapest import Changes, cheapest
from tumorboard.trials.hitting import Search
from tumorboard.trials.verdicts import MET, UNKNOWN, Answers

SETS = 6  # as many smallest sets as are told of one group


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria that share leaves, and the smallest sets of leaf -> answer that make all of them MET.

    Parameters
    ----------
    roots
        Numbers of the criteria.
    sets
        The smallest sets, those first that need the fewest settled answers changed; empty where none was found.
    exact
        No smaller set exists; with `sets` empty, no set at all: the criteria contradict each other.
    more
        There are, or may be, further smallest sets than these.
    """

    roots: tuple[int, ...]
    sets: tuple[tuple[tuple[int, Verdict], ...], ...]
    exact: bool
    more: bool = False

    @property
    def impossible(self) -> bool:
        """Whether no answers at all make the criteria MET."""
        return self.exact and not self.sets


def groups(answers: Answers, roots: Sequence[int]) -> tuple[Group, ...]:
    """What would make each of these criteria MET, in groups that share no leaf; those that are MET alone are left out.

    A MET criterion that shares a leaf with one that is not stays in the group: it must not be lost on the way.
    """
    open_ = [r for r in dict.fromkeys(roots) if answers.codes[r] < MET]
    if not open_:
        return ()
    plan = answers.plan
    below = {r: plan.below(r) for r in dict.fromkeys(roots)}
    held = {r: frozenset(n for n in below[r] if plan.nodes[n].kind == "leaf") for r in below}
    made = []
    for together in _together(open_, held):
        known = answers.kept.get(("group", together))
        if not isinstance(known, Group):
            known = answers.kept["group", together] = _solved(answers, together, below, held)
        made.append(known)
    return tuple(made)


def _together(open_: Sequence[int], held: Mapping[int, frozenset[int]]) -> list[tuple[int, ...]]:
    """Criteria joined while they share a leaf, each group by the place of its first."""
    by_leaf: dict[int, list[int]] = {}
    for root, leaves in held.items():
        for leaf in leaves:
            by_leaf.setdefault(leaf, []).append(root)
    seen: set[int] = set()
    made = []
    for first in open_:
        if first in seen:
            continue
        seen.add(first)
        group, todo = [first], [first]
        while todo:
            for leaf in sorted(held[todo.pop()]):
                for other in by_leaf.pop(leaf, ()):
                    if other not in seen:
                        seen.add(other)
                        group.append(other)
                        todo.append(other)
        made.append(tuple(sorted(group)))
    return made


def _solved(
    answers: Answers, roots: tuple[int, ...], below: Mapping[int, list[int]], held: Mapping[int, frozenset[int]]
) -> Group:
    if len(roots) == 1 and answers.plan.nodes[roots[0]].kind == "leaf":
        return Group(roots, (((roots[0], Verdict.MET),),), exact=True)
    order = sorted(set().union(*(below[r] for r in roots)))
    leaves = frozenset[int]().union(*(held[r] for r in roots))
    once = sum(answers.plan.nodes[r].size for r in roots) == len(leaves)
    if once:
        return _told(answers, roots, cheapest(answers, roots, order, most=SETS + 1), exact=True)
    search = Search(answers, roots, order, len(leaves))
    searched = search.smallest()
    if searched is not None:
        return _told(answers, roots, searched, exact=True, more=search.spent)
    # The search gave up; what comes from the parts may be larger than need be, or not hold together.
    sound = [one for one in cheapest(answers, roots, order, most=1) if search.holds(dict(one))]
    return _told(answers, roots, sound, exact=False, more=True)


def _told(
    answers: Answers, roots: tuple[int, ...], found: Sequence[Changes], *, exact: bool, more: bool = False
) -> Group:
    least = min((len(s) for s in found), default=0)
    ranked = sorted((s for s in found if len(s) == least), key=lambda s: rank(answers, s))
    sets = tuple(tuple(sorted(s, key=lambda pair: pair[0])) for s in ranked[:SETS])
    return Group(roots, sets, exact, more or len(ranked) > SETS)


def rank(answers: Answers, changes: Changes) -> tuple[object, ...]:
    """Sets that only need something to be learned first, then those that time may bring, by number last."""
    settled = [n for n, _ in changes if not UNKNOWN <= answers.codes[n] < MET]
    firm = sum(not answers.codes[n] & 1 for n in settled)
    return (firm, len(settled), sorted((n, v.value) for n, v in changes))
