"""Whether a table of expression can be what it says: every doubt a coded issue, and a refusal where an answer would mislead.

The genes have approved symbols (a reader refuses a table of mixed ids).  Logarithms under a linear unit are refused, as every score of them would be
of the wrong scale, and so are whole numbers, or more than a million per million, under TPM; genes that are named twice are added
up where that means something; genes that do not vary are named, and a method that divides by their spread leaves them out.

What tells logarithms in a table of few genes: expression spreads over orders of magnitude, so that its highest value is many times
its middle one; its logarithms are all of one size.  A table too small to tell is doubted (RNA017), not believed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.units import is_log, same_scale
from tumorboard.issues import Issue, Place, Severity

if TYPE_CHECKING:
    from tumorboard.model.expression import Array, ExpressionMatrix
    from tumorboard.reasons import Param

MANY = 1000  # genes from which the usual size of a unit can be told
SMALLEST_TOP = 30.0  # the highest TPM or count of a thousand genes is never below this; of logarithms always
LARGEST_LOG = 40.0  # 2 ** 40 reads of one gene do not exist
SPREAD = 10.0  # of a linear table: the highest value in the middle ones
FEW = 10  # genes above zero below which a spread says nothing
WHOLE = 50  # values above zero from which whole numbers are no chance
WHOLE_TABLE = 10_000  # genes of which TPM add up to most of a million
LEAST_SUM = 4e5  # of them; ln and log10 undone as log2 come to a fifth and to a fortieth of it
RATIO = 2.0  # the middle ratio of tumor to normal over a thousand genes lies within this, either way
MILLION = 1.1e6  # TPM add up to a million, of some genes to less; the tenth above is for rounding


@dataclass(frozen=True, slots=True)
class Checked:
    """The table with its genes once each, or None when it was refused, and what was found."""

    matrix: ExpressionMatrix | None
    issues: tuple[Issue, ...]


def checked(matrix: ExpressionMatrix) -> Checked:
    """The table as it may be used; see the issues RNA001 to RNA019, RNA040 and RNA041."""
    desk = _Desk(matrix.name)
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


def same_table(file: str) -> Issue:
    """RNA015: the normal tissue's table is the tumor's, so that a comparison of the two would find nothing."""
    return Issue.of("RNA015", Severity.ERROR, Place(file))


class _Desk:
    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[Issue] = []

    @property
    def refused(self) -> bool:
        return any(i.severity is Severity.ERROR for i in self.issues)

    def tell(self, code: str, severity: Severity, **params: Param) -> None:
        self.issues.append(Issue(code, severity, Place(self.file), tuple(sorted(params.items()))))


def _unit(matrix: ExpressionMatrix, desk: _Desk) -> None:
    values, unit = matrix.values, matrix.unit
    known = values[np.isfinite(values)]
    if not known.size:
        desk.tell("RNA009", Severity.ERROR)
        return
    lowest, highest = float(known.min()), float(known.max())
    if unit == "unknown":
        desk.tell("RNA007", Severity.ERROR)
    elif unit == "ratio":
        if lowest <= 0:
            desk.tell("RNA019", Severity.ERROR)
        elif len(matrix.genes) >= MANY and any(
            not 1 / RATIO <= float(np.median(_known(row))) <= RATIO for row in values
        ):
            desk.tell("RNA041", Severity.ERROR)
    elif is_log(unit):
        if highest > LARGEST_LOG:
            desk.tell("RNA010", Severity.ERROR, unit=unit)
        elif unit == "log2_tpm" and _sums(np.exp2(values) - 1.0).max() > MILLION:
            desk.tell("RNA016", Severity.ERROR, unit=unit)
        elif unit == "log2_tpm" and len(matrix.genes) >= WHOLE_TABLE and _sums(np.exp2(values) - 1.0).min() < LEAST_SUM:
            desk.tell("RNA040", Severity.ERROR, unit=unit)
    elif lowest < 0:
        desk.tell("RNA001", Severity.ERROR, unit=unit)
    else:
        _linear(values, known, unit, desk)
    if len(matrix.genes) >= FEW and not desk.refused and any(float(np.ptp(_known(row))) == 0 for row in values):
        desk.tell("RNA018", Severity.ERROR)


def _linear(values: Array, known: Array, unit: str, desk: _Desk) -> None:
    """Counts, TPM and FPKM: whether they can be what they are called."""
    logged = [_looks_logged(_known(row), unit) for row in values]
    if any(logged):  # one sample on another scale than the rest misleads as well
        desk.tell("RNA001", Severity.ERROR, unit=unit)
    elif unit == "counts":
        if _share_whole(known) < 0.5:
            # estimated counts have fractions, but those of most genes are whole or the table holds another unit
            desk.tell("RNA011", Severity.WARNING)
    elif unit == "tpm" and _sums(values).max() > MILLION:
        desk.tell("RNA016", Severity.ERROR, unit=unit)
    elif _share_whole(known[known > 0]) == 1.0:
        # TPM that were rounded still add up to nearly a million; of few genes whole numbers are told only
        rounded = unit == "tpm" and bool((_sums(values) > 0.5e6).all())
        many = int((known > 0).sum()) >= WHOLE and not rounded
        if not rounded:
            desk.tell("RNA016", Severity.ERROR if many else Severity.WARNING, unit=unit)
    if None in logged and not desk.refused:
        desk.tell("RNA017", Severity.WARNING, unit=unit)


def _looks_logged(row: Array, unit: str) -> bool | None:
    """Whether a sample has no gene of the size that every library has, or values all of one size; None: too few to tell."""
    top = float(row.max(initial=0.0))
    if top >= SMALLEST_TOP:
        return False
    if len(row) >= MANY:
        return True
    above = row[row > 0]
    whole = _share_whole(above)
    if unit == "counts" and whole > 0.5:
        return False  # few reads: a quality gate tells that
    if len(above) < FEW:
        return None
    return top < SPREAD * float(np.median(above))


def _known(row: Array) -> Array:
    return row[np.isfinite(row)]


def _sums(values: Array) -> Array:
    return np.asarray(np.nansum(values, axis=1))


def _share_whole(known: Array) -> float:
    return float(np.mean(known == np.round(known))) if known.size else 0.0


def _once(matrix: ExpressionMatrix, desk: _Desk) -> ExpressionMatrix | None:
    """Each gene once: counts, TPM and FPKM of one gene are added up; logarithms cannot be, and refuse the table."""
    if len(set(matrix.genes)) == len(matrix.genes):
        return matrix
    names = tuple(dict.fromkeys(matrix.genes))
    twice = len(matrix.genes) - len(names)
    if is_log(matrix.unit) or matrix.unit == "ratio":
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
