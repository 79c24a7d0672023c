"""A state of the disease."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import assumption, settled, unknown
from tumorboard.criteria.diagnosis import denied_states, stated_states
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class DiseaseStateIn:
    """MET when the record states one of `states`.

    Parameters
    ----------
    states
        relapsed_refractory, newly_diagnosed, castration_resistant, castration_sensitive, platinum_sensitive,
        platinum_resistant ...

    Notes
    -----
    NOT_MET only when the record denies every one of them, in so many words or by its opposite (castration-resistant
    denies castration-sensitive)."""

    name: ClassVar[str] = "DiseaseStateIn"
    reads: ClassVar[frozenset[str]] = frozenset({"diagnosis.state"})

    states: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.states:
            raise ValueError("states is empty")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded states."""
        recorded = stated_states(case)
        found = tuple(s for s in self.states if s in recorded)
        used = {f"diagnosis.state:{s}" for s in self.states}
        if found:
            return settled(
                self, True, Reason.of("state.recorded", states=found), {f"diagnosis.state:{s}" for s in found}
            )
        denied = denied_states(case)
        silent = [s for s in self.states if s not in denied]
        if not silent:
            return settled(self, False, Reason.of("state.denied", states=self.states), used)
        answers = {s: assumption(context, f"diagnosis.state:{s}") for s in silent}
        if "yes" in answers.values() or set(answers.values()) == {"no"}:
            reason = Reason.of("state.by_policy", states=self.states)
            return settled(self, "yes" in answers.values(), reason, used, assumed=True)
        missing = {f"diagnosis.state:{s}" for s in silent}
        return unknown(self, Reason.of("state.not_recorded", states=tuple(silent)), missing)
