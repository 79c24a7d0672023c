"""What was tested and not found: whole genes by kind of event, never a single change.

A declared negative covers a gene, so only a statement about the gene as a whole becomes one.  "EGFR T790M negative" says
nothing about the rest of the gene and cannot be kept.
"""

from __future__ import annotations

from typing import cast

from tumorboard.criteria.gene_level import BY_BOTH, BY_FUSION, driver_question
from tumorboard.formats.typed.frame import Frame, Negative, Scene, Value
from tumorboard.formats.typed.lexer import Subject

# Events that are less than every variant of a gene: "FLT3-ITD negative" says nothing of D835.
PARTIAL = frozenset(
    {"itd", "viii", "frameshift", "nonsense", "missense", "unnamed", "insertion", "duplication", "indel"}
)
_KINDS = {"variant": "variant", "fusion": "fusion", "splice": "splice"}


def negatives(frame: Frame, scene: Scene) -> list[Value]:
    """A declared negative for each gene of the statement; empty, with an issue, when it cannot be one."""
    skipping = frame.has("event", "skipping")
    told = [slot for slot in ("protein", "coding", "genomic", "codon", "exon", "origin", "class") if frame.has(slot)]
    told += [e for e in frame.peek("event") if e in PARTIAL]
    joined = any(p[2] != "/" for p in frame.peek("pair"))  # "EML4-ALK negative" is one fusion of ALK, not every one
    if (told and not (skipping and told == ["exon"])) or joined:
        scene.error("TYP014")
        return []
    genes = _genes(frame, scene)
    if not genes:
        return []
    wild = frame.take("polarity", "wild", "not_mutated")
    absent = frame.take("polarity") + frame.take("state", "negative")
    if wild and len(absent) > len(wild) and len(genes) > 1:  # EGFR wild type, ALK negative: two results
        scene.error("TYP013")
        return []
    kind = "variant" if wild else _kind(frame, absent)
    frame.take("exon")
    if kind == "copy_number" and "not_copied" not in absent and not _fits(genes, frame, scene):
        scene.error("TYP014")
        return []
    frame.take("event")
    found: list[Value] = []
    for gene in genes:
        kinds = (kind,) if kind else tuple(_KINDS[k] for k in driver_question(gene).kinds)
        if not kind and (gene in BY_FUSION or gene in BY_BOTH or len(kinds) > 1):
            scene.info("TYP030", kinds=kinds)
        found += [Negative(gene, k) for k in kinds]
    return found


def _genes(frame: Frame, scene: Scene) -> list[str]:
    genes: list[str] = []
    for part in frame.parts:
        if part.slot == "pair":
            genes += [str(gene) for gene in cast("tuple[str, ...]", part.value)[:2]]
        elif isinstance(part.value, Subject):
            if len(part.value.genes) > 1 and not part.value.family:
                scene.error("TYP004", candidates=part.value.genes)
                return []
            genes += part.value.genes
    frame.take("pair")
    frame.take("subject")
    if not genes:
        scene.error("TYP003")
    return list(dict.fromkeys(genes))


def _kind(frame: Frame, absent: list[str]) -> str:
    events = set(frame.peek("event"))
    if {"not_amplified", "not_copied"} & set(absent) or "amplification" in events:
        return "copy_number"
    if "not_fused" in absent or "fusion" in events:
        return "fusion"
    if "skipping" in events:
        return "splice"
    if events & {"deletion", "deep_loss", "loss"}:
        return "copy_number"
    return "variant" if "mutation" in events else ""


def _fits(genes: list[str], frame: Frame, scene: Scene) -> bool:
    """Whether "no amplification" (of an oncogene) or "no deletion" (of a suppressor) says all that is asked of a gene."""
    wanted = "tumor_suppressor" if frame.has("event", "deletion", "deep_loss", "loss") else "oncogene"
    return all(getattr(scene.vocab.genes.entries.get(g), "role", "") == wanted for g in genes)
