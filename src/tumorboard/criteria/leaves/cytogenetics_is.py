"""An aberration of chromosomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import cytogenetics
from tumorboard.criteria.base import leaf_text
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class CytogeneticsIs:
    """MET when the newest karyotype, FISH or array result of the marker is one of `states`.

    Parameters
    ----------
    marker
        Code of the markers table: DEL17P, DEL5Q, T1114, COMPLEX_KARYOTYPE, CODEL_1P19Q ...
    states
        positive, negative; codeleted, intact for 1p/19q.

    Notes
    -----
    Without such a result a fusion of both partners, or loss or gain of the gene at the probe, leaves it UNKNOWN and names
    the test that would settle it.  Equivocal is UNKNOWN, and so is a marker that was not tested."""

    name: ClassVar[str] = "CytogeneticsIs"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker"})

    marker: str
    states: tuple[str, ...] = ("positive",)

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.marker or not self.states:
            raise ValueError("marker and states are needed")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the newest result and the alterations that amount to it."""
        return cytogenetics.answer(case, context, cytogenetics.Asked(self.marker, self.states), leaf_text(self))
