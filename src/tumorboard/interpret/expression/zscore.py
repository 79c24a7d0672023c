"""Combined z: the mean of the standardized values of a set's genes times the root of their number.

The mean and spread of each gene are those of a reference cohort, or of the table itself.  Genes that do not vary there have
no z and are left out, never zero.

Source: Lee 2008, PLoS Comput Biol 4:e1000217, doi:10.1371/journal.pcbi.1000217.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.method import Method

if TYPE_CHECKING:
    from tumorboard.interpret.expression.ranks import Membership
    from tumorboard.model.expression import Array

METHOD = Method(name="z", version="1", doi=("10.1371/journal.pcbi.1000217",), standing="published", cohort=True)
LEAST = 3  # samples from which a spread is more than two points


@dataclass(frozen=True, slots=True, eq=False)
class Standard:
    """Mean and standard deviation (n - 1) of each gene of a cohort, on a log scale."""

    mean: Array
    deviation: Array
    samples: int


def standard(values: Array) -> Standard:
    """The standard of a cohort ``(samples, genes)``.

    Raises
    ------
    ValueError
        If there are fewer than three samples.
    """
    if values.shape[0] < LEAST:
        raise ValueError(f"a cohort of {values.shape[0]} has no spread; at least {LEAST} samples are needed")
    return Standard(np.asarray(values.mean(axis=0)), np.asarray(values.std(axis=0, ddof=1)), values.shape[0])


def standardized(values: Array, known: Standard) -> Array:
    """z of each value; NaN for a gene that does not vary in the cohort."""
    spread = np.where(known.deviation > 0, known.deviation, np.nan)
    return np.asarray((values - known.mean) / spread)


def combined(values: Array, known: Standard, sets: Membership) -> Array:
    """Scores ``(samples, sets)``; NaN for a set of which no gene varies in the cohort.

    Parameters
    ----------
    values, known
        Log values and their standard for the columns of `sets` alone, in that order: most genes are in no set.
    """
    varies = known.deviation > 0
    spread = np.where(varies, known.deviation, 1.0)
    z = np.where(varies, (values - known.mean) / spread, 0.0)
    counts = sets.member[varies].sum(axis=0)
    return np.asarray(z @ sets.member / np.sqrt(np.where(counts > 0, counts, np.nan)))
