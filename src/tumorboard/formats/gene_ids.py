"""Which kind of id names a gene, and whether a table mixes several.

No array library is needed: the reader of a patient's table uses this.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

ENSEMBL = re.compile(r"ENSG\d{11}(\.\d+)?(_PAR_Y)?").fullmatch
ENTREZ = re.compile(r"\d{1,9}").fullmatch
STRAY = 0.01  # share of ids of another kind that is no mixture: tables of symbols name some genes by their Ensembl id


def kind(gene: str) -> str:
    """ensembl, entrez or symbol."""
    return "ensembl" if ENSEMBL(gene) else "entrez" if ENTREZ(gene) else "symbol"


def mixed(kinds: Mapping[str, int]) -> tuple[str, ...]:
    """Each kind with its number of genes where a second one is more than a stray; empty otherwise.

    Parameters
    ----------
    kinds
        Of the ids that are of a known gene: spike-ins and rows of a library's sums are no second kind.

    Examples
    --------
    >>> mixed({"symbol": 60, "ensembl": 40}), mixed({"symbol": 19_900, "ensembl": 100})
    (('ensembl 40', 'symbol 60'), ())
    """
    total = sum(kinds.values())
    others = total - max(kinds.values(), default=0)
    return tuple(f"{name} {n}" for name, n in sorted(kinds.items())) if others > STRAY * total else ()
