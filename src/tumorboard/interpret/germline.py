"""Which findings in the tumor ask for a germline test, and why.

The policy table says which genes, in which tumors and up to which age; a variant filter on the allele fraction holds for
tumor tissue only, and never suppresses a gene when a family or personal criterion is recorded.  A patient who declined
germline findings gets one line that says so and names no gene.

Source: Kuzbari et al. 2023, Ann Oncol 34:215; Mandelker et al. 2019, Ann Oncol 30:1221.
"""

from __future__ import annotations

from collections.abc import Iterator

from tumorboard.criteria.ages import age
from tumorboard.criteria.alterations import SILENT, allele, kind, pathogenic
from tumorboard.criteria.measured import threshold
from tumorboard.interpret.effects import known
from tumorboard.interpret.instability import lost_proteins
from tumorboard.model.alteration import Origin, Variant
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Findings, GermlineFollowUp
from tumorboard.model.specimen import SpecimenKind
from tumorboard.reasons import Reason
from tumorboard.vocab.germline_policy import GermlineGene

CRITERIA = ("family_history", "personal_history", "germline_criterion")
ORDER = {"recommend": 0, "consider": 1, "not_indicated": 2}
LIQUID = frozenset({SpecimenKind.PLASMA, SpecimenKind.BLOOD, SpecimenKind.MARROW})


def germline(case: Case, context: Context, found: Findings) -> tuple[GermlineFollowUp, ...]:
    """The follow-up list, strongest advice first; empty when nothing in the tumor asks for it."""
    listed = [*_by_variants(case, context, found), *_by_repair(case, context, found)]
    if case.germline_consent is False:
        if not listed:
            return ()
        reason = Reason.of("germline.declined")
        return (GermlineFollowUp(gene="", alteration="", advice="not_indicated", reason=reason),)
    return tuple(sorted(listed, key=lambda g: (ORDER[g.advice], g.gene, g.alteration)))


def _by_variants(case: Case, context: Context, found: Findings) -> Iterator[GermlineFollowUp]:
    for variant in case.variants:
        row = context.vocab.germline_policy.genes.get(variant.gene)
        if row is None:
            continue
        ground = _pathogenicity(case, context, found, variant, row)
        if ground:
            advice, reason = _advice(case, context, found, variant, row, ground)
            yield GermlineFollowUp(
                gene=variant.gene,
                alteration=f"variant/{variant.id}",
                advice=advice,
                reason=reason,
                source=f"germline_policy:{row.gene}:{row.group}",
            )


def _pathogenicity(case: Case, context: Context, found: Findings, variant: Variant, row: GermlineGene) -> str:
    """Why it counts as (likely) pathogenic: classified, listed, or presumed; empty when it does not."""
    if kind(variant) in SILENT and not pathogenic(variant):
        return ""
    said = variant.clinvar.casefold()
    if "benign" in said and "conflict" not in said:
        return ""
    if pathogenic(variant):
        return "classified"
    effect = found.of(f"variant/{variant.id}")
    listed = {a.kind for a in known(context, variant)}
    if "pathogenic" in listed:
        return "listed"
    # A known polymorphism is harmless; a mere frequency is not, for founder alleles are common somewhere.
    if "polymorphism" in listed or (effect is not None and effect.effect == "neutral"):
        return ""
    shape = kind(variant)
    if row.mechanism == "loss" and shape in {"truncating", "splice"} and not (effect and effect.needs_review):
        return "presumed"
    if effect is None:
        return ""
    lost = row.mechanism == "loss" and effect.effect in {"loss_of_function", "dominant_negative"}
    gained = row.mechanism == "gain" and effect.effect == "gain_of_function"
    return "presumed" if lost or gained else ""


def _advice(
    case: Case, context: Context, found: Findings, variant: Variant, row: GermlineGene, ground: str
) -> tuple[str, Reason]:
    consent = "consent.given" if case.germline_consent else "consent.ask_first"
    if variant.origin is Origin.GERMLINE:
        return "recommend", Reason.of("germline.found_in_normal", gene=row.gene, consent=consent)
    if variant.origin is Origin.SOMATIC and _normal_sequenced(case, variant):
        return "not_indicated", Reason.of("germline.somatic_by_normal", gene=row.gene)
    criterion = next((t for t in CRITERIA if case.statements.get(t)), "")
    if criterion:
        return "recommend", Reason.of("germline.criterion", gene=row.gene, criterion=criterion, consent=consent)
    outside = _outside_setting(case, context, row)
    if outside is not None:
        return outside
    filtered = _filtered(case, context, variant, row)
    if filtered is not None:
        return filtered
    effect = found.of(f"variant/{variant.id}")
    if ground == "presumed" and effect is not None and effect.polymorphism:
        return "consider", Reason.of("germline.frequent", gene=row.gene, frequency=variant.population_af)
    firm = row.confidence in {"sourced", "high"}
    reason = Reason.of(
        "germline.follow_up",
        gene=row.gene,
        ground=f"ground.{ground}",
        band=f"conversion.{row.conversion or 'unknown'}",
        consent=consent,
    )
    return ("recommend" if firm else "consider"), reason


def _outside_setting(case: Case, context: Context, row: GermlineGene) -> tuple[str, Reason] | None:
    """Low conversion, a second allele, the tumor and the age that the policy asks for."""
    if row.group == "low_conversion":
        return "not_indicated", Reason.of("germline.low_conversion", gene=row.gene)
    if row.biallelic and not _two_hits(case, row.gene):
        return "not_indicated", Reason.of("germline.one_allele", gene=row.gene)
    unclear: tuple[str, ...] = ()
    if row.tumors:
        disease = case.diagnosis.disease
        if disease is None:
            unclear = ("diagnosis",)
        elif not any(context.vocab.diseases.is_a(disease.code, t) for t in row.tumors):
            return "not_indicated", Reason.of("germline.other_tumor", gene=row.gene)
    if row.under_age is not None:
        years = age(case, context)
        if years is not None and years[0] >= row.under_age:
            return "not_indicated", Reason.of("germline.age", gene=row.gene, limit=row.under_age)
        if years is None or years[1] >= row.under_age:
            unclear = (*unclear, "age")
    if unclear:
        return "consider", Reason.of("germline.setting_unknown", gene=row.gene, missing=unclear)
    return None


def _two_hits(case: Case, gene: str) -> bool:
    rows = case.index.variants.get(gene, ())
    return len({allele(v) for v in rows}) > 1 or any(v.zygosity == "hom" for v in rows)


def _filtered(case: Case, context: Context, variant: Variant, row: GermlineGene) -> tuple[str, Reason] | None:
    """The allele-fraction filter of tumor tissue; in plasma or blood a low fraction is left to a person."""
    if variant.vaf is None:
        return None
    snv = variant.protein is None or variant.protein.kind in {"substitution", "nonsense", "synonymous", "start_lost"}
    place = variant.position
    if place is not None:
        snv = len(place.ref) == len(place.alt) == 1
    limit = threshold(context, "germline_followup_vaf_snv" if snv else "germline_followup_vaf_indel")
    if variant.vaf > limit:
        return None
    reason = Reason.of("germline.low_fraction", gene=row.gene, vaf=variant.vaf, limit=limit)
    assay = case.index.assays.get(variant.assay)
    specimen = case.index.specimens.get(variant.specimen or (assay.specimen if assay else ""))
    return ("consider" if specimen is not None and specimen.kind in LIQUID else "not_indicated"), reason


def _normal_sequenced(case: Case, variant: Variant) -> bool:
    """Whether somatic origin is a measurement; without an assay record the file's own statement counts."""
    assay = case.index.assays.get(variant.assay)
    return assay is None or assay.matched_normal is not False


def _by_repair(case: Case, context: Context, found: Findings) -> Iterator[GermlineFollowUp]:
    """Mismatch-repair deficiency asks for it by the protein lost, sporadic MLH1 silencing excluded first."""
    finding = found.biomarkers.get("mmr")
    if finding is None or finding.state != "deficient":
        return
    lost = lost_proteins(case, context)
    if lost - {"MLH1", "PMS2"} or lost == {"PMS2"}:
        yield _repair(sorted(lost), "recommend", Reason.of("germline.repair_lost", proteins=tuple(sorted(lost))))
    elif "MLH1" in lost:
        sporadic = _sporadic(case)
        if sporadic:
            yield _repair(["MLH1"], "not_indicated", Reason.of("germline.mlh1_sporadic", by=sporadic))
        else:
            yield _repair(["MLH1"], "consider", Reason.of("germline.mlh1_first"))
    else:
        yield _repair([""], "consider", Reason.of("germline.repair_unspecified"))


def _sporadic(case: Case) -> str:
    if any(b.state == "methylated" for b in case.index.biomarkers.get("MLH1_METHYLATION", ())):
        return "sporadic.methylation"
    for v in case.index.variants.get("BRAF", ()):
        if v.protein is not None and (v.protein.ref, v.protein.start, v.protein.alt) == ("V", 600, "E"):
            return "sporadic.braf"
    return ""


def _repair(genes: list[str], advice: str, reason: Reason) -> GermlineFollowUp:
    return GermlineFollowUp(
        gene="|".join(genes), alteration="finding/mmr", advice=advice, reason=reason, source="mismatch_repair_work_up"
    )
