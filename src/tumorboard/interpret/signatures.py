"""Which mutational signatures explain a catalog of single-base substitutions, with intervals; few before many.

Plain non-negative least squares spreads noise over dozens of signatures.  Here signatures leave one after another while
the relative error grows by less than a penalty; the clock-like ones and partners of what is left return; one that lowers
the error by more than a penalty is added; what remains is fitted and scaled to the number of mutations.  Intervals are
percentiles over resampled catalogs, the support chosen anew for each.

Tables of signatures are the site's own (an installed package); none is shipped.

Source: penalties as SigProfilerAssignment 1.1.5 sets them (Diaz-Gay 2023, Bioinformatics 39:btad756); the channels:
Alexandrov 2013, Nature 500:415.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf, sqrt
from operator import mul
from typing import NamedTuple

from tumorboard.interpret.least_squares import Matrix, losses, nnls

BASES = "ACGT"
CHANGES = ("C>A", "C>G", "C>T", "T>A", "T>C", "T>G")
CHANNELS = tuple(f"{before}[{change}]{after}" for change in CHANGES for before in BASES for after in BASES)
FIRST_REMOVAL, REMOVAL, ADDITION = 0.05, 0.01, 0.05
RESAMPLES = 100
BACKGROUND = frozenset({"SBS1", "SBS5"})  # clock-like, in nearly every tumor
PARTNERS = (
    ("SBS2", "SBS13"),
    ("SBS7a", "SBS7b", "SBS7c", "SBS7d"),
    ("SBS10a", "SBS10b"),
    ("SBS17a", "SBS17b"),
)


@dataclass(frozen=True, slots=True)
class Exposure:
    """Mutations that a signature explains, with the 95 % interval over resampled catalogs."""

    signature: str
    mutations: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Assignment:
    """Exposures, largest first, how many mutations there were, and the cosine between catalog and reconstruction.

    No exposure, and a cosine of 0, where no signature of the table explains anything.
    """

    exposures: tuple[Exposure, ...]
    mutations: int
    cosine: float


class _Seen(NamedTuple):
    """A catalog as the fits see it: its inner product with each signature, and with itself."""

    target: Sequence[float]
    norm: float


class Reference:
    """A table of signatures: each a share for every channel, in the order of `CHANNELS`.

    Raises
    ------
    ValueError
        If a signature has not one number a channel, or does not add up to 1.
    """

    def __init__(self, signatures: Mapping[str, Sequence[float]]) -> None:
        for name, shares in signatures.items():
            if len(shares) != len(CHANNELS) or abs(sum(shares) - 1) > 0.02 or min(shares) < 0:
                raise ValueError(f"signature {name} is no distribution over {len(CHANNELS)} channels")
        self.names = tuple(signatures)
        self.columns = tuple(tuple(signatures[n]) for n in self.names)
        self.gram: Matrix = [[_dot(a, b) for b in self.columns] for a in self.columns]

    def fit(self, catalog: Sequence[float], allowed: Sequence[int]) -> dict[int, float]:
        """Weights of the allowed signatures."""
        return nnls(self.gram, [_dot(column, catalog) for column in self.columns], allowed)

    def _fit(self, seen: _Seen, allowed: Sequence[int]) -> tuple[dict[int, float], float]:
        weights = nnls(self.gram, seen.target, allowed)
        return weights, _error(seen, sum(w * seen.target[i] for i, w in weights.items()))

    def support(self, catalog: Sequence[float]) -> tuple[int, ...]:
        """The few signatures that are needed, and the clock-like ones, which may come to zero."""
        seen = _Seen(tuple(_dot(column, catalog) for column in self.columns), _dot(catalog, catalog))
        weights, error = self._fit(seen, range(len(self.names)))
        chosen, _ = self._thinned(seen, tuple(weights), error, FIRST_REMOVAL, frozenset())
        kept = frozenset(i for i, name in enumerate(self.names) if name in BACKGROUND)
        chosen = self._with_partners((*chosen, *sorted(kept - set(chosen))))
        chosen, error = self._thinned(seen, chosen, self._fit(seen, chosen)[1], REMOVAL, kept)
        for _ in self.names:
            added = {i: self._fit(seen, (*chosen, i))[1] for i in range(len(self.names)) if i not in chosen}
            best = min(added, key=lambda i: added[i], default=-1)
            if best < 0 or error - added[best] <= ADDITION:
                break
            chosen = self._with_partners((*chosen, best))
            chosen, error = self._thinned(seen, chosen, self._fit(seen, chosen)[1], REMOVAL, kept)
        return chosen

    def _with_partners(self, chosen: tuple[int, ...]) -> tuple[int, ...]:
        """Signatures of one process are considered together."""
        named = {self.names[i] for i in chosen}
        wanted = {n for group in PARTNERS if named & set(group) for n in group} - named
        return (*chosen, *(i for i, name in enumerate(self.names) if name in wanted))

    def _thinned(
        self, seen: _Seen, chosen: tuple[int, ...], error: float, penalty: float, kept: frozenset[int]
    ) -> tuple[tuple[int, ...], float]:
        """Without the signatures whose loss costs less than the penalty, cheapest first; `kept` stay."""
        while len(chosen) > 1:
            cheapest, without = self._cheapest(seen, chosen, kept)
            if without - error >= penalty:
                break
            chosen, error = tuple(j for j in chosen if j != cheapest), without
        return chosen, error

    def _cheapest(self, seen: _Seen, chosen: tuple[int, ...], kept: frozenset[int]) -> tuple[int, float]:
        """The signature whose loss costs least, and the error without it; -1 where all are kept."""
        best, least = -1, inf
        explained, falls = losses(self.gram, seen.target, chosen)
        # Without the constraint a loss costs at most what it costs with it: most candidates are ruled out by that.
        bounds = sorted((_error(seen, explained - f), i) for f, i in zip(falls, chosen, strict=True) if i not in kept)
        for bound, i in bounds:
            if bound >= least:
                break
            without = self._fit(seen, [j for j in chosen if j != i])[1]
            if without < least:
                best, least = i, without
        return best, least


def assign(
    catalog: Sequence[int], reference: Reference, *, uniform: Callable[[], float], resamples: int = RESAMPLES
) -> Assignment:
    """The signatures of a catalog.

    Parameters
    ----------
    uniform
        Random numbers of [0, 1) for the resampling, as ``random.Random(seed).random``: same numbers, same intervals.

    Raises
    ------
    ValueError
        If the catalog has not one count a channel, or none above zero.
    """
    total = sum(catalog)
    if len(catalog) != len(CHANNELS) or min(catalog) < 0 or total == 0:
        raise ValueError(f"a catalog is {len(CHANNELS)} counts, not all zero")
    support = reference.support(catalog)
    weights = _scaled(reference.fit(catalog, support), total)
    drawn = [_refit(_resampled(catalog, uniform), reference) for _ in range(resamples)]
    exposures = []
    for i, weight in weights.items():
        spread = sorted(d.get(i, 0.0) for d in drawn)
        low, high = (_quantile(spread, q) for q in (0.025, 0.975))
        exposures.append(Exposure(reference.names[i], weight, low, high))
    exposures.sort(key=lambda e: (-e.mutations, e.signature))
    return Assignment(tuple(exposures), total, cosine(catalog, weights, reference))


def _refit(catalog: Sequence[int], reference: Reference) -> dict[int, float]:
    return _scaled(reference.fit(catalog, reference.support(catalog)), sum(catalog))


def _scaled(weights: Mapping[int, float], total: int) -> dict[int, float]:
    """Adding up to the number of mutations."""
    whole = sum(weights.values())
    return {i: w * total / whole for i, w in weights.items()} if whole else {}


def _error(seen: _Seen, explained: float) -> float:
    """Relative to the catalog's length; at an optimum `explained` is the squared length of what was rebuilt."""
    return sqrt(max(seen.norm - explained, 0.0) / seen.norm)


def cosine(catalog: Sequence[float], weights: Mapping[int, float], reference: Reference) -> float:
    """Between the catalog and what the weights rebuild of it."""
    made = [sum(w * reference.columns[i][c] for i, w in weights.items()) for c in range(len(CHANNELS))]
    length = sqrt(_dot(made, made) * _dot(catalog, catalog))
    return _dot(made, catalog) / length if length else 0.0


def _resampled(catalog: Sequence[int], uniform: Callable[[], float]) -> list[int]:
    """As many mutations drawn out of the catalog, each put back."""
    steps = tuple(accumulate(catalog))
    found = [0] * len(catalog)
    for _ in range(steps[-1]):
        found[bisect(steps, uniform() * steps[-1])] += 1
    return found


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Linear between neighbors; 0 of nothing."""
    if not ordered:
        return 0.0
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return float(sum(map(mul, one, other)))
