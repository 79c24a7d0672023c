"""Case-level findings out of measured biomarkers, by name; what was not measured has no finding."""

from __future__ import annotations

from tumorboard.interpret.burden import tmb
from tumorboard.interpret.her2 import her2
from tumorboard.interpret.instability import mmr, msi
from tumorboard.interpret.proteins import pdl1, receptors, viruses
from tumorboard.interpret.repair import hrd
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Finding


def biomarkers(case: Case, context: Context) -> dict[str, Finding]:
    """msi, mmr, tmb, hrd, her2, er, pr, ar, pdl1_tps, pdl1_cps ..., hpv ...: those that were measured."""
    single = (derive(case, context) for derive in (msi, mmr, tmb, hrd, her2))
    found = [f for f in single if f is not None]
    found += [*receptors(case, context), *pdl1(case, context), *viruses(case, context)]
    return {f.name: f for f in sorted(found, key=lambda f: f.name)}
