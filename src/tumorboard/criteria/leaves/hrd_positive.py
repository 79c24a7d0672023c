"""Homologous recombination deficiency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class HrdPositive:
    """MET when the tumor is positive for homologous recombination deficiency.

    Parameters
    ----------
    method
        The assay or score asked for (GIS, LOH, CHORD ...), or any.
    cutoff
        Value from which it is positive, of the method asked for; None for the method's own."""

    name: ClassVar[str] = "HrdPositive"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker.HRD"})

    method: str = "any"
    cutoff: float | None = None

    def __post_init__(self) -> None:
        if self.cutoff is not None and self.method == "any":
            raise ValueError("a cutoff needs its method: the scores have different scales")
        if self.cutoff is not None and self.cutoff < 0:
            raise ValueError("cutoff is negative")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the derived status."""
        found = case.findings.biomarkers.get("hrd") if case.findings else None
        if found is None or (not found.state and found.value is None):
            return unknown(self, Reason.of("hrd.unknown"), self.reads)
        used = {"finding/hrd", *found.used}
        if self.method != "any" and found.method.casefold() != self.method.casefold():
            return unknown(self, Reason.of("hrd.other_method", method=self.method), self.reads, used)
        if self.cutoff is not None:
            if found.value is None:
                return unknown(self, Reason.of("hrd.no_value"), self.reads, used)
            reason = Reason.of("hrd.value", value=found.value, limit=self.cutoff)
            return settled(self, found.value >= self.cutoff, reason, used, needs_review=found.needs_review)
        if found.state not in {"positive", "negative"}:
            return unknown(self, Reason.of("hrd.unknown"), self.reads, used)
        reason = Reason.of("hrd.is", state=found.state)
        return settled(self, found.state == "positive", reason, used, needs_review=found.needs_review)
