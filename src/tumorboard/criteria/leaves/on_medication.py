"""A drug of the medication list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import assumption, settled, unknown
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class OnMedication:
    """MET when one of the drugs is on the medication list.

    Parameters
    ----------
    drugs
        Generic names, compared without case; the names and brands of the therapy table mean the same drug.

    Notes
    -----
    That none is taken needs a complete list (``complete: [medications]``), or the site's policy.  Doses and dates are not on
    the list: a limit on a dose is asked as `Manual`.  Both answers may change."""

    name: ClassVar[str] = "OnMedication"
    reads: ClassVar[frozenset[str]] = frozenset({"medications"})

    drugs: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.drugs:
            raise ValueError("drugs is empty")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the list of medication."""
        wanted = {_code(d, context) for d in self.drugs}
        found = tuple(m for m in sorted(case.medications) if _code(m, context) in wanted)
        if found:
            return settled(self, True, Reason.of("medication.taken", drugs=found), {"medications"}, may_change=True)
        whole = case.complete("medications")
        if whole or assumption(context, "medications") == "complete":
            reason = Reason.of("medication.none_taken")
            return settled(self, False, reason, {"medications"}, may_change=True, assumed=not whole)
        used = {"medications"} if case.medications else set()
        return unknown(self, Reason.of("medication.may_be_taken"), {"medications"}, used)


def _code(drug: str, context: Context) -> str:
    name = " ".join(drug.split()).casefold()
    return context.vocab.therapies.resolve(name) or name
