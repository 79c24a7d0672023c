"""HIV: negative, controlled or not controlled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import viral
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context

STATES = ("controlled", "negative", "not_controlled")


@dataclass(frozen=True, slots=True)
class HivIn:
    """MET when HIV can only be in one of `states`.

    Parameters
    ----------
    states
        negative, controlled (positive, within both limits), not_controlled.
    min_cd4
        CD4 cells per microliter; None for no limit.
    max_copies
        HIV RNA in copies/mL; None for not detected.

    Notes
    -----
    Read from the HIV test, CD4 cells and HIV RNA in the site's window.  How long treatment has been stable is asked apart, and
    AIDS-defining illness as a condition.  Not controlled may change under treatment.

    Source
    ------
    Uldrick 2017, J Clin Oncol 35:3774, doi:10.1200/JCO.2017.73.7338."""

    name: ClassVar[str] = "HivIn"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker", "lab.value", "lab.date", "lab.unit"})

    states: tuple[str, ...]
    min_cd4: float | None = None
    max_copies: float | None = None

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.states or not set(self.states) <= set(STATES):
            raise ValueError(f"states are {', '.join(STATES)}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the states that are possible."""
        found = viral.hiv(case, context, self.min_cd4, self.max_copies)
        answer = viral.verdict(found, self.states)
        reason = Reason.of("hiv.may_be", states=tuple(sorted(found.possible)))
        if answer is Verdict.UNKNOWN:
            return unknown(self, reason, found.missing, found.used)
        met = answer is Verdict.MET
        change = not met and "not_controlled" in found.possible
        return settled(self, met, reason, found.used, may_change=change, needs_review=found.review)
