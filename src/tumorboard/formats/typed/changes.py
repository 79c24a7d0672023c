"""Sequence changes: protein changes, coding changes and positions, checked against the known alleles.

A residue that contradicts the known alleles of its codon is not used: the gene is kept as changed without saying how, and
a warning says why (numbering of another transcript, or off by one).  What the known alleles say of a change (exon,
transcript, consequence) is taken from them only where they agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tumorboard.formats.typed.dna import coding_variant, founder_changes, genomic_variant
from tumorboard.formats.typed.frame import Frame, Scene, the_gene
from tumorboard.formats.typed.groups import USUAL_GENE
from tumorboard.formats.typed.known import agreed, agreed_exon, by_name, misnumbered, names, spellings
from tumorboard.genome.protein import protein_change, same_change, short_text
from tumorboard.model.alteration import Origin, ProteinChange, Variant
from tumorboard.vocab.alleles import KnownAllele

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

# Words for the kind of a change -> the kinds of protein changes that they name.
_KINDS = {
    "deletion": ("deletion", "delins"),
    "insertion": ("insertion", "duplication", "delins"),
    "indel": ("delins",),
    "duplication": ("duplication", "insertion"),
}


def changes(frame: Frame, scene: Scene) -> list[Variant]:
    """The variants of a statement that holds sequence changes; empty, with an issue, when they cannot be used."""
    proteins = [str(t) for t in dict.fromkeys(frame.take("protein"))]
    coding = [str(t) for t in dict.fromkeys(frame.take("coding"))]
    coding += founder_changes(frame)
    genomic = [str(t) for t in dict.fromkeys(frame.take("genomic"))]
    frame.take("event", "mutation", "missense", "frameshift", "nonsense", "promoter")
    frame.take("state", "positive")
    for subject in frame.subjects():
        if gene := USUAL_GENE.get(subject.text.upper()):
            scene.warning("TYP051", gene=gene)
    _take_kind(proteins, frame)
    common = facts(frame, scene)
    exons: tuple[int, ...] = frame.one("exon") or ()
    gene = _gene(frame, scene, proteins, common.transcript)
    if scene.failed():
        return []
    if genomic or coding:
        if len(proteins) > 1 or len(coding) > 1 or len(genomic) > 1:
            scene.error("TYP013")
            return []
        at_dna = genomic_variant(gene, genomic[0], scene) if genomic else Variant(gene=gene)
        if coding and at_dna is not None:
            at_dna = coding_variant(at_dna, coding[0], common.transcript, scene)
        found = [_joined(at_dna, proteins, scene)] if at_dna is not None else []
    else:
        found = [_of_protein(gene, t, scene) for t in proteins]
    if len(found) > 1 and (common.vaf is not None or common.zygosity):
        scene.error("TYP013")
    exons = exons or _bare_exon(found, frame)
    kept = [_with_facts(v, common, exons, scene) for v in found if v is not None]
    return [] if scene.failed() else kept


def _take_kind(proteins: Sequence[str], frame: Frame) -> None:
    """Use up the kind that stands beside one change of this kind (``exon 19 deletion E746_A750del``)."""
    protein = protein_change(proteins[0]) if len(proteins) == 1 else None
    for word, kinds in _KINDS.items():
        if protein is not None and protein.kind in kinds and frame.take("event", word):
            frame.take("numbered")


def _bare_exon(found: Sequence[Variant | None], frame: Frame) -> tuple[int, ...]:
    """A lone number that is the exon of the change (``EGFR 21 L858R``); another number stays unused."""
    numbers = frame.peek("quantity")
    exons = {v.exon for v in found if v is not None}
    if len(numbers) != 1 or numbers[0].unit or numbers[0].comparator or exons != {numbers[0].value}:
        return ()
    return (int(frame.take("quantity")[0].value),)


def _gene(frame: Frame, scene: Scene, proteins: Sequence[str], transcript: str) -> str:
    if frame.subjects():
        return the_gene(frame, scene)
    if transcript:
        return names(scene.vocab.alleles).transcripts.get(transcript.partition(".")[0], "")
    return _gene_of(proteins, scene) if proteins and not frame.has("genomic") else ""


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


def _with_facts(variant: Variant, common: Variant, exons: tuple[int, ...], scene: Scene) -> Variant:
    exon = variant.exon
    if exons:
        if len(exons) > 1 or (exon is not None and exons[0] != exon):
            scene.error("TYP021")
        exon = exons[0]
    return replace(
        variant,
        exon=exon,
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
    table = names(scene.vocab.alleles).genes
    having = [set().union(*(table.get(name, set()) for name in spellings(text))) for text in texts]
    genes = set.intersection(*having)
    if len(genes) == 1:
        return genes.pop()
    if genes:
        scene.error("TYP006", candidates=tuple(sorted(genes)))
    else:
        scene.error("TYP005")
    return ""


def _joined(at_dna: Variant, proteins: Sequence[str], scene: Scene) -> Variant | None:
    """A change told on the DNA, with the protein change told beside it."""
    if not proteins:
        if not at_dna.protein and not at_dna.consequences and not at_dna.category:
            scene.warning("TYP022") if at_dna.gene else scene.error("TYP022")
        return at_dna
    if not at_dna.gene:
        scene.error("TYP003")
        return None
    told = _of_protein(at_dna.gene, proteins[0], scene)
    if told is None or told.category == "any":
        return told
    if at_dna.protein is None and not at_dna.known_allele:
        at_dna = replace(at_dna, hgvs_p=told.hgvs_p, protein=told.protein)
        same_shift = "frameshift_variant" in at_dna.consequences and told.protein and told.protein.kind != "frameshift"
        if same_shift or (told.protein and told.protein.kind == "frameshift" and not at_dna.consequences):
            scene.error("TYP021")  # the lengths of the two do not fit
            return None
        return replace(at_dna, exon=told.exon, consequences=at_dna.consequences or told.consequences)
    if at_dna.protein is None or told.protein is None or not same_change(told.protein, at_dna.protein):
        scene.error("TYP021")
        return None
    return at_dna


def _of_protein(gene: str, text: str, scene: Scene) -> Variant | None:
    known = by_name(scene.vocab.alleles, gene, text)
    protein = protein_change(text)
    if known and known[0].change == "promoter":
        return of_known(known[:1], None)
    if protein is None:
        scene.error("TYP002", word=0, forms=("GENE L858R",))
        return None
    if text.upper().endswith("X") and protein.kind == "nonsense" and (gene, protein.start) not in _stops(scene):
        return _any_residue(gene, protein, scene)
    if known:
        renamed = protein_change(known[0].change)
        if renamed is not None and not same_change(protein, renamed):
            scene.info("TYP023", gene=gene, change=known[0].change)
        return of_known(known, renamed or protein)
    if not _residues_agree(gene, protein, scene):
        return Variant(gene=gene, category="any")
    return of_known((), protein, gene)


def _any_residue(gene: str, protein: ProteinChange, scene: Scene) -> Variant | None:
    """``EGFR G719X``: any change of a codon of an oncogene whose exchanges drive; elsewhere X may be a stop."""
    table = names(scene.vocab.alleles)
    entry = scene.vocab.genes.entries.get(gene)
    drives = any(g == gene and r == protein.ref and protein.start in at for (g, r, _), at in table.exchanges.items())
    if entry is None or entry.role != "oncogene" or not drives:
        scene.error("TYP026")
        return None
    scene.warning("TYP043", gene=gene, codon=f"{protein.ref}{protein.start}")
    return at_codon(Variant(gene=gene), protein.ref, protein.start, alt="X")


def at_codon(said: Variant, ref: str, number: int, alt: str = "") -> Variant:
    """`said` as a change of this codon, without saying which; `alt` X where it is one residue for another."""
    return replace(
        said, protein=ProteinChange("unknown", ref, number, alt=alt), hgvs_p=f"p.{ref}{number}?", category="any"
    )


def _stops(scene: Scene) -> set[tuple[str, int]]:
    return names(scene.vocab.alleles).nonsense


def of_known(known: Sequence[KnownAllele], protein: ProteinChange | None, gene: str = "") -> Variant:
    """A variant with what all of `known` (possibly none) agree on."""
    term = _CONSEQUENCE.get(protein.kind, "") if protein else ""
    if protein is not None and protein.kind == "delins":
        term = _of_delins(protein)
    consequence = agreed(a.consequence for a in known) or term
    promoter = bool(known) and known[0].change == "promoter"
    return Variant(
        gene=known[0].gene if known else gene,
        protein=protein,
        hgvs_p=f"p.{short_text(protein)}" if protein else "",
        # Several base changes may make one protein change, so only a change named by its base says which one it is.
        hgvs_c=known[0].hgvs_c if promoter else "",
        transcript=agreed(a.transcript for a in known),
        consequences=(consequence,) if consequence else (),
        exon=agreed_exon(known),
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


def _residues_agree(gene: str, protein: ProteinChange, scene: Scene) -> bool:
    """Whether the reference residues are those that the known alleles have there; with a warning otherwise."""
    table = names(scene.vocab.alleles).residues
    for ref, codon in ((protein.ref, protein.start), (protein.end_ref, protein.end)):
        there = table.get((gene, codon))
        if there and ref and ref not in there:
            scene.warning("TYP007", gene=gene, expected=tuple(f"{r}{codon}" for r in sorted(there)))
            return False
    if (gene, protein.start) in table or protein.kind != "substitution":
        return True
    for shift in (-1, 1):
        neighbor = f"{protein.ref}{protein.start + shift}{protein.alt}"
        if (gene, neighbor) in scene.vocab.alleles.named:
            scene.warning("TYP008", gene=gene, expected=neighbor)
            return False
    similar = misnumbered(scene.vocab.alleles, gene, protein)
    if similar:
        scene.warning("TYP044", gene=gene, expected=similar)
    return not similar
