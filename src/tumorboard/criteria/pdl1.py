"""PD-L1: a score decides only a limit on the same score, by the clone that is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.criteria.measured import Span, facts, newest, newest_first, span
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason


@dataclass(frozen=True, slots=True)
class Limits:
    """The question."""

    score: str
    least: float | None
    most: float | None
    clone: str


def between(case: Case, context: Context, asked: Limits, text: str) -> Evaluation:
    """The evaluation for the newest result by this score and clone; an older one that disagrees asks for review."""
    tested = newest_first(case, context, ["PDL1"])
    by_score = [b for b in tested if b.scale.upper() == asked.score]
    fitting = [b for b in by_score if _by_clone(b, asked.clone)]
    judged = [(b, _within(b, asked)) for b in fitting]
    found = newest(case, judged)
    if found is None:
        return _unknown(asked, tested, by_score, fitting, text)
    b = found.result
    reason = Reason.of("pdl1.is", score=asked.score, value=b.value, state=b.state, clone=b.clone)
    return Evaluation(found.verdict, reason, text, found.used, needs_review=found.disagree)


def _by_clone(measured: Biomarker, asked: str) -> bool:
    return asked == "any" or measured.clone == asked or (asked == "stated" and bool(measured.clone))


def _within(measured: Biomarker, asked: Limits) -> Verdict:
    number = span(measured)
    if number is None and measured.state == "positive":
        # "Positive" means at or above 1 and nothing more.
        number = Span(low=1.0)
    elif number is None and measured.state == "negative":
        number = Span(low=0.0, high=1.0, high_open=True)
    return number.within(asked.least, asked.most) if number is not None else Verdict.UNKNOWN


def _unknown(
    asked: Limits, tested: tuple[Biomarker, ...], by_score: list[Biomarker], fitting: list[Biomarker], text: str
) -> Evaluation:
    missing = f"biomarker.PDL1:{asked.score}"
    if asked.clone != "any":
        missing += f"@{asked.clone}"
    if fitting:
        reason = Reason.of("pdl1.no_number", score=asked.score)
    elif by_score:
        reason = Reason.of("pdl1.other_clone", clone=asked.clone, score=asked.score)
    elif tested:
        reason = Reason.of("pdl1.other_score", score=asked.score)
    else:
        reason = Reason.of("pdl1.not_tested")
    return Evaluation(Verdict.UNKNOWN, reason, text, facts(tested), frozenset({missing}))
