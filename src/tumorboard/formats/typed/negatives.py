"""What was tested and not found: whole genes by kind of event, never a single change.

A declared negative covers a gene, so only a statement about the gene as a whole becomes one.  "EGFR T790M negative" says
nothing about the rest of the gene and cannot be kept.
"""

from __future__ import annotations

from tumorboard.criteria.gene_level import BY_BOTH, BY_FUSION, driver_question
from tumorboard.formats.typed.frame import Frame, Negative, Scene, Value

_KINDS = {"variant": "variant", "fusion": "fusion", "splice": "splice"}


def negatives(frame: Frame, scene: Scene) -> list[Value]:
    """A declared negative for each gene of the statement; empty, with an issue, when it cannot be one."""
    if frame.has("protein") or frame.has("coding") or frame.has("genomic") or frame.has("exon"):
        frame.take("polarity")
        skipping = frame.has("event", "skipping") and not frame.has("protein")
        if not skipping:
            scene.error("TYP014")
            return []
    genes = _genes(frame, scene)
    if not genes:
        return []
    wild = frame.take("polarity", "wild", "not_mutated")
    absent = frame.take("polarity") + frame.take("state", "negative")
    kind = "variant" if wild else _kind(frame, absent)
    frame.take("exon")
    if kind == "copy_number" and not _fits(genes, frame, scene):
        scene.error("TYP014")
        return []
    frame.take("event")
    if frame.peek("origin"):
        scene.error("TYP014")
        return []
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
            genes += list(part.value[:2])  # type: ignore[index]
        elif part.slot == "subject":
            subject = part.value
            if len(subject.genes) > 1 and not subject.family:  # type: ignore[attr-defined]
                scene.error("TYP004", candidates=subject.genes)  # type: ignore[attr-defined]
                return []
            genes += list(subject.genes)  # type: ignore[attr-defined]
    frame.take("pair")
    frame.take("subject")
    if not genes:
        scene.error("TYP003")
    return list(dict.fromkeys(genes))


def _kind(frame: Frame, absent: list[str]) -> str:
    events = set(frame.peek("event"))
    if "not_amplified" in absent or "amplification" in events:
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
