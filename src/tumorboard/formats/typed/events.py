"""Events of a gene that are told by name: exon deletions and insertions, skipping, promoter, unspecified mutations, copy
numbers.

An exon deletion or insertion is read as an in-frame change, which is what it means in an oncogene; in another gene it may
be the loss of the whole exon, so it is refused there.  A loss that is not called homozygous is a loss and no more.
"""

from __future__ import annotations

from dataclasses import replace

from tumorboard.formats.typed.changes import ANNOTATION, facts
from tumorboard.formats.typed.frame import Frame, Scene, Value, the_gene
from tumorboard.model.alteration import CopyNumber, SpliceEvent, Variant

_CONSEQUENCES = {"frameshift": "frameshift_variant", "nonsense": "stop_gained", "missense": "missense_variant"}
_COPY = {"amplification": "amplification", "gain": "gain", "deep_loss": "deep_loss", "shallow_loss": "loss"}
VIII = (2, 7)  # Source: Nishikawa 1994, Proc Natl Acad Sci USA 91:7727
ITD_EXON = {"FLT3": 14}  # Source: Nakao 1996, Leukemia 10:1911
SKIPPED = {"MET": 14}


def copy_number(frame: Frame, scene: Scene) -> list[Value]:
    """The copy number of a gene."""
    gene = the_gene(frame, scene)
    calls = frame.take("event", *_COPY)
    vague = frame.take("event", "deletion", "loss")
    copies = _copies(frame, scene)
    if not gene or scene.failed():
        return []
    if len({_COPY[c] for c in calls}) > 1 and set(calls) != {"amplification", "gain"}:
        scene.error("TYP013")
        return []
    if vague and not calls:
        scene.warning("TYP010")
    frame.take("method", "ngs", "dna")
    call = _COPY[calls[0]] if calls else "loss" if vague else ""
    return [CopyNumber(gene=gene, copies=copies, call=call, source=scene.place)]


def _copies(frame: Frame, scene: Scene) -> float | None:
    numbers = frame.peek("quantity")
    if not numbers:
        return None
    number = numbers[0]
    if len(numbers) > 1 or number.value is None or number.comparator or number.unit not in {"", "copies"}:
        return None
    if not frame.take("scale", "copies") and number.unit != "copies":
        return None
    frame.take("quantity")
    return float(number.value)


def events(frame: Frame, scene: Scene) -> list[Value]:
    """Variants and splice events told by name and exon."""
    gene = the_gene(frame, scene)
    exons: tuple[int, ...] = frame.one("exon") or ()
    if not gene:
        return []
    if frame.take("event", "viii"):
        return _splice(gene, VIII, scene) if gene == "EGFR" else _refused(scene)
    said = facts(frame, scene)
    if frame.take("event", "itd"):
        frame.take("event", "mutation")
        exon = ITD_EXON.get(gene)
        return [replace(said, gene=gene, exon=exon, category="insertion")] if exon else _refused(scene)
    if frame.take("event", "promoter"):
        frame.take("event", "mutation")
        return [replace(said, gene=gene, category="promoter")]
    skipped = frame.take("event", "skipping")
    frame.take("event", "mutation") if skipped else None
    if skipped or (SKIPPED.get(gene) in exons and frame.take("event", "deletion")):
        return _splice(gene, (exons[0], exons[-1]), scene) if exons else _refused(scene)
    for name, term in _CONSEQUENCES.items():
        if frame.take("event", name):
            frame.take("event", "mutation")
            return [replace(said, gene=gene, exon=exons[0] if len(exons) == 1 else None, consequences=(term,))]
    return _category(gene, exons, said, frame, scene)


def _splice(gene: str, exons: tuple[int, int], scene: Scene) -> list[Value]:
    return [SpliceEvent(gene=gene, first_exon=exons[0], last_exon=exons[1], source=scene.place)]


def _refused(scene: Scene) -> list[Value]:
    scene.error("TYP002", word=0, forms=("GENE exon 14 skipping", "EGFRvIII", "FLT3-ITD"))
    return []


def _category(gene: str, exons: tuple[int, ...], said: Variant, frame: Frame, scene: Scene) -> list[Value]:
    """A change of which only kind and exon are told."""
    kinds = frame.take("event", "deletion", "insertion", "indel", "duplication")
    frame.take("event", "mutation")
    if len(exons) > 1 or len(set(kinds)) > 1:
        scene.error("TYP013")
        return []
    exon = exons[0] if exons else None
    category = {"duplication": "insertion"}.get(kinds[0], kinds[0]) if kinds else "any"
    if category != "any" and not _in_frame(gene, exon, category, scene):
        scene.error("TYP024", gene=gene)
        return []
    if category == "any" and not (said.origin.value == "germline" and said.clinvar):
        scene.info("TYP009")
    return [replace(said, gene=gene, exon=exon, category=category, annotation=ANNOTATION)]


def _in_frame(gene: str, exon: int | None, category: str, scene: Scene) -> bool:
    """Whether an exon deletion or insertion of this gene means a small in-frame change."""
    if exon is None:
        return False
    listed = scene.vocab.functional.rows(gene, f"exon_{category}")
    entry = scene.vocab.genes.entries.get(gene)
    return any(r.first == exon for r in listed) or (entry is not None and entry.role == "oncogene")
