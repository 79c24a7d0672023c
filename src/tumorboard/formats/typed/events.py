"""Events of a gene that are told by name: exon deletions and insertions, skipping, promoter, unspecified mutations, copy
numbers.

An exon deletion or insertion is read as an in-frame change, which is what it means in an oncogene; in another gene it may
be the loss of the whole exon, so it is refused there.  A loss that is not called homozygous is a loss and no more.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tumorboard.formats.typed.changes import ANNOTATION, at_codon, facts
from tumorboard.formats.typed.frame import Frame, Scene, Value, the_gene
from tumorboard.formats.typed.groups import TOGETHER
from tumorboard.formats.typed.known import names
from tumorboard.genome.protein import protein_change
from tumorboard.model.alteration import ONE_OR_BOTH, CopyNumber, SpliceEvent, Variant

_CONSEQUENCES = {"frameshift": "frameshift_variant", "nonsense": "stop_gained", "missense": "missense_variant"}
_COPY = {"amplification": "amplification", "gain": "gain", "deep_loss": "deep_loss", "shallow_loss": "loss"}
_CODON_WORD = re.compile(r"codon[\s-]*", re.IGNORECASE)
VIII = (2, 7)  # Source: Nishikawa 1994, Proc Natl Acad Sci USA 91:7727
ITD_EXON = {"FLT3": 14}  # Source: Nakao 1996, Leukemia 10:1911
SKIPPED = {"MET": 14}
# Said without a gene, these mean one gene in every clinic; "exon 20 insertion" does not (EGFR or ERBB2).
UNNAMED = {(19, "deletion"): "EGFR", (14, "skipping"): "MET"}


def copy_number(frame: Frame, scene: Scene) -> list[Value]:
    """The copy number of a gene."""
    genes = _together(frame) or tuple(filter(None, [the_gene(frame, scene)]))
    frame.take("state", "positive")
    calls = frame.take("event", *_COPY)
    vague = frame.take("event", "deletion", "loss")
    copies, log2 = _numbers(frame)
    if not genes or scene.failed():
        return []
    if len({_COPY[c] for c in calls}) > 1 and set(calls) != {"amplification", "gain"}:
        scene.error("TYP013")
        return []
    if vague and not calls:
        scene.warning("TYP010")
    frame.take("method", "ngs", "dna")
    if copies is not None and copies < 0:
        scene.error("TYP053", gene=genes[0])
        return []
    call = _COPY[calls[0]] if calls else "loss" if vague else ""
    rule = ONE_OR_BOTH if vague and not calls and copies is None else ""
    made = CopyNumber(gene="", copies=copies, log2_ratio=log2, call=call, call_rule=rule, source=scene.place)
    return [replace(made, gene=g) for g in genes]


def _together(frame: Frame) -> tuple[str, ...]:
    """Neighbors that are lost together (``CDKN2A/B``)."""
    named = frame.subjects()
    lost = frame.has("event", "deep_loss", "shallow_loss", "deletion", "loss")
    if lost and len(named) == 1 and named[0].text.upper() in TOGETHER:
        frame.take("subject")
        return named[0].genes
    return ()


def _numbers(frame: Frame) -> tuple[float | None, float | None]:
    """Absolute copies and log2 ratio; a number that is not called one of them stays unused."""
    numbers = frame.peek("quantity")
    if len(numbers) != 1 or numbers[0].value is None or numbers[0].comparator:
        return None, None
    number = numbers[0]
    scales = set(frame.peek("scale"))
    if number.unit == "copies" or (scales == {"copies"} and not number.unit):
        frame.take("scale", "copies")
        return frame.take("quantity")[0].value, None
    if scales == {"log2"} and not number.unit:
        frame.take("scale", "log2")
        return None, frame.take("quantity")[0].value
    return None, None


def events(frame: Frame, scene: Scene) -> list[Value]:
    """Variants and splice events told by name and exon."""
    gene = _understood(frame, scene) or the_gene(frame, scene)
    exons: tuple[int, ...] = frame.one("exon") or ()
    frame.take("state", "positive")
    if not gene:
        return []
    if frame.take("event", "viii"):
        return _splice(gene, VIII, scene) if gene == "EGFR" else _refused(scene)
    said = facts(frame, scene)
    _by_number(gene, frame, scene)
    if scene.failed():
        return []
    if frame.take("event", "itd"):
        frame.take("event", "mutation")
        exon = ITD_EXON.get(gene)
        if frame.take("allelic_ratio"):
            scene.info("TYP052")
        return [replace(said, gene=gene, exon=exon, category="insertion")] if exon else _refused(scene)
    if frame.take("event", "promoter"):
        frame.take("event", "mutation")
        known = scene.vocab.functional.rows(gene, "promoter")
        return [replace(said, gene=gene, category="promoter")] if known else _refused(scene)
    skipped = frame.take("event", "skipping")
    if skipped:
        frame.take("event", "mutation")
    if skipped or (SKIPPED.get(gene) in exons and frame.take("event", "deletion")):
        return _splice(gene, (exons[0], exons[-1]), scene) if exons else _refused(scene)
    for name, term in _CONSEQUENCES.items():
        if frame.take("event", name):
            frame.take("event", "mutation")
            return [replace(said, gene=gene, exon=exons[0] if len(exons) == 1 else None, consequences=(term,))]
    if frame.has("codon"):
        return _codon(gene, exons, said, frame, scene)
    return _category(gene, exons, said, frame, scene)


def _by_number(gene: str, frame: Frame, scene: Scene) -> None:
    """An exon told by its number alone (``EGFR 19del``) is used where the table has this event of this exon."""
    number = frame.one("numbered")
    if number is None:
        return
    kind = frame.peek("event")[0]
    listed = {r.first for r in scene.vocab.functional.rows(gene, f"exon_{kind}")}
    skipped = kind in {"skipping", "deletion"} and SKIPPED.get(gene) == number
    if number in listed or skipped:
        scene.info("TYP045", gene=gene, exon=number)
    else:
        scene.error("TYP046", gene=gene)


def _understood(frame: Frame, scene: Scene) -> str:
    """The gene that every clinician hears in an exon and an event without one, told as a warning; else empty."""
    if frame.subjects() or not frame.has("exon"):
        return ""
    exons = frame.peek("exon")[0]
    for (exon, event), gene in UNNAMED.items():
        if exons == (exon,) and frame.has("event", event):
            scene.warning("TYP040", gene=gene)
            return gene
    return ""


def _splice(gene: str, exons: tuple[int, int], scene: Scene) -> list[Value]:
    return [SpliceEvent(gene=gene, first_exon=exons[0], last_exon=exons[1], source=scene.place)]


def _refused(scene: Scene) -> list[Value]:
    scene.error("TYP002", word=0, forms=("GENE exon 14 skipping", "EGFRvIII", "FLT3-ITD"))
    return []


def _codon(gene: str, exons: tuple[int, ...], said: Variant, frame: Frame, scene: Scene) -> list[Value]:
    """A change of which only the codon is told (``KRAS G12``, ``BRAF V600 mutation``)."""
    text = _CODON_WORD.sub("", str(frame.one("codon") or ""))
    frame.take("event", "mutation")
    found = protein_change(f"{text}?")
    number = int("".join(c for c in text if c.isdigit()) or 0)
    there = names(scene.vocab.alleles).residues.get((gene, number), set())
    if not number or (found is None and len(there) != 1):
        scene.error("TYP002", word=0, forms=("GENE G12D", "GENE V600E"))
        return []
    ref = found.ref if found is not None else next(iter(there))
    if there and ref not in there:
        scene.warning("TYP007", gene=gene, expected=tuple(f"{r}{number}" for r in sorted(there)))
        return [replace(said, gene=gene, category="any")]
    scene.info("TYP009")
    exon = exons[0] if len(exons) == 1 else None
    return [at_codon(replace(said, gene=gene, exon=exon), ref, number)]


def _category(gene: str, exons: tuple[int, ...], said: Variant, frame: Frame, scene: Scene) -> list[Value]:
    """A change of which only kind and exon are told."""
    kinds = frame.take("event", "deletion", "insertion", "indel", "duplication")
    unnamed = frame.take("event", "unnamed")
    plain = frame.take("event", "mutation")
    if exons == (SKIPPED.get(gene),) and not kinds and not unnamed and not plain and said == _nothing(scene):
        scene.warning("TYP047", gene=gene, exon=exons[0])
        return _splice(gene, (exons[0], exons[0]), scene)
    if len(exons) > 1 or len(set(kinds)) > 1:
        scene.error("TYP013")
        return []
    exon = exons[0] if exons else None
    category = {"duplication": "insertion"}.get(kinds[0], kinds[0]) if kinds else "any"
    if category != "any" and not _in_frame(gene, exon, category, scene):
        scene.error("TYP024", gene=gene)
        return []
    if unnamed:
        scene.warning("TYP048", gene=gene)
    elif category == "any" and not (said.origin.value == "germline" and said.clinvar):
        scene.info("TYP009")
    return [replace(said, gene=gene, exon=exon, category=category, annotation=ANNOTATION)]


def _nothing(scene: Scene) -> Variant:
    """What `facts` gives of a statement that says nothing beside the event."""
    return Variant(annotation=ANNOTATION, source=scene.place)


def _in_frame(gene: str, exon: int | None, category: str, scene: Scene) -> bool:
    """Whether an exon deletion or insertion of this gene means a small in-frame change."""
    if exon is None:
        return False
    listed = scene.vocab.functional.rows(gene, f"exon_{category}")
    entry = scene.vocab.genes.entries.get(gene)
    return any(r.first == exon for r in listed) or (entry is not None and entry.role == "oncogene")
