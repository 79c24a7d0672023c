"""Progression on a treatment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import treatment
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.judgment import both
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.criteria.judgment import Judgment
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context
    from tumorboard.model.treatment import TreatmentCourse


@dataclass(frozen=True, slots=True)
class ProgressedOn:
    """MET when a fitting course ended with progression or has progressive disease as its best response.

    Parameters
    ----------
    agents, classes
        As in HadTherapy: every given field must hold; both empty for any treatment of the cancer.

    Notes
    -----
    A new line begun afterwards is no proof of progression.  A course without reason and response is UNKNOWN; an
    ongoing one may change."""

    name: ClassVar[str] = "ProgressedOn"
    one_settles: ClassVar[Verdict] = Verdict.MET
    reads: ClassVar[frozenset[str]] = frozenset(
        {"treatment.history", "treatment.agents", "treatment.role", "treatment.class", "treatment.outcome"}
    )

    agents: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sort_sets(self)

    def sees_course(self, context: Context, course: TreatmentCourse) -> Judgment:
        """What `check` looks at in a course: how it judges it."""
        fits = treatment.matches(course, _selector(self.agents, self.classes), context)
        return fits if fits.verdict is Verdict.NOT_MET else both(fits, treatment.progressed(course))

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the history."""
        judged = [(c, self.sees_course(context, c)) for c in treatment.courses(case, context)]
        found = [treatment.fact(c) for c, j in judged if j.verdict is Verdict.MET]
        if found:
            review = all(j.review for _, j in judged if j.verdict is Verdict.MET)
            return settled(self, True, Reason.of("progressed.on", courses=tuple(found)), found, needs_review=review)
        doubtful = [(c, j) for c, j in judged if j.verdict is Verdict.UNKNOWN]
        if doubtful:
            missing = frozenset().union(*(j.missing for _, j in doubtful))
            because = tuple(sorted({j.why for _, j in doubtful}))
            used = [treatment.fact(c) for c, _ in doubtful]
            return unknown(self, Reason.of("progressed.unclear", because=because), missing, used)
        whole, assumed = treatment.complete(case, context)
        if whole:
            ongoing = any(c.ongoing for c, _ in judged)
            reason = Reason.of("progressed.not")
            return settled(self, False, reason, {"treatment.history"}, assumed=assumed, may_change=ongoing)
        return unknown(self, Reason.of("therapy.history_not_complete"), {"treatment.history"})


_selector = lru_cache(maxsize=4096)(treatment.Selector)  # the same one for every course
