"""Homologous recombination deficiency, by the score that measured it."""

from __future__ import annotations

from tumorboard.criteria.measured import span, threshold
from tumorboard.interpret.measurements import Reading, combined
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Finding
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason

# Scale -> threshold and whether the limit itself is positive.
LIMITS = {
    "gis": ("hrd_gis", True),
    "loh": ("gloh_percent", True),
    "scarhrd": ("scarhrd_sum", True),
    "hrdetect": ("hrdetect", False),
    "chord": ("chord", False),
}


def hrd(case: Case, context: Context) -> Finding | None:
    """positive, negative or equivocal; None when it was not measured.

    A BRCA1 or BRCA2 mutation does not make the score positive; labels that accept either ask for either.
    """
    return combined("hrd", case, context, ["HRD", "GLOH"], lambda b: _hrd(context, b))


def _hrd(context: Context, measured: Biomarker) -> Reading:
    scale = measured.scale.casefold() or ("loh" if measured.marker == "GLOH" else "")
    method = measured.scale or ("LOH" if measured.marker == "GLOH" else measured.method or "statement")
    number = span(measured)
    if number is not None and scale in LIMITS:
        name, included = LIMITS[scale]
        limit = threshold(context, name)
        value = measured.value if measured.comparator in {"", "="} else None
        if included or value is None:
            verdict = number.within(limit, None)
        else:
            verdict = Verdict.MET if value > limit else Verdict.NOT_MET
        if verdict is Verdict.UNKNOWN:
            return Reading("", Reason.of("hrd.straddles", scale=method, limit=limit), ("biomarker.HRD",))
        state = "positive" if verdict is Verdict.MET else "negative"
        reason = Reason.of("hrd.score", scale=method, value=value, limit=limit)
        disagrees = _word(measured) not in {"", state}
        return Reading(state, reason, value=value, unit=measured.unit, method=method, needs_review=disagrees)
    if word := _word(measured):
        return Reading(word, Reason.of("hrd.stated", state=word), method=method)
    return Reading("", Reason.of("hrd.no_method"), ("biomarker.HRD:method",))


def _word(measured: Biomarker) -> str:
    return {"high": "positive", "low": "negative"}.get(measured.state, measured.state)
