"""Hepatitis B: never, resolved, controlled or active."""

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

STATES = ("active", "controlled", "never", "resolved")


@dataclass(frozen=True, slots=True)
class HepatitisBIn:
    """MET when hepatitis B can only be in one of `states`.

    Parameters
    ----------
    states
        never (surface antigen and core antibody negative), resolved (core antibody alone, no virus), controlled (surface
        antigen, virus below the limit), active.
    max_dna
        HBV DNA in IU/mL up to which the virus counts as suppressed; None for not detected.
    treated
        Whether controlled means under antiviral treatment.

    Notes
    -----
    Read from HBsAg, anti-HBc, HBV DNA and the medication list.  Every state that the tests leave possible must be allowed;
    a test that would decide is named.  Active may change under treatment.

    Source
    ------
    Terrault 2018, Hepatology 67:1560; Hwang 2020, J Clin Oncol 38:3698."""

    name: ClassVar[str] = "HepatitisBIn"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker", "lab.value", "lab.date", "lab.unit", "medications"})

    states: tuple[str, ...]
    max_dna: float | None = None
    treated: bool = True

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.states or not set(self.states) <= set(STATES):
            raise ValueError(f"states are {', '.join(STATES)}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the states that are possible."""
        found = viral.hepatitis_b(case, context, self.max_dna, treated=self.treated)
        answer = viral.verdict(found, self.states)
        reason = Reason.of("hepatitis_b.may_be", states=tuple(sorted(found.possible)))
        if answer is Verdict.UNKNOWN:
            return unknown(self, reason, found.missing, found.used)
        met = answer is Verdict.MET
        change = not met and "active" in found.possible
        return settled(self, met, reason, found.used, may_change=change, needs_review=found.review)
