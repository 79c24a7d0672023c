"""Hepatitis C: never, cured or active."""

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

STATES = ("active", "cured", "never")


@dataclass(frozen=True, slots=True)
class HepatitisCIn:
    """MET when hepatitis C can only be in one of `states`.

    Parameters
    ----------
    states
        never (antibody negative), cured (antibody, no RNA), active (RNA).

    Notes
    -----
    Read from anti-HCV and HCV RNA.  Every state that the tests leave possible must be allowed; a test that would decide is
    named.  How long after treatment RNA was absent is not judged.  Active may change under treatment.

    Source
    ------
    Ghany 2020, Hepatology 71:686; Hwang 2020, J Clin Oncol 38:3698."""

    name: ClassVar[str] = "HepatitisCIn"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker"})

    states: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.states or not set(self.states) <= set(STATES):
            raise ValueError(f"states are {', '.join(STATES)}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the states that are possible."""
        found = viral.hepatitis_c(case, context)
        answer = viral.verdict(found, self.states)
        reason = Reason.of("hepatitis_c.may_be", states=tuple(sorted(found.possible)))
        if answer is Verdict.UNKNOWN:
            return unknown(self, reason, found.missing, found.used)
        met = answer is Verdict.MET
        change = not met and "active" in found.possible
        return settled(self, met, reason, found.used, may_change=change, needs_review=found.review)
