"""Drug-related genes far above or below the same patient's normal tissue: the outlier mode of an RNA arm, on counts.

Counts become counts per million; a gene below 10 counts or 0.5 per million in either tissue is dropped, not called: how many
drug-related genes were lost so is told.  Called from a log2 change of 3.5, which belongs to the site (revisions of the source
differ).

Source: Fudan's POI (PreMedKB/POI, its "WINTER score" step, revision of April 2025).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from tumorboard.interpret.expression.method import Method

METHOD = Method(name="rna_outlier", version="1", doi=(), standing="reading")
COUNTS, CPM, ADD = 10.0, 0.5, 0.01
CHANGE = 3.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One gene: `call` over or under, with its log2 change."""

    gene: str
    call: str
    change: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outliers:
    """`called`, largest change first; `lost` are drug-related genes with too few counts in a tissue."""

    called: tuple[Called, ...]
    lost: tuple[str, ...]


def outliers(
    tumor: Mapping[str, float], normal: Mapping[str, float], drug_genes: frozenset[str], *, change: float = CHANGE
) -> Outliers:
    """Calls among the drug-related genes that both tables of raw counts have.

    Raises
    ------
    ValueError
        If a library is empty.
    """
    sizes = [sum(t.values()) for t in (tumor, normal)]
    if min(sizes) <= 0:
        raise ValueError("a library without a count has no counts per million")
    called, lost = [], []
    for gene in sorted(drug_genes & tumor.keys() & normal.keys()):
        pair = [(t[gene], 1e6 * t[gene] / size) for t, size in zip((tumor, normal), sizes, strict=True)]
        if any(count < COUNTS or cpm < CPM for count, cpm in pair):
            lost.append(gene)
            continue
        log = log2(pair[0][1] + ADD) - log2(pair[1][1] + ADD)
        if abs(log) >= change:
            called.append(Called(gene=gene, call="over" if log > 0 else "under", change=log))
    return Outliers(called=tuple(sorted(called, key=lambda c: (-abs(c.change), c.gene))), lost=tuple(lost))
