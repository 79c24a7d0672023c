"""Genotypes that change the use of a drug of the regimen.

avoid      REJECT: the regimen cannot be given as written (DPYD poor metabolizer and fluoropyrimidines)
reduce     REVIEW
caution    REVIEW
"""

from __future__ import annotations

from tumorboard.evidence.concern import Action, Concern
from tumorboard.model.case import Case
from tumorboard.reasons import Param, Reason


def concerns(regimen: tuple[str, ...], case: Case) -> tuple[Concern, ...]:
    """One concern for each pharmacogenetic finding about an agent of the regimen."""
    found = []
    for finding in case.findings.pharmacogenetics if case.findings is not None else ():
        agents = tuple(a for a in regimen if a in finding.agents)
        if not agents or finding.action == "standard":
            continue
        known: dict[str, Param] = {"gene": finding.gene, "phenotype": finding.phenotype, "agents": agents}
        if finding.action == "avoid":
            found.append(Concern(Action.REJECT, Reason.of("pharmacogenetic.avoid", **known)))
        elif finding.action == "reduce":
            found.append(Concern(Action.REVIEW, Reason.of("pharmacogenetic.reduce", **known)))
        else:
            found.append(Concern(Action.REVIEW, Reason.of("pharmacogenetic.caution", **known)))
    return tuple(found)
