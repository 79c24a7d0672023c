"""Criteria made of criteria: *and*, *or*, *not*, *at least k*, *if*, and the constants.

Every child is always evaluated, so that an explanation is complete.  The arithmetic of verdicts and flags is in
`criteria.algebra`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tumorboard.criteria import algebra
from tumorboard.model.verdict import Criterion, Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class All:
    """MET when every part is MET; of nothing, MET."""

    parts: tuple[Criterion, ...] = ()

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict of the conjunction."""
        return self.of([p.check(case, context) for p in self.parts])

    def of(self, parts: Sequence[Evaluation]) -> Evaluation:
        """The verdict, given those of the parts."""
        return algebra.all_of(parts)


@dataclass(frozen=True, slots=True)
class Any:
    """MET when a part is MET; of nothing, NOT_MET."""

    parts: tuple[Criterion, ...] = ()

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict of the disjunction."""
        return self.of([p.check(case, context) for p in self.parts])

    def of(self, parts: Sequence[Evaluation]) -> Evaluation:
        """The verdict, given those of the parts."""
        return algebra.any_of(parts)


@dataclass(frozen=True, slots=True)
class Not:
    """MET when the part is NOT_MET; an exclusion criterion is ``not criterion``."""

    part: Criterion

    def check(self, case: Case, context: Context) -> Evaluation:
        """The negated verdict; UNKNOWN stays."""
        return self.of([self.part.check(case, context)])

    def of(self, parts: Sequence[Evaluation]) -> Evaluation:
        """The verdict, given that of the part."""
        return algebra.not_(parts[0])


@dataclass(frozen=True, slots=True)
class AtLeast:
    """MET when at least `k` parts are MET."""

    k: int
    parts: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.k <= len(self.parts):
            raise ValueError(f"AtLeast needs a count from 0 to the number of its parts, got {self.k}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict of the count."""
        return self.of([p.check(case, context) for p in self.parts])

    def of(self, parts: Sequence[Evaluation]) -> Evaluation:
        """The verdict, given those of the parts."""
        return algebra.at_least(self.k, parts)


@dataclass(frozen=True, slots=True)
class Always:
    """The constant MET."""

    def check(self, case: Case, context: Context) -> Evaluation:
        """MET."""
        return self.of(())

    def of(self, parts: Sequence[Evaluation]) -> Evaluation:
        """MET."""
        return Evaluation(Verdict.MET, Reason.of("always.met"), "Always()")


@dataclass(frozen=True, slots=True)
class Never:
    """The constant NOT_MET."""

    def check(self, case: Case, context: Context) -> Evaluation:
        """NOT_MET."""
        return self.of(())

    def of(self, parts: Sequence[Evaluation]) -> Evaluation:
        """NOT_MET."""
        return Evaluation(Verdict.NOT_MET, Reason.of("never.not_met"), "Never()")


@dataclass(frozen=True, slots=True)
class If:
    """`then` where the condition is MET, `otherwise` where it is NOT_MET; UNKNOWN settles only if both agree."""

    condition: Criterion
    then: Criterion
    otherwise: Criterion = Always()

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict of the branch that applies."""
        return self.of([part.check(case, context) for part in (self.condition, self.then, self.otherwise)])

    def of(self, parts: Sequence[Evaluation]) -> Evaluation:
        """The verdict, given those of the condition and of the branches."""
        condition, then, otherwise = parts
        return algebra.if_(condition, then, otherwise)


@dataclass(frozen=True, slots=True)
class FlagIf:
    """Always MET; asks for review unless the part is NOT_MET."""

    part: Criterion

    def check(self, case: Case, context: Context) -> Evaluation:
        """MET, with `needs_review` when the part is MET or UNKNOWN."""
        return self.of([self.part.check(case, context)])

    def of(self, parts: Sequence[Evaluation]) -> Evaluation:
        """MET, given the verdict of the part."""
        part = parts[0]
        if part.verdict is Verdict.NOT_MET:
            return Evaluation(Verdict.MET, Reason.of("flag_if.clear"), used=part.used, children=(part,))
        return replace(
            Evaluation(Verdict.MET, Reason.of("flag_if.flagged"), used=part.used, children=(part,)), needs_review=True
        )


COMBINATORS = (All, Any, Not, AtLeast, If, FlagIf, Always, Never)


def children(criterion: Criterion) -> tuple[Criterion, ...]:
    """The parts of a combinator, in the order of the children of its evaluation; empty for a leaf or constant."""
    match criterion:
        case All(parts) | Any(parts) | AtLeast(_, parts):
            return parts
        case Not(part) | FlagIf(part):
            return (part,)
        case If(condition, then, otherwise):
            return (condition, then, otherwise)
        case _:
            return ()


def leaves(criterion: Criterion) -> Iterator[Criterion]:
    """Every leaf of a criterion, left to right, with repeats; constants are not leaves."""
    parts = children(criterion)
    if not parts and not isinstance(criterion, COMBINATORS):
        yield criterion
    for part in parts:
        yield from leaves(part)
