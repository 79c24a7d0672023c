"""Quality gates of one sample: enough genes seen, enough reads, not carried by a handful of genes.

The limits are the site's (`rna_min_genes`, `rna_min_reads`, `rna_max_top_share`): no published gate is claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.method import Method
from tumorboard.interpret.expression.units import linear

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

METHOD = Method(name="rna_quality", version="1", doi=(), standing="own")
TOP = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Of one sample: genes above zero, reads of a table of counts (None of other units), share of the 50 highest genes."""

    genes: int
    reads: float | None
    top_share: float


def quality(values: Array, unit: str) -> tuple[Quality, ...]:
    """One record a sample of ``(samples, genes)``."""
    plain = np.nan_to_num(linear(values, unit))
    seen = (plain > 0).sum(axis=1)
    total = plain.sum(axis=1)
    top = np.sort(plain, axis=1)[:, -TOP:].sum(axis=1)
    share = np.divide(top, total, out=np.ones_like(total), where=total > 0)
    counted = unit in {"counts", "log2_counts"}
    return tuple(
        Quality(genes=int(g), reads=float(t) if counted else None, top_share=float(s))
        for g, t, s in zip(seen, total, share, strict=True)
    )


def failed(found: Quality, *, min_genes: float, min_reads: float, max_top_share: float) -> tuple[str, ...]:
    """Which gates a sample does not pass: genes, reads, top_share."""
    gates = {
        "genes": found.genes < min_genes,
        "reads": found.reads is not None and found.reads < min_reads,
        "top_share": found.top_share > max_top_share,
    }
    return tuple(name for name, lost in gates.items() if lost)
