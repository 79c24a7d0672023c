"""What one variant is, and what it means, as far as it is known: kind, place, meaning, origin, specimen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tumorboard.criteria.coverage import fits
from tumorboard.criteria.judgment import COUNTS, Judgment, Sighting, no, open_, yes
from tumorboard.criteria.protein_text import same_change, short_text
from tumorboard.model.alteration import Origin, ProteinChange, Variant
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import AlterationFinding
from tumorboard.model.specimen import SpecimenKind

SPLICE_SITE = frozenset({"splice_acceptor_variant", "splice_donor_variant"})
_BY_PROTEIN = {
    "substitution": "missense",
    "deletion": "deletion",
    "duplication": "insertion",
    "insertion": "insertion",
    "frameshift": "truncating",
    "nonsense": "truncating",
    "start_lost": "truncating",
    "stop_lost": "other",
    "extension": "other",
}
_BY_CONSEQUENCE = {
    "stop_gained": "truncating",
    "frameshift_variant": "truncating",
    "start_lost": "truncating",
    "transcript_ablation": "truncating",
    "missense_variant": "missense",
    "inframe_deletion": "deletion",
    "inframe_insertion": "insertion",
    "conservative_inframe_deletion": "deletion",
    "disruptive_inframe_deletion": "deletion",
    "conservative_inframe_insertion": "insertion",
    "disruptive_inframe_insertion": "insertion",
    "protein_altering_variant": "other",
    "coding_sequence_variant": "other",
    "stop_lost": "other",
    "synonymous_variant": "synonymous",
    "stop_retained_variant": "synonymous",
    "start_retained_variant": "synonymous",
}
# Where internal tandem duplications lie: the exon, interbase, and how far beyond it one may begin or end.
# Source: Nakao et al. 1996, Leukemia 10:1911 (FLT3, juxtamembrane domain); exon 14 of NM_004119.
ITD: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "FLT3": {"GRCh37": (28_608_218, 28_608_351), "GRCh38": (28_034_081, 28_034_214)}
}
ITD_EXON = {"FLT3": 14}
NEAR = 12
SILENT = frozenset({"synonymous", "noncoding"})
ONCOGENIC = frozenset({"oncogenic", "likely_oncogenic"})
LISTED = frozenset({"oncogenic", "pathogenic"})  # as the table of known alleles says it
IN_FRAME = frozenset({"inframe_insertion", "conservative_inframe_insertion", "disruptive_inframe_insertion"})
STOPS = frozenset({"stop_gained", "frameshift_variant"})
HARMLESS = frozenset({"benign", "likely_benign"})


def fact(variant: Variant) -> str:
    """The fact id."""
    return f"variant/{variant.id}"


def label(variant: Variant) -> str:
    """Gene and change as a person would say them."""
    if variant.protein is not None and variant.protein.kind != "unknown":
        change = short_text(variant.protein)
    elif variant.category:
        where = f"exon {variant.exon} " if variant.exon else ""
        if variant.category == "any" and variant.protein is not None:  # only the codon is told
            where = f"{variant.protein.ref}{variant.protein.start} "
        change = f"{where}{'mutation, unspecified' if variant.category == 'any' else variant.category}"
    elif likely_itd(variant):
        change = "likely ITD"
    else:
        change = variant.hgvs_p or variant.hgvs_c or variant.known_allele or variant.id
    return f"{variant.gene} {change}"


def kind(variant: Variant) -> str:
    """missense, deletion, insertion, indel, truncating, splice, promoter, other, synonymous, noncoding or any.

    Deletions and insertions are in frame; frameshifts are truncating.  *any* is a change that was stated without
    saying which; *unannotated* one whose consequence nobody computed.
    """
    if variant.category:
        return {"skipping": "splice"}.get(variant.category, variant.category)
    if likely_itd(variant):
        return "other"
    if SPLICE_SITE & set(variant.consequences):
        return "splice"
    protein = variant.protein
    if protein is not None and protein.kind == "insertion" and "*" in protein.alt:
        # What is inserted ends in a stop.  Who reads on past it and calls it in frame contradicts himself: as when an
        # internal tandem duplication was translated in another frame.
        terms = set(variant.consequences)
        reads_on = not protein.alt.endswith("*") and terms & IN_FRAME and not terms & STOPS
        return "other" if reads_on else "truncating"
    if protein is not None and protein.kind in _BY_PROTEIN:
        return _BY_PROTEIN[protein.kind]
    if protein is not None and protein.kind == "delins":
        return _net(protein)
    for term in variant.consequences:
        if term in _BY_CONSEQUENCE:
            return _BY_CONSEQUENCE[term]
    if protein is not None and protein.kind == "synonymous":
        return "synonymous"
    return "noncoding" if variant.consequences else "unannotated"


def likely_itd(variant: Variant) -> bool:
    """Whether it may be an internal tandem duplication that reaches over the end of its exon.

    Such a duplication copies the splice site with the exon, so that annotation calls it a change of the splice site; an
    insertion of whole codons leaves the site in place.  It neither is one nor is none until the laboratory confirms it.
    """
    spans, place = ITD.get(variant.gene), variant.position
    if spans is None or not SPLICE_SITE & set(variant.consequences):
        return False
    if place is None:
        return (variant.exon == ITD_EXON[variant.gene] and "ins" in variant.hgvs_c) or "dup" in variant.hgvs_c
    grown = len(place.alt) - len(place.ref)
    first, last = spans.get(place.assembly, (0, -1))
    pure = place.alt.startswith(place.ref) or place.alt.endswith(place.ref)
    return pure and grown > 0 and grown % 3 == 0 and first - NEAR <= place.start <= place.end <= last + NEAR


def _net(protein: ProteinChange) -> str:
    removed = len(protein.codons())
    if "*" in protein.alt:
        return "truncating"
    return "deletion" if len(protein.alt) < removed else "insertion" if len(protein.alt) > removed else "missense"


def of_gene(case: Case, gene: str) -> tuple[Variant, ...]:
    """Variants of a gene that are not mere noise: a filter that failed is kept and flagged by `quality`."""
    return case.index.variants.get(gene, ())


def allele(variant: Variant) -> tuple[object, ...]:
    """What is changed, whoever recorded it: two records of one change are one allele, never two hits."""
    if variant.protein is not None and variant.protein.kind != "unknown":
        return variant.gene, variant.protein
    if variant.hgvs_c:
        return variant.gene, variant.hgvs_c.rsplit(":", 1)[-1]
    place = variant.position
    return (variant.gene, place) if place is not None else (variant.gene, variant.category, variant.exon)


def finding(case: Case, fact_id: str) -> AlterationFinding | None:
    """What `interpret` says of an alteration; None when the case was not interpreted.

    An interpreted case that says nothing of an alteration says that its meaning is unknown.
    """
    if case.findings is None:
        return None
    return case.findings.of(fact_id) or AlterationFinding(alteration=fact_id)


def classification(found: AlterationFinding | None) -> str:
    """The oncogenicity class; empty when not classified."""
    return found.oncogenicity.classification if found and found.oncogenicity else ""


def relevant(case: Case, variant: Variant) -> Judgment:
    """Whether it can count for a gene-level question at all: no silent change, no polymorphism, not benign."""
    shape = kind(variant)
    if shape in SILENT:
        return no(f"why.{shape}")
    found = finding(case, fact(variant))
    if shape == "unannotated":
        return open_("why.not_annotated", f"annotation:{variant.gene}")
    if found is None:
        return open_("why.not_interpreted", f"functional_class:{label(variant)}")
    if found.polymorphism:
        return no("why.polymorphism")
    if classification(found) in HARMLESS:
        return no("why.benign")
    return yes(review=variant.filter not in {"", "PASS", "."})


def named(case: Case, context: Context, variant: Variant) -> bool:
    """Whether the exact allele stands in the known-allele table as an oncogenic or pathogenic one.

    Of an exchange of a codon (``G719X``), whether several stand there and all are such.
    """
    if variant.protein is None:
        return False
    if variant.category == "any":
        if variant.protein.alt != "X":
            return False
        changes = context.vocab.alleles.of_codon(variant.gene, f"{variant.protein.ref}{variant.protein.start}")
        return len(changes) > 1 and all(a.kind in LISTED for a in changes)
    alleles = context.vocab.alleles.named.get((variant.gene, short_text(variant.protein)), ())
    return any(a.kind in LISTED for a in alleles)


def oncogenic(case: Case, context: Context, variant: Variant, least: str = "likely_oncogenic") -> Judgment:
    """Whether it is (likely) oncogenic; a variant of unknown significance is open, never a no."""
    ground = relevant(case, variant)
    if ground.verdict is not COUNTS.verdict:
        return ground
    found = finding(case, fact(variant))
    given = classification(found)
    if given == "oncogenic" or (given == "likely_oncogenic" and least == "likely_oncogenic"):
        return yes(review=ground.review or bool(found and found.oncogenicity and found.oncogenicity.needs_review))
    if found is not None and found.effect == "neutral":
        return no("why.neutral")
    if named(case, context, variant) and least == "likely_oncogenic":
        return yes(review=ground.review)
    return _not_known(variant)


def _not_known(variant: Variant) -> Judgment:
    """Nobody knows what the change does; or nobody said which it is, which is another question."""
    unsaid = variant.category == "any" and (variant.protein is None or variant.protein.alt != "X")
    if unsaid and "uncertain" not in variant.clinvar.casefold():
        return open_("why.category_only", f"exact_change:{variant.gene}")
    return open_("why.vus", f"functional_class:{label(variant)}")


def activating(case: Case, context: Context, variant: Variant) -> Judgment:
    """Whether it makes the gene's product more active or differently active."""
    ground = relevant(case, variant)
    if ground.verdict is not COUNTS.verdict:
        return ground
    found = finding(case, fact(variant))
    effect = found.effect if found else "unknown"
    if effect in {"gain_of_function", "switch"}:
        return yes(review=ground.review or (found is not None and found.needs_review))
    if effect in {"loss_of_function", "dominant_negative", "neutral"}:
        return no(f"why.{effect}")
    role = getattr(context.vocab.genes.entries.get(variant.gene), "role", "")
    if role == "oncogene" and kind(variant) != "truncating" and classification(found) in ONCOGENIC:
        return yes("why.inferred_effect", review=ground.review, assumed=True)
    return _not_known(variant)


def inactivating(case: Case, context: Context, variant: Variant) -> Judgment:
    """Whether it takes the function of the gene's product away."""
    ground = relevant(case, variant)
    if ground.verdict is not COUNTS.verdict:
        return ground
    found = finding(case, fact(variant))
    effect = found.effect if found else "unknown"
    if effect in {"loss_of_function", "dominant_negative"}:
        return yes(review=ground.review or (found is not None and found.needs_review))
    if effect in {"gain_of_function", "switch", "neutral"}:
        return no(f"why.{effect}")
    role = getattr(context.vocab.genes.entries.get(variant.gene), "role", "")
    if role in {"tumor_suppressor", "both"} and variant.origin is Origin.GERMLINE and pathogenic(variant):
        return yes("why.inferred_effect", review=ground.review, assumed=True)
    if role in {"tumor_suppressor", "both"} and classification(found) in ONCOGENIC:
        inferred = kind(variant) in {"truncating", "splice"} or role == "tumor_suppressor"
        if inferred:
            return yes("why.inferred_effect", review=ground.review, assumed=True)
    return _not_known(variant)


def pathogenic(variant: Variant) -> bool:
    """Whether ClinVar calls it pathogenic or likely pathogenic without conflict."""
    said = variant.clinvar.casefold()
    return "pathogenic" in said and "conflict" not in said and "benign" not in said


def of_origin(variant: Variant, asked: str) -> Judgment:
    """Whether the origin is the one asked for; possible clonal hematopoiesis supports nothing."""
    settle = open_("why.chip", f"origin:{label(variant)}")
    if variant.origin is Origin.POSSIBLE_CHIP:
        return settle
    if asked == "any" or variant.origin.value == asked:
        return COUNTS
    if variant.origin is Origin.UNKNOWN:
        return open_("why.origin_unknown", f"origin:{label(variant)}")
    return no(f"why.{variant.origin.value}")


def in_specimen(case: Case, context: Context, specimen_id: str, assay_id: str, asked: str) -> Judgment:
    """Whether it was seen in the kind of specimen asked for."""
    if asked == "any":
        return COUNTS
    assay = case.index.assays.get(assay_id)
    wanted = specimen_id or (assay.specimen if assay else "")
    specimen = case.index.specimens.get(wanted)
    if specimen is None or specimen.kind is SpecimenKind.UNKNOWN:
        return open_("why.specimen_unknown", f"specimen.kind:{wanted}")
    return COUNTS if fits(case, context, specimen.kind, asked) else no("why.other_specimen")


def sighting(variant: Variant, judgment: Judgment) -> Sighting:
    """A variant with its judgment."""
    return Sighting(fact(variant), label(variant), judgment, variant.gene, "variant", variant.assay, variant.specimen)


def none_of(variant: Variant, barred: Iterable[ProteinChange]) -> Judgment:
    """Whether the variant is none of the excluded changes."""
    if variant.protein is not None and any(same_change(b, variant.protein) for b in barred):
        return no("why.excluded_change")
    if variant.protein is None and tuple(barred):
        return open_("why.category_only", f"exact_change:{variant.gene}")
    return COUNTS
