"""Histology by class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.diagnosis import histologies
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class HistologyIs:
    """MET when the histology is of one of `classes`.

    Parameters
    ----------
    classes
        squamous, non_squamous, adenocarcinoma, small_cell, large_cell, neuroendocrine, mucinous, lobular, adenosquamous,
        sarcomatoid ...

    Notes
    -----
    Read from the record, else implied by the disease code (assumed).  A mixed tumor has several classes; then a class
    that is asked for is MET and asks for review."""

    name: ClassVar[str] = "HistologyIs"
    reads: ClassVar[frozenset[str]] = frozenset({"diagnosis.histology"})

    classes: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.classes:
            raise ValueError("classes is empty")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded or implied classes."""
        known = histologies(case, context)
        if not known.classes:
            return unknown(self, Reason.of("histology.not_recorded"), self.reads)
        found = tuple(sorted(known.classes & set(self.classes)))
        if found:
            mixed = known.mixed
            reason = Reason.of("histology.is", classes=found)
            return settled(self, True, reason, known.used, assumed=known.assumed, needs_review=mixed)
        if all(c in known.denied for c in self.classes):
            reason = Reason.of("histology.other", classes=tuple(sorted(known.classes)))
            return settled(self, False, reason, known.used, assumed=known.assumed)
        return unknown(self, Reason.of("histology.no_detail", classes=self.classes), self.reads, known.used)
