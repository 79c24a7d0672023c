"""Units of expression and how one becomes another; what cannot be converted says so.

Counts become counts per million of the library; TPM and FPKM are relative already, and FPKM becomes TPM by its sum.  A log
is undone with the same one that was added: ``log2(x + 1)``.

Source: Wagner, Kin, Lynch 2012, Theory Biosci 131:281, doi:10.1007/s12064-012-0162-3 (TPM from FPKM).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

RELATIVE = {"counts": "cpm", "log2_counts": "cpm", "tpm": "tpm", "log2_tpm": "tpm", "fpkm": "tpm", "log2_fpkm": "tpm"}


def is_log(unit: str) -> bool:
    """Whether values of the unit are logarithms."""
    return unit.startswith("log2_")


def linear(values: Array, unit: str) -> Array:
    """The values without their logarithm; NaN stays NaN."""
    return np.exp2(values) - 1.0 if is_log(unit) else values


def relative(values: Array, unit: str) -> Array:
    """Parts per million of each sample's sum, ``(samples, genes)``: CPM of counts, TPM of the rest.

    TPM stay as they are: a table that was cut to some genes no longer adds up to a million, and scaling it again would
    invent expression.

    Raises
    ------
    ValueError
        If the unit is not known.
    """
    if unit not in RELATIVE:
        raise ValueError("an unknown unit cannot be converted")
    plain = linear(values, unit)
    if unit in {"tpm", "log2_tpm"}:
        return plain
    total = np.nansum(plain, axis=-1, keepdims=True)
    made = np.divide(plain * 1e6, total, out=np.full_like(plain, np.nan), where=total > 0)
    return np.asarray(made, dtype=np.float64)


def log2(values: Array, unit: str, *, add: float = 1.0) -> Array:
    """``log2(relative + add)``; logarithms of TPM with one added stay the bits they are."""
    if unit == "log2_tpm" and add == 1.0:
        return values
    return np.asarray(np.log2(relative(values, unit) + add), dtype=np.float64)


def log2_published(values: Array, unit: str) -> Array:
    """``log2(x + 1)`` of FPKM and TPM as they are, as the FUSCC group takes it; of counts per million where there are counts."""
    if unit in {"fpkm", "tpm"}:
        return np.asarray(np.log2(values + 1.0), dtype=np.float64)
    return values if unit in {"log2_fpkm", "log2_tpm"} else log2(values, unit)


def same_scale(one: str, other: str) -> bool:
    """Whether two units come to the same relative scale, so that their quotient means something."""
    return one in RELATIVE and RELATIVE.get(one) == RELATIVE.get(other)
