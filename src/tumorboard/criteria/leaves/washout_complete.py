"""Time since earlier treatment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import treatment, washout
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.judgment import COUNTS, Judgment, both, no
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from datetime import date

    from tumorboard.model.case import Case
    from tumorboard.model.context import Context
    from tumorboard.model.treatment import TreatmentCourse

RULES = ("longer", "shorter")


@dataclass(frozen=True, slots=True)
class WashoutComplete:
    """MET when the interval has passed since every fitting course ended, or there was none.

    Parameters
    ----------
    agents, classes, targets
        As in HadTherapy; all empty for any treatment of the cancer, not for drugs given beside it.
    modality
        systemic, radiotherapy, surgery, cell_therapy, transplant, locoregional; empty for any.
    days
        Days since the last dose or session (4 weeks are 28), the last of them included.
    half_lives
        Half-lives of the agents meant; the longest of several counts, in whole days.  Radiotherapy, surgery and
        locoregional treatment have none.
    rule
        longer or shorter: of `days` and `half_lives` when both are given.

    Notes
    -----
    An agent without a half-life in the table (or in the policy, as threshold ``half_life_hours:AGENT``) is UNKNOWN where
    half-lives decide.  NOT_MET says the day on which the interval ends; a course that goes on has none.  That nothing
    else was given needs a complete history."""

    name: ClassVar[str] = "WashoutComplete"
    one_settles: ClassVar[Verdict] = Verdict.NOT_MET
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "treatment.history", "treatment.agents", "treatment.role", "treatment.class", "treatment.target", "treatment.dates",
            "treatment.half_life",
        }
    )  # fmt: skip

    agents: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    modality: str = ""
    days: int | None = None
    half_lives: float | None = None
    rule: str = "longer"

    def __post_init__(self) -> None:
        sort_sets(self)
        treatment.check_words(self)
        if self.days is None and self.half_lives is None:
            raise ValueError("neither days nor half_lives is given")
        if (self.days or 0) < 0 or (self.half_lives or 0) < 0:
            raise ValueError("a time is negative")
        if self.rule not in RULES:
            raise ValueError(f"rule is one of {', '.join(RULES)}")

    def sees_course(self, context: Context, course: TreatmentCourse) -> Judgment:
        """What `check` looks at in a course: whether it is meant and its interval has not passed."""
        return _running(course, *_asked(self), context)

    def turns(self, context: Context) -> frozenset[date]:
        """The days on which `sees_course` turns; whatever else it says of a course does not hang on its dates."""
        return washout.turns(_asked(self)[1], context)

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for every course that fits or may fit."""
        selector, interval = _asked(self)
        judged = [(c, _running(c, selector, interval, context)) for c in treatment.courses(case, context)]
        running = [c for c, j in judged if j.verdict is Verdict.MET]
        if running:
            used = [treatment.fact(c) for c in running]
            ends = [washout.clear_on(c, selector, interval, context) for c in running]
            known = [d for d in ends if d is not None]
            reason = Reason.of("washout.running", courses=tuple(used))
            on = max(known) if len(known) == len(ends) else None
            review = all(j.review for _, j in judged if j.verdict is Verdict.MET)
            return settled(self, False, reason, used, may_change=True, changes_on=on, needs_review=review)
        doubtful = [(c, j) for c, j in judged if j.verdict is Verdict.UNKNOWN]
        if doubtful:
            missing = frozenset().union(*(j.missing for _, j in doubtful))
            because = tuple(sorted({j.why for _, j in doubtful}))
            used = [treatment.fact(c) for c, _ in doubtful]
            return unknown(self, Reason.of("washout.unclear", because=because), missing, used)
        whole, assumed = treatment.complete(case, context)
        if whole:
            return settled(self, True, Reason.of("washout.passed"), {"treatment.history"}, assumed=assumed)
        return unknown(self, Reason.of("therapy.history_not_complete"), {"treatment.history"})


def _running(
    course: TreatmentCourse, selector: treatment.Selector, interval: washout.Interval, context: Context
) -> Judgment:
    """Whether the course is meant and its interval has not passed."""
    meant = treatment.matches(course, selector, context)
    if meant.verdict is Verdict.NOT_MET:
        return meant  # whenever it was given
    over = washout.passed(course, selector, interval, context)
    flipped = {Verdict.MET: no("why.too_long_ago"), Verdict.NOT_MET: COUNTS}.get(over.verdict, over)
    return both(meant, flipped)


@lru_cache(maxsize=4096)
def _asked(leaf: WashoutComplete) -> tuple[treatment.Selector, washout.Interval]:
    selector = treatment.Selector(leaf.agents, leaf.classes, modality=leaf.modality, targets=leaf.targets)
    return selector, washout.Interval(leaf.days, leaf.half_lives, leaf.rule == "longer")
