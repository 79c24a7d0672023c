"""Drugs given together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import treatment
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.judgment import COUNTS, Judgment, both, no, open_
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context
    from tumorboard.model.treatment import TreatmentCourse


@dataclass(frozen=True, slots=True)
class HadCombination:
    """MET when one course held every agent, and an agent of every class, that is named.

    Parameters
    ----------
    agents, classes
        Therapy codes, classes of the therapies table; all of them, two or more together.
    settings
        neoadjuvant, adjuvant, maintenance, metastatic; any one is enough, empty for any.

    Notes
    -----
    One agent does not stand for two classes that are named.  An unnamed agent, or one without a class entry, may be what is
    asked for: UNKNOWN.  "Never had" needs a complete history.  Drugs recorded as courses of their own are not joined."""

    name: ClassVar[str] = "HadCombination"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"treatment.history", "treatment.agents", "treatment.class", "treatment.setting"}
    )

    agents: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sort_sets(self)
        treatment.check_words(self)
        if len(self.agents) + len(self.classes) < 2:
            raise ValueError("two agents or classes, or more, are needed; HadTherapy asks for one")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the history."""
        judged = [(c, self._fits(c, context)) for c in treatment.courses(case, context)]
        found = [treatment.fact(c) for c, j in judged if j.verdict is Verdict.MET]
        if found:
            return settled(self, True, Reason.of("therapy.had", courses=tuple(found)), found)
        doubtful = [(c, j) for c, j in judged if j.verdict is Verdict.UNKNOWN]
        if doubtful:
            missing = frozenset[str]().union(*(j.missing for _, j in doubtful))
            because = tuple(sorted({j.why for _, j in doubtful}))
            used = [treatment.fact(c) for c, _ in doubtful]
            return unknown(self, Reason.of("therapy.may_have_had", because=because), missing, used)
        whole, assumed = treatment.complete(case, context)
        if whole:
            return settled(self, False, Reason.of("therapy.never_had"), {"treatment.history"}, assumed=assumed)
        return unknown(self, Reason.of("therapy.history_not_complete"), {"treatment.history"})

    def _fits(self, course: TreatmentCourse, context: Context) -> Judgment:
        asked = [treatment.Selector(agents=(a,)) for a in self.agents]
        asked += [treatment.Selector(classes=(c,)) for c in self.classes]
        aspects = [treatment.matches(course, selector, context) for selector in asked]
        aspects += [treatment.in_setting(course, self.settings)] if self.settings else []
        aspects += [_enough(course, len(asked))]
        return both(*aspects)


def _enough(course: TreatmentCourse, wanted: int) -> Judgment:
    """Whether the course holds as many agents as are asked for."""
    if len(course.agents) >= wanted:
        return COUNTS
    if course.unnamed or not course.agents:
        return open_("why.unnamed_agent", f"treatment.agents:{course.id}")
    return no("why.other_agent")
