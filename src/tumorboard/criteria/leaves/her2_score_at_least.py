"""HER2 score by immunohistochemistry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import her2
from tumorboard.criteria.base import leaf_text
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class Her2ScoreAtLeast:
    """MET when the newest HER2 immunohistochemistry is scored `score` or more.

    Parameters
    ----------
    score
        1, 2 or 3, as in 1+, 2+ and 3+.

    Notes
    -----
    The score counts by whichever organ's rules it was read.  A status in words, in situ hybridization or amplification
    is no score: HER2-positive may be 2+ with amplification, so the question stays UNKNOWN until the score is recorded.
    Contradicting scores leave it UNKNOWN.

    Source
    ------
    Label of trastuzumab deruxtecan, tumor-agnostic indication (FDA, 5 April 2024): HER2-positive (IHC 3+)."""

    name: ClassVar[str] = "Her2ScoreAtLeast"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker"})

    score: int

    def __post_init__(self) -> None:
        if self.score not in {1, 2, 3}:
            raise ValueError("score is 1, 2 or 3")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the newest score."""
        return her2.score_at_least(case, context, self.score, leaf_text(self))
