"""PD-L1 expression by a named score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import pdl1
from tumorboard.criteria.base import leaf_text
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class PdL1Between:
    """MET when the newest PD-L1 value by the score lies from `min` to `max`, both included.

    Parameters
    ----------
    score
        TPS, CPS, TC, IC or TAP.
    min, max
        Percent (TPS, TC, IC, TAP) or points (CPS); None for no bound.
    clone
        22C3, 28-8, SP142, SP263, 73-10; stated for any that the report names, any for whatever was used.  A label
        names one, or asks at least that it be stated.

    Notes
    -----
    Scores are never converted and clones never exchanged: another one is UNKNOWN.  A bare "positive" decides a limit
    of 1 only, "negative" a limit of 1 and upper limits.  A range is an interval."""

    name: ClassVar[str] = "PdL1Between"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker"})

    score: str
    min: float | None = None
    max: float | None = None
    clone: str = "any"

    def __post_init__(self) -> None:
        if self.score not in {"TPS", "CPS", "TC", "IC", "TAP"}:
            raise ValueError("score is TPS, CPS, TC, IC or TAP")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")
        if any(limit is not None and not 0 <= limit <= 100 for limit in (self.min, self.max)):
            raise ValueError("limits lie from 0 to 100")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the newest value by this score and clone."""
        return pdl1.between(case, context, pdl1.Limits(self.score, self.min, self.max, self.clone), leaf_text(self))
