"""The population veto, and what happens where it could not be cast.

A common polymorphism that is not a known oncogenic or pathogenic allele supports nothing at gene level: criteria see to
that, and their reasons say so.  Where the annotation brought no population frequency, a rare-looking variant may be common;
an option that rests on such a variant at gene level needs review.
"""

from __future__ import annotations

from tumorboard.evidence.concern import Action, Concern
from tumorboard.evidence.doubts import UNCHECKED, Doubts
from tumorboard.evidence.ground import Ground
from tumorboard.reasons import Reason


def frequency_unknown(rests_on: Ground, doubts: Doubts) -> tuple[Concern, ...]:
    """A concern when gene-level evidence rests only on variants whose population frequency nobody reported."""
    resting = rests_on.gene_level
    doubtful = {f for f in resting if UNCHECKED in doubts.about(f)}
    if not resting or rests_on.facts - resting or len(doubtful) < len(resting):
        return ()
    genes = tuple(sorted({doubts.gene(f) for f in doubtful}))
    return (Concern(Action.REVIEW, Reason.of("evidence.population_frequency_absent", genes=genes)),)
