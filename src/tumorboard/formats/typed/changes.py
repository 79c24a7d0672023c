"""Sequence changes: protein changes, coding changes and positions, checked against the known alleles.

A residue that contradicts the known alleles of its codon is not used: the gene is kept as changed without saying how, and
a warning says why (numbering of another transcript, or off by one).  What the known alleles say of a change (exon,
transcript, consequence) is taken from them only where they agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from tumorboard.formats.typed.frame import Frame, Scene, the_gene
from tumorboard.genome.protein import protein_change, same_change, short_text
from tumorboard.model.alteration import Origin, ProteinChange, Variant
from tumorboard.vocab.alleles import Alleles, KnownAllele

ANNOTATION = "typed"
_CONSEQUENCE = {
    "substitution": "missense_variant",
    "nonsense": "stop_gained",
    "frameshift": "frameshift_variant",
    "deletion": "inframe_deletion",
    "insertion": "inframe_insertion",
    "duplication": "inframe_insertion",
    "synonymous": "synonymous_variant",
    "start_lost": "start_lost",
    "stop_lost": "stop_lost",
    "extension": "stop_lost",
}


def changes(frame: Frame, scene: Scene) -> list[Variant]:
    """The variants of a statement that holds sequence changes; empty, with an issue, when they cannot be used."""
    texts = [str(t) for t in frame.take("protein")]
    frame.take("event", "mutation", "missense")
    gene = the_gene(frame, scene) if frame.subjects() else _gene_of(texts, scene)
    if not gene:
        return []
    found = [v for t in texts if (v := _of_protein(gene, t, scene)) is not None]
    if len(found) < len(texts):
        return []
    common = facts(frame, scene)
    if len(found) > 1 and (common.vaf is not None or common.zygosity):
        scene.error("TYP013")
        return []
    return [_with_facts(v, common) for v in found]


def facts(frame: Frame, scene: Scene) -> Variant:
    """What is said of a variant beside its change, as a variant without gene."""
    vaf = _vaf(frame, scene)
    origin = frame.one("origin") or next((s.origin for s in frame.subjects() if s.origin), "")
    return Variant(
        vaf=vaf,
        origin=Origin(origin) if origin else Origin.UNKNOWN,
        clinvar=str(frame.one("class") or ""),
        zygosity=str(frame.one("zygosity") or ""),
        transcript=str(frame.one("transcript") or ""),
        annotation=ANNOTATION,
        source=scene.place,
    )


def _with_facts(variant: Variant, common: Variant) -> Variant:
    return replace(
        variant,
        vaf=common.vaf,
        origin=common.origin,
        clinvar=common.clinvar,
        zygosity=common.zygosity,
        transcript=common.transcript or variant.transcript,
        annotation=ANNOTATION,
        source=common.source,
    )


def _vaf(frame: Frame, scene: Scene) -> float | None:
    said = frame.one("vaf")
    if said is None:
        numbers = frame.peek("quantity")
        if len(numbers) != 1 or numbers[0].unit != "percent" or numbers[0].value is None or numbers[0].comparator:
            return None
        said = (frame.take("quantity")[0].value, True)
        scene.info("TYP020")
    value, percent = said
    fraction = value / 100 if percent or value > 1 else value
    if fraction > 1 or (value == 1 and not percent):
        scene.warning("TYP015")
        return None
    return float(fraction)


def _gene_of(texts: Sequence[str], scene: Scene) -> str:
    """The gene that the known alleles give to changes named without one."""
    genes: set[str] | None = None
    for text in texts:
        having = {g for name in _names(text) for g in by_change(scene.vocab.alleles).get(name, ())}
        genes = having if genes is None else genes & having
    if genes and len(genes) == 1:
        return next(iter(genes))
    if genes:
        scene.error("TYP006", candidates=tuple(sorted(genes)))
    else:
        scene.error("TYP005")
    return ""


def _names(text: str) -> tuple[str, ...]:
    """A change as the known-allele table may name it: as typed, and in short form."""
    protein = protein_change(text)
    bare = text.removeprefix("p.").removeprefix("P.").strip("()").upper()
    return (bare, short_text(protein)) if protein is not None else (bare,)


@lru_cache(maxsize=4)
def _tables(alleles: _Key) -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, int], frozenset[str]]]:
    names: dict[str, set[str]] = {}
    residues: dict[tuple[str, int], set[str]] = {}
    for (gene, name), rows in alleles.table.named.items():
        names.setdefault(name, set()).add(gene)
        for row in rows:
            protein = protein_change(row.change)
            if protein is None:
                continue
            residues.setdefault((gene, protein.start), set()).add(protein.ref)
            residues.setdefault((gene, protein.end), set()).add(protein.end_ref)
        also = protein_change(name)
        if also is not None:
            residues.setdefault((gene, also.start), set()).add(also.ref)
    return (
        {name: tuple(sorted(genes)) for name, genes in names.items()},
        {key: frozenset(found) for key, found in residues.items()},
    )


class _Key:
    """A table by identity, so that what is derived from it is derived once."""

    def __init__(self, table: Alleles) -> None:
        self.table = table

    def __hash__(self) -> int:
        return id(self.table)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.table is self.table


def by_change(alleles: Alleles) -> dict[str, tuple[str, ...]]:
    """Change or other name -> genes that have a known allele of this name."""
    return _tables(_Key(alleles))[0]


def residues(alleles: Alleles) -> dict[tuple[str, int], frozenset[str]]:
    """(gene, codon) -> reference residues there, over the numberings that the known alleles use."""
    return _tables(_Key(alleles))[1]


def _of_protein(gene: str, text: str, scene: Scene) -> Variant | None:
    known = _known(gene, text, scene.vocab.alleles)
    protein = protein_change(text)
    if known and known[0].change == "promoter":
        return of_known(known[:1], None)
    if protein is None:
        scene.error("TYP002", forms=("GENE L858R",))
        return None
    if known:
        renamed = protein_change(known[0].change)
        if renamed is not None and not same_change(renamed, protein):
            scene.info("TYP023", gene=gene, change=known[0].change)
            protein = renamed
        return of_known(known, protein)
    if not _residues_agree(gene, protein, scene):
        return Variant(gene=gene, category="any")
    return of_known((), protein, gene)


def _known(gene: str, text: str, alleles: Alleles) -> tuple[KnownAllele, ...]:
    for name in _names(text):
        if found := alleles.named.get((gene, name)):
            return found
    return ()


def of_known(known: Sequence[KnownAllele], protein: ProteinChange | None, gene: str = "") -> Variant:
    """A variant with what all of `known` (possibly none) agree on."""
    term = _CONSEQUENCE.get(protein.kind, "") if protein else ""
    if protein is not None and protein.kind == "delins":
        term = _of_delins(protein)
    consequence = _agreed(a.consequence for a in known) or term
    promoter = bool(known) and known[0].change == "promoter"
    exon = {a.exon for a in known}
    return Variant(
        gene=known[0].gene if known else gene,
        protein=protein,
        hgvs_p=f"p.{short_text(protein)}" if protein else "",
        # Several base changes may make one protein change, so only a change named by its base says which one it is.
        hgvs_c=known[0].hgvs_c if promoter else "",
        transcript=_agreed(a.transcript for a in known),
        consequences=(consequence,) if consequence else (),
        exon=exon.pop() if len(exon) == 1 else None,
        category="promoter" if promoter else "",
        known_allele=known[0].key if promoter else "",
    )


def _of_delins(protein: ProteinChange) -> str:
    if "*" in protein.alt:
        return "stop_gained"
    removed = len(protein.codons())
    if len(protein.alt) == removed:
        return "missense_variant"
    return "inframe_deletion" if len(protein.alt) < removed else "inframe_insertion"


def _agreed(values: Iterable[str]) -> str:
    found = set(values)
    return found.pop() if len(found) == 1 else ""


def _residues_agree(gene: str, protein: ProteinChange, scene: Scene) -> bool:
    """Whether the reference residues are those that the known alleles have there; with a warning otherwise."""
    table = residues(scene.vocab.alleles)
    for ref, codon in ((protein.ref, protein.start), (protein.end_ref, protein.end)):
        there = table.get((gene, codon))
        if there and ref not in there:
            scene.warning("TYP007", gene=gene, expected=tuple(f"{r}{codon}" for r in sorted(there)))
            return False
    if (gene, protein.start) in table or protein.kind != "substitution":
        return True
    for shift in (-1, 1):
        neighbor = f"{protein.ref}{protein.start + shift}{protein.alt}"
        if (gene, neighbor) in scene.vocab.alleles.named:
            scene.warning("TYP008", gene=gene, expected=neighbor)
            return False
    return True
