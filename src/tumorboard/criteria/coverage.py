"""When is "no" a no?  Only where a declared assay of good quality looked for exactly this.

`coverage` answers for one gene and one kind of event.  An assay counts when it was declared, is done, could find the
kind, covered the gene (and exon or region), did not fail for it, annotated its variants if a coding question is asked,
and looked at a specimen fit for a negative result: tumor tissue of sufficient purity, or plasma for which the
laboratory states enough tumor DNA.  DNA panels count for fusions only of the genes whose introns they list.

Names of missing facts, ``family.item`` with an optional ``:detail`` (words are in ``wording/en/criteria.toml``):

    assay.variant:GENE  assay.copy_number:GENE  assay.fusion:GENE  assay.splice:GENE  assay.promoter:GENE
    assay.germline:GENE           no assay that counts looked for this kind in this gene
    assay.adequate_tissue:GENE    an assay looked, but the specimen was too poor for a negative result
    assay.tissue:GENE  assay.plasma:GENE   the question asks for this kind of specimen
    annotation:GENE               the assay's variants carry no consequences
    functional_class:GENE CHANGE  the alteration is there, its meaning is not known
    exact_change:GENE             a change of the gene is stated without saying which
    exon:GENE CHANGE              the exon of the change is not known
    origin:GENE CHANGE            somatic, germline or clonal hematopoiesis is not settled
    pathogenicity:GENE CHANGE     a germline variant without classification
    copies:GENE  copy_number_call:GENE   a relative call without copies; copies without a threshold
    copies_lost:GENE              a loss was stated without saying of how many copies
    fusion_partner:GENE           a rearrangement whose partner is not named
    fusion_order:GENE             only the product that does not act was reported
    assay.after_treatment:GENE    the assays are older than a treatment that selects for the change
    assay.settling:GENE           two results of one time contradict each other
    specimen.kind:ID              tissue or plasma is not recorded
    biomarker.NAME, biomarker.NAME:SCALE, biomarker.NAME:SCALE@CLONE
    diagnosis.disease  diagnosis.subtype  diagnosis.extent  diagnosis.setting  diagnosis.stage  diagnosis.histology
    diagnosis.state:STATE  performance.ecog  patient.age  patient.sex  conditions  statement:TOPIC  manual:TEXT
    treatment.history  treatment.agents:ID  treatment.class:AGENT  treatment.setting:ID  treatment.dates:ID
    treatment.outcome:ID  treatment.lines  treatment.role:DRUG
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tumorboard.criteria import fusion_tests
from tumorboard.criteria.answers import assumption
from tumorboard.criteria.measured import threshold
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.specimen import Assay, AssayStatus, Specimen, SpecimenKind

SOLID = frozenset({SpecimenKind.TISSUE})
LIQUID = frozenset({SpecimenKind.PLASMA})
CELLS = frozenset({SpecimenKind.MARROW, SpecimenKind.BLOOD})
GERMLINE = frozenset({SpecimenKind.BLOOD, SpecimenKind.NORMAL})
# Whole words of a method: *internal* and *genomic* name neither RNA nor a genome.
_WHOLE_GENOME = re.compile(r"\b(wgs|whole genome)\b")
_WORD = re.compile(r"[^\W_]+")
_WITH_INTRONS = re.compile(
    r"\b((total|m)?rna\w*|cdna|transcriptom\w*|wgs|whole genome|optical|fish|ihc|rt ?pcr|karyotyp\w*)\b"
)
_DNA = re.compile(r"\b(c?t?dna|panel|wes|exome|ngs|amplicon|hybrid)\b")


@dataclass(frozen=True, slots=True)
class Question:
    """What an assay had to look for: `kind` in `gene`, in a kind of specimen, in given exons or a named region.

    `specimen` is any, tissue, plasma or germline.  `region` is a name such as ``promoter:TERT``.
    """

    gene: str
    kind: str
    specimen: str = "any"
    exons: tuple[int, ...] = ()
    region: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether absence is a no, the assays that make it one, and otherwise what is missing and why (a term code)."""

    question: Question
    covered: bool
    assays: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()
    why: str = ""
    assumed: bool = False
    facts: tuple[str, ...] = ()
    review: bool = False


def coverage(case: Case, context: Context, question: Question) -> Coverage:
    """Whether an assay of this case makes absence a no for this question."""
    covering = []
    short: set[tuple[str, str]] = set()
    for assay in case.assays:
        fact, why = _shortfall(case, context, assay, question)
        if not why:
            covering.append(assay.id)
        else:
            short.add((fact, why))
    tested = _probed(case, context, question)
    if covering or tested:
        return Coverage(question, True, tuple(covering), facts=tested)
    wanted = _wanted(question)
    if assumption(context, wanted) == "covered":
        return Coverage(question, True, assumed=True)
    # An assay that nearly counts says more than one that never looked.
    near = sorted(s for s in short if s[1] != "why.not_tested") or [(wanted, "why.not_tested")]
    return Coverage(question, False, missing=frozenset(fact for fact, _ in near), why=near[0][1])


def _probed(case: Case, context: Context, question: Question) -> tuple[str, ...]:
    """Negative results of a probe or stain that settles whether the gene is rearranged."""
    if question.kind != "fusion" or question.specimen not in {"any", "tissue"}:
        return ()
    results = fusion_tests.companions(case, context, question.gene)
    return tuple(f"biomarker/{b.id}" for b, word in results if word == "negative")


def _wanted(question: Question) -> str:
    if question.specimen in {"tissue", "plasma", "germline"}:
        return f"assay.{question.specimen}:{question.gene}"
    return f"assay.{'promoter' if question.region else question.kind}:{question.gene}"


def _shortfall(case: Case, context: Context, assay: Assay, question: Question) -> tuple[str, str]:
    """The missing fact and why this assay does not count; two empty strings when it does."""
    wanted = _wanted(question)
    if not looked(assay, question):
        return wanted, "why.not_tested"
    if not assay.declared:
        return wanted, "why.undeclared"
    if assay.status in {AssayStatus.FAILED, AssayStatus.PENDING}:
        return wanted, f"why.{assay.status.value}"
    if question.gene in assay.failed_genes:
        return wanted, "why.failed"
    if question.kind == "variant" and question.gene in assay.doubted_genes:
        return f"confirmation:{question.gene}", "why.known_allele_filtered"
    if assay.date is not None and assay.date.earliest > context.on:
        return wanted, "why.later"
    if question.kind == "variant" and assay.annotated is False and not question.region:
        return f"annotation:{question.gene}", "why.not_annotated"
    return _specimen_shortfall(case, context, assay, question)


def looked(assay: Assay, question: Question) -> bool:
    """Whether the assay could have found it, as declared; an undeclared one is taken to have tried."""
    if question.kind not in assay.kinds:
        return False
    if not assay.declared:
        return True
    if question.region:
        return question.region in assay.regions or (assay.genes is None and _says(assay, _WHOLE_GENOME))
    if question.kind == "fusion" and assay.fusion_genes is not None:
        return question.gene in assay.fusion_genes
    if question.kind == "fusion" and _says(assay, _DNA) and not _says(assay, _WITH_INTRONS):
        return False
    if assay.genes is not None and question.gene not in assay.genes:
        return False
    return all(set(question.exons) <= set(exons) for gene, exons in assay.exons if gene == question.gene) and not (
        not question.exons and question.kind == "variant" and any(gene == question.gene for gene, _ in assay.exons)
    )


def _says(assay: Assay, words: re.Pattern[str]) -> bool:
    return words.search(" ".join(_WORD.findall(assay.method.casefold()))) is not None


def _specimen_shortfall(case: Case, context: Context, assay: Assay, question: Question) -> tuple[str, str]:
    specimen = case.index.specimens.get(assay.specimen) or Specimen(id=assay.specimen)
    kind = specimen.kind
    if kind is SpecimenKind.UNKNOWN:
        assumed = assumption(context, "specimen.kind")
        kind = SpecimenKind(assumed) if assumed else kind
    wanted = _wanted(question)
    if question.specimen == "germline":
        ok = kind in GERMLINE or assay.matched_normal is True
        return ("", "") if ok else (wanted, "why.tumor_only")
    if kind is SpecimenKind.UNKNOWN:
        return f"specimen.kind:{assay.specimen}", "why.specimen_unknown"
    if not fits(case, context, kind, question.specimen):
        return wanted, "why.other_specimen"
    poor = f"assay.adequate_tissue:{question.gene}"
    if kind is SpecimenKind.PLASMA:
        return ("", "") if _shed(context, assay, specimen) else (poor, "why.tumor_fraction")
    if specimen.purity is not None and specimen.purity < least_purity(context, assay, question.kind):
        return poor, "why.purity"
    return "", ""


def least_purity(context: Context, assay: Assay | None, kind: str) -> float:
    """The tumor cell fraction below which a negative result does not count: the assay's own, else the dated one."""
    if assay is not None and assay.min_purity is not None:
        return assay.min_purity
    copies = kind == "copy_number"
    return threshold(context, "negative_copy_number_min_purity" if copies else "negative_variant_min_purity")


def _shed(context: Context, assay: Assay, specimen: Specimen) -> bool:
    """Whether plasma held enough tumor DNA: as the laboratory states, else by the measured fraction."""
    if assay.tumor_fraction_adequate is not None or specimen.tumor_fraction is None:
        return assay.tumor_fraction_adequate is True
    return specimen.tumor_fraction >= threshold(context, "negative_plasma_min_tumor_fraction")


def fits(case: Case, context: Context, kind: SpecimenKind, asked: str) -> bool:
    """Whether a kind of specimen can answer a question about the tumor that asks for `asked` (any, tissue, plasma).

    Blood cells and marrow show the tumor only of a hematologic neoplasm.
    """
    if asked == "plasma":
        return kind in LIQUID
    tumor = kind in SOLID or (kind in CELLS and hematologic(case, context))
    return tumor or (asked == "any" and kind in LIQUID)


def hematologic(case: Case, context: Context) -> bool:
    """Whether the diagnosis is known to be a neoplasm of blood, marrow or lymphoid tissue."""
    disease = case.diagnosis.disease
    entry = context.vocab.diseases.entries.get(disease.code) if disease else None
    return entry is not None and entry.solid is False
