"""Whether a germline variant causes disease: classified as such, or presumed because it is listed or truncates.

Source: Richards 2015, Genet Med 17:405 (PVS1); Abou Tayoun 2018, Hum Mutat 39:1517 (its limits near the end of a gene).
"""

from __future__ import annotations

from tumorboard.criteria.alterations import HARMLESS, SILENT, classification, fact, finding, kind, label, pathogenic
from tumorboard.criteria.judgment import COUNTS, Judgment, no, open_, yes
from tumorboard.criteria.protein_text import short_text
from tumorboard.genome.coding import coding_change
from tumorboard.model.alteration import Variant
from tumorboard.model.case import Case
from tumorboard.model.context import Context


def truncated_at(variant: Variant) -> int | None:
    """The codon where a truncation begins, from the protein or the coding change; None when it is none or not told."""
    protein = variant.protein
    if kind(variant) != "truncating" or (protein is not None and protein.kind == "start_lost"):
        return None
    if protein is not None and protein.kind != "unknown":
        return protein.start
    change = coding_change(variant.hgvs_c.rsplit(":", 1)[-1])
    return change.first_codon() if change is not None else None


def presumed_pathogenic(case: Case, context: Context, variant: Variant) -> bool:
    """Whether a variant that nobody classified is listed as heritable, or truncates where loss of function is established.

    The gene must cause disease by loss of function, and the truncation must lie before the last codon up to which
    truncations of this gene are known to abolish it: in a last exon, or where that codon is not tabled, nothing is presumed.
    """
    if variant.protein is not None:
        known = context.vocab.alleles.named.get((variant.gene, short_text(variant.protein)), ())
        if any(a.kind == "pathogenic" for a in known):
            return True
    row = context.vocab.germline_policy.genes.get(variant.gene)
    ends = context.vocab.functional.rows(variant.gene, "critical_to")
    codon = truncated_at(variant)
    found = finding(case, fact(variant))
    lost = found is not None and found.effect == "loss_of_function" and not found.needs_review
    return (
        lost
        and row is not None
        and row.mechanism == "loss"
        and bool(ends)
        and codon is not None
        and codon <= ends[0].last
    )


def heritable(case: Case, context: Context, variant: Variant) -> Judgment:
    """Whether a germline variant is pathogenic or likely pathogenic; one that is only presumed so asks for review."""
    if kind(variant) in SILENT and not pathogenic(variant):
        return no(f"why.{kind(variant)}")
    if pathogenic(variant):
        return COUNTS
    if "benign" in variant.clinvar.casefold() and "conflict" not in variant.clinvar.casefold():
        return no("why.benign")
    found = finding(case, fact(variant))
    if found is not None and (found.polymorphism or classification(found) in HARMLESS):
        return no("why.polymorphism" if found.polymorphism else "why.benign")
    if not variant.clinvar and presumed_pathogenic(case, context, variant):
        return yes("why.presumed_pathogenic", review=True, assumed=True)
    return open_("why.no_pathogenicity", f"pathogenicity:{label(variant)}")
