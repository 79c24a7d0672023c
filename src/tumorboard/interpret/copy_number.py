"""Amplification and deep deletion of genes, by dated thresholds on absolute copies against ploidy.

A gain is never an amplification and a loss never a deep deletion.  A relative number (log2 ratio) decides nothing by
itself.  The source's own call counts, with its rule named; where our threshold disagrees, both are shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.criteria.coverage import least_purity
from tumorboard.criteria.measured import threshold
from tumorboard.model.alteration import ONE_OR_BOTH, CopyNumber
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import AlterationFinding
from tumorboard.reasons import Reason

NOT_AMPLIFIED = frozenset({"gain", "neutral", "loss", "deep_loss"})
NOT_DEEP = frozenset({"amplification", "gain", "neutral", "loss"})


@dataclass(frozen=True, slots=True)
class Call:
    """Amplified and deeply deleted as far as it can be said, with the reasons."""

    amplified: bool | None = None
    deep_deletion: bool | None = None
    reasons: tuple[Reason, ...] = ()
    needs_review: bool = False


def copy_number(case: Case, context: Context) -> dict[str, AlterationFinding]:
    """A finding for every copy-number row, by fact id."""
    return {f"copy_number/{row.id}": finding(case, context, row) for row in case.copy_numbers}


def finding(case: Case, context: Context, row: CopyNumber) -> AlterationFinding:
    """The finding of one row."""
    call = of_row(case, context, row)
    return AlterationFinding(
        alteration=f"copy_number/{row.id}",
        amplified=call.amplified,
        deep_deletion=call.deep_deletion,
        reasons=call.reasons,
        needs_review=call.needs_review,
    )


def of_row(case: Case, context: Context, row: CopyNumber) -> Call:
    """What one row says."""
    if row.copies is None:
        return _by_source(row)
    specimen = case.index.specimens.get(row.specimen)
    purity = specimen.purity if specimen else None
    least = least_purity(context, case.index.assays.get(row.assay), "copy_number")
    if purity is not None and purity < least:
        said = _by_source(row)
        reason = Reason.of("copies.low_purity", purity=purity, least=least)
        # At low purity a stretched number is as good as noise in both directions; only the source's own call stands.
        positive = Call(said.amplified or None, said.deep_deletion or None, said.reasons)
        return Call(positive.amplified, positive.deep_deletion, (reason, *positive.reasons), needs_review=True)
    return _by_copies(context, row, row.copies, specimen.ploidy if specimen else None)


def _by_copies(context: Context, row: CopyNumber, copies: float, ploidy: float | None) -> Call:
    if ploidy:
        factor = threshold(context, "amplification_ploidy_factor")
        limit = factor * ploidy
        reason = Reason.of("copies.against_ploidy", copies=copies, limit=limit, ploidy=ploidy)
    else:
        limit = threshold(context, "amplification_copies_unknown_ploidy")
        reason = Reason.of("copies.ploidy_unknown", copies=copies, limit=limit)
    amplified = copies > limit
    deepest = threshold(context, "deep_deletion_copies")
    deep = copies < deepest
    reasons = [reason]
    if deep:
        reasons.append(Reason.of("copies.deep", copies=copies, limit=deepest))
    disagrees = (row.call == "amplification") != amplified and (amplified or row.call == "amplification")
    disagrees = disagrees and bool(row.call)
    disagrees |= bool(row.call) and (row.call == "deep_loss") != deep and (deep or row.call == "deep_loss")
    if disagrees:
        reasons.append(Reason.of("copies.source_disagrees", call=row.call, rule=row.call_rule or "unnamed_rule"))
    return Call(amplified, deep, tuple(reasons), needs_review=disagrees)


def _by_source(row: CopyNumber) -> Call:
    if row.call:
        reason = Reason.of("copies.source_call", call=row.call, rule=row.call_rule or "unnamed_rule")
        deep = None if row.call == "loss" and row.call_rule == ONE_OR_BOTH else row.call == "deep_loss"
        return Call(row.call == "amplification", deep, (reason,))
    if row.log2_ratio is not None:
        return Call(None, None, (Reason.of("copies.relative_only"),))
    return Call(None, None, (Reason.of("copies.nothing"),))
