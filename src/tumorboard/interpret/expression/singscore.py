"""singscore: the mean rank of a set's genes within a sample, between the least and the most it could be.

Source: Foroutan 2018, BMC Bioinformatics 19:404, doi:10.1186/s12859-018-2435-4; bounds and centering as the authors'
software defines them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.method import Method
from tumorboard.interpret.expression.ranks import Ranks, ranked

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

METHOD = Method(name="singscore", version="1", doi=("10.1186/s12859-018-2435-4",), standing="published")


@dataclass(frozen=True, slots=True, eq=False)
class Singscore:
    """`score` of each sample; `spread` is the median absolute deviation of the ranks; `found` of `asked` genes were there."""

    score: Array
    spread: Array
    found: int
    asked: int


def singscore(
    values: Array,
    names: Sequence[str],
    up: Sequence[str],
    down: Sequence[str] = (),
    *,
    known_direction: bool = True,
    centered: bool = True,
) -> Singscore:
    """The score of one set, with the genes that go down beside those that go up when there are some.

    Raises
    ------
    ValueError
        If no gene of `up`, or none of `down` where there are some, is in the table.
    """
    ranks = ranked(values, names, {"up": up, "down": down})
    places = {name: ranks.sets.of(name) for name in ("up", "down")}
    if not len(places["up"]) or (down and not len(places["down"])):
        raise ValueError("no gene of the set is in the table")
    shift = 0.5 if centered and known_direction else 0.0
    score = _score(ranks, "up", known_direction=known_direction) - shift
    spread = _spread(ranks, "up")
    if down:
        other = _score(ranks, "down", known_direction=known_direction)
        # the genes that go down count from the other end
        score = score + (1.0 - other if known_direction else other) - shift
        spread = spread + _spread(ranks, "down")
    found = len(places["up"]) + len(places["down"])
    return Singscore(np.asarray(score), spread, found, len(set(up)) + len(set(down)))


def singscores(ranks: Ranks, *, centered: bool = True) -> Array:
    """Scores ``(samples, sets)`` of sets of genes that go up; NaN for a set of which no gene is in the table."""
    counts, genes = ranks.sets.counts, ranks.genes
    low, high = (counts + 1) / 2, (2 * genes - counts + 1) / 2
    span = np.where(high > low, high - low, np.nan)  # a set of every gene has one possible mean
    score = (ranks.least @ ranks.sets.member / counts - low) / span
    return np.asarray(score - 0.5 if centered else score)


def _score(ranks: Ranks, name: str, *, known_direction: bool) -> Array:
    """Between 0 and 1, not centered."""
    places, genes = ranks.sets.of(name), ranks.genes
    if known_direction:
        return singscores(ranks, centered=False)[:, ranks.sets.names.index(name)]
    # a set of unknown direction: how far from the middle its genes stand, whichever way
    away = np.abs(ranks.least[:, places] - np.ceil(ranks.center)[:, None])
    half, middle = len(places) // 2, int(np.ceil(genes / 2))
    low, high = (half + 1) / 2, (2 * middle - half + 1) / 2
    return np.asarray((away.mean(axis=1) - low) / (high - low))


def _spread(ranks: Ranks, name: str) -> Array:
    mine = ranks.least[:, ranks.sets.of(name)]
    middle = np.median(mine, axis=1, keepdims=True)
    return np.asarray(np.median(np.abs(mine - middle), axis=1))
