"""Expression of many samples: one number for each sample and gene, with the unit and the names that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

UNITS = ("counts", "tpm", "fpkm", "log2_tpm", "log2_fpkm", "log2_counts", "ratio", "unknown")


@dataclass(frozen=True, slots=True, eq=False)
class ExpressionMatrix:
    """`values` has shape (samples, genes), float64, a gap is NaN; `genes` are as written until they are made approved.

    Compared by identity: it holds an array.
    """

    values: Array
    samples: tuple[str, ...]
    genes: tuple[str, ...]
    unit: str
    name: str = ""

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.samples), len(self.genes)):
            raise ValueError(
                f"values of shape {self.values.shape} for {len(self.samples)} samples, {len(self.genes)} genes"
            )
        if self.unit not in UNITS:
            raise ValueError(f"unit is one of {', '.join(UNITS)}")

    def places(self) -> dict[str, int]:
        """Gene to its column."""
        return {gene: at for at, gene in enumerate(self.genes)}
