"""Questions for one number: whether any value satisfies all of them.

A negated question leaves what lies outside it: below its lower limit, above its upper one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from math import inf
from typing import Any

from tumorboard.criteria.base import Leaf
from tumorboard.vocab import Vocabulary


@dataclass(frozen=True, slots=True)
class Number:
    """A question for a number: its least and greatest value, both included.

    Parameters
    ----------
    about
        Equal for questions of one number.
    least, most
        Values that the number can have at all.
    whole
        Whether it is a whole number.
    """

    about: Hashable
    low: float
    high: float
    least: float = -inf
    most: float = inf
    whole: bool = False


def empty(wanted: Sequence[Leaf], unwanted: Sequence[Leaf], vocab: Vocabulary) -> bool:
    """Whether some number has no value that is in every wanted question and in no unwanted one."""
    asked: dict[Hashable, list[Number]] = {}
    without: dict[Hashable, list[Number]] = {}
    for leaves, found in ((wanted, asked), (unwanted, without)):
        for leaf in leaves:
            number = _number(leaf, vocab)
            if number is not None:
                found.setdefault(number.about, []).append(number)
    return any(_none(asked.get(about, []), without.get(about, [])) for about in {**asked, **without})


def _none(asked: Sequence[Number], without: Sequence[Number]) -> bool:
    one = (*asked, *without)[0]
    low = max([one.least, *(a.low for a in asked)])
    high = min([one.most, *(a.high for a in asked)])
    # The ends are values that are still possible, or (`open_`) only approached: what is left below a limit has no last value.
    open_low = open_high = False
    left = list(without)
    while left and low <= high:
        cut = next((w for w in left if (w.low <= low and w.high >= low) or (w.low <= high and w.high >= high)), None)
        if cut is None:
            break
        left.remove(cut)
        if cut.low <= low and cut.high >= high:
            return True
        if cut.low <= low:
            low, open_low = (cut.high + 1, False) if one.whole else (cut.high, True)
        else:
            high, open_high = (cut.low - 1, False) if one.whole else (cut.low, True)
    return low > high or (low == high and (open_low or open_high))


def _number(leaf: Leaf, vocab: Vocabulary) -> Number | None:
    make = _NUMBERS.get(leaf.name)
    return make(leaf, vocab) if make is not None else None


def _ends(leaf: Any) -> tuple[float, float]:
    return (-inf if leaf.min is None else leaf.min, inf if leaf.max is None else leaf.max)


def _rest(leaf: Any, *left_out: str) -> Hashable:
    """The leaf without its limits."""
    return (leaf.name, *(getattr(leaf, f.name) for f in fields(leaf) if f.name not in left_out))


def _lab(leaf: Any, vocab: Vocabulary) -> Number:
    # The newest value of a shorter window is that of a longer one too.
    entry = vocab.analytes.entries.get(leaf.analyte)
    unit = leaf.unit or (entry.unit if entry is not None else "")
    return Number((leaf.name, leaf.analyte, unit), *_ends(leaf))


_NUMBERS: Mapping[str, Callable[[Any, Vocabulary], Number]] = {
    "AgeBetween": lambda leaf, _: Number(leaf.name, *_ends(leaf), least=0, whole=True),
    "EcogAtMost": lambda leaf, _: Number(leaf.name, leaf.at_least, leaf.limit, least=0, most=5, whole=True),
    "LabBetween": _lab,
    "LabIndexBetween": lambda leaf, _: Number((leaf.name, leaf.index), *_ends(leaf)),
    "RenalFunctionAtLeast": lambda leaf, _: Number((leaf.name, leaf.method), leaf.value, inf),
    "PdL1Between": lambda leaf, _: Number(_rest(leaf, "min", "max"), *_ends(leaf), least=0),
    "SystemicLinesBetween": lambda leaf, _: Number(_rest(leaf, "min", "max"), *_ends(leaf), least=0, whole=True),
    "TherapyLinesBetween": lambda leaf, _: Number(_rest(leaf, "min", "max"), *_ends(leaf), least=0, whole=True),
    "TmbAtLeast": lambda leaf, _: Number(leaf.name, leaf.value, inf, least=0),
    "Her2ScoreAtLeast": lambda leaf, _: Number(leaf.name, leaf.score, 3, least=0, most=3, whole=True),
    "PerformanceScaleAtLeast": lambda leaf, _: Number((leaf.name, leaf.scale), leaf.limit, 100, least=0, most=100),
}
