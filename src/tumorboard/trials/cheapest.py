"""The smallest sets of answers for a criterion in which no leaf stands twice, put together from those of its parts.

*All* needs a set of each part that is not as wanted, *any* that of the cheapest part, a count those of the cheapest few.
Of every part the best few sets are kept: the best of a whole are made of the best of its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tumorboard.model.verdict import Verdict
from tumorboard.trials.verdicts import Answers

Changes = frozenset[tuple[int, Verdict]]
NOTHING: Changes = frozenset()
_WANTED = {True: Verdict.MET, False: Verdict.NOT_MET}


def cheapest(answers: Answers, roots: Sequence[int], order: Sequence[int], *, most: int) -> list[Changes]:
    """Up to `most` sets that make all the roots MET, the smallest first; empty where constants forbid it.

    Where a leaf stands twice a set may be larger than need be, or not hold together: see `hitting`.
    """
    made: dict[tuple[int, bool], list[Changes]] = {}

    def best(sets: Iterable[Changes]) -> list[Changes]:
        found = list(dict.fromkeys(sets))
        return found if len(found) < 2 else sorted(found, key=lambda s: _cost(answers, s))[:most]

    asked = _asked(answers, roots, order)
    for number in order:
        for up in asked[number]:
            made[number, up] = (
                [NOTHING] if answers.verdict(number) is _WANTED[up] else _made(answers, number, up, made, best)
            )
    found = [NOTHING]
    for root in roots:
        found = best(_agreeing(a | b for a in found for b in made[root, True]))
    return found


def _asked(answers: Answers, roots: Sequence[int], order: Sequence[int]) -> dict[int, set[bool]]:
    """Node -> whether it is wanted MET, NOT_MET, or both."""
    asked: dict[int, set[bool]] = {number: set() for number in order}
    for root in roots:
        asked[root].add(True)
    for number in reversed(order):
        node = answers.plan.nodes[number]
        for at, part in enumerate(node.parts):
            if node.kind == "if" and at == 0:
                asked[part] |= {True, False}
            else:
                asked[part] |= {not up for up in asked[number]} if node.kind == "not" else asked[number]
    return asked


def _cost(answers: Answers, changes: Changes) -> tuple[object, ...]:
    settled = [n for n, _ in changes if answers.verdict(n) is not Verdict.UNKNOWN]
    firm = sum(not answers.codes[n] & 1 for n in settled)
    return (len(changes), firm, len(settled), sorted((n, v.value) for n, v in changes))


def _agreeing(sets: Iterable[Changes]) -> Iterable[Changes]:
    """Those in which no leaf has both answers."""
    return (s for s in sets if len({n for n, _ in s}) == len(s))


Best = Callable[[Iterable[Changes]], list[Changes]]


def _made(
    answers: Answers, number: int, up: bool, made: dict[tuple[int, bool], list[Changes]], best: Best
) -> list[Changes]:
    node = answers.plan.nodes[number]
    parts = node.parts

    def both(one: list[Changes], other: list[Changes]) -> list[Changes]:
        return best(_agreeing(a | b for a in one for b in other))

    match node.kind:
        case "leaf":
            return [frozenset({(number, _WANTED[up])})]
        case "not":
            return made[parts[0], not up]
        case "all" | "any" | "at_least":
            k = len(parts) if node.kind == "all" else node.k if node.kind == "at_least" else 1
            needed = k if up else len(parts) - k + 1
            # chosen[j]: the best sets with which j of the parts so far are as wanted
            chosen: list[list[Changes]] = [[NOTHING], *[[] for _ in range(needed)]]
            for part in parts:
                for j in range(needed, 0, -1):
                    chosen[j] = best([*chosen[j], *both(chosen[j - 1], made[part, up])])
            return chosen[needed]
        case "if":
            on, then, otherwise = parts
            return best(
                [
                    *both(made[on, True], made[then, up]),
                    *both(made[on, False], made[otherwise, up]),
                    *both(made[then, up], made[otherwise, up]),
                ]
            )
        case _:  # constants, flags and what cannot be read never change
            return []
