"""Microsatellite instability and mismatch repair, by the method that measured them.

Source: Boland et al. 1998, Cancer Res 58:5248 (five-marker PCR); cut-offs of the sequencing methods in `thresholds`.
"""

from __future__ import annotations

from tumorboard.criteria.measured import newest_first, threshold
from tumorboard.interpret.measurements import Reading, combined, failed
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Finding
from tumorboard.reasons import Reason

PROTEINS = ("MLH1", "MSH2", "MSH6", "PMS2")
WORDS = {"high": "msi_high", "low": "stable", "stable": "stable", "equivocal": "equivocal"}
PENTAPLEX = 5
# Score -> its threshold.
LIMITS = {
    "msisensor": "msi_sensor",
    "msisensor2": "msi_sensor2",
    "msisensor-ct": "msi_sensor_ct",
    "mantis": "msi_mantis",
    "msings": "msi_msings",
}
IN_PERCENT = frozenset({"msisensor", "msisensor2", "msisensor-ct"})
# Its authors give no general cut-off: each panel has its own, from a baseline of normals (Jia 2020, PMC7393535).
NO_LIMIT = frozenset({"msisensor-pro"})


def msi(case: Case, context: Context) -> Finding | None:
    """msi_high, stable or equivocal; None when it was not measured."""
    return combined("msi", case, context, ["MSI"], lambda b: _msi(context, b))


def _msi(context: Context, measured: Biomarker) -> Reading:
    if measured.state in WORDS:
        state = WORDS[measured.state]
        reason = Reason.of("msi.stated", state=measured.state, method=measured.method or "statement")
        return Reading(state, reason, method=measured.method or "statement")
    if measured.value is None or measured.comparator not in {"", "="}:
        return Reading("", Reason.of("msi.no_result"), ("biomarker.MSI",))
    scale = measured.scale.casefold()
    if scale == "loci" or (measured.method == "pcr" and measured.unit in {"count", ""}):
        return _loci(context, measured)
    if scale in LIMITS:
        return _score(context, measured, scale, measured.value)
    if scale in NO_LIMIT:
        return Reading(
            "", Reason.of("msi.no_general_limit", scale=scale), ("biomarker.MSI:interpretation",), method=scale
        )
    return Reading("", Reason.of("msi.unknown_method"), ("biomarker.MSI:method",))


def _loci(context: Context, measured: Biomarker) -> Reading:
    """Unstable of five markers; another panel has another rule, which must be stated."""
    panel = _panel(measured)
    if panel not in {None, PENTAPLEX} or measured.value is None:
        return Reading("", Reason.of("msi.other_panel"), ("biomarker.MSI:interpretation",))
    least = threshold(context, "msi_pcr_unstable_markers")
    reason = Reason.of("msi.loci", unstable=measured.value, limit=least)
    state = "msi_high" if measured.value >= least else "stable"
    # MSI-low is treated as stable by every guideline; the panel's size was not stated when None.
    return Reading(state, reason, value=measured.value, unit="count", method="pcr", needs_review=panel is None)


def _panel(measured: Biomarker) -> int | None:
    if measured.high is not None:
        return int(measured.high)
    _, _, last = measured.detail.rpartition("/")
    _, _, of = measured.detail.rpartition("of_")
    return int(last) if last.isdigit() and "/" in measured.detail else int(of) if of.isdigit() else None


def _score(context: Context, measured: Biomarker, scale: str, value: float) -> Reading:
    limit = threshold(context, LIMITS[scale])
    if scale in IN_PERCENT and measured.unit == "fraction":
        value *= 100
    if scale == "msings" and measured.unit == "percent":
        value /= 100
    high = value > limit if scale == "mantis" else value >= limit
    unclear = scale == "msisensor" and not high and value >= threshold(context, "msi_sensor_indeterminate")
    state = "msi_high" if high else "equivocal" if unclear else "stable"
    return Reading(state, Reason.of("msi.score", scale=scale, value=value, limit=limit), value=value, method=scale)


def mmr(case: Case, context: Context) -> Finding | None:
    """deficient, proficient or equivocal, from the statement or from the four proteins; None when not measured."""
    stated = combined("mmr", case, context, ["MMR"], _stated)
    stained = _stained(case, context)
    if stated is None or not stated.state:
        return stained if stained is not None and (stained.state or stated is None) else stated
    if stained is None or not stained.state or stained.state == stated.state:
        return stated
    used = (*stated.used, *stained.used)
    reason = Reason.of("finding.contradictory", states=tuple(sorted({stated.state, stained.state})))
    return Finding(
        name="mmr", state="equivocal", reason=reason, used=used, missing=("biomarker.MMR",), needs_review=True
    )


def _stated(measured: Biomarker) -> Reading:
    if measured.state in {"deficient", "proficient", "equivocal"}:
        return Reading(measured.state, Reason.of("mmr.stated", state=measured.state), method=measured.method)
    return Reading("", Reason.of("msi.no_result"), ("biomarker.MMR",))


def lost_proteins(case: Case, context: Context) -> frozenset[str]:
    """Proteins whose newest stain is lost."""
    return frozenset(p for p, b in _newest(case, context).items() if b.state == "lost")


def _newest(case: Case, context: Context) -> dict[str, Biomarker]:
    found = {}
    for protein in PROTEINS:
        stains = [b for b in newest_first(case, context, [protein]) if b.state]
        if stains:
            found[protein] = stains[0]
    return found


def _stained(case: Case, context: Context) -> Finding | None:
    stains = _newest(case, context)
    if not stains:
        return failed("mmr", case, PROTEINS)
    used = tuple(f"biomarker/{b.id}" for b in stains.values())
    lost = tuple(sorted(p for p, b in stains.items() if b.state == "lost"))
    if lost:
        return Finding(
            name="mmr", state="deficient", reason=Reason.of("mmr.lost", proteins=lost), used=used, method="ihc"
        )
    retained = {p for p, b in stains.items() if b.state == "retained"}
    if len(retained) == len(PROTEINS):
        return Finding(name="mmr", state="proficient", reason=Reason.of("mmr.retained"), used=used, method="ihc")
    absent = tuple(f"biomarker.{p}" for p in PROTEINS if p not in retained)
    return Finding(name="mmr", reason=Reason.of("mmr.not_all"), used=used, missing=absent, method="ihc")
