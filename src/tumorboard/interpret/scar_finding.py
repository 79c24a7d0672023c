"""Homologous recombination deficiency counted on this case's own segments, beside what a laboratory reported.

It decides nothing: statements ask for the laboratory's result (`hrd`), which a count with a research program does not
replace.  Where both exist and disagree, both ask for review.

Source: Sztupinszki 2018, npj Breast Cancer 4:16 (scarHRD); the cut-off is the dated threshold `scarhrd_sum`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tumorboard.criteria.coverage import least_purity
from tumorboard.criteria.measured import newest_first, threshold
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Finding
from tumorboard.reasons import Reason

NAME, MARKER = "hrd_segments", "HRD_SEGMENTS"
PURITY = "specimen.purity"


def scar_finding(case: Case, context: Context) -> Finding | None:
    """positive or negative by the sum; no state where purity or coverage is inadequate; None without such segments."""
    counted = newest_first(case, context, [MARKER])
    if not counted:
        return None
    one = counted[0]
    used = tuple(f"biomarker/{b.id}" for b in counted)
    parts = _parts(one.detail)
    if one.value is None or not {"loh", "tai", "lst", "covered"} <= parts.keys():
        return Finding(name=NAME, reason=Reason.of("scars.not_counted"), used=used, missing=(f"biomarker.{MARKER}",))
    if any(b.value != one.value for b in counted[1:]):
        reason = Reason.of("scars.several", sums=tuple(f"{b.value:g}" for b in counted if b.value is not None))
        return Finding(name=NAME, reason=reason, used=used, missing=(f"biomarker.{MARKER}",), needs_review=True)
    barred = _inadequate(case, context, one, parts["covered"])
    limit = threshold(context, "scarhrd_sum")
    if barred is not None:
        reason, missing = barred
        return Finding(
            name=NAME, value=one.value, unit="score", method=one.scale, reason=reason, used=used, missing=missing
        )
    reason = Reason.of(
        "scars.sum",
        total=one.value,
        loh=parts["loh"],
        tai=parts["tai"],
        lst=parts["lst"],
        limit=limit,
        percent=round(100 * parts["covered"]),
    )
    state = "positive" if one.value >= limit else "negative"
    return Finding(name=NAME, state=state, value=one.value, unit="score", method=one.scale, reason=reason, used=used)


def _parts(detail: str) -> Mapping[str, float]:
    """The numbers of ``loh=25;tai=35``; what is no number is left out."""
    found = {}
    for part in detail.split(";"):
        name, _, text = part.partition("=")
        try:
            found[name.strip()] = float(text)
        except ValueError:
            continue
    return found


def _inadequate(
    case: Case, context: Context, counted: Biomarker, covered: float
) -> tuple[Reason, tuple[str, ...]] | None:
    """Why the sum says nothing: too little of the genome, or a purity that is unknown or too low for copy numbers."""
    least_covered = threshold(context, "hrd_segments_min_covered")
    if covered < least_covered:
        reason = Reason.of("scars.little_covered", percent=round(100 * covered), least=round(100 * least_covered))
        return reason, (f"biomarker.{MARKER}",)
    assay = case.index.assays.get(counted.assay)
    specimen = case.index.specimens.get(counted.specimen or (assay.specimen if assay else ""))
    if specimen is None or specimen.purity is None:
        return Reason.of("scars.purity_unknown"), (PURITY,)
    least = least_purity(context, assay, "copy_number")
    if specimen.purity < least:
        return Reason.of("scars.low_purity", purity=specimen.purity, least=least), (PURITY,)
    return None
