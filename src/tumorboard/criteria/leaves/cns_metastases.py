"""Metastases of the central nervous system and their state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import cns, lesions
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.judgment import Judgment, both
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context
    from tumorboard.model.lesion import Lesion


@dataclass(frozen=True, slots=True)
class CnsMetastases:
    """MET when there are metastases of `scope` in the state asked for.

    Parameters
    ----------
    scope
        brain, leptomeningeal, or cns (both and the spinal cord).
    state
        any; active (not treated locally, grown since, in need of steroids); symptomatic; treated_stable (every one
        treated, and imaging `stable_weeks` or more after the end of treatment showed no progression).
    stable_weeks
        Weeks without progression after local treatment.
    steroid_free
        Whether treated_stable also asks that no steroids are needed.

    Notes
    -----
    No metastasis is NOT_MET in every state, and needs imaging (``{site: brain, present: false}``): no lesion on a list
    is not enough.  For `cns`, imaging of the brain alone is taken for the whole and marked assumed.  A treated lesion
    without later imaging is UNKNOWN."""

    name: ClassVar[str] = "CnsMetastases"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "lesion.site", "lesion.nature", "lesion.imaging", "lesion.treatment", "lesion.progression",
            "lesion.stability", "lesion.symptoms", "lesion.steroids",
        }
    )  # fmt: skip

    scope: str = "brain"
    state: str = "any"
    stable_weeks: int = 4
    steroid_free: bool = False

    def __post_init__(self) -> None:
        if self.scope not in cns.SCOPES:
            raise ValueError(f"scope is one of {', '.join(cns.SCOPES)}")
        if self.state not in cns.STATES:
            raise ValueError(f"state is one of {', '.join(cns.STATES)}")
        if self.stable_weeks < 0:
            raise ValueError("stable_weeks is negative")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded lesions and imaging."""
        asked = cns.Stability(context.on, self.stable_weeks, self.steroid_free)
        sites = frozenset(cns.SCOPES[self.scope])
        here = [(x, lesions.lies_in(x, sites)) for x in lesions.present(case)]
        here = [(x, j) for x, j in here if j.verdict is not Verdict.NOT_MET]
        states = [(x, both(j, cns.STATES[self.state](x, asked))) for x, j in here]
        if self.state == "treated_stable" and here:
            return self._every(here, states, asked)
        found = [x for x, j in states if j.verdict is Verdict.MET]
        if found:
            reason = Reason.of("cns.found", scope=self.scope, state=self.state)
            return settled(self, True, reason, (lesions.fact(x) for x in found), may_change=self.state != "any")
        doubtful = [(x, j) for x, j in states if j.verdict is Verdict.UNKNOWN]
        gaps, assumed = self._imaging(case, [x for x, _ in here])
        missing = gaps.union(*(j.missing for _, j in doubtful))
        if missing:
            used = [lesions.fact(x) for x, _ in doubtful]
            return unknown(self, Reason.of("cns.not_known", scope=self.scope, state=self.state), missing, used)
        used = [lesions.fact(x) for x, _ in here] or [lesions.fact(x) for x in case.lesions if x.site in sites]
        return settled(self, False, Reason.of("cns.none", scope=self.scope, state=self.state), used, assumed=assumed)

    def _every(
        self, here: list[tuple[Lesion, Judgment]], states: list[tuple[Lesion, Judgment]], asked: cns.Stability
    ) -> Evaluation:
        """The answer where every metastasis has to be stable."""
        certain = {x.id for x, j in here if j.verdict is Verdict.MET}
        failing = [x for x, j in states if j.verdict is Verdict.NOT_MET and x.id in certain]
        if failing:
            days = [cns.stable_from(x, asked) for x in failing]
            waiting = [d for d in days if d is not None and d > asked.on]
            on = max(waiting) if len(waiting) == len(days) else None
            reason = Reason.of("cns.not_stable", scope=self.scope, weeks=self.stable_weeks)
            return settled(self, False, reason, (lesions.fact(x) for x in failing), may_change=True, changes_on=on)
        used = [lesions.fact(x) for x, _ in here]
        missing = frozenset[str]().union(*(j.missing for _, j in states))
        if missing:
            return unknown(self, Reason.of("cns.not_known", scope=self.scope, state=self.state), missing, used)
        return settled(self, True, Reason.of("cns.found", scope=self.scope, state=self.state), used, may_change=True)

    def _imaging(self, case: Case, here: list[Lesion]) -> tuple[frozenset[str], bool]:
        """The imaging that is missing to say that there are no others, and whether the brain stands for the whole."""
        seen = {x.site for x in (*here, *case.lesions)}
        if "cns" in seen or (self.scope == "brain" and "brain" in seen):
            return frozenset(), False
        if self.scope == "cns":
            if {"brain", "leptomeninges", "spinal_cord"} <= seen:
                return frozenset(), False
            return (frozenset(), True) if "brain" in seen else (frozenset({"lesion.imaging:brain"}), False)
        if self.scope == "leptomeningeal":
            return (
                (frozenset(), False)
                if "leptomeninges" in seen
                else (frozenset({"lesion.imaging:leptomeninges"}), False)
            )
        return frozenset({"lesion.imaging:brain"}), False
