"""Protein expression by immunohistochemistry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import expression
from tumorboard.criteria.base import leaf_text
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class ProteinExpressionIs:
    """MET when the newest staining of the marker is one of `states` and reaches `min_percent`.

    Parameters
    ----------
    marker
        Code of the markers table: CLDN18_2, FOLR1, MET ...
    states
        positive, negative, high, low, lost ...; empty for any.
    min_percent
        Percent of stained tumor cells; None for no number.
    clone
        Antibody clone or kit, or any.

    Notes
    -----
    "Positive" without a number does not answer a question for a number."""

    name: ClassVar[str] = "ProteinExpressionIs"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker"})

    marker: str
    states: tuple[str, ...] = ()
    min_percent: float | None = None
    clone: str = "any"

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.states and self.min_percent is None:
            raise ValueError("states or min_percent is needed")
        if self.min_percent is not None and not 0 <= self.min_percent <= 100:
            raise ValueError("min_percent lies from 0 to 100")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the newest staining."""
        asked = expression.Staining(self.marker, self.states, self.min_percent, self.clone)
        return expression.staining(case, context, asked, leaf_text(self))
