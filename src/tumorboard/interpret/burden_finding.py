"""Tumor mutational burden counted on this case's own variants, beside what a laboratory reported.

It decides nothing: the cut-off was set with one laboratory's rule and panel, and statements ask for a reported burden.
Only an assay on record, with the size of its panel, whose files were read in full and carry consequences, is counted.
Where a report and the count come to different sides of the cut-off, both ask for review.
"""

from __future__ import annotations

from tumorboard.criteria.measured import threshold
from tumorboard.interpret.burden_rules import Burden, burden, counted
from tumorboard.model.alteration import Variant
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Finding
from tumorboard.model.specimen import Assay, AssayStatus
from tumorboard.reasons import Reason

NAME = "tmb_counted"


def burden_finding(case: Case, context: Context) -> Finding | None:
    """high or low with rule, panel and interval; no state where the inputs are inadequate; None where no assay on record
    tells the size of its panel."""
    sized = [a for a in case.assays if a.panel_mb and a.files and "variant" in a.kinds]
    if not sized:
        return None
    # The largest panel has the smallest counting error; of equals the first on record.
    assay = max(sized, key=lambda a: a.panel_mb or 0.0)
    own = [v for v in case.variants if v.assay == assay.id]
    found = _burden(own, assay.panel_mb or 0.0)
    used = (f"assay/{assay.id}",)
    barred = _inadequate(context, assay, found)
    shown = round(found.per_mb, 2)
    if barred is not None:
        reason, missing = barred
        return Finding(
            name=NAME, value=shown, unit="mut_per_mb", method=found.rule, reason=reason, used=used, missing=(missing,)
        )
    limit = threshold(context, "tmb_high")
    reason = Reason.of(
        "tmb_count.interval",
        rule=f"tmb_rule.{found.rule}",
        count=found.count,
        panel_mb=found.panel_mb,
        low=round(found.low, 1),
        high=round(found.high, 1),
        limit=limit,
    )
    return Finding(
        name=NAME,
        state="high" if found.per_mb >= limit else "low",
        value=shown,
        unit="mut_per_mb",
        method=found.rule,
        reason=reason,
        used=used,
        needs_review=found.low < limit <= found.high,
    )


def _burden(own: list[Variant], panel_mb: float) -> Burden:
    """By the rule of the cut-off, all coding changes, when the files hold silent ones; else without them."""
    rule = (
        "coding_and_silent"
        if counted(own, "coding_and_silent") > counted(own, "coding_non_silent")
        else "coding_non_silent"
    )
    return burden(counted(own, rule), panel_mb, rule)


def _inadequate(context: Context, assay: Assay, found: Burden) -> tuple[Reason, str] | None:
    """Why the count says nothing, with what would help."""
    least = threshold(context, "tmb_panel_min_mb")
    if assay.status is not AssayStatus.DONE or not assay.declared:
        return Reason.of("tmb_count.incomplete"), "biomarker.TMB"
    if assay.annotated is not True:
        return Reason.of("tmb_count.not_annotated"), "biomarker.TMB"
    if found.panel_mb < least:
        reason = Reason.of(
            "tmb_count.small_panel",
            rule=f"tmb_rule.{found.rule}",
            count=found.count,
            panel_mb=found.panel_mb,
            low=round(found.low, 1),
            high=round(found.high, 1),
            least=least,
        )
        return reason, "biomarker.TMB"
    # Without a normal, germline variants count too: the burden is at most this, so only a low one can be told.
    if assay.matched_normal is not True and found.per_mb >= threshold(context, "tmb_high"):
        return Reason.of("tmb_count.no_normal", count=found.count, panel_mb=found.panel_mb), "assay.matched_normal"
    return None
