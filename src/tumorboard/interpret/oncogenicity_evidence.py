"""The answer of one variant to each oncogenicity code, from what is at hand.

What is not at hand is *not assessable*, with its name; it is never counted as not met.  Prediction scores are never
carried by a variant here, so OP1 and SBP1 are not assessable; a frequency that the annotation does not report is not
the same as absence from the population database, so OP4 then is not assessable either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from tumorboard.criteria.alterations import SILENT, allele, kind
from tumorboard.criteria.measured import threshold
from tumorboard.criteria.protein_text import change, short_text
from tumorboard.interpret.functional_match import truncation_end
from tumorboard.interpret.oncogenicity_codes import hotspot_key
from tumorboard.interpret.residues import grantham
from tumorboard.model.alteration import ProteinChange, Variant
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.reasons import Reason
from tumorboard.vocab.functional import FunctionalRow

# Single-gene etiologies: gene -> tumor type in which both alleles lost are the cause.
# Source: Horak 2022 table 2 (OP2, retinoblastoma).
SINGLE_ETIOLOGY = {"RB1": "RBL"}
ESTABLISHED_STARS = 2  # several submitters without conflict; 3 and 4 are expert panels and guidelines
IN_FRAME = frozenset({"deletion", "insertion", "indel"})
STOP_LOSS = frozenset({"stop_lost", "extension"})


@dataclass(frozen=True, slots=True)
class Answer:
    """`state` is met, not_met or not_assessable."""

    state: str
    reason: Reason
    review: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """One variant with what decides about it: its kind (`shape`) and the rows of the functional table it meets."""

    case: Case
    knowledge: Knowledge
    context: Context
    variant: Variant
    shape: str
    rows: list[FunctionalRow]

    @property
    def role(self) -> str:
        """The role of the gene; empty when unknown."""
        entry = self.context.vocab.genes.entries.get(self.variant.gene)
        return entry.role if entry else ""

    @property
    def missense(self) -> ProteinChange | None:
        """The substitution, when it is one."""
        protein = self.variant.protein
        return protein if protein is not None and protein.kind == "substitution" else None

    def limit(self, name: str) -> float:
        """A dated threshold."""
        return threshold(self.context, name)


def _met(reason: Reason, *, review: bool = False) -> Answer:
    return Answer("met", reason, review)


OTHER_KIND = Answer("not_met", Reason.of("onco.other_kind"))
NO_PREDICTIONS = Answer("not_assessable", Reason.of("onco.need_predictions"))
NO_FREQUENCY = Answer("not_assessable", Reason.of("onco.need_frequency"))
NO_HOTSPOTS = Answer("not_assessable", Reason.of("onco.need_hotspots"))
NO_STUDIES = Answer("not_assessable", Reason.of("onco.need_studies"))
NO_PRECEDENT = Answer("not_assessable", Reason.of("onco.need_precedent"))
NO_DOMAIN = Answer("not_assessable", Reason.of("onco.need_domain"))
NO_ROLE = Answer("not_assessable", Reason.of("onco.need_role"))
NO_SINGLE_ETIOLOGY = Answer("not_met", Reason.of("onco.no_single_etiology"))
NO_CONSEQUENCE = Answer("not_assessable", Reason.of("onco.need_consequence"))


def answers(subject: Subject) -> dict[str, Answer]:
    """The answer to every code, by its key."""
    given = {key: answer(subject) for key, answer in _SINGLE.items()}
    given.update(_hotspot(subject))
    given.update(_population(subject))
    return given


def _null(subject: Subject) -> Answer:
    if subject.shape not in {"truncating", "splice"}:
        return OTHER_KIND
    if subject.role != "tumor_suppressor":
        return NO_ROLE if not subject.role else Answer("not_met", Reason.of("onco.not_suppressor", role=subject.role))
    if any("benign" in r.uses or r.effect == "gain_of_function" for r in subject.rows):
        return Answer("not_met", Reason.of("onco.null_listed_otherwise"))
    end = truncation_end(subject.context.vocab.functional, subject.variant)
    if end is not None and not end.before:
        return Answer("not_assessable", Reason.of("onco.extreme_end", codon=end.codon, last=end.last))
    return _met(Reason.of("onco.null", gene=subject.variant.gene))


def _same_change(subject: Subject) -> Answer:
    row = next((r for r in subject.rows if "established" in r.uses), None)
    # A frameshift counts only where that very protein is the established one (NPM1 W288Cfs, CALR L367Tfs).
    exact = row is not None and row.selector == "change" and row.effect in {"gain_of_function", "switch"}
    if subject.shape in {"truncating", "splice", "synonymous"} and not exact:
        return OTHER_KIND
    return _met(Reason.of("onco.established", source=row.source)) if row else _established_elsewhere(subject)


def _established_elsewhere(subject: Subject) -> Answer:
    """ClinVar's classification of this very allele by the same procedure, agreed on by several or by an expert panel."""
    known = subject.knowledge.looked_up.classified
    record = known.get(subject.variant.position) if known and subject.variant.position is not None else None
    if record is None or record.oncogenicity != "Oncogenic" or record.oncogenicity_stars < ESTABLISHED_STARS:
        return NO_PRECEDENT
    return _met(Reason.of("onco.established", source=f"{record.source} {record.id}"))


def _studied(subject: Subject) -> Answer:
    row = next((r for r in subject.rows if "functional" in r.uses and r.confidence == "high"), None)
    if row is not None:
        return _met(Reason.of("onco.studied", source=row.source))
    return NO_STUDIES


def _studied_benign(subject: Subject) -> Answer:
    row = next((r for r in subject.rows if "benign" in r.uses), None)
    if row is not None:
        return _met(Reason.of("onco.studied_benign", source=row.source))
    if _studied(subject).state == "met":
        return Answer("not_met", Reason.of("onco.studies_oncogenic"))
    return NO_STUDIES


def _domain(subject: Subject) -> Answer:
    protein = subject.variant.protein
    if protein is None or subject.shape not in {"missense", *IN_FRAME}:
        return OTHER_KIND
    domains = subject.context.vocab.functional.rows(subject.variant.gene, "domain")
    if not domains:
        return NO_DOMAIN
    row = next((d for d in domains if any(d.first <= c <= d.last for c in protein.codons())), None)
    if row is None:
        # The listed residues are not every critical one of the gene.
        return NO_DOMAIN
    return _met(Reason.of("onco.domain", source=row.source))


def _length(subject: Subject) -> Answer:
    protein = subject.variant.protein
    stop_loss = protein is not None and protein.kind in STOP_LOSS
    if subject.shape not in IN_FRAME and not stop_loss:
        return OTHER_KIND
    if not subject.role:
        return NO_ROLE
    if stop_loss and subject.role == "oncogene":
        return Answer("not_met", Reason.of("onco.not_suppressor", role=subject.role))
    return _met(Reason.of("onco.length", role=subject.role))


def _other_missense(subject: Subject) -> Answer:
    here = subject.missense
    if here is None:
        return OTHER_KIND
    known = [
        p
        for r in subject.context.vocab.functional.rows(subject.variant.gene, "change")
        if "established" in r.uses and r.value.startswith(f"{here.ref}{here.start}")
        if (p := change(r.value)).kind == "substitution" and p.start == here.start and p.alt != here.alt
    ]
    if not known:
        return NO_PRECEDENT
    own = grantham(here.ref, here.alt)
    far = [p for p in known if own is not None and own >= (grantham(p.ref, p.alt) or 0)]
    if far:
        return _met(Reason.of("onco.other_missense", change=short_text(far[0])))
    return Answer("not_met", Reason.of("onco.milder_missense", change=short_text(known[0])))


def _single_etiology(subject: Subject) -> Answer:
    tumor = SINGLE_ETIOLOGY.get(subject.variant.gene)
    if tumor is None:
        return NO_SINGLE_ETIOLOGY
    disease = subject.case.diagnosis.disease
    if disease is None:
        return Answer("not_assessable", Reason.of("onco.need_disease"))
    if not subject.context.vocab.diseases.is_a(disease.code, tumor):
        return NO_SINGLE_ETIOLOGY
    others = subject.case.index.variants.get(subject.variant.gene, ())
    hits = [v for v in others if kind(v) not in SILENT and allele(v) != allele(subject.variant)]
    if hits or subject.variant.zygosity == "hom":
        return _met(Reason.of("onco.single_etiology"), review=True)
    return Answer("not_assessable", Reason.of("onco.need_second_hit"))


def _silent(subject: Subject) -> Answer:
    if subject.shape != "synonymous":
        return OTHER_KIND
    terms = subject.variant.consequences
    if not terms:
        return NO_CONSEQUENCE
    if any("splice" in term for term in terms):
        return Answer("not_met", Reason.of("onco.near_splice_site"))
    return _met(Reason.of("onco.silent"))


def _no_predictions(subject: Subject) -> Answer:
    return NO_PREDICTIONS


_SINGLE: Mapping[str, Callable[[Subject], Answer]] = {
    "NULL_TSG": _null,
    "SAME_AA": _same_change,
    "FUNC_ONCOGENIC": _studied,
    "DOMAIN": _domain,
    "INFRAME_LENGTH": _length,
    "DIFF_MISSENSE": _other_missense,
    "COMP_ONCOGENIC": _no_predictions,
    "SINGLE_ETIOLOGY": _single_etiology,
    "FUNC_BENIGN": _studied_benign,
    "COMP_BENIGN": _no_predictions,
    "SILENT": _silent,
}


def _hotspot(subject: Subject) -> dict[str, Answer]:
    """OS3, OM3 and OP3 exclude each other by the counts themselves."""
    keys = ("HOTSPOT_GE50", "HOTSPOT_LT50", "HOTSPOT_LT10_SAME")
    protein = subject.variant.protein
    if protein is None or subject.shape not in {"missense", *IN_FRAME}:
        return dict.fromkeys(keys, OTHER_KIND)
    table = subject.knowledge.hotspots
    if table is None:
        return dict.fromkeys(keys, NO_HOTSPOTS)
    listed = table.get((subject.variant.gene, protein.start))
    if listed is None:
        return dict.fromkeys(keys, Answer("not_met", Reason.of("onco.no_hotspot")))
    place = f"{protein.ref}{protein.start}"
    if not any(text.startswith(place) for text in listed.changes):
        return dict.fromkeys(keys, Answer("not_assessable", Reason.of("onco.hotspot_other_residue")))
    text = short_text(protein)
    same = listed.changes.get(text, 0)
    if not same and subject.shape in IN_FRAME:
        return dict.fromkeys(keys, Answer("not_met", Reason.of("onco.no_hotspot")))
    # Truncating samples at a residue say nothing about a missense there (Horak 2022, caveat of OS3).
    total = listed.residue_total - sum(n for t, n in listed.changes.items() if t.endswith("*"))
    if subject.shape in IN_FRAME and listed.indel_total:
        total = listed.indel_total
    hit = hotspot_key(
        same,
        total,
        least_same=subject.limit("hotspot_change_samples"),
        least_residue=subject.limit("hotspot_residue_samples"),
    )
    counted = Reason.of("onco.hotspot", same=same, residue=total)
    return {key: Answer("met" if key == hit else "not_met", counted) for key in keys}


def _population(subject: Subject) -> Mapping[str, Answer]:
    frequency = subject.variant.population_af
    if frequency is None:
        return dict.fromkeys(("POP_ABSENT", "POP_GT5", "POP_GT1"), NO_FREQUENCY)
    limits = ("population_frequency_op4", "population_frequency_sbvs1", "population_frequency_sbs1")
    return _of_frequency(frequency, *map(subject.limit, limits))


@lru_cache(maxsize=1024)  # an exome has a few hundred different frequencies
def _of_frequency(frequency: float, op4: float, sbvs1: float, sbs1: float) -> Mapping[str, Answer]:
    reason = Reason.of("onco.frequency", frequency=frequency)
    states = {"POP_ABSENT": frequency <= op4, "POP_GT5": frequency > sbvs1, "POP_GT1": frequency > sbs1}
    return MappingProxyType({key: Answer("met" if holds else "not_met", reason) for key, holds in states.items()})
