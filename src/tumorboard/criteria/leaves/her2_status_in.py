"""HER2 status by IHC and ISH."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import her2
from tumorboard.criteria.base import leaf_text
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class Her2StatusIn:
    """MET when the HER2 status by IHC and ISH is one of `states`.

    Parameters
    ----------
    states
        positive, low, ultralow, zero, negative (low, ultralow and zero are all negative).
    guideline
        Scoring rules that the claim was made under: asco_cap_breast, asco_cap_gastric, any.  Without a recorded tumor
        type it is UNKNOWN whose rules hold.  A tumor of another organ is positive or negative by its own rules and is
        not asked to be scored again; *low*, *ultralow* and *zero* are classes of the breast's rules alone and are
        NOT_MET where another organ's were applied.

    Notes
    -----
    Amplification by sequencing is not HER2-positive: it leaves the status UNKNOWN without IHC or ISH, and asks for
    review where it disagrees with them.

    Source
    ------
    Wolff et al. 2023, J Clin Oncol 41:3867 (ASCO/CAP)."""

    name: ClassVar[str] = "Her2StatusIn"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker", "diagnosis.disease"})

    states: tuple[str, ...]
    guideline: str = "asco_cap_breast"

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.states or set(self.states) - her2.STATES:
            raise ValueError(f"states are of {', '.join(sorted(her2.STATES))}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the status that was derived."""
        return her2.status_in(case, self.states, self.guideline, leaf_text(self))
