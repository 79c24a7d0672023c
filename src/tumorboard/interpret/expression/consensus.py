"""Consensus clustering: how often two samples fall together when four fifths of the samples are drawn again and again.

The area under the distribution of these shares grows with the number of clusters; where it stops growing is a matter of
judgment, and none is made here.

Source: Monti 2003, Mach Learn 52:91, doi:10.1023/A:1023949509487; settings of Jiang 2019 (k to 10, 1,000 draws of 80 %).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.kmeans import partitions
from tumorboard.interpret.expression.method import Method

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

METHOD = Method(name="consensus", version="1", doi=("10.1023/A:1023949509487",), standing="published", cohort=True)
SHARE = 0.8
BLOCK = 250  # draws at a time: bounded memory


@dataclass(frozen=True, slots=True, eq=False)
class Consensus:
    """`together` is the share ``(samples, samples)``; `area` lies under its distribution function; `gain` against one cluster fewer."""

    k: int
    together: Array
    area: float
    gain: float


def consensus(
    values: Array, dice: np.random.Generator, *, most: int = 10, draws: int = 1000, share: float = SHARE
) -> tuple[Consensus, ...]:
    """For 2 to `most` clusters of ``(samples, genes)``.

    Raises
    ------
    ValueError
        If a draw has not more samples than clusters.
    """
    n = values.shape[0]
    drawn = int(n * share)
    if drawn <= most:
        raise ValueError(f"a draw of {drawn} samples cannot be put into {most} clusters")
    centered = values - values.mean(axis=0)
    gram = centered @ centered.T
    found: list[Consensus] = []
    for k in range(2, most + 1):
        together, both = np.zeros((n, n)), np.zeros((n, n))
        for start in range(0, draws, BLOCK):
            members = _drawn(n, drawn, min(BLOCK, draws - start), dice)
            labels, within = partitions(gram, k, members, dice)
            kept = np.isfinite(within)
            mine = members[kept].astype(np.float64)
            both += mine.T @ mine
            for c in range(k):
                hot = (labels[kept] == c).astype(np.float64)
                together += hot.T @ hot
        rate = np.divide(together, both, out=np.zeros((n, n)), where=both > 0)
        area = _area(rate)
        last = found[-1].area if found else 0.0
        found.append(Consensus(k, rate, area, (area - last) / last if last else area))
    return tuple(found)


def _drawn(n: int, size: int, draws: int, dice: np.random.Generator) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    order = np.argsort(dice.random((draws, n)), axis=1)
    return order < size


def _area(rate: Array) -> float:
    """Under the distribution function of the shares of different samples: one minus their mean."""
    upper = rate[np.triu_indices(len(rate), 1)]
    return float(1.0 - upper.mean())
