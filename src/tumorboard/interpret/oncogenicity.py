"""Oncogenicity of every variant by the ClinGen/CGC/VICC procedure, every code shown.

A code is met, not met, not assessable (with what is missing) or dropped (with the code that displaced it).  A change
that was stated only as a category ("exon 19 deletion"), that is not coding, or whose consequence nobody computed has no
class here: the procedure classifies exact alleles.
"""

from __future__ import annotations

from collections.abc import Mapping

from tumorboard.criteria.alterations import kind
from tumorboard.interpret.functional_match import matches
from tumorboard.interpret.oncogenicity_codes import CODES, CONTRADICTIONS, Scheme, displaced, points, scheme
from tumorboard.interpret.oncogenicity_evidence import Answer, Subject, answers
from tumorboard.model.alteration import Variant
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Oncogenicity, OncogenicityCode
from tumorboard.model.knowledge import Knowledge
from tumorboard.reasons import Reason

UNCLASSIFIED = frozenset({"noncoding", "unannotated"})


def oncogenicity(case: Case, knowledge: Knowledge, context: Context) -> dict[str, Oncogenicity]:
    """The class of every variant that has an exact coding allele or a listed effect, by fact id."""
    chosen = scheme(context.policy.oncogenicity_scheme)
    found = {}
    # Most variants of a case get the very same answers to all codes: their class is one value.  Answers are told apart by
    # identity, which is quicker than by what they say; they ride along, so that no other can get the identity of one.
    known: dict[tuple[int, ...], tuple[Mapping[str, Answer], Oncogenicity]] = {}
    for variant in case.variants:
        given = answered(case, knowledge, context, variant)
        if given is None:
            continue
        key = tuple(map(id, given.values()))
        if key not in known:
            known[key] = (given, scored(given, chosen))
        found[f"variant/{variant.id}"] = known[key][1]
    return found


def answered(case: Case, knowledge: Knowledge, context: Context, variant: Variant) -> Mapping[str, Answer] | None:
    """The answers of one variant to all codes, in their order; None when it has no exact allele to classify."""
    if variant.category or not variant.gene:
        return None
    shape = kind(variant)
    rows = matches(context.vocab.functional, variant)
    if shape in UNCLASSIFIED and not rows:
        return None
    return answers(Subject(case, knowledge, context, variant, shape, rows))


def scored(given: Mapping[str, Answer], chosen: Scheme) -> Oncogenicity:
    """Class and points from the answers to all codes, exclusions resolved and contradictions flagged."""
    met = {key for key, answer in given.items() if answer.state == "met"}
    gone = displaced(met)
    counting = met - gone.keys()
    total = points(counting)
    codes = tuple(_code(code.key, chosen.label(code), code.points, given[code.key], gone, chosen) for code in CODES)
    review = any(one in met and other in met for one, other in CONTRADICTIONS)
    review = review or any(given[key].review for key in counting)
    return Oncogenicity(
        scheme=chosen.name,
        classification=chosen.classify(total),
        points=total,
        codes=codes,
        needs_review=review,
    )


def _code(
    key: str, label: str, worth: int, answer: Answer, gone: Mapping[str, str], chosen: Scheme
) -> OncogenicityCode:
    if key not in gone:
        return OncogenicityCode(key=key, label=label, points=worth, state=answer.state, reason=answer.reason)
    by = next(chosen.label(c) for c in CODES if c.key == gone[key])
    reason = Reason.of("onco.dropped", by=by)
    return OncogenicityCode(key=key, label=label, points=worth, state="dropped", reason=reason, displaced_by=gone[key])
