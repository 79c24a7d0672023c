"""One patient's table of expression: whether it can be what it says, on which scale it is compared."""

from __future__ import annotations

from collections.abc import Mapping
from math import log2

import numpy as np

from tumorboard.interpret.expression.checks import checked
from tumorboard.interpret.expression.fold_change import same_table
from tumorboard.interpret.expression.quality import Quality, failed, quality
from tumorboard.interpret.expression.units import RELATIVE, relative
from tumorboard.issues import Issue
from tumorboard.model.expression import ExpressionMatrix


def issues(values: Mapping[str, float], unit: str, file: str) -> tuple[Issue, ...]:
    """What is wrong with the table, see `checks`."""
    return checked(_matrix(values, unit, file)).issues


def usable(values: Mapping[str, float] | None, unit: str) -> bool:
    """Whether an answer from the table would not mislead."""
    return bool(values) and checked(_matrix(values or {}, unit, "")).matrix is not None


def per_million(values: Mapping[str, float], unit: str) -> dict[str, float]:
    """Each gene per million (CPM or TPM), never below zero."""
    if unit not in RELATIVE:
        raise ValueError("an unknown unit cannot be converted")
    row = relative(_matrix(values, unit, "").values, unit)[0]
    return {gene: max(float(x), 0.0) for gene, x in zip(values, row, strict=True)}


def logs(per: Mapping[str, float]) -> dict[str, float]:
    """log2 of each value per million with one added."""
    return {gene: log2(value + 1.0) for gene, value in per.items()}


def same(tumor: Mapping[str, float], unit: str, normal: Mapping[str, float], normal_unit: str) -> bool:
    """Whether the two tables are of one sample; False where a unit cannot be converted."""
    if unit not in RELATIVE or normal_unit not in RELATIVE:
        return False
    return same_table(per_million(tumor, unit), per_million(normal, normal_unit))


def gates(
    values: Mapping[str, float], unit: str, *, min_genes: float, min_reads: float, max_top_share: float
) -> tuple[Quality, tuple[str, ...]]:
    """The quality of the table and the gates that it does not pass."""
    found = quality(_matrix(values, unit, "").values, unit)[0]
    return found, failed(found, min_genes=min_genes, min_reads=min_reads, max_top_share=max_top_share)


def _matrix(values: Mapping[str, float], unit: str, file: str) -> ExpressionMatrix:
    row = np.array([list(values.values())], dtype=np.float64)
    return ExpressionMatrix(row, ("",), tuple(values), unit or "unknown", file)
