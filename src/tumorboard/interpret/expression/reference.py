"""The site's cohort as a summary of the genes that are asked of, and a patient against it; no patient of it is carried on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.centroids import called, correlations
from tumorboard.interpret.expression.fuscc_surrogate import CLASSES, LEAST_MARGIN, Pattern
from tumorboard.interpret.expression.outliers import FENCE
from tumorboard.interpret.expression.units import log2
from tumorboard.model.research import ExpressionCall, SubtypeCall
from tumorboard.model.research_input import GeneReference, Reference

if TYPE_CHECKING:
    from tumorboard.model.expression import ExpressionMatrix

DIGITS = 6  # of a log2 value: the same on every machine


def summary(matrix: ExpressionMatrix, genes: Iterable[str]) -> Reference:
    """Mean, spread and quartiles of each gene on the scale log2(per million + 1)."""
    values = log2(matrix.values, matrix.unit)
    at = matrix.places()
    found: dict[str, GeneReference] = {}
    for gene in sorted(set(genes) & at.keys()):
        column = values[:, at[gene]]
        low, middle, high = np.quantile(column, (0.25, 0.5, 0.75))
        numbers = (column.mean(), column.std(ddof=1), low, middle, high)
        found[gene] = GeneReference(
            **dict(
                zip(
                    ("mean", "deviation", "low", "middle", "high"),
                    (round(float(n), DIGITS) for n in numbers),
                    strict=True,
                )
            )
        )
    return Reference(name=matrix.name, samples=len(matrix.samples), unit=matrix.unit, genes=found)


def against(
    logs: Mapping[str, float], reference: Reference, genes: Iterable[str], *, fence: float = FENCE
) -> tuple[ExpressionCall, ...]:
    """Genes beyond the fences of the cohort, farthest from its median first."""
    calls = []
    for gene in sorted(set(genes) & logs.keys() & reference.genes.keys()):
        known, value = reference.genes[gene], logs[gene]
        spread = known.high - known.low
        if spread <= 0 or known.low - fence * spread <= value <= known.high + fence * spread:
            continue
        change = value - known.middle
        calls.append(
            ExpressionCall(
                gene=gene, call="over" if change > 0 else "under", change=round(change, DIGITS), against="cohort"
            )
        )
    return tuple(sorted(calls, key=lambda c: (-abs(c.change), c.gene)))


def surrogate(logs: Mapping[str, float], reference: Reference, pattern: Pattern) -> SubtypeCall | None:
    """The FUSCC surrogate by markers (see `fuscc_surrogate`); None where a class has no marker that varies in the cohort."""
    named = dict.fromkeys(g for c in CLASSES for g in pattern[c])
    genes = [g for g in named if g in logs and g in reference.genes and reference.genes[g].deviation > 0]
    template = np.array([[float(pattern[c].get(g, 0)) for g in genes] for c in CLASSES])
    if not genes or not (template > 0).any(axis=1).all():
        return None
    z = np.array([[(logs[g] - reference.genes[g].mean) / reference.genes[g].deviation for g in genes]])
    one = called(correlations(z, template), CLASSES, genes=len(genes), least_margin=LEAST_MARGIN)[0]
    shown = {c: round(r, DIGITS) for c, r in zip(CLASSES, one.correlations, strict=True)}
    return SubtypeCall(
        label=one.label, best=one.best, margin=round(one.margin, DIGITS), correlations=shown, genes=one.genes,
        samples=reference.samples,
    )  # fmt: skip
