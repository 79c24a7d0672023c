"""Deciles against a reference distribution: 1 + how many of its nine cut points lie below.

Intervals are closed on the right, the lowest value is in the first; cut points are quantiles of type 7, as in R and numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

STEPS = tuple(i / 10 for i in range(1, 10))


def cut_points(reference: Array) -> tuple[float, ...]:
    """D1 to D9 of the values of a reference cohort.

    Raises
    ------
    ValueError
        If there are fewer than ten values: they have no deciles.
    """
    if len(reference) < 10:
        raise ValueError(f"{len(reference)} values have no deciles; at least 10 are needed")
    return tuple(float(x) for x in np.quantile(reference, STEPS))


def decile(value: float, cuts: Sequence[float]) -> int:
    """1 to 10.

    Examples
    --------
    >>> cuts = (1.9, 2.8, 3.7, 4.6, 5.5, 6.4, 7.3, 8.2, 9.1)
    >>> decile(5.6, cuts), decile(0.2, cuts), decile(99, cuts), decile(1.9, cuts)
    (6, 1, 10, 1)
    """
    return 1 + sum(value > cut for cut in cuts)
