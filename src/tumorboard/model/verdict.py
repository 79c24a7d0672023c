"""What a criterion says about one case: a truth value, why, and flags beside it.

The truth value is three-valued (Kleene).  What is not truth, such as "could change after a new test", is a separate
flag, so that `and`, `or` and `not` keep their usual laws.  The algebra is in `criteria.algebra`.

Source: Kleene 1952, Introduction to Metamathematics, section 64; flags: docs/architecture.md idea 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


class Verdict(Enum):
    """Ordered so that *and* is the minimum and *or* the maximum."""

    NOT_MET = 0
    UNKNOWN = 1
    MET = 2

    def __init__(self, rank: int) -> None:
        self.rank = rank  # the value; reading it takes a tenth of the time that reading `value` takes, which screening does by the million

    def __invert__(self) -> Verdict:
        return Verdict(2 - self.value)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A verdict with its reason, the facts it used, and, when UNKNOWN, the facts that would help to decide.

    Parameters
    ----------
    criterion
        The criterion in canonical text form.
    used
        Ids of the facts that carried the verdict: ``variant/v3``, ``course/c1``, ``patient.sex``.
    missing
        Names of absent facts, ``family.item`` with an optional ``:detail``: ``performance.ecog``,
        ``assay.fusion:ALK``.  Filled exactly when the verdict is UNKNOWN.
    may_change
        Time or a clinical act can turn the verdict without any correction of the record.
    assumed
        Rests on an inference or a site policy, not on a recorded fact.
    needs_review
        Settled, but a person should look.
    changes_on
        First date on which the verdict is known to change if no new fact arrives.
    """

    verdict: Verdict
    reason: Reason
    criterion: str = ""
    used: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    may_change: bool = False
    assumed: bool = False
    needs_review: bool = False
    changes_on: date | None = None
    children: tuple[Evaluation, ...] = ()

    def __post_init__(self) -> None:
        # An UNKNOWN that cannot say what is missing is a dead end for the nurse, so it cannot be built.
        if (self.verdict is Verdict.UNKNOWN) != bool(self.missing):
            raise ValueError("`missing` names the absent facts exactly when the verdict is UNKNOWN")


class Criterion(Protocol):
    """One testable condition over a case.  Combinators and leaves are in `criteria`."""

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict of this criterion on `case`, decided for `context.on`."""
        ...
