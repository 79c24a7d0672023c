"""From facts to findings, in declared strata: each reads the case and what earlier strata found, never a later one.

Source of the order: docs/architecture.md, section 2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tumorboard.interpret.biomarkers import biomarkers
from tumorboard.interpret.copy_number import copy_number
from tumorboard.interpret.effects import effects
from tumorboard.interpret.germline import germline
from tumorboard.interpret.oncogenicity import oncogenicity
from tumorboard.interpret.pharmacogenetics import pharmacogenetics
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import AlterationFinding, Findings, Oncogenicity
from tumorboard.model.knowledge import Knowledge

Run = Callable[[Case, Knowledge, Context, Findings], Findings]


@dataclass(frozen=True, slots=True)
class Stratum:
    """One step: `run` returns the findings it was given with its own added."""

    name: str
    run: Run


def interpret(case: Case, knowledge: Knowledge, context: Context) -> Case:
    """The case with findings: same case, knowledge and context, same findings.

    Raises
    ------
    InputError
        If the policy names an oncogenicity scheme that does not exist.
    KnowledgeError
        If a threshold is missing from the vocabulary.
    """
    case = replace(case, findings=None)
    found = Findings()
    for stratum in STRATA:
        found = stratum.run(case, knowledge, context, found)
        found = replace(found, strata=(*found.strata, stratum.name))
    return replace(case, findings=found)


def _effects(case: Case, knowledge: Knowledge, context: Context, found: Findings) -> Findings:
    return replace(found, alterations=effects(case, context))


def _oncogenicity(case: Case, knowledge: Knowledge, context: Context, found: Findings) -> Findings:
    return replace(found, alterations=_classified(found.alterations, oncogenicity(case, knowledge, context)))


def _classified(
    known: Mapping[str, AlterationFinding], classes: Mapping[str, Oncogenicity]
) -> Mapping[str, AlterationFinding]:
    return {name: replace(f, oncogenicity=classes[name]) if name in classes else f for name, f in known.items()}


def _copy_number(case: Case, knowledge: Knowledge, context: Context, found: Findings) -> Findings:
    return replace(found, alterations={**found.alterations, **copy_number(case, context)})


def _biomarkers(case: Case, knowledge: Knowledge, context: Context, found: Findings) -> Findings:
    return replace(found, biomarkers=biomarkers(case, context))


def _germline(case: Case, knowledge: Knowledge, context: Context, found: Findings) -> Findings:
    return replace(found, germline=germline(case, context, found))


def _pharmacogenetics(case: Case, knowledge: Knowledge, context: Context, found: Findings) -> Findings:
    return replace(found, pharmacogenetics=pharmacogenetics(case, context))


STRATA: tuple[Stratum, ...] = (
    Stratum("effects", _effects),
    Stratum("oncogenicity", _oncogenicity),
    Stratum("copy_number", _copy_number),
    Stratum("biomarkers", _biomarkers),
    Stratum("germline", _germline),
    Stratum("pharmacogenetics", _pharmacogenetics),
)
