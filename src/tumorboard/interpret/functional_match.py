"""Which rows of the functional table a variant meets, the most specific first."""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.criteria.alterations import kind
from tumorboard.criteria.heritable import truncated_at
from tumorboard.criteria.protein_text import short_text
from tumorboard.model.alteration import ProteinChange, Variant
from tumorboard.vocab.functional import FunctionalClasses, FunctionalRow


@dataclass(frozen=True, slots=True)
class TruncationEnd:
    """Where a truncation lies against the last codon up to which truncation is established loss of function."""

    codon: int
    last: int
    before: bool
    source: str


def matches(table: FunctionalClasses, variant: Variant) -> list[FunctionalRow]:
    """Rows of the variant's gene that it meets: exact change, codon, codon range, then events stated as a category."""
    listed = table.of.get(variant.gene)
    if not listed:
        return []
    found = [r for r in listed.get("promoter", ()) if _promoter(variant, r)]
    shape = kind(variant)
    protein = variant.protein
    if protein is not None and protein.kind != "unknown":
        text = short_text(protein)
        found += [r for r in listed.get("change", ()) if r.value == text]
        if protein.kind == "substitution":
            found += [r for r in listed.get("codon", ()) if r.value == f"{protein.ref}{protein.start}"]
        if shape in {"deletion", "insertion", "missense", "truncating"}:
            found += [r for r in listed.get(shape, ()) if _within(protein, r)]
    elif variant.exon is not None and shape in {"deletion", "insertion"}:
        found += [r for r in listed.get(f"exon_{shape}", ()) if r.first == variant.exon]
    if variant.category == "skipping" and variant.exon is not None:
        found += [r for r in listed.get("skipping", ()) if r.first == r.last == variant.exon]
    return found


def truncation_end(table: FunctionalClasses, variant: Variant) -> TruncationEnd | None:
    """Whether a truncation ends before the critical codon; None when the gene has no such codon or it is no truncation."""
    rows = table.rows(variant.gene, "critical_to")
    codon = truncated_at(variant)
    if not rows or codon is None:
        return None
    return TruncationEnd(codon, rows[0].last, codon <= rows[0].last, rows[0].source)


def _promoter(variant: Variant, row: FunctionalRow) -> bool:
    return variant.category == "promoter" or variant.hgvs_c.rsplit(":", 1)[-1] == row.value


def _within(protein: ProteinChange, row: FunctionalRow) -> bool:
    if row.selector == "insertion":
        # A duplication inserts its copy after its last residue (HGVS 3' rule).
        anchor = (protein.end or protein.start) if protein.kind == "duplication" else protein.start
        return row.first <= anchor <= row.last
    if row.selector == "truncating":
        return row.first <= protein.start <= row.last
    return row.first <= protein.start and (protein.end or protein.start) <= row.last
