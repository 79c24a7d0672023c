"""Tumor against the normal tissue of the same patient, gene by gene, with one added to both so that zero divides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from math import log2

from tumorboard.interpret.expression.method import Method

METHOD = Method(name="paired_fold_change", version="1", doi=(), standing="own")
ADD = 1.0
FILTER = 1.3  # named in the notes on SIMS: a change below it is none


def fold_changes(tumor: Mapping[str, float], normal: Mapping[str, float], *, add: float = ADD) -> dict[str, float]:
    """Linear ratio of each gene that both have, from values per million; 1 is no change.

    Raises
    ------
    ValueError
        If a value is negative.
    """
    shared = sorted(tumor.keys() & normal.keys())
    if any(tumor[g] < 0 or normal[g] < 0 for g in shared):
        raise ValueError("an expression per million is not negative")
    return {gene: (tumor[gene] + add) / (normal[gene] + add) for gene in shared}


def log_changes(changes: Mapping[str, float], *, least: float = FILTER) -> dict[str, float]:
    """log2 of each ratio; zero where it is smaller than `least` either way.

    Examples
    --------
    >>> log_changes({"A": 4.0, "B": 1.2, "C": 0.5})
    {'A': 2.0, 'B': 0.0, 'C': -1.0}
    """
    limit = log2(least)
    logs = {gene: log2(change) for gene, change in changes.items()}
    return {gene: value if abs(value) >= limit else 0.0 for gene, value in logs.items()}
