"""What a grading scheme is made of: rules in order, of which the first that holds gives the grade and is named by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tumorboard.criteria.combinators import Always
from tumorboard.evidence.standing import Standing
from tumorboard.model.assessment import Grade
from tumorboard.model.statement import Statement
from tumorboard.reasons import Reason

SAME = frozenset({"same_tumor", "tumor_agnostic"})
PROSPECTIVE = frozenset({"rct", "prospective_nonrandomized", "basket"})


@dataclass(frozen=True, slots=True)
class Graded:
    """What a rule looks at; `both_solid` says that this tumor and the one the claim was made for are known to be solid."""

    statement: Statement
    relation: str
    standing: Standing
    both_solid: bool = False

    @property
    def same(self) -> bool:
        """The claim was made for this tumor, or for every tumor of a kind that it belongs to."""
        return self.relation in SAME

    @property
    def tumor_unknown(self) -> bool:
        """Whether the claim was made for this tumor cannot be said."""
        return self.relation == "unknown_tumor"

    @property
    def sensitivity(self) -> bool:
        """A claim that the therapy works."""
        return self.statement.predicate == "sensitivity"

    @property
    def untargeted(self) -> bool:
        """A claim that rests on no finding: the therapy is given whatever a test says."""
        return isinstance(self.statement.biomarker, Always)

    @property
    def design(self) -> str:
        """Design of the study behind the claim."""
        return self.statement.study.design

    @property
    def benefit(self) -> str:
        """What that study showed."""
        return self.statement.study.benefit

    @property
    def civic(self) -> str:
        """The CIViC level, for statements of CIViC; otherwise empty."""
        scheme, value = self.statement.strength
        return value.upper() if scheme == "civic_level" else ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a scheme's table.

    Parameters
    ----------
    id
        Printed with every grade it gives.
    value
        The grade; empty where the scheme gives none.
    reference
        The row of the publication it stands for, or ``design`` for a choice of this program.
    """

    id: str
    value: str
    reference: str
    holds: Callable[[Graded], bool]
    reason: Callable[[Graded], Reason]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A dated table; the last rule always holds.

    Parameters
    ----------
    order
        Values, best first.
    elsewhere
        Off-label propagation: what the evidence of a value comes to in another tumor type; empty for no grade.
    """

    name: str
    version: str
    reference: str
    rules: tuple[Rule, ...]
    order: tuple[str, ...]
    elsewhere: tuple[tuple[str, str], ...] = ()

    def grade(self, graded: Graded) -> Grade:
        """The grade by the first rule that holds."""
        rule = next(r for r in self.rules if r.holds(graded))
        return Grade(scheme=self.name, value=rule.value, rule=rule.id, reason=rule.reason(graded))

    def place(self, value: str) -> int:
        """Position of a value, 0 best; after all others when the scheme gave none."""
        return self.order.index(value) if value in self.order else len(self.order)
