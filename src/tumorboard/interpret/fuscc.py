"""The FUSCC subtype of a triple-negative breast cancer as a finding: what was reported, and what the stainings say.

Asked by criteria under the name `fuscc_subtype`: lar, im, blis, mes, or unclassified (all four markers negative).  What a
program guesses from one sample's expression never stands here; it is told among the research methods.

Cut-offs are percent of positive cells: the thresholds `fuscc_ihc_ar` and `fuscc_ihc_cd8`, which a site may replace.  None of
FOXC1 and DCLK1 is sourced: those need the laboratory's word, or a site's own `fuscc_ihc_foxc1` and `fuscc_ihc_dclk1`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tumorboard.criteria.measured import newest, newest_first, span
from tumorboard.interpret.expression.fuscc_ihc import SUBTYPES, TREE, walk
from tumorboard.interpret.measurements import Reading, combined
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Finding
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason

NAME, REPORTED = "fuscc_subtype", "FUSCC_SUBTYPE"
OWN = ("CD8", "FOXC1", "DCLK1")  # of no other use here; AR alone does not ask for a subtype
HER2_NOT_POSITIVE = frozenset({"negative", "low", "ultralow", "zero"})
CALLED = {"positive": Verdict.MET, "high": Verdict.MET, "negative": Verdict.NOT_MET}


@dataclass(frozen=True, slots=True)
class _Call:
    """Whether a marker is positive (None: not assessed), by which cut-off, from which facts."""

    positive: bool | None
    limit: float | None
    used: frozenset[str]
    disagree: bool


def fuscc_subtype(case: Case, context: Context, found: Mapping[str, Finding]) -> Finding | None:
    """The subtype, given the findings of the receptors; None where nothing asks for one."""
    if not _breast(case, context):
        return None
    receptors = [found.get(name) for name in ("er", "pr", "her2")]
    negative = _triple_negative(receptors)
    stained = any(case.index.biomarkers.get(m) for m in (*OWN, REPORTED))
    if negative is not True and not stained:
        return None
    if negative is False:
        return Finding(name=NAME, reason=Reason.of("fuscc.not_triple_negative"), used=_used(receptors))
    if negative is None:
        unknown = [n for n, f in zip(("ER", "PR", "HER2"), receptors, strict=True) if f is None or not f.state]
        missing = tuple(f"biomarker.{n}" for n in unknown)
        return Finding(name=NAME, reason=Reason.of("fuscc.receptors_unknown"), used=_used(receptors), missing=missing)
    told = _told(case, context)
    review = any(f is not None and f.needs_review for f in receptors)
    return replace(told, needs_review=told.needs_review or review)


def _breast(case: Case, context: Context) -> bool:
    disease = case.diagnosis.disease
    return disease is not None and "BREAST" in context.vocab.diseases.lineage(disease.code)


def _triple_negative(receptors: list[Finding | None]) -> bool | None:
    er, pr, her2 = ("" if f is None else f.state for f in receptors)
    if "positive" in {er, pr, her2}:
        return False
    return True if er == pr == "negative" and her2 in HER2_NOT_POSITIVE else None


def _used(receptors: list[Finding | None]) -> tuple[str, ...]:
    return tuple(sorted({u for f in receptors if f is not None for u in f.used}))


def _told(case: Case, context: Context) -> Finding:
    """What was reported and what the stainings say; where the two differ neither is chosen."""
    reported = combined(NAME, case, context, [REPORTED], _reported, conflict="")
    stained = _stained(case, context)
    if reported is None or not reported.state:
        return stained if stained.state or reported is None else reported
    said = stained.possible or ((stained.state,) if stained.state else ())
    if not said or reported.state in said:
        return reported
    states = tuple(sorted({reported.state, *said}))
    used = tuple(sorted({*reported.used, *stained.used}))
    reason = Reason.of("finding.contradictory", states=states)
    missing = (f"biomarker.{REPORTED}",)
    return Finding(name=NAME, reason=reason, used=used, missing=missing, needs_review=True)


def _reported(measured: Biomarker) -> Reading:
    method = measured.method or "statement"
    if measured.state in SUBTYPES:
        return Reading(measured.state, Reason.of("fuscc.reported", method=method), method=method)
    return Reading("", Reason.of("fuscc.no_result"), (f"biomarker.{REPORTED}",), method=method)


def _first_missing(calls: Mapping[str, _Call]) -> str:
    """The order stops at its first marker, whatever stands behind it."""
    return "fuscc.first_missing" if any(c.positive is not None for c in calls.values()) else "fuscc.nothing"


def _stained(case: Case, context: Context) -> Finding:
    calls = {marker: _call(case, context, marker) for marker, _ in TREE}
    went = walk({marker: call.positive for marker, call in calls.items()})
    asked = [m for m, _ in TREE][: len(went.path)]
    used = tuple(sorted({u for m in asked for u in calls[m].used}))
    review = any(calls[m].disagree for m in asked)
    cutoffs = tuple(f"{m} >= {calls[m].limit:g} %" for m in asked if calls[m].limit is not None)
    if went.subtype:
        reason = Reason.of("fuscc.tree", path=went.path, cutoffs=cutoffs or ("fuscc.by_word",))
        return Finding(name=NAME, state=went.subtype, method="fuscc_ihc", reason=reason, used=used, needs_review=review)
    reason = Reason.of("fuscc.undetermined", path=went.path or (_first_missing(calls),), possible=went.possible)
    missing = tuple(_missing(case, m) for m in went.needs)
    open_ = went.possible if len(went.possible) < len(SUBTYPES) else ()
    # what excludes a subtype may stand behind the marker that is missing: every call counts, not those of the walk alone
    every = tuple(sorted({u for m, _ in TREE if calls[m].positive is not None for u in calls[m].used}))
    return Finding(
        name=NAME, method="fuscc_ihc", reason=reason, used=every if open_ else used, missing=missing,
        needs_review=review or any(c.disagree for c in calls.values()), possible=open_,
    )  # fmt: skip


def _missing(case: Case, marker: str) -> str:
    """A staining, or where there is a number without a cut-off, the laboratory's word."""
    return f"biomarker.{marker}:call" if case.index.biomarkers.get(marker) else f"biomarker.{marker}"


def _call(case: Case, context: Context, marker: str) -> _Call:
    limit = _limit(context, marker)
    judged = [(b, _judged(b, limit)) for b in newest_first(case, context, [marker])]
    one = newest(case, judged)
    if one is None:
        return _Call(None, limit, frozenset(), False)
    by_number = _percent(one.result) and limit is not None
    return _Call(one.verdict is Verdict.MET, limit if by_number else None, one.used, one.disagree)


def _limit(context: Context, marker: str) -> float | None:
    name = f"fuscc_ihc_{marker.lower()}"
    own = context.policy.thresholds.get(name)
    if own is not None or name not in context.vocab.thresholds.values:
        return own
    return context.vocab.thresholds.at(name, on=context.on).value


def _percent(measured: Biomarker) -> bool:
    return span(measured) is not None and measured.unit in {"percent", ""}


def _judged(measured: Biomarker, limit: float | None) -> Verdict:
    number = span(measured)
    if number is not None and measured.unit in {"percent", ""}:
        if limit is not None:
            return number.within(limit, None)
        if number.high <= 0:
            return Verdict.NOT_MET  # no cell: below any cut-off
    return CALLED.get(measured.state, Verdict.UNKNOWN)
