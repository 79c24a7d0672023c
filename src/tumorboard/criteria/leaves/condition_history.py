"""A condition in the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import treatment
from tumorboard.criteria.answers import assumption, settled, unknown
from tumorboard.criteria.judgment import COUNTS, ELSEWHERE, Judgment, both, no, open_
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
        Names or codes, compared without case, hyphens and underscores; a code that ends with ``*`` stands for all that begin with it.
    active_only
        Whether a condition of the past does not count.
    within_months
        Calendar months back in which its date must lie.
    min_grade
        Least grade.

    Notes
    -----
    Absence is NOT_MET only when the list of conditions is complete; names are compared as text, so that other entries on
    the list ask for review.  An activity, date or grade that is asked for and not recorded is UNKNOWN."""

    name: ClassVar[str] = "ConditionHistory"
    reads: ClassVar[frozenset[str]] = frozenset({"conditions", "condition.active", "condition.date", "condition.grade"})

    names: tuple[str, ...]
    active_only: bool = False
    within_months: int | None = None
    min_grade: int | None = None

    def __post_init__(self) -> None:
        sort_sets(self)

    def sees_condition(self, context: Context, condition: Condition) -> Judgment:
        """What `check` looks at in a condition: how it judges it."""
        return self._fits(condition, context) if self._named(condition) else ELSEWHERE

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded conditions."""
        named = [c for c in case.conditions if self._named(c)]
        judged = [(c, self._fits(c, context)) for c in named]
        found = [c for c, j in judged if j.verdict is Verdict.MET]
        if found:
            names = tuple(c.name for c in found)
            return settled(self, True, Reason.of("condition.recorded", names=names), map(_fact, found))
        doubtful = [(c, j) for c, j in judged if j.verdict is Verdict.UNKNOWN]
        if doubtful:
            missing = frozenset().union(*(j.missing for _, j in doubtful))
            names = tuple(c.name for c, _ in doubtful)
            return unknown(self, Reason.of("condition.unclear", names=names), missing, (_fact(c) for c, _ in doubtful))
        whole = case.complete("conditions")
        if whole or assumption(context, "conditions") == "complete":
            reason = Reason.of("condition.absent", names=self.names)
            other = len(named) < len(case.conditions)
            return settled(
                self, False, reason, {"conditions", *map(_fact, named)}, assumed=not whole, needs_review=other
            )
        return unknown(self, Reason.of("condition.not_complete", names=self.names), {"conditions"})

    def _named(self, condition: Condition) -> bool:
        wanted = [_plain(n) for n in self.names]
        begins = tuple(w.removesuffix("*") for w in wanted if w.endswith("*"))
        if {_plain(condition.name), _plain(condition.code)} & set(wanted):
            return True
        return bool(begins) and _plain(condition.code).startswith(begins)

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


def _plain(name: str) -> str:
    """``interstitial_lung_disease`` and ``Interstitial lung disease`` are one name."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _fact(condition: Condition) -> str:
    return f"condition/{condition.id}"
