"""Which of several centroids one sample is most like, by correlation, with the margin to the next.

A call whose margin is too small is none: *unclassified*, never the first of two equals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

LEAST_GENES = 4  # more than three pairs, as genefu asks
UNCLASSIFIED = "unclassified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One sample: `best` is the class with the highest correlation even where `label` is unclassified.

    `correlations` are in the order of the classes; `margin` is between the two highest; `genes` of the centroids were found.
    """

    label: str
    best: str
    margin: float
    correlations: tuple[float, ...]
    genes: int


def correlations(values: Array, centroids: Array, *, how: str = "pearson") -> Array:
    """Of ``(samples, genes)`` with ``(classes, genes)``: ``(samples, classes)``; NaN where one of the two does not vary.

    Raises
    ------
    ValueError
        If fewer than four genes are given, or `how` is neither pearson nor spearman.
    """
    if how not in {"pearson", "spearman"}:
        raise ValueError("correlation is pearson or spearman")
    if values.shape[1] < LEAST_GENES:
        raise ValueError(f"{values.shape[1]} genes; a correlation needs at least {LEAST_GENES}")
    one, other = (_unit(ranks(m) if how == "spearman" else m) for m in (values, centroids))
    return np.asarray(one @ other.T)


def ranks(values: Array) -> Array:
    """Ranks of each row, equal values share the mean of theirs."""
    found = np.empty(values.shape)
    for i, row in enumerate(values):
        ordered = np.sort(row)
        low = np.searchsorted(ordered, row, side="left")
        found[i] = (low + 1 + np.searchsorted(ordered, row, side="right")) / 2
    return found


def called(found: Array, classes: Sequence[str], *, genes: int, least_margin: float) -> tuple[Call, ...]:
    """The call of each row of correlations."""
    calls = []
    for row in found:
        order = np.argsort(-np.nan_to_num(row, nan=-2.0), kind="stable")
        top, second = float(row[order[0]]), float(row[order[1]])
        margin = top - second if np.isfinite(top) and np.isfinite(second) else 0.0
        best = classes[order[0]]
        sure = margin >= least_margin and np.isfinite(top)
        shown = tuple(float(x) for x in np.nan_to_num(row))
        calls.append(
            Call(label=best if sure else UNCLASSIFIED, best=best, margin=margin, correlations=shown, genes=genes)
        )
    return tuple(calls)


def _unit(rows: Array) -> Array:
    centered = rows - rows.mean(axis=1, keepdims=True)
    length = np.linalg.norm(centered, axis=1, keepdims=True)
    return np.asarray(np.divide(centered, length, out=np.full_like(centered, np.nan), where=length > 0))
