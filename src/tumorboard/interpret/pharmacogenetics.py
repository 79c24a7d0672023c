"""Genotypes that change the use of a drug: from a stated phenotype, a diplotype, an activity score or a variant.

A pharmacogenotype is a germline matter: an allele seen in a tumor without knowing its origin gives a caution and asks
for confirmation, never a dose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tumorboard.criteria.alterations import allele
from tumorboard.criteria.measured import newest_first
from tumorboard.model.alteration import Origin, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import PharmacogeneticFinding
from tumorboard.reasons import Reason
from tumorboard.vocab.pharmacogenes import PharmacogeneticAllele

GENES = ("CYP2D6", "DPYD", "G6PD", "NUDT15", "TPMT", "UGT1A1")
SCORED = frozenset({"DPYD"})
PHENOTYPES = frozenset(
    {
        *("poor_metabolizer", "intermediate_metabolizer", "normal_metabolizer", "possible_intermediate_metabolizer"),
        *("ultrarapid_metabolizer", "rapid_metabolizer", "deficient", "variable", "normal"),
    }
)
_SPLIT = re.compile(r"\s*[/|;]\s*")


@dataclass(frozen=True, slots=True)
class Phenotype:
    """What a genotype means for one gene, the facts it is from, and how it was reached."""

    gene: str
    phenotype: str
    used: tuple[str, ...]
    how: str
    confirmed: bool = True


def pharmacogenetics(case: Case, context: Context) -> tuple[PharmacogeneticFinding, ...]:
    """One finding for each rule of each phenotype, by gene."""
    return tuple(f for gene in GENES for p in _phenotypes(case, context, gene) for f in _findings(context, p))


def _findings(context: Context, known: Phenotype) -> Iterator[PharmacogeneticFinding]:
    for rule in context.vocab.pharmacogenes.rules.get((known.gene, known.phenotype), ()):
        firm = known.confirmed and rule.confidence in {"high", "sourced"}
        yield PharmacogeneticFinding(
            gene=known.gene,
            phenotype=known.phenotype,
            agents=rule.agents,
            action=rule.action if firm else "caution",
            reason=Reason.of(rule.advice, gene=known.gene, how=known.how)
            if firm
            else Reason.of("pgx.unconfirmed", gene=known.gene),
            source=rule.source,
            used=known.used,
        )


def _phenotypes(case: Case, context: Context, gene: str) -> tuple[Phenotype, ...]:
    """The phenotype of the newest genotype that decides, else what variants of the case suggest."""
    for measured in newest_first(case, context, [gene]):
        phenotype, how = _of_measurement(context, gene, measured)
        if phenotype:
            return (Phenotype(gene, phenotype, (f"biomarker/{measured.id}",), how),)
    return _of_variants(case, context, gene)


def _of_measurement(context: Context, gene: str, measured: Biomarker) -> tuple[str, str]:
    if measured.state in PHENOTYPES:
        return measured.state, "pgx_how.stated"
    if gene in SCORED and measured.value is not None and measured.scale in {"", "activity_score"}:
        return _by_score(measured.value), "pgx_how.score"
    alleles = diplotype(context, gene, measured.detail)
    return (_by_alleles(gene, alleles), "pgx_how.diplotype") if alleles else ("", "")


def diplotype(context: Context, gene: str, text: str) -> tuple[PharmacogeneticAllele, PharmacogeneticAllele] | None:
    """The two alleles of ``*1/*2A`` or ``c.2846A>T het``; None when one of them is not in the table."""
    known = context.vocab.pharmacogenes.alleles.get(gene, {})
    words = text.strip()
    for mark, copies in ((" het", 1), (" heterozygous", 1), (" hom", 2), (" homozygous", 2)):
        if words.casefold().endswith(mark):
            one = known.get(words[: -len(mark)].strip().casefold())
            normal = known.get("*1")
            other = one if copies == 2 else normal
            return (one, other) if one is not None and other is not None else None
    parts = [known.get(p.casefold()) for p in _SPLIT.split(words)]
    if len(parts) != 2 or parts[0] is None or parts[1] is None:
        return None
    return parts[0], parts[1]


def _by_alleles(gene: str, alleles: tuple[PharmacogeneticAllele, PharmacogeneticAllele]) -> str:
    if gene in SCORED:
        return _by_score(sum(a.activity for a in alleles))
    reduced = sum(a.activity < 1 for a in alleles)
    return ("normal_metabolizer", "intermediate_metabolizer", "poor_metabolizer")[reduced]


def _by_score(score: float) -> str:
    """DPYD activity score: 2 normal, 1 and 1.5 intermediate, below 1 poor (CPIC, Amstutz 2018)."""
    return "normal_metabolizer" if score >= 2 else "intermediate_metabolizer" if score >= 1 else "poor_metabolizer"


def _of_variants(case: Case, context: Context, gene: str) -> tuple[Phenotype, ...]:
    """A reduced allele among the variants: at least one is there; zygosity in a tumor does not tell the second."""
    known = context.vocab.pharmacogenes.alleles.get(gene, {})
    hits = [v for v in case.index.variants.get(gene, ()) if _reduced(known, v)]
    if not hits:
        return ()
    used = tuple(f"variant/{v.id}" for v in hits)
    inherited = [v for v in hits if v.origin is Origin.GERMLINE]
    if not inherited or len(inherited) < len(hits):
        return (Phenotype(gene, "intermediate_metabolizer", used, "pgx_how.variant", confirmed=False),)
    if len({allele(v) for v in inherited}) > 1:
        # Two variants may lie on one chromosome or on both.
        return (Phenotype(gene, "intermediate_metabolizer", used, "pgx_how.variant", confirmed=False),)
    carried = _reduced(known, inherited[0])
    normal = known.get("*1")
    if carried is None or normal is None:
        return ()
    other = carried if any(v.zygosity == "hom" for v in inherited) else normal
    return (Phenotype(gene, _by_alleles(gene, (carried, other)), used, "pgx_how.variant"),)


def _reduced(known: Mapping[str, PharmacogeneticAllele], variant: Variant) -> PharmacogeneticAllele | None:
    listed = known.get(variant.hgvs_c.rsplit(":", 1)[-1].casefold()) if variant.hgvs_c else None
    return listed if listed is not None and listed.activity < 1 else None
