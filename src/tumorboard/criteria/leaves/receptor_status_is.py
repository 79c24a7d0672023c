"""Hormone receptor status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import receptors
from tumorboard.criteria.base import leaf_text
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class ReceptorStatusIs:
    """MET when the newest result of the receptor is `status`.

    Parameters
    ----------
    receptor
        ER, PR, AR, or HR (ER or PR: positive when one is, negative when both are).
    status
        positive or negative.
    min_percent
        Percent of stained cells from which it is positive; None for the dated threshold (ER and PR 1 %).

    Notes
    -----
    The newest result counts; an older one that disagrees, or a value between 1 % and 10 %, asks for review.

    Source
    ------
    Allison et al. 2020, J Clin Oncol 38:1346 (ASCO/CAP)."""

    name: ClassVar[str] = "ReceptorStatusIs"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker"})

    receptor: str
    status: str
    min_percent: float | None = None

    def __post_init__(self) -> None:
        if self.receptor not in {"ER", "PR", "AR", "HR"} or self.status not in {"positive", "negative"}:
            raise ValueError("receptor is ER, PR, AR or HR; status is positive or negative")
        if self.min_percent is not None and not 0 <= self.min_percent <= 100:
            raise ValueError("min_percent lies from 0 to 100")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the newest result."""
        return receptors.status(case, context, self.receptor, self.status, self.min_percent, leaf_text(self))
