"""Whether a variant lies where a question asks: this change, this codon, this exon, this promoter, of this type."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from tumorboard.criteria import exons
from tumorboard.criteria.alterations import ITD_EXON, SILENT, kind, label, likely_itd
from tumorboard.criteria.judgment import COUNTS, ELSEWHERE, Judgment, no, open_, yes
from tumorboard.criteria.protein_text import change, same_change, short_text
from tumorboard.model.alteration import ProteinChange, Variant
from tumorboard.model.context import Context

TYPES = {
    "insertion": frozenset({"insertion"}),
    "deletion": frozenset({"deletion"}),
    "indel": frozenset({"insertion", "deletion", "indel"}),
    "snv": frozenset({"missense"}),
}
# Kinds of an asked change that a category may be.
_MAY_BE = {
    "deletion": frozenset({"deletion", "delins"}),
    "insertion": frozenset({"insertion", "duplication", "delins"}),
    "indel": frozenset({"deletion", "insertion", "duplication", "delins"}),
}
# Activating promoter mutations by coding position: TERT C228T, C250T and their rarer neighbors.
# Source: Huang et al. 2013, Science 339:957; Horn et al. 2013, Science 339:959.
PROMOTER_CHANGES = {"TERT": frozenset({"c.-124C>T", "c.-146C>T", "c.-57A>C", "c.-138_-139delinsTT"})}


@dataclass(frozen=True, slots=True)
class Named:
    """Protein changes that a question names; `starts` holds their first residues."""

    changes: tuple[ProteinChange, ...]
    starts: frozenset[int]


@lru_cache(maxsize=4096)
def named(texts: tuple[str, ...]) -> Named:
    """The changes that short forms name."""
    changes = tuple(change(text) for text in texts)
    return Named(changes, frozenset(c.start for c in changes))


def is_change(variant: Variant, named: Named) -> Judgment:
    """Whether the variant is one of the named changes."""
    protein, asked = variant.protein, named.changes
    if protein is not None and protein.kind != "unknown":
        return COUNTS if any(same_change(a, protein) for a in asked) else ELSEWHERE
    if variant.category in {"promoter", "skipping"}:
        return ELSEWHERE
    if codon_only(variant):
        touching = any(variant.protein.start in a.codons() for a in asked if variant.protein)
        return open_("why.category_only", f"exact_change:{variant.gene}") if touching else ELSEWHERE
    if variant.category in _MAY_BE:
        possible = [a for a in asked if a.kind in _MAY_BE[variant.category] and _maybe_there(variant, a)]
        return open_("why.category_only", f"exact_change:{variant.gene}") if possible else ELSEWHERE
    return _without_protein(variant)


def starts_elsewhere(variant: Variant, starts: Collection[int]) -> bool:
    """Whether an exact protein change begins at none of these residues: no change that does begin there is it."""
    protein = variant.protein
    return protein is not None and protein.kind != "unknown" and protein.start not in starts


def stretch(text: str) -> range:
    """The residues of ``1078-1345``, both ends included.

    Raises
    ------
    ValueError
        If it has another form or runs backwards.
    """
    first, _, last = text.partition("-")
    if not (first.isdecimal() and last.isdecimal() and 0 < int(first) <= int(last) < 100_000):
        raise ValueError(f"a range of residues has the form 1078-1345, not {text}")
    return range(int(first), int(last) + 1)


@lru_cache(maxsize=1024)
def residues(codons: tuple[int, ...], ranges: tuple[str, ...]) -> frozenset[int]:
    """Every residue named alone or within a stretch."""
    return frozenset(codons).union(*map(stretch, ranges))


def at_codon(variant: Variant, codons: Collection[int], types: str) -> Judgment:
    """Whether the variant touches a codon in the way asked for."""
    shape = kind(variant)
    protein = variant.protein
    if protein is not None and protein.kind not in {"unknown", ""}:
        touched = range(protein.start, protein.start + 1) if protein.kind == "frameshift" else protein.codons()
        if not any(c in touched for c in codons):
            return ELSEWHERE
        return COUNTS if types == "any" or shape == "missense" else no("why.other_type")
    if codon_only(variant) and protein is not None:
        if protein.start not in codons:
            return ELSEWHERE
        if types == "any":
            return COUNTS
        # G719X is how kits report a group of substitutions: taken as one, and said to be.  G719 alone may be anything.
        return (
            yes(review=True, assumed=True)
            if protein.alt == "X"
            else open_("why.category_only", f"exact_change:{variant.gene}")
        )
    if variant.category in {"promoter", "skipping"} or (variant.category in _MAY_BE and types == "missense"):
        return ELSEWHERE
    if variant.category:
        span = exons.codons(variant.gene, variant.exon)
        if span and not any(c in span for c in codons):
            return ELSEWHERE
        return open_("why.category_only", f"exact_change:{variant.gene}")
    return _without_protein(variant)


def of_type(variant: Variant, types: str) -> Judgment:
    """Whether the variant is an insertion, deletion, indel, snv, or anything."""
    shape = kind(variant)
    if types == "any":
        return COUNTS if shape != "promoter" else ELSEWHERE
    if shape in TYPES[types]:
        return COUNTS
    if shape == "truncating" and types == "snv" and variant.protein is not None:
        return COUNTS if variant.protein.kind == "nonsense" else ELSEWHERE
    if shape == "indel" and types in {"insertion", "deletion"}:
        return open_("why.category_only", f"exact_change:{variant.gene}")
    if shape in {"any", "other"}:
        why = "why.likely_itd" if likely_itd(variant) else "why.category_only"
        return open_(why, f"exact_change:{variant.gene}")
    if shape == "unannotated":
        return open_("why.not_annotated", f"annotation:{variant.gene}")
    return ELSEWHERE


def in_exon(context: Context, variant: Variant, wanted: Collection[int]) -> Judgment:
    """Whether the variant lies in one of the exons; read from its codon when its exon is not given."""
    if likely_itd(variant):
        return COUNTS if ITD_EXON[variant.gene] in wanted else ELSEWHERE
    exon = variant.exon if variant.exon is not None else exons.exon_of(context, variant)
    if exon is not None:
        return COUNTS if exon in wanted else ELSEWHERE
    protein = variant.protein
    if protein is not None and protein.kind != "unknown":
        spans = [exons.codons(variant.gene, e) for e in wanted]
        if spans and all(spans) and not any(c in s for s in spans if s for c in protein.codons()):
            return ELSEWHERE
    if kind(variant) in SILENT or variant.category == "promoter":
        return ELSEWHERE
    if variant.category == "any" or (not variant.category and not variant.consequences and protein is None):
        return open_("why.category_only", f"exact_change:{variant.gene}")
    return open_("why.exon_unknown", f"exon:{label(variant)}")


def in_promoter(variant: Variant, changes: Collection[str] = ()) -> Judgment:
    """Whether the variant is one of `changes` of the promoter of its gene, or a known activating one when none is named."""
    written = variant.hgvs_c.rsplit(":", 1)[-1]
    if changes and written:
        return COUNTS if written in changes else ELSEWHERE
    if variant.category == "promoter":
        return open_("why.category_only", f"exact_change:{variant.gene}") if changes else COUNTS
    return COUNTS if written in PROMOTER_CHANGES.get(variant.gene, frozenset()) else ELSEWHERE


def codon_only(variant: Variant) -> bool:
    """Whether only the codon of the change is told (``KRAS G12``)."""
    return variant.category == "any" and variant.protein is not None


def _maybe_there(variant: Variant, asked: ProteinChange) -> bool:
    span = exons.codons(variant.gene, variant.exon)
    return span is None or any(c in span for c in asked.codons())


def _without_protein(variant: Variant) -> Judgment:
    shape = kind(variant)
    if shape in SILENT or shape == "splice":
        return ELSEWHERE
    if shape == "unannotated":
        return open_("why.not_annotated", f"annotation:{variant.gene}")
    return open_("why.category_only", f"exact_change:{variant.gene}")


__all__ = ["at_codon", "in_exon", "in_promoter", "is_change", "of_type", "short_text"]
