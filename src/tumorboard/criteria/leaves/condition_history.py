"""A condition in the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import conditions, treatment
from tumorboard.criteria.answers import assumption, settled, unknown
from tumorboard.criteria.judgment import COUNTS, Judgment, both, no, open_
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from datetime import date

    from tumorboard.model.case import Case, Condition
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class ConditionHistory:
    """MET when one of the conditions is recorded, by name or code.

    Parameters
    ----------
    names
        Names of the conditions table in English or Chinese, or ICD-10 codes; a code, with ``*`` or without, stands for all that begin with it.
    active_only
        Whether a condition of the past does not count.
    within_months
        Calendar months back in which its date must lie.
    min_grade
        Least grade.

    Notes
    -----
    A kind of the condition counts: radiation pneumonitis is a pneumonitis.  UNKNOWN are a broader condition (heart disease for
    heart failure), one that may be it when more is known (pneumonia for pneumonitis), and one that the table does not have, recorded or
    asked for: it may be the other under another name.  What is recognized as another condition, by name or by ICD-10 code, is not it.  A name
    that is written alike counts without the table.

    Absence is NOT_MET only when the list of conditions is complete.  An activity, date or grade that is asked for and not
    recorded is UNKNOWN.

    Source
    ------
    Codes: ICD-10, WHO, version 2019."""

    name: ClassVar[str] = "ConditionHistory"
    one_settles: ClassVar[Verdict] = Verdict.MET
    reads: ClassVar[frozenset[str]] = frozenset(
        {"conditions", "condition.name", "condition.active", "condition.date", "condition.grade"}
    )

    names: tuple[str, ...]
    active_only: bool = False
    within_months: int | None = None
    min_grade: int | None = None

    def __post_init__(self) -> None:
        sort_sets(self)

    def sees_condition(self, context: Context, condition: Condition) -> Judgment:
        """What `check` looks at in a condition: how it judges it."""
        asked = conditions.asked_for(self.names, condition, context.vocab.conditions)
        return asked if asked.verdict is Verdict.NOT_MET else both(asked, self._fits(condition, context))

    def turns(self, context: Context) -> frozenset[date]:
        """The days on which `sees_condition` turns: a date until then is too long ago, one after it is not."""
        if self.within_months is None:
            return frozenset()
        return frozenset({treatment.months_before(context.on, self.within_months) - timedelta(days=1)})

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded conditions."""
        judged = [(c, self.sees_condition(context, c)) for c in case.conditions]
        found = [c for c, j in judged if j.verdict is Verdict.MET]
        if found:
            names = tuple(c.name for c in found)
            return settled(self, True, Reason.of("condition.recorded", names=names), map(_fact, found))
        doubtful = [(c, j) for c, j in judged if j.verdict is Verdict.UNKNOWN]
        whole = case.complete("conditions")
        by_policy = assumption(context, "conditions") == "complete"
        if doubtful:
            missing = frozenset[str]().union(*(j.missing for _, j in doubtful))
            names = tuple(c.name for c, _ in doubtful)
            used = [_fact(c) for c, _ in doubtful]
            if not any(m.startswith("condition.name") for m in missing):
                return unknown(self, Reason.of("condition.unclear", names=names), missing, used)
            more = frozenset() if whole or by_policy else frozenset({"conditions"})
            return unknown(self, Reason.of("condition.not_recognized", names=names), missing | more, used)
        if whole or by_policy:
            reason = Reason.of("condition.absent", names=self.names)
            told = [_fact(c) for c, j in judged if j.why]
            return settled(self, False, reason, {"conditions", *told}, assumed=not whole)
        return unknown(self, Reason.of("condition.not_complete", names=self.names), {"conditions"})

    def _fits(self, condition: Condition, context: Context) -> Judgment:
        """Whether activity, date and grade are as asked."""
        aspects = [COUNTS]
        if self.active_only:
            known = condition.active
            missing = open_("why.not_described", f"condition.active:{condition.name}")
            aspects.append(missing if known is None else COUNTS if known else no("why.denied"))
        if self.within_months is not None:
            aspects.append(_since(condition, treatment.months_before(context.on, self.within_months)))
        if self.min_grade is not None:
            grade = condition.grade
            missing = open_("why.not_described", f"condition.grade:{condition.name}")
            aspects.append(missing if grade is None else COUNTS if grade >= self.min_grade else no("why.lower_grade"))
        return both(*aspects)


def _since(condition: Condition, first: date) -> Judgment:
    if condition.date is not None and condition.date.earliest >= first:
        return COUNTS
    if condition.date is not None and condition.date.latest < first:
        return no("why.too_long_ago")
    return open_("why.dates_unknown", f"condition.date:{condition.name}")


def _fact(condition: Condition) -> str:
    return f"condition/{condition.id}"
