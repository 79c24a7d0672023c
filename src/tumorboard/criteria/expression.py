"""Protein expression by immunohistochemistry: the newest staining against words or a percent."""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.criteria.measured import facts, newest, newest_first, span
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason


@dataclass(frozen=True, slots=True)
class Staining:
    """The question."""

    marker: str
    states: tuple[str, ...]
    min_percent: float | None
    clone: str


def staining(case: Case, context: Context, asked: Staining, text: str) -> Evaluation:
    """The evaluation for the newest staining that answers; an older one that disagrees asks for review."""
    tested = newest_first(case, context, [asked.marker])
    fitting = [b for b in tested if asked.clone == "any" or b.clone == asked.clone]
    found = newest(case, [(b, _answers(b, asked)) for b in fitting])
    if found is None:
        missing = f"biomarker.{asked.marker}" + (":percent" if asked.min_percent is not None and tested else "")
        if asked.clone != "any":
            missing = f"biomarker.{asked.marker}:ihc@{asked.clone}"
        reason = Reason.of("staining.unknown", marker=asked.marker)
        return Evaluation(Verdict.UNKNOWN, reason, text, facts(tested), frozenset({missing}))
    b = found.result
    reason = Reason.of("staining.is", marker=asked.marker, state=b.state, value=b.value)
    return Evaluation(found.verdict, reason, text, found.used, needs_review=found.disagree)


def _answers(measured: Biomarker, asked: Staining) -> Verdict:
    verdicts = []
    if asked.states:
        word = Verdict.MET if measured.state in asked.states else Verdict.NOT_MET
        verdicts.append(word if measured.state else Verdict.UNKNOWN)
    if asked.min_percent is not None:
        number = span(measured) if measured.unit in {"percent", ""} else None
        if number is not None:
            verdicts.append(number.within(asked.min_percent, None))
        else:
            verdicts.append(Verdict.NOT_MET if measured.state == "negative" else Verdict.UNKNOWN)
    return min(verdicts, key=lambda v: v.value)
