"""Whether a result exists at all, whatever it says."""

from __future__ import annotations

from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.measured import facts, newest_first
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.specimen import AssayStatus

FINDINGS = {"MSI": "msi", "MMR": "mmr", "TMB": "tmb", "HRD": "hrd", "HER2": "her2"}


def available(case: Case, context: Context, item: str) -> frozenset[str]:
    """Facts that show that a result exists; empty when none does."""
    if item == "any_ngs":
        done = [a for a in case.assays if a.status is AssayStatus.DONE and "variant" in a.kinds]
        return frozenset(f"assay/{a.id}" for a in done)
    family, _, rest = item.rpartition(":")
    if family in {"promoter", "fusion", "copy_number"}:
        region = item if family == "promoter" else ""
        return _covered(case, context, Question(rest, "variant" if region else family, region=region))
    marker = {"pdl1": "PDL1", "PD_L1": "PDL1"}.get(rest, rest)
    marker = marker.upper() if marker.upper() in FINDINGS else marker
    found = set(facts(newest_first(case, context, [marker])))
    derived = case.findings.biomarkers.get(FINDINGS.get(marker, "")) if case.findings else None
    if derived is not None and derived.state:
        found.add(f"finding/{derived.name}")
    if family != "ihc" and marker in context.vocab.genes.entries:
        found |= _covered(case, context, Question(marker, "variant"))
    return frozenset(found)


def _covered(case: Case, context: Context, question: Question) -> frozenset[str]:
    return frozenset(f"assay/{a}" for a in coverage(case, context, question).assays)
