"""Whether a table of expression can be what it says: every doubt a coded issue, and a refusal where an answer would mislead.

Ids are of one kind or the table is refused; logarithms under a linear unit are refused, as every score of them would be
of the wrong scale; genes that are named twice are added up where that means something; genes that do not vary are named,
and a method that divides by their spread leaves them out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.units import is_log, same_scale
from tumorboard.issues import Issue, Place, Severity

if TYPE_CHECKING:
    from tumorboard.model.expression import Array, ExpressionMatrix
    from tumorboard.reasons import Param

ENSEMBL = re.compile(r"ENSG\d{11}(\.\d+)?(_PAR_Y)?").fullmatch
ENTREZ = re.compile(r"\d{1,9}").fullmatch
MANY = 1000  # genes from which the usual size of a unit can be told
SMALLEST_TOP = 30.0  # the highest TPM or count of a thousand genes is never below this; of logarithms always
LARGEST_LOG = 40.0  # 2 ** 40 reads of one gene do not exist


@dataclass(frozen=True, slots=True)
class Checked:
    """The table with its genes once each, or None when it was refused, and what was found."""

    matrix: ExpressionMatrix | None
    issues: tuple[Issue, ...]


def id_kind(gene: str) -> str:
    """ensembl, entrez or symbol."""
    return "ensembl" if ENSEMBL(gene) else "entrez" if ENTREZ(gene) else "symbol"


def checked(matrix: ExpressionMatrix) -> Checked:
    """The table as it may be used; see the issues RNA001 to RNA009."""
    desk = _Desk(matrix.name)
    _ids(matrix, desk)
    _unit(matrix, desk)
    if desk.refused:
        return Checked(None, tuple(desk.issues))
    single = _once(matrix, desk)
    if single is None:
        return Checked(None, tuple(desk.issues))
    _variance(single, desk)
    return Checked(single, tuple(desk.issues))


def one_sample_only(matrix: ExpressionMatrix, least: int) -> Issue | None:
    """RNA005 for a table with fewer samples than a method of cohorts needs."""
    found = len(matrix.samples)
    if found >= least:
        return None
    return Issue.of("RNA005", Severity.ERROR, Place(matrix.name), samples=found, least=least)


def comparable(tumor: str, normal: str, file: str) -> Issue | None:
    """RNA008 for two units whose quotient means nothing."""
    if same_scale(tumor, normal):
        return None
    return Issue.of("RNA008", Severity.ERROR, Place(file), tumor=tumor, other=normal)


def missing_normal(file: str, *, asked: bool = True) -> Issue:
    """RNA003: methods of pairs without the normal tissue of the same patient; for the record where nobody asked for pairs."""
    return Issue.of("RNA003", Severity.ERROR if asked else Severity.INFO, Place(file))


class _Desk:
    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[Issue] = []

    @property
    def refused(self) -> bool:
        return any(i.severity is Severity.ERROR for i in self.issues)

    def tell(self, code: str, severity: Severity, **params: Param) -> None:
        self.issues.append(Issue(code, severity, Place(self.file), tuple(sorted(params.items()))))


def _ids(matrix: ExpressionMatrix, desk: _Desk) -> None:
    kinds = Counter(id_kind(g) for g in matrix.genes)
    if len(kinds) > 1:
        desk.tell("RNA002", Severity.ERROR, kinds=tuple(f"{kind} {n}" for kind, n in sorted(kinds.items())))


def _unit(matrix: ExpressionMatrix, desk: _Desk) -> None:
    values, unit = matrix.values, matrix.unit
    known = values[np.isfinite(values)]
    if not known.size:
        desk.tell("RNA009", Severity.ERROR)
        return
    lowest, highest = float(known.min()), float(known.max())
    if unit == "unknown":
        desk.tell("RNA007", Severity.ERROR)
    elif is_log(unit):
        if highest > LARGEST_LOG:
            desk.tell("RNA010", Severity.ERROR, unit=unit)
    elif lowest < 0 or (len(matrix.genes) >= MANY and _looks_logged(values)):
        desk.tell("RNA001", Severity.ERROR, unit=unit)
    elif unit == "counts" and _share_whole(known) < 0.5:
        # estimated counts have fractions, but those of most genes are whole or the table holds another unit
        desk.tell("RNA011", Severity.WARNING)


def _looks_logged(values: Array) -> bool:
    """Whether no sample has a gene of the size that every library has."""
    return bool(np.nanmax(values) < SMALLEST_TOP)


def _share_whole(known: Array) -> float:
    return float(np.mean(known == np.round(known)))


def _once(matrix: ExpressionMatrix, desk: _Desk) -> ExpressionMatrix | None:
    """Each gene once: counts, TPM and FPKM of one gene are added up; logarithms cannot be, and refuse the table."""
    if len(set(matrix.genes)) == len(matrix.genes):
        return matrix
    names = tuple(dict.fromkeys(matrix.genes))
    twice = len(matrix.genes) - len(names)
    if is_log(matrix.unit):
        desk.tell("RNA004", Severity.ERROR, genes=twice)
        return None
    at = {name: i for i, name in enumerate(names)}
    summed = np.zeros((len(matrix.samples), len(names)))
    np.add.at(summed.T, [at[g] for g in matrix.genes], matrix.values.T)
    desk.tell("RNA012", Severity.WARNING, genes=twice)
    return replace(matrix, values=summed, genes=names)


def _variance(matrix: ExpressionMatrix, desk: _Desk) -> None:
    if len(matrix.samples) < 2:
        return
    flat = int(np.sum(np.ptp(matrix.values, axis=0) == 0))
    if flat == len(matrix.genes):
        desk.tell("RNA006", Severity.ERROR, genes=flat)
    elif flat:
        desk.tell("RNA013", Severity.INFO, genes=flat)
