"""How a leaf answers: the three verdicts with the leaf's own text, and answers that the site's policy gives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tumorboard.criteria.base import Leaf, leaf_text
from tumorboard.model.context import Context
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason


def settled(
    leaf: Leaf,
    holds: bool,
    reason: Reason,
    used: Iterable[str] = (),
    *,
    may_change: bool = False,
    assumed: bool = False,
    needs_review: bool = False,
    changes_on: date | None = None,
) -> Evaluation:
    """MET when it holds, NOT_MET otherwise, with the facts that carried it."""
    return Evaluation(
        Verdict.MET if holds else Verdict.NOT_MET,
        reason,
        leaf_text(leaf),
        frozenset(used),
        may_change=may_change,
        assumed=assumed,
        needs_review=needs_review,
        changes_on=changes_on,
    )


def unknown(
    leaf: Leaf,
    reason: Reason,
    missing: Iterable[str],
    used: Iterable[str] = (),
    *,
    may_change: bool = False,
    assumed: bool = False,
    needs_review: bool = False,
) -> Evaluation:
    """UNKNOWN, with the names of absent facts any of which would help."""
    return Evaluation(
        Verdict.UNKNOWN,
        reason,
        leaf_text(leaf),
        frozenset(used),
        frozenset(missing),
        may_change=may_change,
        assumed=assumed,
        needs_review=needs_review,
    )


def assumption(context: Context, fact: str) -> str:
    """What the site's policy answers when the record is silent about a fact; empty when it says nothing."""
    return context.policy.assumptions.get(fact, "")
