"""Whether a result exists at all, whatever it says."""

from __future__ import annotations

from tumorboard.criteria import alterations, copies, rearrangements
from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.measured import facts, newest_first
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.specimen import AssayStatus

FAMILIES = ("copy_number", "fusion", "ihc", "promoter", "splice")
FINDINGS = {"MSI": "msi", "MMR": "mmr", "TMB": "tmb", "HRD": "hrd", "HER2": "her2"}


def available(case: Case, context: Context, item: str) -> frozenset[str]:
    """Facts that show that a result exists; empty when none does."""
    if item == "any_ngs":
        done = [a for a in case.assays if a.status is AssayStatus.DONE and "variant" in a.kinds]
        return frozenset(f"assay/{a.id}" for a in done)
    family, _, rest = item.rpartition(":")
    if family in {"promoter", "fusion", "copy_number", "splice"}:
        region = item if family == "promoter" else ""
        question = Question(rest, "variant" if region else family, region=region)
        return _covered(case, context, question) | _found(case, context, rest, family)
    marker = {"pdl1": "PDL1", "PD_L1": "PDL1"}.get(rest, rest)
    marker = marker.upper() if marker.upper() in FINDINGS else marker
    found = set(facts(newest_first(case, context, [marker])))
    derived = case.findings.biomarkers.get(FINDINGS.get(marker, "")) if case.findings else None
    if derived is not None and derived.state:
        found.add(f"finding/{derived.name}")
    if family != "ihc" and marker in context.vocab.genes.entries:
        found |= _covered(case, context, Question(marker, "variant")) | _found(case, context, marker, "variant")
    return frozenset(found)


def _found(case: Case, context: Context, gene: str, family: str) -> frozenset[str]:
    """What is there of this kind in the gene, whoever found it: what was found was looked for."""
    variants = alterations.of_gene(case, gene)
    match family:
        case "fusion":
            return frozenset(s.fact for s in rearrangements.sightings(case, context, gene))
        case "splice":
            events = frozenset(f"splice/{e.id}" for e in case.index.splice_events.get(gene, ()))
            return events | {alterations.fact(v) for v in variants if v.category == "skipping"}
        case "copy_number":
            return frozenset(copies.fact(row) for row in case.index.copy_numbers.get(gene, ()))
        case "promoter":
            return frozenset(alterations.fact(v) for v in variants if v.category == "promoter")
    return frozenset(alterations.fact(v) for v in variants if v.category not in {"skipping", "promoter"})


def _covered(case: Case, context: Context, question: Question) -> frozenset[str]:
    found = coverage(case, context, question)
    return frozenset(f"assay/{a}" for a in found.assays) | frozenset(found.facts)
