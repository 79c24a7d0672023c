"""What cannot be said about this case, told before any option."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tumorboard.board.as_of import ENDS_LATER, LATER
from tumorboard.criteria import fusion_tests, performance, rearrangements
from tumorboard.criteria.coverage import least_purity
from tumorboard.criteria.leaves.pregnant_or_breastfeeding import PregnantOrBreastfeeding
from tumorboard.evidence.standing import released
from tumorboard.issues import Issue, Severity
from tumorboard.model.alteration import Origin, Variant
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.specimen import AssayStatus, SpecimenKind
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason

ENROLLED = 1  # the worst ECOG grade that most trials of cancer drugs take
AFTER = frozenset({LATER, ENDS_LATER})
FILTERED = frozenset({"MAF052", "VCF052"})  # a known oncogenic or pathogenic allele that failed a filter
INFERRED = frozenset({"VCF028"})  # the assembly is not stated by the file


def banners(case: Case, knowledge: Knowledge, context: Context) -> tuple[Reason, ...]:
    """Every limit that a reader must know first, gravest first, each once."""
    found = [
        *_diagnosis(case),
        *_performance(case, context),
        *_pregnancy(case, context),
        *_annotation(case),
        *_assays(case),
        *_specimens(case, context),
        *_variants(case),
        *_screened(case, context),
        *_knowledge(knowledge, context),
    ]
    return tuple(dict.fromkeys(found))


def of_issues(issues: Sequence[Issue]) -> tuple[Reason, ...]:
    """Files and words of the input that could not be used: what they hold is not known, and nothing below knows it."""
    files = sorted({i.place.file for i in issues if i.severity is Severity.ERROR})
    inferred = sorted({i.place.file for i in issues if i.code in INFERRED})
    found = [Reason.of("banner.input_not_used", files=tuple(files))] if files else []
    filtered = sorted({(i.place.file, i.place.record or 0) for i in issues if i.code in FILTERED})
    if filtered:
        names = tuple(dict.fromkeys(file for file, _ in filtered))
        found.append(Reason.of("banner.known_allele_filtered", files=names, records=tuple(str(r) for _, r in filtered)))
    later = {i.place.field: dict(i.params)["on"] for i in issues if i.code in AFTER}
    if later:
        on = next(iter(later.values()))
        found.append(Reason.of("banner.after_decision_date", on=on, facts=tuple(sorted(later))))
    return (*found, *((Reason.of("banner.assembly_inferred", files=tuple(inferred)),) if inferred else ()))


def _diagnosis(case: Case) -> Iterator[Reason]:
    if case.diagnosis.disease is None:
        yield Reason.of("banner.no_disease")


def _performance(case: Case, context: Context) -> Iterator[Reason]:
    """Eligibility of cancer drug trials by performance status: Jin et al. 2017, J Clin Oncol 35:3745."""
    found = performance.ecog(case, context)
    if found is not None and found.grade > ENROLLED:
        yield Reason.of("banner.performance", grade=found.grade)


def _pregnancy(case: Case, context: Context) -> Iterator[Reason]:
    """Nearly every label of a cancer drug warns of harm to the unborn child; that is told once and not of each option."""
    if PregnantOrBreastfeeding().check(case, context).verdict is Verdict.MET:
        yield Reason.of("banner.pregnant_or_breastfeeding")


def _annotation(case: Case) -> Iterator[Reason]:
    bare = sorted({f for a in case.assays if a.annotated is False for f in a.files or (a.id,)})
    if bare:
        yield Reason.of("banner.not_annotated", files=tuple(bare), variants=case.not_interpretable_count)
    elif case.not_interpretable_count:
        yield Reason.of("banner.not_interpretable", variants=case.not_interpretable_count)
    builds = sorted({a.assembly for a in case.assays if a.assembly} | ({case.assembly} if case.assembly else set()))
    if len(builds) > 1:
        yield Reason.of("banner.several_assemblies", assemblies=tuple(builds))


def _assays(case: Case) -> Iterator[Reason]:
    done = [a for a in case.assays if a.status in {AssayStatus.DONE, AssayStatus.PARTIAL}]
    if not any(a.declared for a in done):
        yield Reason.of("banner.no_assay_record")
    for assay in case.assays:
        name = assay.name or assay.id
        if assay.status is AssayStatus.FAILED:
            yield Reason.of("banner.assay_failed", assay=name)
        elif assay.status is AssayStatus.PENDING:
            yield Reason.of("banner.assay_pending", assay=name)
        elif assay.failed_genes:
            yield Reason.of("banner.genes_failed", assay=name, genes=tuple(sorted(assay.failed_genes)))


def _specimens(case: Case, context: Context) -> Iterator[Reason]:
    for assay in case.assays:
        specimen = case.index.specimens.get(assay.specimen)
        if specimen is None or not assay.declared or assay.status not in {AssayStatus.DONE, AssayStatus.PARTIAL}:
            continue
        limit = least_purity(context, assay, "variant")
        if specimen.purity is not None and specimen.purity < limit:
            yield Reason.of("banner.low_purity", specimen=specimen.id, purity=specimen.purity, limit=limit)
        if specimen.kind is SpecimenKind.PLASMA and assay.tumor_fraction_adequate is not True:
            yield Reason.of("banner.plasma_negative_is_open", specimen=specimen.id)


def _variants(case: Case) -> Iterator[Reason]:
    chip = sorted({v.gene for v in case.variants if v.origin is Origin.POSSIBLE_CHIP and v.gene})
    if chip:
        yield Reason.of("banner.possible_chip", genes=tuple(chip))
    read = [v for v in case.variants if v.position is not None]
    if read and all(_no_frequency(v) for v in read):
        yield Reason.of("banner.population_frequency_absent")


def _screened(case: Case, context: Context) -> Iterator[Reason]:
    """Genes whose fusion a positive screening test leaves open, until a test that settles it has looked or found one."""
    genes = []
    for gene in fusion_tests.GENES:
        found = rearrangements.sightings(case, context, gene)
        open_ = any(s.judgment.why == "why.screening_test" for s in found)
        if open_ and not any(s.judgment.verdict is Verdict.MET for s in found):
            genes.append(gene)
    if genes:
        yield Reason.of("banner.screening_open", genes=tuple(genes))


def _no_frequency(variant: Variant) -> bool:
    """No frequency was reported, and the origin was not measured either."""
    return variant.population_af is None and variant.origin is Origin.UNKNOWN


def _knowledge(knowledge: Knowledge, context: Context) -> Iterator[Reason]:
    if not knowledge.statements and not knowledge.libraries:
        yield Reason.of("banner.no_statements")
    newer = sorted({k.name for k in knowledge.releases if k.present and released(k.release) > context.on})
    if newer:
        yield Reason.of("banner.hindsight", on=context.on, names=tuple(newer))
    if knowledge.hotspots is None:
        yield Reason.of("banner.hotspots_absent")
