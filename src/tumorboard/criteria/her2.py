"""HER2 status by IHC and ISH, as `interpret` derived it by the guideline's decision table."""

from __future__ import annotations

from tumorboard.criteria.measured import facts, newest, newest_first, span
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Finding
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

STATES = frozenset({"positive", "low", "ultralow", "zero", "negative"})
BREAST = "asco_cap_breast"
_FINER = frozenset({"low", "ultralow", "zero"})
_SCORE_0 = frozenset({"ultralow", "zero"})  # a score of 0 is never low
STAINING = "biomarker.HER2:staining"


def status_in(case: Case, states: tuple[str, ...], guideline: str, text: str) -> Evaluation:
    """The evaluation of "the HER2 status is one of `states`"."""
    found = case.findings.biomarkers.get("her2") if case.findings else None
    if found is None or found.state not in STATES:
        return _unknown(case, found, states, text)
    used = frozenset({"finding/her2", *found.used})
    if guideline != "any" and case.diagnosis.disease is None:
        # The tumor decides whose table scored it: learning it must not turn an answer round.
        return Evaluation(
            Verdict.UNKNOWN, Reason.of("her2.tumor_unknown"), text, used, frozenset({"diagnosis.disease"})
        )
    review = found.needs_review or (found.state != "positive" and amplified(case))
    possible = _SCORE_0 if STAINING in found.missing else _FINER
    verdict = _among(found.state, frozenset(states), possible)
    if verdict is Verdict.UNKNOWN and case.diagnosis.disease is not None and found.method != BREAST:
        # Low and ultralow are classes of the breast's table: no further test makes them a class of this tumor.
        reason = Reason.of("her2.no_such_class", guideline=BREAST, method=found.method)
        return Evaluation(Verdict.NOT_MET, reason, text, used, needs_review=review)
    if verdict is not Verdict.UNKNOWN and guideline not in {"any", found.method}:
        # A tumor is scored by its own rules, and nobody would score it again by those of another organ.
        reason = Reason.of("her2.by_own_rules", status=found.state, guideline=guideline, method=found.method)
        return Evaluation(verdict, reason, text, used, needs_review=review)
    if verdict is Verdict.UNKNOWN:
        reason = Reason.of("her2.negative_only")
        open_fact = STAINING if possible is _SCORE_0 else "biomarker.HER2:ihc_score"
        return Evaluation(verdict, reason, text, used, frozenset({open_fact}), needs_review=review)
    return Evaluation(verdict, Reason.of("her2.is", status=found.state), text, used, needs_review=review)


def not_positive(case: Case, context: Context) -> Evaluation:
    """The evaluation of "HER2 is not positive"."""
    return status_in(
        case, ("low", "negative", "ultralow", "zero"), "any", 'Her2StatusIn(["negative"], guideline="any")'
    )


def score_at_least(case: Case, context: Context, least: int, text: str) -> Evaluation:
    """The evaluation of "the newest immunohistochemical score is `least` or more", by whichever table it was read."""
    found = case.findings.biomarkers.get("her2") if case.findings else None
    results = [b for b in newest_first(case, context, ["HER2"]) if b.method not in {"ish", "ngs"}]
    scored = [b for b in results if b.scale == "ihc_score" or (b.method == "ihc" and b.value is not None)]
    answered = newest(case, [(b, _scored(b, least)) for b in scored])
    contradicted = found is not None and not found.state and found.needs_review
    if answered is None or contradicted:
        reason = Reason.of("her2.score_contradictory" if scored else "her2.score_missing", least=least)
        return Evaluation(Verdict.UNKNOWN, reason, text, facts(results), frozenset({"biomarker.HER2:ihc_score"}))
    reason = Reason.of("her2.score_is", score=answered.result.value, least=least)
    return Evaluation(answered.verdict, reason, text, answered.used, needs_review=answered.disagree)


def _scored(measured: Biomarker, least: int) -> Verdict:
    number = span(measured)
    return number.within(float(least), None) if number is not None else Verdict.UNKNOWN


def amplified(case: Case) -> bool:
    """Whether sequencing or an array calls ERBB2 amplified."""
    return bool(_amplified(case))


def _amplified(case: Case) -> frozenset[str]:
    found = set()
    for row in case.index.copy_numbers.get("ERBB2", ()):
        derived = case.findings.of(f"copy_number/{row.id}") if case.findings else None
        if row.call == "amplification" or (derived is not None and derived.amplified is True):
            found.add(f"copy_number/{row.id}")
    return frozenset(found)


def _among(state: str, states: frozenset[str], possible: frozenset[str]) -> Verdict:
    """`possible`: the finer classes that a status recorded as negative may be."""
    if state in states or (state in _FINER and "negative" in states):
        return Verdict.MET
    if state == "negative" and states & possible:
        return Verdict.MET if states >= possible else Verdict.UNKNOWN
    return Verdict.NOT_MET


def _unknown(case: Case, found: Finding | None, states: tuple[str, ...], text: str) -> Evaluation:
    called = _amplified(case)
    reason = Reason.of("her2.sequencing_only") if called else Reason.of("her2.unknown")
    missing = frozenset(m for m in (found.missing if found else ()) if m.startswith("biomarker.HER2"))
    # Amplification by sequencing is no status, but it speaks for a positive one.
    used = frozenset(found.used if found else ()) | (called if "positive" in states else frozenset())
    return Evaluation(Verdict.UNKNOWN, reason, text, used, missing or frozenset({"biomarker.HER2"}))
