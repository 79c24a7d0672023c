"""Treatment in the history."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import treatment
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from datetime import date

    from tumorboard.criteria.judgment import Judgment
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context
    from tumorboard.model.treatment import TreatmentCourse


@dataclass(frozen=True, slots=True)
class HadTherapy:
    """MET when a course of treatment fits every given field.

    Parameters
    ----------
    agents, classes
        Therapy codes, classes of the therapies table; any one of a list is enough.  Write ``or`` for "agent or class".
    settings
        neoadjuvant, adjuvant, maintenance, metastatic.
    modality
        systemic, radiotherapy, surgery, cell_therapy, transplant, locoregional; empty for any.
    within_months
        Calendar months back from the assessment date in which the course must have been given.
    targets
        Genes that an agent of the course acts on, by the therapies table.
    intents
        curative, palliative.
    lines
        Line numbers within the setting, as recorded.
    responses
        Best responses: CR, PR, SD, PD, MR, NE, pCR.
    stop_reasons
        progression, toxicity, completed, other.

    Notes
    -----
    Every given field must hold for one course.  An unnamed agent, or one without a class or target entry, may be the one
    asked for, and what is not recorded of a course may be what is asked: UNKNOWN.  Without agents, classes or targets, drugs
    given beside the treatment of the cancer are not meant; a drug that may be either is UNKNOWN.  "Never had" needs a complete
    history."""

    name: ClassVar[str] = "HadTherapy"
    one_settles: ClassVar[Verdict] = Verdict.MET
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "treatment.history", "treatment.agents", "treatment.role", "treatment.class", "treatment.target", "treatment.setting",
            "treatment.dates", "treatment.intent", "treatment.lines", "treatment.outcome",
        }
    )  # fmt: skip

    agents: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    modality: str = ""
    within_months: int | None = None
    targets: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    responses: tuple[str, ...] = ()
    stop_reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sort_sets(self)
        treatment.check_words(self)

    def sees_course(self, context: Context, course: TreatmentCourse) -> Judgment:
        """What `check` looks at in a course: how it judges it."""
        return treatment.matches(course, _selector(self), context)

    def turns(self, context: Context) -> frozenset[date]:
        """The days on which `sees_course` turns; whatever else it says of a course does not hang on its dates."""
        return treatment.turns(_selector(self), context)

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the history."""
        selector = _selector(self)
        judged = [(c, treatment.matches(c, selector, context)) for c in treatment.courses(case, context)]
        found = [treatment.fact(c) for c, j in judged if j.verdict is Verdict.MET]
        if found:
            review = all(j.review for _, j in judged if j.verdict is Verdict.MET)
            return settled(self, True, Reason.of("therapy.had", courses=tuple(found)), found, needs_review=review)
        doubtful = [(c, j) for c, j in judged if j.verdict is Verdict.UNKNOWN]
        if doubtful:
            missing = frozenset().union(*(j.missing for _, j in doubtful))
            because = tuple(sorted({j.why for _, j in doubtful}))
            used = [treatment.fact(c) for c, _ in doubtful]
            return unknown(self, Reason.of("therapy.may_have_had", because=because), missing, used)
        whole, assumed = treatment.complete(case, context)
        if whole:
            return settled(self, False, Reason.of("therapy.never_had"), {"treatment.history"}, assumed=assumed)
        return unknown(self, Reason.of("therapy.history_not_complete"), {"treatment.history"})


@lru_cache(maxsize=4096)
def _selector(leaf: HadTherapy) -> treatment.Selector:
    return treatment.Selector(**{f.name: getattr(leaf, f.name) for f in fields(leaf)})
