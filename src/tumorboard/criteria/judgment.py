"""From what single alterations say to the answer of a leaf.

A `Judgment` is what one aspect (kind, meaning, origin, specimen) says about one alteration; aspects combine by Kleene
*and*.  A `Sighting` is an alteration with its judgment.  `decide` gives the answer: an alteration that counts is MET
whatever the coverage; one that may count is UNKNOWN; none at all is NOT_MET only where every question was covered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.base import Leaf
from tumorboard.criteria.coverage import Coverage
from tumorboard.criteria.denials import dated, denied, later_negative, specimen_of
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason


@dataclass(frozen=True, slots=True)
class Judgment:
    """`why` is a term code (``why.polymorphism``); `missing` is filled when UNKNOWN."""

    verdict: Verdict
    why: str = ""
    missing: frozenset[str] = frozenset()
    review: bool = False
    assumed: bool = False


MET, UNKNOWN, NOT_MET = Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET  # by name, as aspects are judged by the million

COUNTS = Judgment(MET)
ELSEWHERE = Judgment(NOT_MET)  # not what is asked for: it might as well not be there


@lru_cache(maxsize=256)
def no(why: str) -> Judgment:
    """It does not count, and why."""
    return Judgment(NOT_MET, why)


@lru_cache(maxsize=4096)
def open_(why: str, *missing: str) -> Judgment:
    """It may count: what is missing, and why."""
    return Judgment(UNKNOWN, why, frozenset(missing))


def yes(why: str = "", *, review: bool = False, assumed: bool = False) -> Judgment:
    """It counts."""
    return Judgment(MET, why, review=review, assumed=assumed)


def both(*aspects: Judgment) -> Judgment:
    """Kleene *and* of aspects; the first that decides gives the reason."""
    if len(aspects) == 1:
        return aspects[0]
    verdict = MET
    plain = True
    for aspect in aspects:
        if aspect is COUNTS:
            continue
        plain = False
        if aspect.verdict is NOT_MET:
            verdict = NOT_MET
            break
        if aspect.verdict is UNKNOWN:
            verdict = UNKNOWN
    if plain:
        return COUNTS
    if verdict is MET:
        why = next((a.why for a in aspects if a.why), "")
        return Judgment(verdict, why, review=any(a.review for a in aspects), assumed=any(a.assumed for a in aspects))
    return _joined(verdict, [a for a in aspects if a.verdict is verdict])


def either(*aspects: Judgment) -> Judgment:
    """Kleene *or* of aspects."""
    if len(aspects) == 1:
        return aspects[0]
    verdict = NOT_MET
    for aspect in aspects:
        if aspect.verdict is MET:
            verdict = MET
            break
        if aspect.verdict is UNKNOWN:
            verdict = UNKNOWN
    deciding = [a for a in aspects if a.verdict is verdict]
    if verdict is MET:
        firm = [a for a in deciding if not a.review and not a.assumed]
        return (firm or deciding)[0]
    return _joined(verdict, deciding)


def _joined(verdict: Verdict, deciding: Sequence[Judgment]) -> Judgment:
    """The first reason with all that is missing; a doubt about what does not count says nothing."""
    first = deciding[0]
    if len(deciding) == 1 and not first.review and not first.assumed:
        return first
    return Judgment(verdict, first.why, frozenset().union(*(a.missing for a in deciding)))


@dataclass(frozen=True, slots=True)
class Sighting:
    """An alteration that bears on the question: `fact` is its id (``variant/v3``), `label` its short text."""

    fact: str
    label: str
    judgment: Judgment
    gene: str = ""
    kind: str = "variant"
    assay: str = ""
    specimen: str = ""
    day: PartialDate | None = None  # of a measurement; other sightings are as old as their material or assay


def decide(
    leaf: Leaf, case: Case, context: Context, sightings: Sequence[Sighting], coverages: Sequence[Coverage]
) -> Evaluation:
    """The answer to "is there such an alteration?"."""
    counting = [s for s in sightings if s.judgment.verdict is Verdict.MET]
    firm = [s for s in counting if not _denied(case, context, s)]
    if firm:
        return _found(leaf, case, context, firm, coverages)
    if counting:
        return _contradicted(leaf, case, context, counting)
    doubtful = [s for s in sightings if s.judgment.verdict is Verdict.UNKNOWN]
    gaps = [c for c in coverages if not c.covered]
    if doubtful:
        missing = frozenset().union(*(s.judgment.missing for s in doubtful), *(c.missing for c in gaps))
        reason = Reason.of("alteration.unclear", changes=_labels(doubtful), because=_whys(doubtful))
        return unknown(leaf, reason, missing, (s.fact for s in doubtful))
    if gaps:
        missing = frozenset().union(*(c.missing for c in gaps))
        genes = tuple(sorted({c.question.gene for c in gaps}))
        because = tuple(sorted({c.why for c in gaps}))
        return unknown(leaf, Reason.of("alteration.not_covered", genes=genes, because=because), missing)
    used = {f"assay/{a}" for c in coverages for a in c.assays} | {f for c in coverages for f in c.facts}
    genes = tuple(sorted({c.question.gene for c in coverages}))
    assumed = any(c.assumed for c in coverages)
    review = any(c.review for c in coverages)
    discounted = [s for s in sightings if s.judgment.why]
    if discounted:
        reason = Reason.of("alteration.discounted", genes=genes, changes=_labels(discounted), because=_whys(discounted))
        return settled(leaf, False, reason, used | {s.fact for s in discounted}, assumed=assumed, needs_review=review)
    code = "alteration.not_found_during_treatment" if review else "alteration.not_found"
    return settled(leaf, False, Reason.of(code, genes=genes), used, assumed=assumed, needs_review=review)


def _contradicted(leaf: Leaf, case: Case, context: Context, counting: Sequence[Sighting]) -> Evaluation:
    """What was found and what was said not to be there, of one time: neither is chosen."""
    used = {s.fact for s in counting}.union(*(_denied(case, context, s) for s in counting))
    missing = {f"assay.settling:{s.gene}" for s in counting}
    return unknown(leaf, Reason.of("alteration.contradicted", changes=_labels(counting)), missing, used)


def _denied(case: Case, context: Context, seen: Sighting) -> frozenset[str]:
    return denied(case, context, seen.gene, seen.kind, seen.specimen or specimen_of(case, seen.assay), _day(case, seen))


def _found(
    leaf: Leaf, case: Case, context: Context, counting: Sequence[Sighting], coverages: Sequence[Coverage]
) -> Evaluation:
    used = {s.fact for s in counting}
    newer = _newer_without(case, counting, coverages)
    tests = frozenset[str].intersection(
        *(later_negative(case, context, s.gene, s.kind, _day(case, s)) for s in counting)
    )
    review = all(s.judgment.review for s in counting)
    assumed = all(s.judgment.assumed for s in counting)
    labels = _labels(counting)
    if newer or tests:
        used |= {f"assay/{a}" for a in newer} | {f"biomarker/{b}" for b in tests}
        reason = Reason.of("alteration.older_only", changes=labels, assays=newer + tuple(sorted(tests)))
        return settled(leaf, True, reason, used, assumed=assumed, needs_review=True)
    because = _whys([s for s in counting if s.judgment.why]) if review or assumed else ()
    if because:
        reason = Reason.of("alteration.found_with_doubt", changes=labels, because=because)
    else:
        reason = Reason.of("alteration.found", changes=labels)
    return settled(leaf, True, reason, used, assumed=assumed, needs_review=review)


def _newer_without(case: Case, counting: Sequence[Sighting], coverages: Sequence[Coverage]) -> tuple[str, ...]:
    """Covering assays that are later than every sighting of their gene and kind and did not see it."""
    if len(case.assays) < 2:
        return ()
    seen_in = {s.assay for s in counting}
    seen = [_day(case, s) for s in counting]
    known = [d for d in seen if d is not None]
    if len(known) < len(seen):
        return ()
    asked = {(s.gene, s.kind) for s in counting}
    newer = {
        a
        for c in coverages
        if c.covered and (c.question.gene, c.question.kind) in asked
        for a in c.assays
        if a not in seen_in and _after(dated(case, a, ""), known)
    }
    return tuple(sorted(newer))


def _after(later: PartialDate | None, others: Sequence[PartialDate]) -> bool:
    return later is not None and all(later.earliest > other.latest for other in others)


def _day(case: Case, seen: Sighting) -> PartialDate | None:
    return seen.day or dated(case, seen.assay, seen.specimen)


def _labels(sightings: Sequence[Sighting]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.label for s in sightings))


def _whys(sightings: Sequence[Sighting]) -> tuple[str, ...]:
    return tuple(sorted({s.judgment.why for s in sightings if s.judgment.why}))
