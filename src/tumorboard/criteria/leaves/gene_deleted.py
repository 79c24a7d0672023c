"""Deep (homozygous) deletion of a gene."""

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
class GeneDeleted:
    """MET when both copies of the gene are lost.

    Parameters
    ----------
    gene
        Approved symbol.

    Notes
    -----
    Loss of a single copy is not a deep deletion.  NOT_MET needs sufficient purity."""

    name: ClassVar[str] = "GeneDeleted"
    reads: ClassVar[frozenset[str]] = frozenset({"assay", "copies_lost", "copy_number_call", "specimen.kind"})

    gene: str

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the copy-number rows and the coverage of the gene."""
        rows = copies.sightings(case, context, self.gene, copies.CopyQuestion("homozygous_deletion"))
        return decide(self, case, context, rows, [copies.covered(case, context, self.gene)])
