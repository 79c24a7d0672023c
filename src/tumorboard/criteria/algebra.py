"""How verdicts and flags combine: *and*, *or*, *not*, *at least k*, *if*.

A flag matters only where it carries the result.  Call a child *firm* (for one flag) if it has the verdict in question
without that flag: an `AtLeast(k)` that is MET has the flag when fewer than k children are firm MET; one that is NOT_MET
when at most n - k children are firm NOT_MET; an UNKNOWN one when any UNKNOWN child has it.  `All` is `AtLeast(n)` and
`Any` is `AtLeast(1)`.

Source: docs/architecture.md, idea 2; Kleene 1952, section 64.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

FLAGS = ("may_change", "assumed", "needs_review")


def all_of(parts: Sequence[Evaluation], *, criterion: str = "") -> Evaluation:
    """*And*: MET when every part is; of nothing, MET."""
    return at_least(len(parts), parts, criterion=criterion, code="all_of")


def any_of(parts: Sequence[Evaluation], *, criterion: str = "") -> Evaluation:
    """*Or*: MET when a part is; of nothing, NOT_MET."""
    return at_least(1, parts, criterion=criterion, code="any_of")


def at_least(k: int, parts: Sequence[Evaluation], *, criterion: str = "", code: str = "at_least") -> Evaluation:
    """MET when at least `k` parts are, NOT_MET when fewer than `k` could still be."""
    met = sum(p.verdict is Verdict.MET for p in parts)
    open_ = sum(p.verdict is Verdict.UNKNOWN for p in parts)
    if met >= k:
        verdict = Verdict.MET
    elif met + open_ < k:
        verdict = Verdict.NOT_MET
    else:
        verdict = Verdict.UNKNOWN
    carrying = [p for p in parts if p.verdict is verdict]
    flags = {f: _flagged(f, verdict, k, parts) for f in FLAGS}
    missing: frozenset[str] = frozenset()
    if verdict is Verdict.UNKNOWN:
        missing = frozenset().union(*(p.missing for p in carrying))
    return Evaluation(
        verdict,
        Reason.of(f"{code}.{verdict.name.lower()}", met=met, of=len(parts), unknown=open_),
        criterion=criterion,
        used=frozenset().union(*(p.used for p in (carrying or parts))),
        missing=missing,
        changes_on=_changes_on(verdict, k, parts) if verdict is not Verdict.UNKNOWN else None,
        children=tuple(parts),
        **flags,
    )


def not_(part: Evaluation, *, criterion: str = "") -> Evaluation:
    """The negated verdict; UNKNOWN stays, flags travel."""
    return replace(
        part,
        verdict=~part.verdict,
        reason=Reason.of("not." + (~part.verdict).name.lower()),
        criterion=criterion,
        children=(part,),
    )


def negated(answer: Evaluation, criterion: str) -> Evaluation:
    """A leaf's own answer to the opposite question: same facts, flags and reason, no child."""
    return replace(answer, verdict=~answer.verdict, criterion=criterion)


def if_(condition: Evaluation, then: Evaluation, otherwise: Evaluation, *, criterion: str = "") -> Evaluation:
    """`then` when the condition is MET, `otherwise` when NOT_MET; UNKNOWN settles only if both branches agree."""
    children = (condition, then, otherwise)
    used = frozenset[str]().union(*(c.used for c in children))
    if condition.verdict is not Verdict.UNKNOWN:
        branch = then if condition.verdict is Verdict.MET else otherwise
        flags = {f: getattr(branch, f) or getattr(condition, f) for f in FLAGS}
        other = otherwise if condition.verdict is Verdict.MET else then
        return replace(
            branch,
            criterion=criterion,
            used=branch.used | condition.used,
            changes_on=_branch_changes_on(condition, branch, other),
            children=children,
            **flags,
        )
    flags = {f: any(getattr(c, f) for c in children) for f in FLAGS}
    if then.verdict is otherwise.verdict and then.verdict is not Verdict.UNKNOWN:
        return Evaluation(then.verdict, Reason.of("if.both_agree"), criterion, used, children=children, **flags)
    missing = condition.missing | then.missing | otherwise.missing
    return Evaluation(Verdict.UNKNOWN, Reason.of("if.unknown"), criterion, used, missing, children=children, **flags)


def _branch_changes_on(condition: Evaluation, branch: Evaluation, other: Evaluation) -> date | None:
    """When the branch changes; when the condition does so first, only if the other branch is settled otherwise."""
    turns = condition.changes_on
    if turns is None or (branch.changes_on is not None and branch.changes_on < turns):
        return branch.changes_on
    return turns if ~branch.verdict is other.verdict and branch.verdict is not Verdict.UNKNOWN else None


def _flagged(flag: str, verdict: Verdict, k: int, parts: Sequence[Evaluation]) -> bool:
    firm = sum(p.verdict is verdict and not getattr(p, flag) for p in parts)
    if verdict is Verdict.MET:
        return firm < k
    if verdict is Verdict.NOT_MET:
        return firm <= len(parts) - k
    return any(getattr(p, flag) for p in parts if p.verdict is verdict)


def _changes_on(verdict: Verdict, k: int, parts: Sequence[Evaluation]) -> date | None:
    """First date on which the count of parts with this verdict no longer carries it, if every needed part has a date."""
    dates = [p.changes_on for p in parts if p.verdict is verdict]
    dated = sorted(d for d in dates if d is not None)
    spare = len(dates) - k if verdict is Verdict.MET else len(dates) - (len(parts) - k + 1)
    return dated[spare] if 0 <= spare < len(dated) else None
