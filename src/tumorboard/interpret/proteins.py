"""Receptors, PD-L1 and viruses as findings: receptors against their dated limits, PD-L1 as measured, never converted."""

from __future__ import annotations

from collections.abc import Iterator

from tumorboard.criteria.measured import newest_first
from tumorboard.criteria.receptors import status
from tumorboard.interpret.measurements import Reading, combined, failed
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Finding
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason

RECEPTORS = ("ER", "PR", "AR")
VIRUSES = ("HPV", "EBV", "MCPYV", "HHV8")


def receptors(case: Case, context: Context) -> Iterator[Finding]:
    """positive or negative for each hormone receptor that was measured."""
    for receptor in RECEPTORS:
        if not case.index.biomarkers.get(receptor):
            continue
        name = receptor.casefold()
        said = status(case, context, receptor, "positive", None, f'ReceptorStatusIs("{receptor}", "positive")')
        if said.verdict is Verdict.UNKNOWN:
            lost = failed(name, case, [receptor]) if not newest_first(case, context, [receptor]) else None
            yield lost or Finding(
                name=name, reason=said.reason, used=tuple(sorted(said.used)), missing=tuple(sorted(said.missing))
            )
            continue
        yield Finding(
            name=name,
            state="positive" if said.verdict is Verdict.MET else "negative",
            method="ihc",
            reason=said.reason,
            used=tuple(sorted(said.used)),
            needs_review=said.needs_review,
        )


def pdl1(case: Case, context: Context) -> Iterator[Finding]:
    """The newest PD-L1 number of each scoring method, with its clone; scores of one method say nothing about another."""
    seen = set()
    for measured in newest_first(case, context, ["PDL1"]):
        scale = measured.scale.casefold() or "unscored"
        if scale in seen:
            continue
        seen.add(scale)
        clone = measured.clone or "clone_not_stated"
        missing = () if measured.clone else ("biomarker.PDL1:clone",)
        shown = measured.value if measured.value is not None else measured.low
        yield Finding(
            name=f"pdl1_{scale}",
            state="measured",
            value=shown,
            unit=measured.unit,
            method=measured.clone,
            reason=Reason.of("pdl1.measured", scale=measured.scale or "score_not_stated", clone=clone),
            used=(f"biomarker/{measured.id}",),
            missing=missing,
            needs_review=not measured.scale,
        )


def viruses(case: Case, context: Context) -> Iterator[Finding]:
    """positive or negative for each tumor virus that was looked for."""
    for virus in VIRUSES:
        found = combined(virus.casefold(), case, context, [virus], _virus)
        if found is not None:
            yield found


def _virus(measured: Biomarker) -> Reading:
    if measured.state in {"positive", "negative"}:
        surrogate = measured.method == "p16_surrogate"
        reason = Reason.of("virus.stated", state=measured.state, method=measured.method or "statement")
        return Reading(measured.state, reason, method=measured.method, needs_review=surrogate)
    return Reading("", Reason.of("virus.no_result"), (f"biomarker.{measured.marker}",))
