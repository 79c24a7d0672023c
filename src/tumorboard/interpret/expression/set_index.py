"""The SET index of endocrine sensitivity: 18 genes against 10 control genes.

The constant is added by the published index and subtracted by the scripts of the FUSCC group; it shifts the scale by four and
matters as soon as a published cut-off is applied, so that it must be named.

Source: Symmans 2010, J Clin Oncol 28:4111 (index); gene lists as in the public FUSCC scripts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.method import Method

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

METHOD = Method(name="set_index", version="1", doi=(), standing="reading")
GENES = (
    "SLC39A6", "ESR1", "NAT1", "AZGP1", "SCUBE2", "DNAJC12", "QDPR", "STC2", "MRPS30", "MAPT", "CA12", "CD3D", "CD2",
    "NPY1R", "ABAT", "ADCY1", "PDZK1", "KCNE4",
)  # fmt: skip
CONTROLS = ("LDHA", "ATP5MF", "VDAC2", "DARS1", "UGP2", "UBE2Z", "AK2", "WIPF2", "APPBP2", "TRIM2")


def set_index(values: Array, names: Sequence[str], *, offset: float) -> Array:
    """The index of each sample of log2 values ``(samples, genes)``; `offset` is -2 in the FUSCC scripts.

    Raises
    ------
    ValueError
        If a gene is missing: an index of fewer genes has another scale.
    """
    at = {gene: i for i, gene in enumerate(names)}
    missing = [g for g in (*GENES, *CONTROLS) if g not in at]
    if missing:
        raise ValueError(f"genes of the index are missing: {', '.join(missing)}")
    mine, control = (values[:, [at[g] for g in genes]].mean(axis=1) for genes in (GENES, CONTROLS))
    return np.asarray(mine - control + offset)
