"""Functional classes of variants: what `interpret` found, and what the name of a class says by itself."""

from __future__ import annotations

import re

from tumorboard.criteria import places
from tumorboard.criteria.alterations import fact, finding, label, likely_itd, relevant
from tumorboard.criteria.judgment import Judgment, both, no, open_, yes
from tumorboard.model.alteration import Variant
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Verdict
from tumorboard.vocab import Vocabulary

_RESIDUE = re.compile(r"[A-Z](\d+)")
_BY_PLACE = re.compile(r"([^:]+):exon_?(\d+)_(insertion|deletion|indel)$")


def is_known(vocab: Vocabulary, gene: str, name: str) -> bool:
    """Whether a name is a class of the gene: one of the table of functional classes, or one that says an exon and a type."""
    said = _BY_PLACE.match(name)
    return name in names(vocab, gene) or (said is not None and said[1] == gene)


def names(vocab: Vocabulary, gene: str) -> frozenset[str]:
    """The classes of a gene in the table, each with the gene before it: ``BRAF:class_1``."""
    rows = (row for rows in vocab.functional.of.get(gene, {}).values() for row in rows)
    return frozenset(c for row in rows for c in row.classes if c.startswith(f"{gene}:"))


def residues(vocab: Vocabulary, gene: str, asked: tuple[str, ...]) -> frozenset[int]:
    """The residues of those of the classes of which the table names residues that a treatment selects for, and no other."""
    selected = frozenset[int]().union(*(r.codons or () for r in vocab.acquired.of.get(gene, ())))
    found: set[int] = set()
    for name in asked:
        rows = [r for rows in vocab.functional.of.get(gene, {}).values() for r in rows if name in r.classes]
        places = [m for r in rows if (m := _RESIDUE.match(r.value))]
        codons = {int(m[1]) for m in places}
        if len(places) == len(rows) and codons <= selected:
            found |= codons
    return frozenset(found)


def belongs(case: Case, context: Context, variant: Variant, classes: tuple[str, ...]) -> Judgment:
    """Whether a variant is of one of the classes."""
    ground = relevant(case, variant)
    if ground.verdict is Verdict.NOT_MET:
        return ground
    if ground.verdict is Verdict.UNKNOWN and case.findings is None:
        return ground
    found = finding(case, fact(variant))
    own = {c for c in found.classes if c.startswith(f"{variant.gene}:")} if found else set()
    if found is not None and own & set(classes):
        return yes(review=ground.review or found.needs_review)
    unknown = [c for c in classes if not is_known(context.vocab, variant.gene, c)]
    by_place = [_by_place(context, variant, c) for c in classes]
    if any(j is not None and j.verdict is Verdict.MET for j in by_place):
        return yes(review=ground.review)
    if unknown:  # a slip of the pen, or a class beyond the table: any variant may be of it
        return open_("why.class_not_in_table", *(f"functional_class:{c}" for c in unknown))
    if own or all(j is not None and j.verdict is Verdict.NOT_MET for j in by_place):
        return no("why.other_class_of_variant")
    if ground.verdict is Verdict.UNKNOWN:
        return ground
    if likely_itd(variant) and any(c.endswith(":itd") for c in classes):
        return open_("why.likely_itd", f"exact_change:{variant.gene}")
    return open_("why.no_class", f"functional_class:{label(variant)}")


def _by_place(context: Context, variant: Variant, name: str) -> Judgment | None:
    said = _BY_PLACE.match(name)
    if said is None or said[1] != variant.gene:
        return None
    return both(places.of_type(variant, said[3]), places.in_exon(context, variant, (int(said[2]),)))
