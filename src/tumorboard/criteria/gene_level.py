"""Questions about a whole gene: which alterations count by kind, meaning, origin and specimen, and what must be covered."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from tumorboard.criteria import acquired, alterations, copies, rearrangements, splicing
from tumorboard.criteria.coverage import Coverage, Question, coverage
from tumorboard.criteria.judgment import COUNTS, Judgment, Sighting, both, no, open_, yes
from tumorboard.model.alteration import Variant
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Verdict

VARIANT_KINDS = frozenset({"variant", "truncating", "missense", "splice"})
COPY_KINDS = frozenset({"amplification", "gain", "homozygous_deletion", "loss"})
KINDS = VARIANT_KINDS | COPY_KINDS | {"fusion"}
DEFAULT_KINDS = ("amplification", "fusion", "homozygous_deletion", "variant")
BY_FUSION = frozenset(["ALK", "ROS1", "RET", "NTRK1", "NTRK2", "NTRK3", "NRG1"])
BY_BOTH = frozenset({"FGFR2", "FGFR3"})


@dataclass(frozen=True, slots=True)
class GeneQuestion:
    """`no_vus`: a change stated without saying which is as open as a variant of unknown significance."""

    kinds: tuple[str, ...] = ()
    min_oncogenicity: str = ""
    origin: str = "any"
    specimen: str = "any"
    no_vus: bool = False

    @property
    def all_kinds(self) -> tuple[str, ...]:
        """The kinds asked for."""
        return self.kinds or DEFAULT_KINDS


def validate(genes: Sequence[str], kinds: Sequence[str], least: str, origin: str, specimen: str) -> None:
    """Parameters of a gene-level leaf are of the closed lists.

    Raises
    ------
    ValueError
        Otherwise.
    """
    if not genes:
        raise ValueError("genes is empty")
    if set(kinds) - KINDS:
        raise ValueError(f"kinds are of {', '.join(sorted(KINDS))}")
    if least not in {"", "likely_oncogenic", "oncogenic"}:
        raise ValueError("min_oncogenicity is empty, likely_oncogenic or oncogenic")
    if origin not in {"any", "somatic", "germline"}:
        raise ValueError("origin is any, somatic or germline")
    if specimen not in {"any", "tissue", "plasma"}:
        raise ValueError("specimen is any, tissue or plasma")


def driver_question(gene: str) -> GeneQuestion:
    """The kinds of driver that a gene is known for."""
    if gene in BY_FUSION:
        kinds: tuple[str, ...] = ("fusion",)
    elif gene in BY_BOTH:
        kinds = ("fusion", "variant")
    else:
        kinds = ("splice", "variant") if gene in splicing.DRIVERS else ("variant",)
    return GeneQuestion(kinds, "likely_oncogenic", no_vus=True)


def sightings(case: Case, context: Context, gene: str, asked: GeneQuestion) -> list[Sighting]:
    """Every alteration of the gene that bears on the question."""
    kinds = asked.all_kinds
    found: list[Sighting] = []
    if VARIANT_KINDS & set(kinds):
        found += [alterations.sighting(v, judged(case, context, v, asked)) for v in alterations.of_gene(case, gene)]
    if "splice" in kinds and gene in splicing.DRIVERS:
        found += splicing.events(case, context, gene, splicing.DRIVERS[gene], asked.specimen)
    if asked.origin == "germline":
        return found
    for event in sorted(COPY_KINDS & set(kinds)):
        rows = copies.sightings(case, context, gene, copies.CopyQuestion(event), asked.specimen)
        found += [_weighed(case, context, s, event, asked) for s in rows]
    if "fusion" in kinds:
        found += rearrangements.sightings(case, context, gene, (), asked.specimen)
    return found


def coverages(case: Case, context: Context, gene: str, asked: GeneQuestion) -> list[Coverage]:
    """What must have been looked for so that absence is a no."""
    kinds = set(asked.all_kinds)
    specimen = "germline" if asked.origin == "germline" else asked.specimen
    found = []
    if VARIANT_KINDS & kinds:
        found.append(acquired.as_of_now(case, context, coverage(case, context, Question(gene, "variant", specimen))))
    if "splice" in kinds and gene in splicing.DRIVERS:
        found.append(coverage(case, context, Question(gene, "splice", specimen)))
    if asked.origin == "germline":
        return found
    if COPY_KINDS & kinds:
        found.append(copies.covered(case, context, gene, specimen))
    if "fusion" in kinds:
        found.append(coverage(case, context, Question(gene, "fusion", specimen)))
    return found


def sees(case: Case, context: Context, variant: Variant, asked: GeneQuestion) -> Hashable:
    """What `sightings` look at in a variant: how it is judged; where a skipped exon is a driver, all of it too."""
    return seen(variant, judged(case, context, variant, asked))


def seen(variant: Variant, judgment: Judgment) -> Hashable:
    """How a variant is judged, and the variant where a skipped exon is a driver; two that are equal may be interpreted differently."""
    if variant.gene not in splicing.DRIVERS:
        return judgment
    return variant, judgment.verdict, judgment.review, judgment.assumed


def judged(case: Case, context: Context, variant: Variant, asked: GeneQuestion) -> Judgment:
    """Whether a variant counts: its kind, meaning, origin and specimen."""
    kinds = VARIANT_KINDS & set(asked.all_kinds)
    return both(
        COUNTS if "variant" in kinds else _of_kind(variant, kinds),
        _meaning(case, context, variant, asked),
        alterations.of_origin(variant, asked.origin),
        alterations.in_specimen(case, context, variant.specimen, variant.assay, asked.specimen),
    )


def _of_kind(variant: Variant, kinds: frozenset[str]) -> Judgment:
    shape = alterations.kind(variant)
    if shape in kinds or (shape == "splice" and "truncating" in kinds):
        return COUNTS
    if shape in {"any", "other"}:
        return open_("why.category_only", f"exact_change:{variant.gene}")
    return open_("why.not_annotated", f"annotation:{variant.gene}") if shape == "unannotated" else no("why.other_type")


def _meaning(case: Case, context: Context, variant: Variant, asked: GeneQuestion) -> Judgment:
    if asked.min_oncogenicity:
        return alterations.oncogenic(case, context, variant, asked.min_oncogenicity)
    ground = alterations.relevant(case, variant)
    found = alterations.finding(case, alterations.fact(variant))
    if ground.verdict is Verdict.MET and alterations.classification(found) in {"", "vus"}:
        return yes("why.significance_open", review=True)
    return ground


def _weighed(case: Case, context: Context, row: Sighting, event: str, asked: GeneQuestion) -> Sighting:
    """A copy-number event against the oncogenicity asked for: by its finding, else by the role of the gene."""
    if not asked.min_oncogenicity or row.judgment.verdict is not Verdict.MET:
        return row
    found = alterations.finding(case, row.fact)
    given = alterations.classification(found)
    role = getattr(context.vocab.genes.entries.get(row.gene), "role", "")
    fitting = {"amplification": {"oncogene", "both"}, "homozygous_deletion": {"tumor_suppressor", "both"}}
    if found is None:
        judged = open_("why.not_interpreted", f"functional_class:{row.label}")
    elif given == "oncogenic" or given == asked.min_oncogenicity:
        judged = row.judgment
    elif given in alterations.HARMLESS:
        judged = no("why.benign")
    elif role in fitting.get(event, set()) and asked.min_oncogenicity == "likely_oncogenic":
        judged = both(row.judgment, yes("why.inferred_effect", assumed=True))
    else:
        judged = open_("why.vus", f"functional_class:{row.label}")
    return Sighting(row.fact, row.label, judged, row.gene, row.kind, row.assay, row.specimen)
