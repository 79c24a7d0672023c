"""Case-level findings out of measured biomarkers, by name; what was not measured has no finding.

What is counted on the case's own files stands beside what a laboratory reported, under a name of its own, and never in its
place; where the two disagree both ask for review.
"""

from __future__ import annotations

from dataclasses import replace

from tumorboard.interpret.burden import tmb
from tumorboard.interpret.burden_finding import burden_finding
from tumorboard.interpret.fuscc import fuscc_subtype
from tumorboard.interpret.her2 import her2
from tumorboard.interpret.instability import mmr, msi
from tumorboard.interpret.proteins import pdl1, receptors, viruses
from tumorboard.interpret.repair import hrd
from tumorboard.interpret.scar_finding import scar_finding
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Finding

# What is counted here, and the reported finding it stands beside.
COUNTED = {"tmb_counted": "tmb", "hrd_segments": "hrd"}


def biomarkers(case: Case, context: Context) -> dict[str, Finding]:
    """msi, mmr, tmb, hrd, her2, er, pr, ar, pdl1_tps, pdl1_cps ..., hpv ..., tmb_counted, hrd_segments, fuscc_subtype: those there are."""
    single = (derive(case, context) for derive in (msi, mmr, tmb, hrd, her2, burden_finding, scar_finding))
    found = [f for f in single if f is not None]
    found += [*receptors(case, context), *pdl1(case, context), *viruses(case, context)]
    named = _compared({f.name: f for f in sorted(found, key=lambda f: f.name)})
    subtype = fuscc_subtype(case, context, named)
    return dict(sorted({**named, subtype.name: subtype}.items())) if subtype is not None else named


# Findings that need no other measurement than their own, or that of the finding they are compared with.
_ALONE = {"msi": (msi,), "mmr": (mmr,), "her2": (her2,), "tmb": (tmb, burden_finding), "hrd": (hrd, scar_finding)}


def biomarker(case: Case, context: Context, name: str) -> Finding | None:
    """One of these findings, as `biomarkers` has it."""
    needed = _ALONE.get(name)
    if needed is None:
        return biomarkers(case, context).get(name)
    found = [f for derive in needed if (f := derive(case, context)) is not None]
    return _compared({f.name: f for f in found}).get(name)


def _compared(found: dict[str, Finding]) -> dict[str, Finding]:
    """Both findings of a pair that disagrees ask for review; neither changes its state."""
    for counted, reported in COUNTED.items():
        states = {found[name].state for name in (counted, reported) if name in found}
        if len(states) == 2 and "" not in states:
            for name in (counted, reported):
                found[name] = replace(found[name], needs_review=True)
    return found
