"""The population veto, and what happens where it could not be cast.

A common polymorphism that is not a known oncogenic or pathogenic allele supports nothing at gene level: criteria see to
that, and their reasons say so.  Where the annotation brought no population frequency, a rare-looking variant may be common;
an option that rests on such a variant at gene level needs review.
"""

from __future__ import annotations

from tumorboard.evidence.concern import Action, Concern
from tumorboard.evidence.match import Matched
from tumorboard.model.alteration import Origin, Variant
from tumorboard.model.case import Case
from tumorboard.reasons import Reason

_KNOWN = frozenset({"oncogenic", "likely_oncogenic"})


def frequency_unknown(matched: Matched, case: Case) -> tuple[Concern, ...]:
    """A concern when gene-level evidence rests only on variants whose population frequency nobody reported."""
    resting = [v for v in case.variants if f"variant/{v.id}" in matched.ground.gene_level]
    others = matched.ground.facts - {f"variant/{v.id}" for v in resting}
    doubtful = [v for v in resting if _unchecked(v, case)]
    if not resting or others or len(doubtful) < len(resting):
        return ()
    genes = tuple(sorted({v.gene for v in doubtful}))
    return (Concern(Action.REVIEW, Reason.of("evidence.population_frequency_absent", genes=genes)),)


def _unchecked(variant: Variant, case: Case) -> bool:
    """Read from a file, of unknown origin, without frequency, and neither a known allele nor classified oncogenic."""
    if variant.position is None or variant.known_allele or variant.population_af is not None:
        return False
    if variant.origin is not Origin.UNKNOWN:
        return False
    found = case.findings.of(f"variant/{variant.id}") if case.findings is not None else None
    known = found.oncogenicity.classification if found is not None and found.oncogenicity is not None else ""
    return known not in _KNOWN
