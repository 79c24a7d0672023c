"""Tumor against the normal tissue of the same patient, gene by gene, with one added to both so that zero divides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose, log2
from statistics import median_low

from tumorboard.interpret.expression.method import Method

METHOD = Method(name="paired_fold_change", version="1", doi=(), standing="own")
ADD = 1.0
SAME = 0.9  # of the genes above zero in both: no two tissues go together in so many, one sample given twice does
EQUAL = 1e-3  # relative
ENOUGH = 20  # genes from which one ratio throughout is no chance, whatever the ratio
WELL = 20.0  # per million: of an ordinary library some hundred reads, whose noise is far below a change of 1.3
MANY_WELL = 500
FEW_CHANGE = (
    0.02  # our design; a recount of one library changes none in a thousand, tumor and normal tissue tens in a hundred
)
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


def same_table(tumor: Mapping[str, float], normal: Mapping[str, float]) -> bool:
    """Whether nine in ten genes above zero in both have one ratio: one sample was given twice, perhaps scaled.

    Examples
    --------
    >>> same_table({"A": 4.0, "B": 1.2}, {"A": 4.0, "B": 1.2}), same_table({"A": 4.0, "B": 1.2}, {"A": 4.0, "B": 1.3})
    (True, False)
    """
    ratios = [tumor[g] / normal[g] for g in sorted(tumor.keys() & normal.keys()) if tumor[g] > 0 and normal[g] > 0]
    if not ratios:
        return False
    middle = median_low(ratios)
    alike = sum(isclose(r, middle, rel_tol=EQUAL) for r in ratios)
    return alike >= SAME * len(ratios) and (len(ratios) >= ENOUGH or isclose(middle, 1.0, rel_tol=EQUAL))


def same_sample(tumor: Mapping[str, float], normal: Mapping[str, float]) -> bool:
    """Whether hardly a well-expressed gene differs: one sample measured twice, or two libraries of it.

    Of tumor and normal tissue a large share of genes change; of one RNA counted twice, only what chance does to the reads.  Asked
    of 500 genes or more at 20 per million or more in both; the middle ratio is taken as no change.
    """
    shared = [g for g in sorted(tumor.keys() & normal.keys()) if tumor[g] >= WELL and normal[g] >= WELL]
    if len(shared) < MANY_WELL:
        return False
    logs = [log2(tumor[g] / normal[g]) for g in shared]
    middle = median_low(logs)
    return sum(abs(x - middle) >= log2(FILTER) for x in logs) < FEW_CHANGE * len(logs)


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
