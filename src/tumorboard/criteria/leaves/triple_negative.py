"""Triple-negative breast cancer markers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import receptors
from tumorboard.criteria.algebra import all_of
from tumorboard.criteria.base import leaf_text
from tumorboard.criteria.her2 import not_positive
from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class TripleNegative:
    """MET when ER and PR are negative and HER2 is not positive (low, ultralow and zero count as not positive).

    Notes
    -----
    Kleene *and* over the three: one positive receptor settles it, one untested leaves it UNKNOWN."""

    name: ClassVar[str] = "TripleNegative"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker"})

    def check(self, case: Case, context: Context) -> Evaluation:
        """The conjunction of the three."""
        text = leaf_text(self)
        parts = [
            receptors.status(case, context, r, "negative", None, f'ReceptorStatusIs("{r}", "negative")')
            for r in ("ER", "PR")
        ]
        parts.append(not_positive(case, context))
        return all_of(parts, criterion=text)
