"""Hormone receptor status from the newest result, against the dated limit or one that is asked for."""

from __future__ import annotations

from tumorboard.criteria.algebra import all_of, any_of
from tumorboard.criteria.measured import facts, newest, newest_first, span, threshold
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

_NO = Verdict.NOT_MET
LIMITS = {"ER": "er_positive_percent", "PR": "er_positive_percent", "AR": "ar_positive_percent"}


def status(case: Case, context: Context, receptor: str, asked: str, min_percent: float | None, text: str) -> Evaluation:
    """The evaluation of "the receptor is positive (or negative)"."""
    if receptor == "HR":
        parts = [
            status(case, context, r, asked, min_percent, f'ReceptorStatusIs("{r}", "{asked}")') for r in ("ER", "PR")
        ]
        measured = (any_of if asked == "positive" else all_of)(parts, criterion=text)
        said = newest(case, [(b, _positive(context, b, "ER", min_percent)) for b in _said_of_both(case, context)])
        if measured.verdict is not Verdict.UNKNOWN or said is None:
            return measured
        word = "positive" if said.verdict is Verdict.MET else "negative"
        reason = Reason.of("receptor.is", receptor=receptor, status=word)
        verdict = said.verdict if asked == "positive" else ~said.verdict
        return Evaluation(verdict, reason, text, said.used, needs_review=said.disagree)
    results = newest_first(case, context, [receptor])
    judged = [(b, _positive(context, b, receptor, min_percent)) for b in results]
    if receptor in {"ER", "PR"}:  # hormone receptor-negative says both
        judged += [(b, v) for b in _said_of_both(case, context) if (v := _positive(context, b, receptor, None)) is _NO]
    found = newest(case, judged)
    if found is None:
        decided = any(v is not Verdict.UNKNOWN for _, v in judged)
        missing = f"biomarker.{receptor}" + (":date" if decided else ":percent" if results else "")
        reason = Reason.of("receptor.unknown", receptor=receptor)
        return Evaluation(Verdict.UNKNOWN, reason, text, facts(results), frozenset({missing}))
    wanted = found.verdict if asked == "positive" else ~found.verdict
    word = "positive" if found.verdict is Verdict.MET else "negative"
    reason = Reason.of("receptor.is", receptor=receptor, status=word)
    review = found.disagree or _between(context, found.result, receptor)
    return Evaluation(wanted, reason, text, found.used, needs_review=review)


def _said_of_both(case: Case, context: Context) -> tuple[Biomarker, ...]:
    """Statements about both receptors in one word (HR positive)."""
    return newest_first(case, context, ["HR"])


def _positive(context: Context, measured: Biomarker, receptor: str, min_percent: float | None) -> Verdict:
    number = span(measured)
    if number is not None and measured.unit in {"percent", ""}:
        limit = min_percent if min_percent is not None else threshold(context, LIMITS[receptor])
        return number.within(limit, None)
    if measured.state == "negative":
        return Verdict.NOT_MET
    # Low positive is positive (ASCO/CAP 2020, 1 to 10 percent).
    if measured.state in {"positive", "low"} and min_percent is None:
        return Verdict.MET
    return Verdict.UNKNOWN


def _between(context: Context, measured: Biomarker, receptor: str) -> bool:
    """Whether the value is positive by the usual limit but low."""
    number = span(measured)
    if number is None or receptor == "AR":
        return measured.state == "low"
    low = threshold(context, LIMITS[receptor])
    return low <= number.low and number.high <= threshold(context, "er_low_percent")
