"""No systemic treatment yet in a setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import treatment
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.anticancer import anticancer
from tumorboard.criteria.judgment import COUNTS, ELSEWHERE, Judgment, both
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context
    from tumorboard.model.treatment import TreatmentCourse


@dataclass(frozen=True, slots=True)
class TreatmentNaive:
    """MET when the complete history holds no systemic treatment of the cancer in the setting.

    Parameters
    ----------
    setting
        neoadjuvant, adjuvant, maintenance, metastatic, or any.

    Notes
    -----
    Drugs given beside the treatment of the cancer (for bones, blood counts, nausea) do not count.  A drug that no table has, or
    that may be either, counts if it has a line number or a response, and else leaves the question open."""

    name: ClassVar[str] = "TreatmentNaive"
    one_settles: ClassVar[Verdict] = Verdict.NOT_MET
    reads: ClassVar[frozenset[str]] = frozenset(
        {"treatment.history", "treatment.setting", "treatment.role", "treatment.agents"}
    )

    setting: str = "any"

    def __post_init__(self) -> None:
        if self.setting not in treatment.WORDS["settings"] | {"any"}:
            raise ValueError(f"setting is any, {', '.join(sorted(treatment.WORDS['settings']))}")

    def sees_course(self, context: Context, course: TreatmentCourse) -> Judgment:
        """What `check` looks at in a course: whether it is treatment of the cancer in the setting."""
        if course.modality not in treatment.SYSTEMIC:
            return ELSEWHERE
        where = COUNTS if self.setting == "any" else treatment.in_setting(course, (self.setting,))
        return both(anticancer(course, context), where)

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the history."""
        asked = "any_setting" if self.setting == "any" else self.setting
        judged = [(c, self.sees_course(context, c)) for c in treatment.courses(case, context)]
        found = [treatment.fact(c) for c, j in judged if j.verdict is Verdict.MET]
        if found:
            review = all(j.review for _, j in judged if j.verdict is Verdict.MET)
            reason = Reason.of("naive.treated", courses=tuple(found), setting=asked)
            return settled(self, False, reason, found, needs_review=review)
        doubtful = [(c, j) for c, j in judged if j.verdict is Verdict.UNKNOWN]
        if doubtful:
            missing = frozenset().union(*(j.missing for _, j in doubtful))
            because = tuple(sorted({j.why for _, j in doubtful}))
            reason = Reason.of("naive.unclear", setting=asked, because=because)
            return unknown(self, reason, missing, (treatment.fact(c) for c, _ in doubtful))
        whole, assumed = treatment.complete(case, context)
        if whole:
            return settled(self, True, Reason.of("naive.yes", setting=asked), {"treatment.history"}, assumed=assumed)
        return unknown(self, Reason.of("therapy.history_not_complete"), {"treatment.history"})
