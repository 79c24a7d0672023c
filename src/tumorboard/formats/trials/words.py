"""Words of criteria that are no names of a table: histologies, states, topics, clones, results, promoters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tumorboard.criteria.availability import FINDINGS
from tumorboard.criteria.leaves.cytogenetics_is import CytogeneticsIs
from tumorboard.criteria.leaves.disease_state_in import DiseaseStateIn
from tumorboard.criteria.leaves.histology_is import HistologyIs
from tumorboard.criteria.leaves.hrd_positive import HrdPositive
from tumorboard.criteria.leaves.pd_l1_between import PdL1Between
from tumorboard.criteria.leaves.promoter_mutated import PromoterMutated
from tumorboard.criteria.leaves.protein_expression_is import ProteinExpressionIs
from tumorboard.criteria.leaves.result_available import ResultAvailable
from tumorboard.criteria.leaves.statement_holds import StatementHolds
from tumorboard.formats.trials.spelling import nearest, slip
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Vocabulary
from tumorboard.vocab.criterion_words import CriterionWords

Found = tuple[str, str, tuple[str, ...]]  # kind, word, what was probably meant


def unknown(leaf: Criterion, vocab: Vocabulary) -> Iterator[Found]:
    """Every word of the leaf that is none of its kind, with those most like it."""
    words = CriterionWords.load().of
    match leaf:
        case HistologyIs(classes=classes):
            yield from _listed("histology", classes, words["histology"])
        case DiseaseStateIn(states=states):
            yield from _listed("state", states, words["state"])
        case StatementHolds(topic=topic):
            if near := slip(topic, words["topic"]):
                yield "topic", topic, near
        case PdL1Between(clone=clone):
            yield from _listed("clone", (clone,), ("any", "stated", *words["pdl1_clone"]))
        case HrdPositive(method=method):
            known = ("any", *_scales("HRD", vocab))
            if method.casefold() not in {k.casefold() for k in known}:
                yield "hrd_method", method, nearest(method, known) or known
        case ProteinExpressionIs(marker=marker, states=states) | CytogeneticsIs(marker=marker, states=states):
            entry = vocab.markers.entries.get(marker)
            if entry is not None and entry.states:
                yield from _listed("marker_state", states, entry.states)
        case ResultAvailable(item=item):
            yield from _result(item, vocab)
        case PromoterMutated(gene=gene):
            known = tuple(sorted({held for held, change in vocab.alleles.named if change == "promoter"}))
            if gene not in known and gene in vocab.genes.entries:
                yield "promoter", gene, nearest(gene, known) or known


def _listed(kind: str, said: Iterable[str], known: tuple[str, ...]) -> Iterator[Found]:
    yield from ((kind, word, nearest(word, known)) for word in said if word not in known)


def _scales(marker: str, vocab: Vocabulary) -> tuple[str, ...]:
    entry = vocab.markers.entries.get(marker)
    return entry.scales if entry is not None else ()


def _result(item: str, vocab: Vocabulary) -> Iterator[Found]:
    """An item that is neither a gene nor a marker: `criteria.availability` finds a result of it in no case."""
    family, _, name = item.rpartition(":")
    genes: Mapping[str, object] = vocab.genes.entries
    markers: Mapping[str, object] = {**vocab.markers.entries, **dict.fromkeys((*FINDINGS, "pdl1", "PD_L1", "any_ngs"))}
    if name in (markers if family == "ihc" else genes if family else {**markers}) or (not family and name in genes):
        return
    if not family and name.upper() in FINDINGS:
        return
    meant = vocab.markers.resolve(name) or vocab.genes.approved(name)
    near = (meant,) if meant else nearest(name, markers if family in {"", "ihc"} else genes)
    yield "result", item, tuple(f"{family}:{one}" if family else one for one in near)
