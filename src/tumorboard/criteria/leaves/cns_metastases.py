"""Metastases of the central nervous system and their state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import cns, lesions, recency
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.judgment import Judgment, both
from tumorboard.model.case import Case
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tumorboard.model.context import Context
    from tumorboard.model.lesion import Lesion

_HERE = frozenset({*lesions.CNS, "cns", ""})


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
    within_days
        Days back from the assessment date in which the imaging must lie, both ends included; None for any day.

    Notes
    -----
    No metastasis is NOT_MET in every state, and needs imaging (``{site: brain, present: false}``): no lesion on a list
    is not enough.  For `cns`, imaging of the brain alone is taken for the whole and marked assumed.  A treated lesion
    without later imaging is UNKNOWN.

    A metastasis or free site is as old as its newest imaging (`date`, `stable_on`).  What does not certainly lie within `within_days`
    answers nothing; without `within_days` it counts, and what is older than the site's window (28 days unless its policy says
    otherwise) asks for review."""

    name: ClassVar[str] = "CnsMetastases"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "lesion.site", "lesion.nature", "lesion.imaging", "lesion.treatment", "lesion.progression",
            "lesion.stability", "lesion.symptoms", "lesion.steroids", "lesion.date",
        }
    )  # fmt: skip

    scope: str = "brain"
    state: str = "any"
    stable_weeks: int = 4
    steroid_free: bool = False
    within_days: int | None = None

    def __post_init__(self) -> None:
        if self.scope not in cns.SCOPES:
            raise ValueError(f"scope is one of {', '.join(cns.SCOPES)}")
        if self.state not in cns.STATES:
            raise ValueError(f"state is one of {', '.join(cns.STATES)}")
        if self.stable_weeks < 0:
            raise ValueError("stable_weeks is negative")
        recency.checked(self.within_days)

    @property
    def viewed(self) -> Hashable:
        """What is looked at, whatever the scope and the state."""
        return (self.name, self.within_days)

    def view(self, case: Case, context: Context) -> Hashable:
        """What the verdict of `check` hangs on: entries of the nervous system, and of a site that is not understood."""
        return recency.window(context, recency.IMAGING, self.within_days), tuple(
            [x for x in case.lesions if x.site in _HERE]
        )

    def judges(self, view: tuple[recency.Window, tuple[Lesion, ...]]) -> Verdict:
        """The verdict for what was looked at: that of a record that holds nothing else."""
        recent, told = view
        return self._answer(Case(id="", lesions=told), recent).verdict

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded lesions and imaging."""
        return self._answer(case, recency.window(context, recency.IMAGING, self.within_days))

    def _answer(self, case: Case, recent: recency.Window) -> Evaluation:
        asked = cns.Stability(recent.on, self.stable_weeks, self.steroid_free)
        sites = frozenset(cns.SCOPES[self.scope])
        here = [(x, lesions.lies_in(x, sites)) for x in lesions.present(case)]
        here = [(x, j) for x, j in here if j.verdict is not Verdict.NOT_MET]
        states = [(x, both(j, self._state(x, asked, recent))) for x, j in here]
        if self.state == "treated_stable" and here:
            return self._every(here, states, asked, recent)
        found = [x for x, j in states if j.verdict is Verdict.MET]
        if found:
            carried = _carried(found, recent, 1)
            reason = carried.told(Reason.of("cns.found", scope=self.scope, state=self.state), "cns.found_old")
            return self._settled(True, reason, found, carried, may_change=self.state != "any")
        doubtful = [(x, j) for x, j in states if j.verdict is Verdict.UNKNOWN]
        gaps, days, assumed = self._imaging(case, recent)
        missing = gaps.union(*(j.missing for _, j in doubtful))
        if missing:
            return self._open(missing, [x for x, _ in doubtful], recent.too_old(case.lesions))
        used = [x for x, _ in here]
        days = [*days, *(recency.seen(x) for x in used)]
        carried = recent.carried(days, len(days))
        reason = carried.told(Reason.of("cns.none", scope=self.scope, state=self.state), "cns.none_old")
        return self._settled(
            False, reason, used or [x for x in case.lesions if x.site in sites], carried, assumed=assumed
        )

    def _state(self, lesion: Lesion, asked: cns.Stability, recent: recency.Window) -> Judgment:
        """Whether it is in the state; of one that was not seen in the window no state is known."""
        timely = recent.timely(lesion)
        return cns.STATES[self.state](lesion, asked) if timely.verdict is Verdict.MET else timely

    def _every(
        self,
        here: list[tuple[Lesion, Judgment]],
        states: list[tuple[Lesion, Judgment]],
        asked: cns.Stability,
        recent: recency.Window,
    ) -> Evaluation:
        """The answer where every metastasis has to be stable."""
        certain = {x.id for x, j in here if j.verdict is Verdict.MET}
        failing = [x for x, j in states if j.verdict is Verdict.NOT_MET and x.id in certain]
        if failing:
            days = [cns.stable_from(x, asked) for x in failing]
            waiting = [d for d in days if d is not None and d > asked.on]
            on = max(waiting) if len(waiting) == len(days) else None
            carried = _carried(failing, recent, 1)
            reason = carried.told(
                Reason.of("cns.not_stable", scope=self.scope, weeks=self.stable_weeks), "cns.not_stable_old"
            )
            return self._settled(False, reason, failing, carried, may_change=True, on=on)
        used = [x for x, _ in here]
        missing = frozenset[str]().union(*(j.missing for _, j in states))
        if missing:
            return self._open(missing, used, recent.too_old(used))
        carried = _carried(used, recent, len(used))
        reason = carried.told(Reason.of("cns.found", scope=self.scope, state=self.state), "cns.found_old")
        return self._settled(True, reason, used, carried, may_change=True)

    def _open(self, missing: frozenset[str], used: list[Lesion], too_old: Reason | None) -> Evaluation:
        reason = too_old or Reason.of("cns.not_known", scope=self.scope, state=self.state)
        return unknown(self, reason, missing, map(lesions.fact, used))

    def _settled(
        self,
        holds: bool,
        reason: Reason,
        used: list[Lesion],
        carried: recency.Carried,
        *,
        on: date | None = None,
        **flags: bool,
    ) -> Evaluation:
        lapses = min((d for d in (on, carried.lapses) if d is not None), default=None)
        return settled(
            self, holds, reason, map(lesions.fact, used), needs_review=bool(carried.old), changes_on=lapses, **flags
        )

    def _imaging(self, case: Case, recent: recency.Window) -> tuple[frozenset[str], list[recency.Day], bool]:
        """The imaging that is missing to say that there are no others, the days of what there is, and whether the brain stands for the whole."""
        looked = lesions.days_by_site(case.lesions, recent)
        whole = [ways for ways in cns.IMAGING[self.scope] if looked.keys() >= set(ways)]
        if whole:
            # of several that would do, the one that was done last
            by_age = [sorted((looked[s] for s in ways), key=_order) for ways in whole]
            return frozenset(), max(by_age, key=lambda days: _order(days[0])), False
        if self.scope == "cns" and "brain" in looked:
            return frozenset(), [looked["brain"]], True
        site = "leptomeninges" if self.scope == "leptomeningeal" else "brain"
        return frozenset({f"lesion.imaging:{site}"}), [], False


def _carried(found: list[Lesion], recent: recency.Window, need: int) -> recency.Carried:
    return recent.carried([recency.seen(x) for x in found], need)


def _order(day: recency.Day) -> date:
    """Undated imaging last: it is not called old."""
    return day.earliest if day is not None else date.max
