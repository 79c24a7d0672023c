"""ssGSEA: how far a set's genes stand before the others in the order of a sample, summed over the whole order.

The sum over the order of "share of the set's weight so far, minus share of the other genes so far" has a closed form in the
ranks of the set's genes alone, so that one sort a sample serves every set.  Genes of equal value share the mean of their
ranks: the order of the rows of a file changes nothing.

Source: Barbie 2009, Nature 462:108, doi:10.1038/nature08460; weight 0.25 on the rank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.method import Method

if TYPE_CHECKING:
    from tumorboard.interpret.expression.ranks import Ranks
    from tumorboard.model.expression import Array

METHOD = Method(name="ssgsea", version="1", doi=("10.1038/nature08460",), standing="published")
WEIGHT = 0.25


def ssgsea(ranks: Ranks, *, weight: float = WEIGHT) -> Array:
    """Scores ``(samples, sets)``, not divided by their range; NaN where a set has no gene, or every gene, of the table."""
    weights = ranks.middle**weight
    member, genes, counts = ranks.sets.member, ranks.genes, ranks.sets.counts
    others = np.where(genes - counts > 0, genes - counts, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):  # a set without a gene is NaN by its count
        hit = ((weights * ranks.middle) @ member) / (weights @ member)
        missed = (genes * (genes + 1) / 2 - ranks.middle @ member) / others
    return np.asarray(hit - missed)


def over_range(scores: Array) -> Array:
    """The scores divided by their range over all samples and sets, as the paper normalizes: that depends on the cohort."""
    span = np.nanmax(scores) - np.nanmin(scores)
    return np.asarray(scores / span if span > 0 else np.full_like(scores, np.nan))
