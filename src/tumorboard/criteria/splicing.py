"""Exon skipping: observed in RNA, stated by the laboratory, or made likely by a variant of the exon's splice sites."""

from __future__ import annotations

import re

from tumorboard.criteria.alterations import (
    SPLICE_SITE,
    fact,
    finding,
    in_specimen,
    label,
    of_gene,
    of_origin,
    sighting,
)
from tumorboard.criteria.judgment import Judgment, Sighting, both, no, open_, yes
from tumorboard.model.alteration import Variant
from tumorboard.model.case import Case
from tumorboard.model.context import Context

# Splice events that drive by themselves: first and last exon skipped.
DRIVERS = {"MET": (14, 14)}
# First and last coding base of the exon, on each transcript in use, to place intronic splice-site variants.
# MET exon 14: NM_000245 (1,390 residues) and NM_001127500 (1,408 residues).
_CODING = {("MET", 14): ((2888, 3028), (2942, 3082))}
_INTRONIC = re.compile(r"c\.(\d+)(?:[+-]\d+)?(?:_(\d+)(?:[+-]\d+)?)?")


def events(case: Case, context: Context, gene: str, exons: tuple[int, int], specimen: str) -> list[Sighting]:
    """Observed skipping of all of `exons` (first, last)."""
    found = []
    for event in case.index.splice_events.get(gene, ()):
        inside = event.first_exon <= exons[0] and exons[1] <= event.last_exon
        judged = both(yes() if inside else no(""), in_specimen(case, context, event.specimen, event.assay, specimen))
        name = f"{gene} exon {event.first_exon}-{event.last_exon} skipping"
        if event.first_exon == event.last_exon:
            name = f"{gene} exon {event.first_exon} skipping"
        found.append(Sighting(f"splice/{event.id}", name, judged, gene, "splice", event.assay, event.specimen))
    for variant in of_gene(case, gene):
        if variant.category == "skipping" and variant.exon is not None:
            judged = both(
                yes() if exons == (variant.exon, variant.exon) else no(""),
                in_specimen(case, context, variant.specimen, variant.assay, specimen),
            )
            found.append(sighting(variant, judged))
    return found


def site_variants(case: Case, gene: str, exon: int) -> list[Sighting]:
    """Variants of the splice sites of an exon: they make skipping likely, which a person should confirm."""
    return [
        sighting(v, both(_at_site(case, v, exon), of_origin(v, "any")))
        for v in of_gene(case, gene)
        if v.category != "skipping"
    ]


def _at_site(case: Case, variant: Variant, exon: int) -> Judgment:
    found = finding(case, fact(variant))
    if found is not None and f"{variant.gene}:exon{exon}_skipping" in found.classes:
        return yes("why.splice_site_only", review=True)
    if variant.category == "any":
        return open_("why.category_only", f"exact_change:{variant.gene}")
    if not variant.consequences and variant.protein is None and not variant.category:
        return open_("why.not_annotated", f"annotation:{variant.gene}")
    if not SPLICE_SITE & set(variant.consequences):
        # Some exonic changes skip the exon too (MET D1010N): only interpretation tells.
        return open_("why.not_interpreted", f"functional_class:{label(variant)}") if found is None else no("")
    place = _exon_by_position(variant, exon)
    at = variant.exon == exon if variant.exon is not None else place
    if at is None:
        return open_("why.exon_unknown", f"exon:{variant.gene} {variant.hgvs_c}".strip())
    return yes("why.splice_site_only", review=True) if at else no("")


def _exon_by_position(variant: Variant, exon: int) -> bool | None:
    spans = _CODING.get((variant.gene, exon))
    found = _INTRONIC.search(variant.hgvs_c)
    if spans is None or found is None:
        return None
    ends = [int(g) for g in found.groups() if g]
    return any(first - 1 <= e <= last + 1 for first, last in spans for e in ends)
