"""What alterations do: effect on the gene's product, functional classes, and whether a change is a common polymorphism.

Decided from the functional table, from the general rule for null variants of tumor suppressors, from the known alleles
and from the population frequency of the annotation.  What none of them knows is *unknown*, never neutral.
"""

from __future__ import annotations

from collections.abc import Iterator

from tumorboard.criteria.alterations import kind, pathogenic
from tumorboard.criteria.measured import threshold
from tumorboard.criteria.protein_text import short_text
from tumorboard.interpret.functional_match import matches, truncation_end
from tumorboard.model.alteration import Fusion, SpliceEvent, Variant
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import AlterationFinding
from tumorboard.reasons import Reason
from tumorboard.vocab.alleles import KnownAllele
from tumorboard.vocab.functional import FunctionalRow

NULL_RULE = "rule:null_variant_in_tumor_suppressor"
# Reversion restores these genes under platinum or PARP inhibitors and is not looked for.
# Source: Edwards 2008, Nature 451:1111; Sakai 2008, Nature 451:1116.
REVERTING = frozenset({"BRCA1", "BRCA2", "PALB2", "RAD51C", "RAD51D"})


def effects(case: Case, context: Context) -> dict[str, AlterationFinding]:
    """A finding for every variant, fusion and splice event, by fact id."""
    found = {f"variant/{v.id}": of_variant(context, v) for v in case.variants}
    found |= {f"fusion/{f.id}": of_fusion(context, f) for f in case.fusions}
    found |= {f"splice/{s.id}": of_splice(context, s) for s in case.splice_events}
    return found


def of_variant(context: Context, variant: Variant) -> AlterationFinding:
    """Effect, classes and population veto of one variant."""
    name = f"variant/{variant.id}"
    rows = matches(context.vocab.functional, variant)
    finding = _from_rows(name, rows) if rows else AlterationFinding(alteration=name)
    if finding.effect == "unknown":
        finding = _by_null_rule(context, variant, finding)
    common, why = _population(context, variant, rows)
    reasons = (*finding.reasons, *why)
    if variant.gene in REVERTING and finding.effect == "loss_of_function":
        reasons = (*reasons, Reason.of("effect.reversion_not_seen", gene=variant.gene))
    return AlterationFinding(
        alteration=name,
        effect=finding.effect,
        effect_source=finding.effect_source,
        classes=finding.classes,
        polymorphism=common,
        reasons=reasons,
        needs_review=finding.needs_review,
    )


def of_fusion(context: Context, fusion: Fusion) -> AlterationFinding:
    """Effect and classes of a rearrangement whose acting partner stands on its side and keeps its function."""
    name = f"fusion/{fusion.id}"
    rows = list(_acting(context, fusion))
    if not rows:
        return AlterationFinding(alteration=name)
    if fusion.in_frame is False or fusion.kinase_retained is False:
        reason = Reason.of("effect.fusion_not_functional", gene=rows[0].gene)
        return AlterationFinding(alteration=name, reasons=(reason,), needs_review=True)
    finding = _from_rows(name, rows)
    if fusion.in_frame and fusion.ordered:
        return finding
    reason = Reason.of("effect.fusion_unconfirmed", gene=rows[0].gene)
    return AlterationFinding(
        alteration=name,
        effect=finding.effect,
        effect_source=finding.effect_source,
        classes=finding.classes,
        reasons=(*finding.reasons, reason),
        needs_review=True,
    )


def of_splice(context: Context, event: SpliceEvent) -> AlterationFinding:
    """Effect and classes of an observed exon skipping."""
    name = f"splice/{event.id}"
    rows = context.vocab.functional.rows(event.gene, "skipping")
    exact = [r for r in rows if (r.first, r.last) == (event.first_exon, event.last_exon)]
    return _from_rows(name, exact) if exact else AlterationFinding(alteration=name)


def _acting(context: Context, fusion: Fusion) -> Iterator[FunctionalRow]:
    sides = {"five_prime": fusion.five_prime, "three_prime": fusion.three_prime}
    for side, gene in sides.items():
        for row in context.vocab.functional.rows(gene, "fusion"):
            if row.value == side or not fusion.ordered:
                yield row


def _from_rows(name: str, rows: list[FunctionalRow]) -> AlterationFinding:
    """Rows come most specific first: the first effect counts, classes add up."""
    deciding = next((r for r in rows if r.effect), None)
    effect = deciding.effect if deciding else "unknown"
    firm = [r for r in rows if r.confidence == "high"]
    classes = frozenset(c for r in rows for c in r.classes)
    unsure = bool(classes - {c for r in firm for c in r.classes})
    unsure |= deciding is not None and not any(r.effect == effect for r in firm)
    shown = deciding or rows[0]
    reasons = [Reason.of("effect.listed", source=shown.source)]
    if unsure:
        reasons.append(Reason.of("effect.medium_confidence"))
    return AlterationFinding(
        alteration=name,
        effect=effect,
        effect_source=deciding.key if deciding else "",
        classes=classes,
        reasons=tuple(reasons),
        needs_review=unsure,
    )


def _by_null_rule(context: Context, variant: Variant, finding: AlterationFinding) -> AlterationFinding:
    """Truncating and splice-site variants of a bona fide tumor suppressor lose its function."""
    shape = kind(variant)
    if shape not in {"truncating", "splice"} or variant.category:
        return finding
    entry = context.vocab.genes.entries.get(variant.gene)
    role = entry.role if entry else ""
    if role != "tumor_suppressor":
        reason = Reason.of("effect.null_role_open", gene=variant.gene)
        return _with(finding, "unknown", "", reason, review=False)
    end = truncation_end(context.vocab.functional, variant)
    if end is not None and not end.before:
        reason = Reason.of("effect.extreme_end", codon=end.codon, last=end.last, source=end.source)
        return _with(finding, "unknown", "", reason, review=True)
    return _with(finding, "loss_of_function", NULL_RULE, Reason.of("effect.null_rule", gene=variant.gene), review=False)


def _with(finding: AlterationFinding, effect: str, source: str, reason: Reason, *, review: bool) -> AlterationFinding:
    return AlterationFinding(
        alteration=finding.alteration,
        effect=effect,
        effect_source=source,
        classes=finding.classes,
        reasons=(*finding.reasons, reason),
        needs_review=finding.needs_review or review,
    )


def known(context: Context, variant: Variant) -> tuple[KnownAllele, ...]:
    """The known alleles that this variant is, by position where there is one, else by gene and protein change."""
    alleles = context.vocab.alleles
    place = variant.position
    if place is not None:
        exact = alleles.find(place.assembly, place.chrom, place.start, place.ref, place.alt)
        if exact is not None:
            return (exact,)
    if variant.protein is None:
        return ()
    return alleles.named.get((variant.gene, short_text(variant.protein)), ())


def _population(context: Context, variant: Variant, rows: list[FunctionalRow]) -> tuple[bool, tuple[Reason, ...]]:
    """Whether a common population allele may not count, and why; a known oncogenic or pathogenic allele always may.

    Source: Li et al. 2017, J Mol Diagn 19:4, tier IV; threshold `population_frequency_veto`.
    """
    kinds = {a.kind for a in known(context, variant)}
    limit = threshold(context, "population_frequency_veto")
    frequent = variant.population_af is not None and variant.population_af >= limit
    if not frequent and "polymorphism" not in kinds:
        return False, ()
    acts = any(r.effect not in {"", "neutral"} or r.classes for r in rows)
    if kinds & {"oncogenic", "pathogenic"} or pathogenic(variant) or acts:
        return False, (Reason.of("veto.lifted", limit=limit),) if frequent else ()
    if frequent:
        return True, (Reason.of("veto.frequency", frequency=variant.population_af, limit=limit),)
    return True, (Reason.of("veto.known_polymorphism"),)
