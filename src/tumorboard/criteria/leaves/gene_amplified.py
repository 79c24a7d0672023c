"""Amplification of a gene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import copies
from tumorboard.criteria.judgment import decide
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class GeneAmplified:
    """MET when the gene is amplified by the dated threshold, or by the source's own word "amplification".

    Parameters
    ----------
    gene
        Approved symbol.
    min_copies
        Absolute copies per tumor cell that are needed; None for the threshold in force.

    Notes
    -----
    A gain is not an amplification.  Where the source says amplification and our threshold does not, a person should
    look."""

    name: ClassVar[str] = "GeneAmplified"
    reads: ClassVar[frozenset[str]] = frozenset({"assay", "copies", "copy_number_call", "specimen.kind"})

    gene: str
    min_copies: float | None = None

    def __post_init__(self) -> None:
        if self.min_copies is not None and self.min_copies < 0:
            raise ValueError("min_copies is negative")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the copy-number rows and the coverage of the gene."""
        rows = copies.sightings(case, context, self.gene, copies.CopyQuestion("amplification", self.min_copies))
        return decide(self, case, context, rows, [copies.covered(case, context, self.gene)])
