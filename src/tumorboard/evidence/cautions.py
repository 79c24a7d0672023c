"""The words of what a label says against a therapy: a condition on record, or the criterion that holds."""

from __future__ import annotations

from collections.abc import Iterator

from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason


def reason(statement: str, evaluation: Evaluation) -> Reason:
    """Why a statement's contraindication counts.

    A recorded condition is named without the statement: the warning is the drug's, and every row of a regimen would repeat it.
    """
    names = tuple(sorted(set(_conditions(evaluation))))
    if not names:
        return Reason.of("evidence.contraindicated", statement=statement, criterion=_holding(evaluation))
    return Reason.of("evidence.warned" if evaluation.needs_review else "evidence.barred", conditions=names)


def _holding(evaluation: Evaluation) -> str:
    """The leaf that holds: of *a or b*, the one that does."""
    for child in evaluation.children:
        if child.verdict is evaluation.verdict:
            return _holding(child)
    return evaluation.criterion


def _conditions(evaluation: Evaluation) -> Iterator[str]:
    """The recorded conditions that an evaluation found, as they were recorded."""
    names = evaluation.reason.param("names") if evaluation.reason.code == "condition.recorded" else None
    if isinstance(names, tuple):
        yield from names
    for child in evaluation.children:
        yield from _conditions(child)
