"""What in the case speaks for a statement: the findings that its biomarker asks to be present, and how exactly they match.

A biomarker that merely was not tested is no ground: the therapy waits for the test and is not yet an option.  A diagnosis
that a biomarker names as its alternative (*BCR::ABL1, or chronic myeloid leukemia*) is one: it was made by that very finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tumorboard.criteria import combinators as c
from tumorboard.criteria.leaves.her2_status_in import Her2StatusIn
from tumorboard.criteria.leaves.protein_expression_is import ProteinExpressionIs
from tumorboard.evidence.doubts import CHIP, Doubts
from tumorboard.model.verdict import Criterion, Evaluation, Verdict
from tumorboard.reasons import Reason

DIAGNOSIS = "diagnosis.disease"
ALTERATIONS = frozenset({"variant", "copy_number", "fusion", "splice"})
FINDINGS = ALTERATIONS | {"biomarker", "finding"}
# Leaves that ask for absence: tested wild type is a finding, but nothing in the tumor is there to be aimed at.
ABSENCE = frozenset({"WildType", "NoActionableDriver"})
# Scores, receptors and chromosomes that mean something else in another tumor type: they do not carry a label there.
BOUND_TO_TUMOR = frozenset({"CytogeneticsIs", "DiagnosisIn", "PdL1Between", "ReceptorStatusIs", "TripleNegative"})
# Likewise what is no target of the tumor: the patient's HLA type, a repair enzyme, residual disease in plasma.
BOUND_MARKERS = frozenset({"CTDNA_MRD", "HLA_A0201", "MGMT"})
# How exactly a leaf matches; only the last tie-breaks of the ranking look at it.
EXACT = {
    "ProteinChangeIn": 0,
    "FusionIn": 1,
    "CodonMutated": 1,
    "CytogeneticsIs": 1,
    "ExonSkipping": 1,
    "PromoterMutated": 1,
    "VariantClassIn": 1,
    "ExonMutated": 2,
}
GENE_LEVEL = frozenset({"GeneAltered", "GeneActivated", "GeneInactivated"})
BROAD = 3
# What would have to be known of a variant of unknown significance: what it does, or whether it causes disease.
_SIGNIFICANCE = ("functional_class:", "pathogenicity:")


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a statement concerns this case.

    Parameters
    ----------
    facts
        Findings that meet a condition of presence (``variant/v1``).
    doubtful
        Findings that may meet one: origin, exact change or a measurement is not settled.
    unclear
        Variants of unknown significance that would meet one if they did what it asks for: they stay unknown and may
        be classified, but nothing is offered because of them.
    portable
        A finding among them would carry the claim to another tumor type.
    absence_only
        The biomarker asks for nothing to be present (wild type, or no biomarker at all).
    specificity
        0 exact allele, 1 codon, fusion, class or chromosome, 2 exon, 3 gene or marker.
    gene_level
        Variants that only a gene-level question takes in.
    """

    facts: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    unclear: frozenset[str] = frozenset()
    portable: bool = False
    absence_only: bool = True
    specificity: int = BROAD
    gene_level: frozenset[str] = frozenset()

    @property
    def any(self) -> bool:
        """Whether anything found speaks for it."""
        return bool(self.facts or self.doubtful)


def ground(criterion: Criterion, evaluation: Evaluation) -> Ground:
    """What the evaluation of a biomarker rests on."""
    asked = list(_presence(criterion, evaluation))
    if not asked:
        return Ground()
    aimed = [pair for pair in asked if not _background(pair[0])]
    receptors = [pair for pair in asked if not isinstance(pair[0], Her2StatusIn)]
    asked = aimed or receptors or asked  # HER2 not positive is no ground where a receptor is asked for beside it
    facts: set[str] = set()
    doubtful: set[str] = set()
    unclear: set[str] = set()
    named: set[str] = set()
    by_gene: set[str] = set()
    portable = False
    specificity = BROAD
    for leaf, answer in asked:
        name = leaf_name(leaf)
        # Acute myeloid leukemia may be the subtype with a rearrangement: that it is not excluded speaks for nothing.
        made = {DIAGNOSIS} if name == "DiagnosisIn" and answer.verdict is Verdict.MET else set()
        used = {f for f in answer.used if f.split("/")[0] in FINDINGS or f in made}
        if not used or answer.verdict is Verdict.NOT_MET:
            continue
        if _only_significance_open(answer):
            unclear.update(used)
            continue
        (facts if answer.verdict is Verdict.MET else doubtful).update(used)
        portable = portable or not _bound(leaf)
        if answer.verdict is Verdict.MET:
            specificity = min(specificity, EXACT.get(name, BROAD))
            (by_gene if name in GENE_LEVEL else named).update(f for f in used if f.startswith("variant/"))
    return Ground(
        facts=frozenset(facts),
        doubtful=frozenset(doubtful),
        unclear=frozenset(unclear),
        portable=portable,
        absence_only=False,
        specificity=specificity,
        gene_level=frozenset(by_gene) - frozenset(named),
    )


def _bound(leaf: Criterion) -> bool:
    return leaf_name(leaf) in BOUND_TO_TUMOR or (isinstance(leaf, ProteinExpressionIs) and leaf.marker in BOUND_MARKERS)


def _only_significance_open(answer: Evaluation) -> bool:
    """Whether what was found would have to be classified first; that more could be found by a test changes nothing."""
    asked = {m for m in answer.missing if not m.startswith(("assay.", "origin:"))}
    return bool(asked) and all(m.startswith(_SIGNIFICANCE) for m in asked)


def _background(leaf: Criterion) -> bool:
    """Whether a leaf describes the ground on which another biomarker is asked for: receptors, HER2 not positive.

    Beside an alteration or a target that was not tested, a positive estrogen receptor alone is no reason to list the
    therapy; where nothing else is asked for, it is.
    """
    if leaf_name(leaf) in {"ReceptorStatusIs", "TripleNegative"}:
        return True
    return isinstance(leaf, Her2StatusIn) and bool({"negative", "zero"} & set(leaf.states))


def leans_on_another_tumor(criterion: Criterion, checker: Callable[[Criterion], Evaluation]) -> bool:
    """Whether it demands a receptor or score that is bound to its tumor and is not on record for this one.

    Nobody would stain a stomach cancer for estrogen receptors because a breast cancer label asks for them.
    """
    return any(_bound(leaf) and checker(leaf).verdict is Verdict.UNKNOWN for leaf in demands(criterion))


def only_possible_chip(found: Ground, doubts: Doubts) -> bool:
    """Whether all that speaks for it may be clonal hematopoiesis of the blood, which supports no therapy."""
    if found.facts or not found.doubtful:
        return False
    return all(CHIP in doubts.about(fact) for fact in found.doubtful)


def leaf_name(criterion: Criterion) -> str:
    """The name of a leaf as it is written."""
    return str(getattr(criterion, "name", type(criterion).__name__))


def _presence(criterion: Criterion, evaluation: Evaluation) -> Iterator[tuple[Criterion, Evaluation]]:
    """Leaves that ask for presence, with their answers; what is negated asks for absence."""
    match criterion:
        case c.Always() | c.Never() | c.FlagIf():
            return
        case c.Not(c.Not(inner)):
            yield from _presence(inner, evaluation.children[0].children[0])
        case c.Not():
            return
        case c.If():
            for part, answer in list(zip(c.children(criterion), evaluation.children, strict=True))[1:]:
                yield from _presence(part, answer)
        case c.All() | c.Any() | c.AtLeast():
            for part, answer in zip(c.children(criterion), evaluation.children, strict=True):
                yield from _presence(part, answer)
        case _:
            if leaf_name(criterion) not in ABSENCE:
                yield criterion, evaluation


def broken_absence(criterion: Criterion, evaluation: Evaluation) -> bool:
    """Whether an absence asked for beside a target (RAS wild type beside HER2) is broken, and nothing but absences fails."""
    parts = list(_conjuncts(criterion, evaluation))
    absences = [e for p, e in parts if not any(_presence(p, e))]
    aimed = [e for p, e in parts if any(_presence(p, e))]
    if not aimed or any(e.verdict is Verdict.NOT_MET for e in aimed):
        return False
    return any(e.verdict is Verdict.NOT_MET for e in absences)


def _conjuncts(criterion: Criterion, evaluation: Evaluation) -> Iterator[tuple[Criterion, Evaluation]]:
    if not isinstance(criterion, c.All):
        yield criterion, evaluation
        return
    for part, answer in zip(criterion.parts, evaluation.children, strict=True):
        yield from _conjuncts(part, answer)


def deciding(evaluation: Evaluation) -> tuple[Reason, ...]:
    """Reasons of the leaves that carried a verdict, in the order of the criterion, each once."""
    return tuple(dict.fromkeys(_deciding(evaluation)))


def _deciding(evaluation: Evaluation) -> Iterator[Reason]:
    if not evaluation.children:
        yield evaluation.reason
        return
    negated = evaluation.reason.code.startswith("not.")
    carrying = [p for p in evaluation.children if negated or p.verdict is evaluation.verdict]
    for part in carrying or evaluation.children:
        yield from _deciding(part)


def excluded(criterion: Criterion, evaluation: Evaluation) -> bool:
    """Whether a disease criterion names this tumor as excluded, rather than merely naming others."""
    if evaluation.verdict is not Verdict.NOT_MET:
        return False
    match criterion:
        case c.Not():
            return True
        case c.All():
            return any(excluded(p, e) for p, e in zip(criterion.parts, evaluation.children, strict=True))
        case c.Any():
            return bool(criterion.parts) and any(
                excluded(p, e) for p, e in zip(criterion.parts, evaluation.children, strict=True)
            )
        case _:
            return evaluation.reason.code == "diagnosis.excluded"


def of_the_tumor(evaluation: Evaluation) -> bool:
    """Whether what an evaluation found are findings of the tumor, or the tumor itself, and not the patient's conditions."""
    return any(f.split("/")[0] in FINDINGS or f == DIAGNOSIS for f in evaluation.used)


def demanded(criterion: Criterion, evaluation: Evaluation) -> Iterator[tuple[Criterion, Evaluation]]:
    """Leaves that must hold for the criterion to hold, with their answers: the parts of *and*, of nothing else."""
    match criterion:
        case c.All(parts):
            for part, answer in zip(parts, evaluation.children, strict=True):
                yield from demanded(part, answer)
        case c.Not() | c.Any() | c.If() | c.AtLeast() | c.Always() | c.Never() | c.FlagIf():
            return
        case _:
            yield criterion, evaluation


def bound_to_tumor(leaf: Criterion) -> bool:
    """Whether a leaf asks for what makes a tumor one of its kind: receptors, HER2, a diagnosis, a score."""
    return leaf_name(leaf) in {"DiagnosisIn", "ReceptorStatusIs", "TripleNegative"} or isinstance(leaf, Her2StatusIn)


def demands(criterion: Criterion) -> tuple[Criterion, ...]:
    """Leaves that must hold for the criterion to hold: the parts of *and*; of *or*, only when every part is such."""
    match criterion:
        case c.All(parts):
            return tuple(leaf for p in parts for leaf in demands(p))
        case c.Any(parts):
            each = [demands(p) for p in parts]
            return tuple(leaf for found in each for leaf in found) if each and all(each) else ()
        case c.If(_, then, otherwise):
            both = (demands(then), demands(otherwise))
            return both[0] + both[1] if all(both) else ()
        case c.Not() | c.Always() | c.Never() | c.FlagIf() | c.AtLeast():
            return ()
        case _:
            return (criterion,)
