"""What was looked up of a case's alleles, put where the annotation of the input would have said it.

What the input itself says stays.  A heritable classification counts from one star on: with none, nobody stated the criteria.

Source of the stars: ClinVar, review status (ncbi.nlm.nih.gov/clinvar/docs/review_status).
"""

from __future__ import annotations

from dataclasses import replace

from tumorboard.model.alteration import Variant
from tumorboard.model.case import Case
from tumorboard.model.looked_up import LookedUp

LEAST_STARS = 1


def with_looked_up(case: Case, found: LookedUp) -> Case:
    """The case with population frequencies and ClinVar's classifications where the input gave none."""
    if not found.frequencies and not found.classified:
        return case
    return replace(case, variants=tuple(_told(v, found) for v in case.variants))


def _told(variant: Variant, found: LookedUp) -> Variant:
    place = variant.position
    if place is None:
        return variant
    frequency = (found.frequencies or {}).get(place)
    if frequency is not None and frequency.highest is not None and variant.population_af is None:
        variant = replace(variant, population_af=frequency.highest)
    record = (found.classified or {}).get(place)
    if record is not None and record.germline_stars >= LEAST_STARS and not variant.clinvar:
        variant = replace(variant, clinvar=record.germline)
    return variant
